package dev.vigy.runtime.schedule;

import dev.vigy.runtime.vigy.Window;
import dev.vigy.runtime.vigy.Window.Rule;
import java.util.List;

/// When a schedule may tick: the time that its windows leave open.
///
/// @param windows none means always
public record Openings(List<Window> windows) {
  /// Never closed.
  public static final Openings ALWAYS = new Openings(List.of());

  /// Nothing that opens again does so later than this, ms: a 29th of February is eight years away
  /// at most.
  static final long HORIZON = 9 * 366 * 86_400_000L;

  public Openings {
    windows = List.copyOf(windows);
  }

  public static Openings of(List<Window> windows) {
    return windows.isEmpty() ? ALWAYS : new Openings(windows);
  }

  public boolean isAlways() {
    return windows.isEmpty();
  }

  /// @param time epoch ms
  public boolean isOpen(long time) {
    boolean anyAllows = false;
    boolean allowed = false;
    for (Window window : windows) {
      boolean inside = window.contains(time);
      if (window.rule() == Rule.ALLOW) {
        anyAllows = true;
        allowed |= inside;
      } else if (inside) {
        return false;
      }
    }
    return allowed || !anyAllows;
  }

  /// Up to when it is as it is at `time`, at most `limit`: the first moment at which it is open or
  /// closed where it was not, or the limit.
  public long sameUntil(long time, long limit) {
    if (windows.isEmpty()) {
      return limit;
    }
    boolean open = isOpen(time);
    long at = time;
    while (at < limit) {
      long next = limit;
      for (Window window : windows) {
        next = Math.min(next, window.sameUntil(at));
      }
      if (next >= limit || isOpen(next) != open) {
        return Math.min(next, limit);
      }
      at = next;
    }
    return limit;
  }

  /// The first open moment at or after `time`; [Instants#NEVER] if none is within [#HORIZON].
  public long openAt(long time) {
    if (time == Instants.NEVER || isOpen(time)) {
      return time;
    }
    long until = sameUntil(time, time + HORIZON);
    return isOpen(until) ? until : Instants.NEVER;
  }
}
