package dev.vigy.runtime.schedule;

/// The one instant that an adaptive schedule has named. What comes after it is not known before the
/// tick of it is over.
///
/// @param first epoch ms; [#NEVER] while none is named
record Named(long first, long offset) implements Instants {
  @Override
  public long atOrAfter(long time) {
    return time <= first ? first : NEVER;
  }

  @Override
  public long before(long time) {
    return time > first ? first : first - 1;
  }

  @Override
  public long count(long from, long to) {
    return from <= first && first <= to ? 1 : 0;
  }
}
