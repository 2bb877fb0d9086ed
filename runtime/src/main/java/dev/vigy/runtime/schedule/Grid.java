package dev.vigy.runtime.schedule;

import dev.vigy.runtime.vigy.VigyId;

/// The nominal instants of a fixed schedule: `anchor + k * interval` for k = 0, 1, 2, … An instant
/// is *due* a fixed offset later, which spreads a fleet of one schedule and keeps each vigy
/// regular.
///
/// @param anchor the first nominal instant, epoch ms
/// @param interval ms, at least 1
/// @param offset how long after its nominal instant a tick is due, ms, at least 0
public record Grid(long anchor, long interval, long offset) implements Instants {
  public Grid {
    if (interval < 1 || offset < 0) {
      throw new IllegalArgumentException("no grid: interval " + interval + ", offset " + offset);
    }
  }

  /// A number in [0, jitter) that depends on the id alone, evenly spread over ids.
  static long offset(VigyId id, long jitter) {
    if (jitter <= 0) {
      return 0;
    }
    // The hash of the id's 64 bits, so that ids which differ in few bits lie apart too.
    long bits = Long.parseUnsignedLong(id.hex(), 16) * 0x9e3779b97f4a7c15L;
    bits = (bits ^ (bits >>> 32)) * 0xd6e8feb86659fd93L;
    return Long.remainderUnsigned(bits ^ (bits >>> 32), jitter);
  }

  @Override
  public long first() {
    return anchor;
  }

  @Override
  public long atOrAfter(long time) {
    if (time <= anchor) {
      return anchor;
    }
    return anchor + Math.ceilDiv(time - anchor, interval) * interval;
  }

  @Override
  public long before(long time) {
    return anchor + Math.floorDiv(time - 1 - anchor, interval) * interval;
  }

  @Override
  public long count(long first, long last) {
    return last < first ? 0 : (last - first) / interval + 1;
  }
}
