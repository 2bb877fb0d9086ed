package dev.vigy.runtime.schedule;

/// The instants of a schedule that has an end.
///
/// @param all without the end
/// @param last no instant lies after it, epoch ms
record Bounded(Instants all, long last) implements Instants {
  @Override
  public long first() {
    return bounded(all.first());
  }

  private long bounded(long instant) {
    return instant > last ? NEVER : instant;
  }

  @Override
  public long offset() {
    return all.offset();
  }

  @Override
  public long atOrAfter(long time) {
    return bounded(all.atOrAfter(Math.min(time, last + 1)));
  }

  @Override
  public long before(long time) {
    return all.before(Math.min(time, last + 1));
  }

  @Override
  public long count(long from, long to) {
    return all.count(from, Math.min(to, last));
  }
}
