package dev.vigy.runtime.schedule;

import dev.vigy.runtime.vigy.CronExpression;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;

/// The instants of a cron expression in a zone.
///
/// A local day is cut into *pieces* in which the offset from UTC is one and the same; on all but a
/// few days that is one piece. In a piece the arithmetic is that of plain seconds, so nothing ever
/// walks through the seconds of a day, not even to count.
///
/// Where an expression names hours, a time that a clock change leaves out is taken at the moment
/// after the gap, and one that comes twice counts once, the first time. Where it does not (every
/// hour), what counts is time that passes: nothing is moved, and both are taken.
///
/// @param expression what is matched
/// @param first the first instant at or after the anchor
public record CronInstants(CronExpression expression, ZoneRules rules, long first, long offset)
    implements Instants {
  private static final int DAY = 86_400;
  private static final int NONE = -1;

  static CronInstants of(CronExpression expression, ZoneId zone, long anchor, long offset) {
    CronInstants all = new CronInstants(expression, zone.getRules(), Long.MIN_VALUE, offset);
    return new CronInstants(expression, zone.getRules(), all.atOrAfter(anchor), offset);
  }

  /// A stretch of a local day, in seconds of that day.
  ///
  /// @param to not included
  /// @param ahead what the local clock is ahead of UTC
  /// @param moved whether it stands for the one instant at its begin, to which the times of a gap
  ///   move
  private record Piece(long midnight, int from, int to, int ahead, boolean moved) {
    long instant(int second) {
      return midnight + second - ahead;
    }

    /// The second of the day at an instant.
    int second(long instant) {
      return Math.clamp(instant - midnight + ahead, from, to);
    }
  }

  @Override
  public long atOrAfter(long time) {
    if (time <= first) {
      return first;
    }
    long earliest = Math.ceilDiv(time, 1_000L);
    // What moves out of a gap may have been meant for the day before.
    for (LocalDate day = localDay(earliest).minusDays(1); ; day = day.plusDays(1)) {
      if (expression.matches(day)) {
        for (Piece piece : pieces(day)) {
          int second = piece.moved ? piece.from : atOrAfter(piece.second(earliest), piece.to);
          if (second != NONE && piece.instant(second) >= earliest) {
            return piece.instant(second) * 1_000;
          }
        }
      }
    }
  }

  @Override
  public long before(long time) {
    long latest = Math.floorDiv(time - 1, 1_000L);
    LocalDate firstDay = localDay(Math.floorDiv(first, 1_000L)).minusDays(1);
    for (LocalDate day = localDay(latest); !day.isBefore(firstDay); day = day.minusDays(1)) {
      if (expression.matches(day)) {
        for (Piece piece : pieces(day).reversed()) {
          int second =
              piece.moved
                  ? piece.from
                  : atOrBefore(Math.min(piece.second(latest), piece.to - 1), piece.from);
          if (second != NONE && piece.instant(second) <= latest) {
            return Math.max(piece.instant(second) * 1_000, first - 1);
          }
        }
      }
    }
    return first - 1;
  }

  @Override
  public long count(long from, long to) {
    if (to < from) {
      return 0;
    }
    long earliest = Math.ceilDiv(from, 1_000L);
    long latest = Math.floorDiv(to, 1_000L);
    LocalDate lastDay = localDay(latest);
    long count = 0;
    for (LocalDate day = localDay(earliest).minusDays(1);
        !day.isAfter(lastDay);
        day = day.plusDays(1)) {
      if (expression.matches(day)) {
        for (Piece piece : pieces(day)) {
          if (piece.moved) {
            long at = piece.instant(piece.from);
            count += at >= earliest && at <= latest ? 1 : 0;
          } else {
            count += Math.max(0, below(piece.second(latest + 1)) - below(piece.second(earliest)));
          }
        }
      }
    }
    return count;
  }

  private LocalDate localDay(long instant) {
    return LocalDate.ofEpochDay(
        Math.floorDiv(
            instant + rules.getOffset(Instant.ofEpochSecond(instant)).getTotalSeconds(),
            (long) DAY));
  }

  /// In order of time.
  private List<Piece> pieces(LocalDate day) {
    LocalDateTime start = day.atStartOfDay();
    long midnight = day.toEpochDay() * DAY;
    List<Piece> pieces = new ArrayList<>(1);
    int from = 0;
    ZoneOffset ahead = rules.getOffset(start);
    boolean first = true;
    if (!rules.isFixedOffset()) {
      // No zone is further from UTC than 18 hours, and no change longer than a day and a half.
      Instant end = start.plusDays(3).toInstant(ZoneOffset.UTC);
      ZoneOffsetTransition change =
          rules.nextTransition(start.minusDays(3).toInstant(ZoneOffset.UTC));
      for (; change != null && change.getInstant().isBefore(end); change = next(change)) {
        long before = change.getDateTimeBefore().toEpochSecond(ZoneOffset.UTC) - midnight;
        long after = change.getDateTimeAfter().toEpochSecond(ZoneOffset.UTC) - midnight;
        if (Math.min(before, after) >= DAY || Math.max(before, after) <= 0) {
          continue;
        }
        if (first) {
          ahead = change.getOffsetBefore();
          first = false;
        }
        int old = Math.clamp(before, from, DAY);
        add(pieces, new Piece(midnight, from, old, ahead.getTotalSeconds(), false));
        ahead = change.getOffsetAfter();
        int young = Math.clamp(after, 0, DAY);
        if (before < after) {
          if (expression.isOfFixedHours() && atOrAfter(old, young) != NONE) {
            int at = (int) after;
            pieces.add(new Piece(midnight, at, at, ahead.getTotalSeconds(), true));
          }
          from = young;
        } else {
          from = expression.isOfFixedHours() ? old : young;
        }
      }
    }
    add(pieces, new Piece(midnight, from, DAY, ahead.getTotalSeconds(), false));
    return merged(pieces);
  }

  private ZoneOffsetTransition next(ZoneOffsetTransition change) {
    return rules.nextTransition(change.getInstant());
  }

  private static void add(List<Piece> pieces, Piece piece) {
    if (piece.from < piece.to) {
      pieces.add(piece);
    }
  }

  /// Times of a gap that move to an instant which matches by itself are one with it.
  private List<Piece> merged(List<Piece> pieces) {
    for (int i = 0; i + 1 < pieces.size(); i++) {
      Piece moved = pieces.get(i);
      Piece next = pieces.get(i + 1);
      if (moved.moved && next.from == moved.from && atOrAfter(next.from, next.from + 1) != NONE) {
        pieces.remove(i);
      }
    }
    return pieces;
  }

  /// The first second of a day that matches, from `second` on and before `end`.
  private int atOrAfter(int second, int end) {
    if (second >= end) {
      return NONE;
    }
    int hour = second / 3_600;
    int minute = second / 60 % 60;
    int wanted = next(expression.seconds(), second % 60);
    if (!has(expression.hours(), hour)) {
      return at(next(expression.hours(), hour + 1), 0, 0, end);
    }
    if (has(expression.minutes(), minute) && wanted != NONE) {
      return at(hour, minute, wanted, end);
    }
    int later = next(expression.minutes(), minute + 1);
    return later != NONE
        ? at(hour, later, 0, end)
        : at(next(expression.hours(), hour + 1), 0, 0, end);
  }

  /// The first match in or after a minute of an hour that matches.
  private int at(int hour, int minute, int second, int end) {
    if (hour == NONE) {
      return NONE;
    }
    int inHour = next(expression.minutes(), minute);
    int inMinute = next(expression.seconds(), second);
    int result = hour * 3_600 + inHour * 60 + inMinute;
    return result < end ? result : NONE;
  }

  /// The last second of a day that matches, up to `second` and not before `begin`.
  private int atOrBefore(int second, int begin) {
    if (second < begin) {
      return NONE;
    }
    int rank = below(second + 1);
    if (rank == 0) {
      return NONE;
    }
    int result = ranked(rank - 1);
    return result >= begin ? result : NONE;
  }

  /// How many seconds of a day before `second` match.
  private int below(int second) {
    int inMinute = Long.bitCount(expression.seconds());
    int inHour = Long.bitCount(expression.minutes()) * inMinute;
    if (second >= DAY) {
      return Integer.bitCount(expression.hours()) * inHour;
    }
    int hour = second / 3_600;
    int minute = second / 60 % 60;
    int count = Long.bitCount(expression.hours() & (1L << hour) - 1) * inHour;
    if (has(expression.hours(), hour)) {
      count += Long.bitCount(expression.minutes() & (1L << minute) - 1) * inMinute;
      if (has(expression.minutes(), minute)) {
        count += Long.bitCount(expression.seconds() & (1L << second % 60) - 1);
      }
    }
    return count;
  }

  /// The second of the day that has so many matches before it.
  private int ranked(int rank) {
    int inMinute = Long.bitCount(expression.seconds());
    int inHour = Long.bitCount(expression.minutes()) * inMinute;
    return nth(expression.hours(), rank / inHour) * 3_600
        + nth(expression.minutes(), rank % inHour / inMinute) * 60
        + nth(expression.seconds(), rank % inMinute);
  }

  private static boolean has(long bits, int n) {
    return (bits >> n & 1) == 1;
  }

  private static int next(long bits, int from) {
    long left = from >= 64 ? 0 : bits & -1L << from;
    return left == 0 ? NONE : Long.numberOfTrailingZeros(left);
  }

  private static int nth(long bits, int n) {
    long left = bits;
    for (int i = 0; i < n; i++) {
      left &= left - 1;
    }
    return Long.numberOfTrailingZeros(left);
  }
}
