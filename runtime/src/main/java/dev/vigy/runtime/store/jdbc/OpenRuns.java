package dev.vigy.runtime.store.jdbc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All runs that are in no block yet: the epoch that grows, and those that wait to be compacted.
///
/// Its monitor guards it and the epochs. The committer adds, readers look; both are short.
final class OpenRuns {
  /// Where a run stands: its line in the body of its segment.
  @SuppressWarnings("ArrayRecordComponent") // never compared, and never changed
  record Place(int vigy, byte[] body, int line) {}

  /// @param through the position up to which runs are in blocks; those must be read there
  record Found(List<Place> places, long through) {}

  private final ArrayDeque<OpenEpoch> epochs = new ArrayDeque<>();
  private long through;

  /// @param epoch the newest epoch in blocks
  /// @param through the last position in blocks
  OpenRuns(int epoch, long through, long nowNanos) {
    this.through = through;
    epochs.add(new OpenEpoch(epoch + 1, nowNanos));
  }

  synchronized void add(Segment segment) {
    epochs.getLast().add(segment);
  }

  synchronized OpenEpoch current() {
    return epochs.getLast();
  }

  /// Closes the epoch that grows, if it has anything, and begins the next.
  synchronized @Nullable OpenEpoch close(long nowNanos) {
    OpenEpoch last = epochs.getLast();
    if (last.isEmpty()) {
      return null;
    }
    epochs.add(new OpenEpoch(last.id + 1, nowNanos));
    return last;
  }

  /// The blocks of the oldest epoch are durable; nothing needs its segments any more.
  synchronized void compacted(OpenEpoch epoch) {
    if (epochs.removeFirst() != epoch) {
      throw new IllegalStateException("epoch " + epoch.id + " is not the oldest");
    }
    if (epoch.runs() > 0) {
      through = epoch.lastPosition();
    }
  }

  /// The epochs that are closed and wait, oldest first.
  synchronized List<OpenEpoch> waiting() {
    List<OpenEpoch> all = new ArrayList<>(epochs);
    all.removeLast();
    return all;
  }

  /// Forgets segments up to `compactedTo`: somebody else compacted them.
  synchronized void forget(long compactedTo, int epochId, long newThrough, long nowNanos) {
    OpenEpoch kept = new OpenEpoch(epochId + 1, nowNanos);
    for (OpenEpoch epoch : epochs) {
      for (Segment segment : epoch.segments()) {
        if (segment.id() > compactedTo) {
          kept.add(segment);
        }
      }
    }
    epochs.clear();
    epochs.add(kept);
    through = newThrough;
  }

  /// The runs of one vigy, newest first.
  synchronized Found of(int vigy) {
    List<Place> places = new ArrayList<>();
    for (Iterator<OpenEpoch> newestFirst = epochs.descendingIterator(); newestFirst.hasNext(); ) {
      OpenEpoch epoch = newestFirst.next();
      for (int run = epoch.newest(vigy); run >= 0; run = epoch.previous(run)) {
        places.add(new Place(vigy, epoch.body(run), epoch.line(run)));
      }
    }
    return new Found(places, through);
  }

  /// Up to `limit` runs from `position` on, in order, or none if that position is in blocks.
  synchronized Found from(long position, int limit) {
    List<Place> places = new ArrayList<>();
    for (OpenEpoch epoch : epochs) {
      if (epoch.runs() > 0 && position <= epoch.lastPosition()) {
        long first = Math.max(0, position - epoch.firstPosition());
        for (int run = (int) first; run < epoch.runs() && places.size() < limit; run++) {
          if (epoch.vigy(run) != 0) {
            places.add(place(epoch, run));
          }
        }
      }
    }
    return new Found(places, through);
  }

  /// The run of an id.
  synchronized Found withId(byte[] id) {
    for (OpenEpoch epoch : epochs) {
      for (int run = 0; run < epoch.runs(); run++) {
        if (epoch.vigy(run) == 0) {
          continue;
        }
        byte[] body = epoch.body(run);
        int at = Lines.id(body, Lines.head(body, epoch.line(run)));
        if (Lines.same(body, at, at + id.length, id, 0, id.length)) {
          return new Found(List.of(place(epoch, run)), through);
        }
      }
    }
    return new Found(List.of(), through);
  }

  private static Place place(OpenEpoch epoch, int run) {
    return new Place(epoch.vigy(run), epoch.body(run), epoch.line(run));
  }
}
