package dev.vigy.runtime.store.jdbc;

import dev.vigy.runtime.store.Retention;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps history as large as it should be, and quick to read: decides which epochs retention looks
/// at, which go because there is too much of everything, and which become one. One job goes on at a
/// time.
final class Tidying {
  private static final System.Logger LOG = System.getLogger(Tidying.class.getName());

  /// So many neighbours become one.
  private static final int FAN = 8;

  /// Epochs below a size are merged with neighbours that are below it, too: so there are at most
  /// seven of each size in a row.
  private static final long[] SIZES = {64 << 10, 512 << 10, 4 << 20, 64 << 20};

  /// A merged epoch is at most this share of what may be kept: the oldest goes as a whole.
  private static final int CAP_PARTS = 8;

  /// When there is too much, this share goes at once.
  private static final int DROP_PARTS = 64;

  private static final long SOONEST_MS = TimeUnit.MINUTES.toMillis(10);

  /// An epoch that was looked at within this time need not be looked at before it is merged.
  private static final long FRESH_MS = TimeUnit.MINUTES.toMillis(1);

  private final Retention retention;
  private final Readers readers;
  private final Pruning.Vigies vigies;
  private final Consumer<Runnable> news;

  /// In the order of their positions.
  private final List<EpochRow> epochs = new ArrayList<>();

  /// Epochs in which something can't be read.
  private final Set<Integer> broken = new HashSet<>();

  private final Map<Integer, Long> due = new HashMap<>();
  private long bytes;
  private long runs;
  private int nextMerged = Blocks.MERGED;
  private @Nullable Job job;
  private boolean abandoned;

  /// @param news runs what it is given on the thread that calls [#step]
  Tidying(Retention retention, Readers readers, Pruning.Vigies vigies, Consumer<Runnable> news) {
    this.retention = retention;
    this.readers = readers;
    this.vigies = vigies;
    this.news = news;
  }

  /// Learns what is there, and deletes blocks that a merge has left half-done. Called once.
  ///
  /// @param firstEpoch the first one that this process makes of segments
  void begin(Behind behind, int firstEpoch) {
    record Found(List<EpochRow> rows, List<Integer> inBlocks) {}
    Found found = readers.read(db -> new Found(EpochRow.all(db), Blocks.epochs(db)));
    Set<Integer> known = new HashSet<>();
    for (EpochRow row : found.rows) {
      known.add(row.id());
      added(row);
      nextMerged = Math.max(nextMerged, row.id() + 1);
    }
    for (int epoch : found.inBlocks) {
      nextMerged = Math.max(nextMerged, epoch + 1);
      if (!known.contains(epoch) && (epoch < firstEpoch || epoch >= Blocks.MERGED)) {
        Blocks.deleteAll(behind, epoch);
      }
    }
  }

  /// An epoch became durable.
  void added(EpochRow row) {
    epochs.add(row);
    bytes += row.bytes();
    runs += row.runs();
    long checked = row.checkedMs();
    due.put(
        row.id(),
        checked == 0 ? row.toMs() + SOONEST_MS : checked + share(checked - row.fromMs(), 8));
  }

  private static long share(long ageMs, int part) {
    return Math.max(SOONEST_MS, ageMs / part);
  }

  private void replaced(List<EpochRow> old, List<EpochRow> with) {
    int at = epochs.indexOf(old.getFirst());
    for (EpochRow row : old) {
      epochs.remove(row);
      due.remove(row.id());
      bytes -= row.bytes();
      runs -= row.runs();
    }
    List<EpochRow> behind = new ArrayList<>(epochs.subList(at, epochs.size()));
    epochs.subList(at, epochs.size()).clear();
    with.forEach(this::added);
    epochs.addAll(behind);
  }

  /// Whether a job goes on.
  boolean isBusy() {
    return job != null;
  }

  /// Goes on with the job, or begins one.
  ///
  /// @param nowMs the start of the newest run, 0 if there was none
  /// @param hurry whether everything is to be looked at now
  /// @param lagging whether compaction has too much to do
  void step(Behind behind, int most, long nowMs, boolean hurry, boolean lagging) {
    if (job == null) {
      job = next(nowMs, hurry, lagging);
    }
    Job going = job;
    if (going != null && !going.isPrepared() && !abandoned) {
      try {
        going.prepare(behind, most);
      } catch (JsonIn.Malformed | IndexOutOfBoundsException e) {
        LOG.log(
            System.Logger.Level.WARNING,
            "a part of the history can't be read, and is left as it is: " + e.getMessage());
        going.epochs().forEach(row -> broken.add(row.id()));
        abandon(behind, going);
      } catch (RuntimeException | OutOfMemoryError e) {
        abandon(behind, going);
        throw e;
      }
    }
  }

  /// Blocks that were written anew are sound as they are; those of a merge belong to nobody. The
  /// next job must not begin before what waits of this one is durable.
  private void abandon(Behind behind, Job going) {
    abandoned = true;
    if (going instanceof Merging merging) {
      Blocks.deleteAll(behind, merging.id());
    }
    behind.add(
        new Behind.Unit() {
          @Override
          public void run(Sqlite db) {
            // Those before it are what is waited for.
          }

          @Override
          public void durable() {
            news.accept(
                () -> {
                  abandoned = false;
                  job = null;
                });
          }
        });
  }

  private @Nullable Job next(long nowMs, boolean hurry, boolean lagging) {
    List<EpochRow> tooMuch = tooMuch();
    if (!tooMuch.isEmpty()) {
      return Pruning.all(tooMuch, vigies, readers, left -> done(tooMuch, left));
    }
    if (nowMs > 0 && !retention.keepsAll()) {
      for (EpochRow row : epochs) {
        boolean wanted = hurry ? row.checkedMs() < nowMs : due.getOrDefault(row.id(), 0L) <= nowMs;
        if (wanted && !broken.contains(row.id())) {
          return prune(row, nowMs);
        }
      }
    }
    if (lagging) {
      return null;
    }
    List<EpochRow> neighbours = neighbours();
    if (neighbours.isEmpty()) {
      return null;
    }
    if (nowMs > 0 && !retention.keepsAll()) {
      for (EpochRow row : neighbours) {
        if (nowMs - row.checkedMs() > FRESH_MS) {
          return prune(row, nowMs);
        }
      }
    }
    return new Merging(
        neighbours,
        nextMerged++,
        vigies::isKnown,
        readers,
        merged -> news.accept(() -> finished(neighbours, List.of(merged))));
  }

  private Job prune(EpochRow row, long nowMs) {
    return Pruning.by(
        retention,
        row,
        nowMs,
        vigies,
        readers,
        left ->
            news.accept(
                () -> {
                  finished(List.of(row), left);
                  left.forEach(after -> dueAgain(after, nowMs));
                }));
  }

  private void done(List<EpochRow> old, List<EpochRow> left) {
    news.accept(() -> finished(old, left));
  }

  private void finished(List<EpochRow> old, List<EpochRow> left) {
    job = null;
    replaced(old, left);
  }

  /// Age tells when the next run is to go; numbers may take some sooner.
  private void dueAgain(EpochRow row, long nowMs) {
    long ageMs = nowMs - row.fromMs();
    long soonest = nowMs + share(ageMs, 64);
    long latest = nowMs + share(ageMs, 8);
    long next = Long.MAX_VALUE;
    for (Retention.Outcome outcome : Retention.Outcome.values()) {
      if (count(row, outcome) > 0) {
        Retention.Rule rule = retention.rule(outcome);
        // Of the oldest of all kinds: early at worst.
        next = Math.min(next, row.fromMs() + rule.age().toMillis());
        if (rule.runs() < Long.MAX_VALUE) {
          next = Math.min(next, latest);
        }
      }
    }
    due.put(row.id(), Math.max(soonest, next));
  }

  private static long count(EpochRow row, Retention.Outcome outcome) {
    return switch (outcome) {
      case QUIET -> row.quiet();
      case OTHER -> row.others();
      case FAILED -> row.failed();
    };
  }

  /// The oldest epochs, if all together are too much.
  private List<EpochRow> tooMuch() {
    List<EpochRow> oldest = new ArrayList<>();
    if (bytes > retention.bytes() || runs > retention.runs()) {
      long most = retention.bytes() - retention.bytes() / DROP_PARTS;
      long mostRuns = retention.runs() - retention.runs() / DROP_PARTS;
      long bytesLeft = bytes;
      long runsLeft = runs;
      for (EpochRow row : epochs) {
        if (bytesLeft <= most && runsLeft <= mostRuns) {
          break;
        }
        bytesLeft -= row.bytes();
        runsLeft -= row.runs();
        oldest.add(row);
      }
    }
    return oldest;
  }

  /// Small epochs side by side, the oldest ones first; none if there are not enough of them.
  private List<EpochRow> neighbours() {
    for (long size : SIZES) {
      List<EpochRow> found = new ArrayList<>();
      long together = 0;
      long runsTogether = 0;
      for (EpochRow row : epochs) {
        boolean small = row.bytes() < size && !broken.contains(row.id());
        if (!small
            || together + row.bytes() > retention.bytes() / CAP_PARTS
            || runsTogether + row.runs() > retention.runs() / CAP_PARTS) {
          found.clear();
          together = 0;
          runsTogether = 0;
        }
        if (small) {
          found.add(row);
          together += row.bytes();
          runsTogether += row.runs();
        }
        if (found.size() == FAN) {
          return List.copyOf(found);
        }
      }
    }
    return List.of();
  }
}
