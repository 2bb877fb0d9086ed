package dev.vigy.runtime.schedule;

import dev.vigy.runtime.vigy.LedgerRange;
import dev.vigy.runtime.vigy.LedgerRange.Fate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How ranges of the ledger come together: neighbours of equal fate are one range, and a ledger
/// that grows too long is summed up from its old end.
///
/// A vigy that runs on time for a year has one range; one whose every second instant is coalesced
/// gets two ranges a tick. So the oldest half of a full ledger becomes one range a day, fate and
/// reason, and when that is too long too, one a fate and reason. Counts are never lost.
public final class Ledger {
  /// At most so many ranges are kept with each vigy.
  public static final int LONGEST = 128;

  private Ledger() {}

  /// The tick of an instant.
  public static LedgerRange ran(long nominal, long seq) {
    Instant at = Instant.ofEpochMilli(nominal);
    return new LedgerRange(at, at, 1, Fate.RAN, Optional.empty(), seq, seq);
  }

  /// The ledger with `more` at its end.
  public static List<LedgerRange> append(List<LedgerRange> ledger, List<LedgerRange> more) {
    if (more.isEmpty()) {
      return ledger;
    }
    List<LedgerRange> all = new ArrayList<>(ledger.size() + more.size());
    all.addAll(ledger);
    for (LedgerRange range : more) {
      if (!all.isEmpty() && joins(all.getLast(), range)) {
        all.set(all.size() - 1, joined(all.getLast(), range));
      } else {
        all.add(range);
      }
    }
    return List.copyOf(all.size() > LONGEST ? summedUp(all) : all);
  }

  /// How many instants stand in a ledger.
  public static long count(List<LedgerRange> ledger) {
    long count = 0;
    for (LedgerRange range : ledger) {
      count += range.count();
    }
    return count;
  }

  private static boolean joins(LedgerRange left, LedgerRange right) {
    return left.fate() == right.fate()
        && left.reason().equals(right.reason())
        && right.from().isAfter(left.to())
        && (left.fate() != Fate.COALESCED || left.toSeq() == right.fromSeq());
  }

  private static LedgerRange joined(LedgerRange left, LedgerRange right) {
    return new LedgerRange(
        left.from().isBefore(right.from()) ? left.from() : right.from(),
        left.to().isAfter(right.to()) ? left.to() : right.to(),
        left.count() + right.count(),
        left.fate(),
        left.reason(),
        Math.min(left.fromSeq(), right.fromSeq()),
        Math.max(left.toSeq(), right.toSeq()));
  }

  private record Heap(Optional<LocalDate> day, Fate fate, Optional<String> reason) {}

  private static List<LedgerRange> summedUp(List<LedgerRange> all) {
    List<LedgerRange> daily = summedUp(all, true);
    return daily.size() > LONGEST / 2 + LONGEST / 4 ? summedUp(all, false) : daily;
  }

  private static List<LedgerRange> summedUp(List<LedgerRange> all, boolean byDay) {
    int old = all.size() - LONGEST / 2;
    Map<Heap, LedgerRange> heaps = new LinkedHashMap<>();
    for (LedgerRange range : all.subList(0, old)) {
      Optional<LocalDate> day =
          byDay ? Optional.of(LocalDate.ofInstant(range.from(), ZoneOffset.UTC)) : Optional.empty();
      heaps.merge(new Heap(day, range.fate(), range.reason()), range, Ledger::joined);
    }
    List<LedgerRange> result = new ArrayList<>(heaps.values());
    result.addAll(all.subList(old, all.size()));
    return result;
  }
}
