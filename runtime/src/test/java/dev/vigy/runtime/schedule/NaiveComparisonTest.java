package dev.vigy.runtime.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.runtime.schedule.Timing.Decision;
import dev.vigy.runtime.vigy.LedgerRange;
import dev.vigy.runtime.vigy.Schedule.CatchUp;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The arithmetic against an enumeration of every instant, on many made-up lives of a vigy: it is
/// looked at late or early, succeeds or fails, is forced.
class NaiveComparisonTest {
  /// A life, kept as the engine keeps it, and beside it every instant with its fate.
  private static final class Life {
    final Random random;
    final Grid grid;
    final long window;
    final CatchUp catchUp;
    final TreeMap<Long, String> fates = new TreeMap<>();
    final List<LedgerRange> ledger = new ArrayList<>();
    List<LedgerRange> merged = List.of();
    long open;
    long due;
    boolean retry;
    int failures;
    long seq;
    long now;

    Life(long seed) {
      random = new Random(seed);
      grid = new Grid(random.nextInt(5_000), 100 + random.nextInt(5_000), random.nextInt(3) * 70L);
      window = 1_000L + random.nextInt(60_000);
      catchUp = List.of(CatchUp.values()).get(random.nextInt(3));
      open = grid.anchor();
      due = grid.due(open);
      now = grid.anchor();
    }

    void live(int steps) {
      for (int i = 0; i < steps; i++) {
        now += random.nextInt(4) == 0 ? random.nextInt(90_000) : random.nextInt(2_000);
        Timing timing =
            new Timing(
                grid,
                new Timing.Rules(Openings.ALWAYS, -1, catchUp, window),
                new Timing.Standing(
                    open == grid.anchor()
                        ? OptionalLong.empty()
                        : OptionalLong.of(grid.before(open)),
                    open,
                    due,
                    retry,
                    failures > 0,
                    -1));
        if (random.nextInt(10) == 0) {
          take(timing.passedOver(now));
          ended(timing, now);
          continue;
        }
        switch (timing.decide(now, 0, seq + 1)) {
          case Decision.Wait(long until) -> assertThat(until).isEqualTo(due).isGreaterThan(now);
          case Decision.Pass(var passed) -> {
            take(passed);
            due = grid.due(open);
            retry = false;
          }
          case Decision.Tick(var trigger, var nominal, long instant, var passed) -> {
            take(passed);
            assertThat(instant).isLessThanOrEqualTo(now);
            if (nominal.isPresent()) {
              assertThat(nominal.getAsLong()).isEqualTo(open);
              ran(open);
              open = grid.after(open);
            }
            ended(timing, instant);
          }
        }
      }
    }

    private void ran(long nominal) {
      add(Ledger.ran(nominal, seq + 1));
    }

    private void ended(Timing timing, long instant) {
      seq++;
      failures = random.nextInt(3) == 0 ? failures + 1 : 0;
      Timing.Next next =
          failures == 0 ? timing.next(open) : timing.afterFailure(open, instant, failures, now);
      if (failures > 0) {
        assertThat(next.at()).isGreaterThan(now);
      }
      due = next.at();
      retry = next.retry();
    }

    private void take(Timing.Passed passed) {
      passed.ranges().forEach(this::add);
      open = passed.open();
    }

    private void add(LedgerRange range) {
      ledger.add(range);
      merged = Ledger.append(merged, List.of(range));
      long at = range.from().toEpochMilli();
      for (long i = 0; i < range.count(); i++) {
        String fate = range.fate().text() + range.reason().map(reason -> " " + reason).orElse("");
        assertThat(fates.put(at, fate)).as("instant %d stands twice", at).isNull();
        at += grid.interval();
      }
      assertThat(at - grid.interval()).isEqualTo(range.to().toEpochMilli());
    }

    void check() {
      List<Long> instants = new ArrayList<>();
      for (long at = grid.anchor(); at < open; at += grid.interval()) {
        instants.add(at);
      }
      assertThat(fates.keySet()).containsExactlyElementsOf(instants);
      assertThat(Ledger.count(merged)).isEqualTo(instants.size());
      assertThat(merged.size()).isLessThanOrEqualTo(Ledger.LONGEST);
    }
  }

  @Test
  void every_instant_stands_in_the_ledger_once_and_in_order() {
    for (long seed = 0; seed < 300; seed++) {
      Life life = new Life(seed);
      life.live(300);
      life.check();
    }
  }
}
