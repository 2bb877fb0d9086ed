package dev.vigy.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.store.Change;
import dev.vigy.runtime.store.MemoryStore;
import dev.vigy.runtime.store.Retention;
import dev.vigy.runtime.tick.TickInput;
import dev.vigy.runtime.tick.TickResult;
import dev.vigy.runtime.tick.TickResult.Outcome;
import dev.vigy.runtime.vigy.Action;
import dev.vigy.runtime.vigy.LedgerRange;
import dev.vigy.runtime.vigy.LedgerRange.Fate;
import dev.vigy.runtime.vigy.ReconcileKind;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Run.KvChange;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.Schedule.CatchUp;
import dev.vigy.runtime.vigy.Schedule.Terms;
import dev.vigy.runtime.vigy.Trigger;
import dev.vigy.runtime.vigy.VigyId;
import dev.vigy.runtime.vigy.VigyState;
import dev.vigy.runtime.vigy.Window;
import dev.vigy.runtime.vigy.Window.Rule;
import dev.vigy.testkit.SettableClock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Made-up lives of one vigy with every kind of schedule, start, end, windows, catch-up, pauses,
/// outages, failures, wakes and wishes for another time. One seed is one life.
///
/// Which instants there are, and which are closed, the test counts for itself with `java.time`; the
/// ledger must name exactly these, each once, and say of each what happened around it.
class ScheduleLifeTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final ZoneId KOLKATA = ZoneId.of("Asia/Kolkata");

  /// When a clock change comes soon.
  private static final Instant BEGIN = Instant.parse("2026-03-28T20:00:00Z");

  /// A window with what it means.
  private record Known(Window window, Predicate<ZonedDateTime> contains) {
    boolean contains(long at) {
      return contains.test(Instant.ofEpochMilli(at).atZone(window.zone()));
    }
  }

  /// A cron expression with what it means; in a zone without clock changes.
  private record Times(String expression, Predicate<ZonedDateTime> names) {}

  private static final List<Times> TIMES =
      List.of(
          new Times("* * * * *", when -> true),
          new Times("*/7 * * * *", when -> when.getMinute() % 7 == 0),
          new Times("30 * * * *", when -> when.getMinute() == 30),
          new Times(
              "15 6-9 * * *", w -> w.getMinute() == 15 && w.getHour() >= 6 && w.getHour() < 10),
          new Times(
              "0 12 * * sun",
              w ->
                  w.toLocalTime().toSecondOfDay() == 43_200
                      && w.getDayOfWeek() == DayOfWeek.SUNDAY));

  private static List<Known> windows(Random random) {
    List<Known> all = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      ZoneId zone = random.nextBoolean() ? BERLIN : KOLKATA;
      int from = random.nextInt(24);
      int to = (from + 1 + random.nextInt(22)) % 24;
      boolean weekdays = random.nextInt(4) == 0;
      Rule rule = random.nextBoolean() ? Rule.ALLOW : Rule.FORBID;
      Window window =
          Window.of(
              rule, weekdays ? "mon-fri" : "", "", "", "%02d:00-%02d:00".formatted(from, to), zone);
      Predicate<ZonedDateTime> day =
          when -> !weekdays || when.getDayOfWeek().getValue() <= DayOfWeek.FRIDAY.getValue();
      all.add(
          new Known(
              window,
              from < to
                  ? when -> day.test(when) && when.getHour() >= from && when.getHour() < to
                  : when ->
                      (day.test(when) && when.getHour() >= from)
                          || (when.getHour() < to && day.test(when.minusDays(1)))));
    }
    return all;
  }

  /// A time in which the vigy did not tick, with the word for it.
  ///
  /// @param to the last moment of it; what is due then still counts to it
  private record Idle(long from, long to, String reason) {}

  private static final class Life {
    final Random random;
    final SettableClock clock = SettableClock.at(BEGIN);
    final MoodyStore store = new MoodyStore(MemoryStore.create(clock));
    final HandEngine hand = new HandEngine(clock, store);
    final List<Known> windows;
    final Times times;
    final Schedule schedule;
    final long anchor = BEGIN.toEpochMilli();
    final long offset;
    final VigyId id;
    final List<Idle> idles = new ArrayList<>();
    final List<Long> starts = new ArrayList<>();

    /// By start: for how long a run asked.
    final Map<Long, Long> asked = new HashMap<>();

    final Map<Long, Boolean> openings = new HashMap<>();

    /// When each instant first stood in the ledger.
    final Map<Long, Long> told = new HashMap<>();

    long idleSince = -1;
    String idleReason = "";
    Instant pausedUntil = Instant.MAX;
    boolean fails;

    Life(long seed) {
      random = new Random(seed);
      windows = windows(random);
      times = TIMES.get(random.nextInt(TIMES.size()));
      Terms terms =
          new Terms(
              Duration.ofMillis(random.nextBoolean() ? 0 : random.nextInt(20_000)),
              random.nextInt(3) == 0
                  ? Optional.of(BEGIN.plusSeconds(random.nextInt(40_000) - 10_000))
                  : Optional.empty(),
              random.nextInt(3) == 0
                  ? Optional.of(BEGIN.plusSeconds(40_000 + random.nextInt(200_000)))
                  : Optional.empty(),
              windows.stream().map(Known::window).toList(),
              List.of(CatchUp.values()).get(random.nextInt(3)),
              Duration.ofMinutes(1 + random.nextInt(120)));
      schedule =
          switch (random.nextInt(3)) {
            case 0 -> new Schedule.Fixed(Duration.ofSeconds(20 + random.nextInt(3_000)), terms);
            case 1 ->
                new Schedule.Cron(
                    Schedule.Cron.of(times.expression, KOLKATA).expression(), KOLKATA, terms);
            default ->
                new Schedule.Adaptive(
                    Duration.ofSeconds(1 + random.nextInt(60)),
                    Duration.ofSeconds(60 + random.nextInt(3_000)),
                    random.nextBoolean() ? Optional.of("pace") : Optional.empty(),
                    terms);
          };
      store.retain(Retention.EVERYTHING);
      starts.add(clock.millis());
      id = hand.register("v", schedule, this::tick);
      offset =
          dev.vigy.runtime.schedule.Instants.of(hand.resident(id).vigy(), hand.resident(id).state())
              .orElseThrow()
              .offset();
    }

    private TickResult tick(TickInput input) {
      if (fails && random.nextInt(3) > 0) {
        return HandEngine.fail(input);
      }
      Optional<Long> nextIn =
          random.nextInt(12) == 0
              ? Optional.of(100L + random.nextInt(4_000_000))
              : Optional.empty();
      nextIn.ifPresent(ms -> asked.put(input.startMs(), ms));
      Outcome plain =
          HandEngine.outcome(
              random.nextInt(4) == 0
                  ? List.of(
                      new KvChange("pace", Optional.of(new Json.Int(random.nextInt(900_000)))))
                  : List.of());
      return new Outcome(
          plain.value(),
          Optional.empty(),
          false,
          1,
          random.nextInt(4) == 0
              ? List.of(
                  new Action(
                      ReconcileKind.RESTART,
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty()))
              : List.of(),
          plain.kvChanges(),
          Map.of(),
          Map.of(),
          List.of(),
          plain.said(),
          List.of(),
          nextIn,
          0,
          0);
    }

    boolean live(int steps) {
      hand.settle();
      for (int i = 0; i < steps; i++) {
        step();
        check();
        if (hand.state(id).ledger().size() > 110) {
          // Before it is summed up, so that every range can be told apart.
          return true;
        }
      }
      return false;
    }

    private void step() {
      switch (random.nextInt(14)) {
        case 0, 1, 2, 3 -> hand.advance(Duration.ofSeconds(random.nextInt(7_000)));
        case 4, 5 -> {
          // Busy, or nobody looked.
          hand.sleep(Duration.ofSeconds(random.nextInt(random.nextBoolean() ? 300 : 9_000)));
          hand.settle();
        }
        case 6, 7 -> {
          hand.sleep(Duration.ofSeconds(random.nextInt(random.nextBoolean() ? 300 : 90_000)));
          hand.restart();
          starts.add(clock.millis());
          hand.settle();
        }
        case 8 -> {
          endOfPause();
          if (idleSince < 0) {
            hand.pause(id);
            idles("paused");
          }
        }
        case 9 -> {
          endOfPause();
          if (idleSince < 0) {
            pausedUntil = clock.instant().plusSeconds(1 + random.nextInt(9_000));
            hand.pauseUntil(id, pausedUntil);
            idles("paused");
          }
        }
        case 10 -> {
          endOfPause();
          if (idleReason.equals("paused")) {
            hand.resume(id);
            goesOn(clock.millis());
          } else if (idleReason.equals("disabled")) {
            hand.enable(id, true);
            goesOn(clock.millis());
          } else {
            hand.enable(id, false);
            idles("disabled");
          }
          hand.settle();
        }
        case 11 -> hand.tick(id);
        case 12 -> {
          hand.wake(id, Optional.empty());
          hand.settle();
        }
        default -> fails = !fails;
      }
      endOfPause();
    }

    private void idles(String reason) {
      idleSince = clock.millis();
      idleReason = reason;
    }

    private void goesOn(long last) {
      idles.add(new Idle(idleSince, last, idleReason));
      idleSince = -1;
      idleReason = "";
      pausedUntil = Instant.MAX;
    }

    private void endOfPause() {
      if (idleSince >= 0 && !clock.instant().isBefore(pausedUntil)) {
        hand.settle();
        goesOn(pausedUntil.toEpochMilli() - 1);
      }
    }

    /// Whether the windows leave a moment open.
    private boolean isOpen(long at) {
      return openings.computeIfAbsent(at, this::looksOpen);
    }

    private boolean looksOpen(long at) {
      boolean anyAllows = windows.stream().anyMatch(known -> known.window.rule() == Rule.ALLOW);
      boolean allowed =
          windows.stream().anyMatch(k -> k.window.rule() == Rule.ALLOW && k.contains(at));
      boolean forbidden =
          windows.stream().anyMatch(k -> k.window.rule() == Rule.FORBID && k.contains(at));
      return (allowed || !anyAllows) && !forbidden;
    }

    /// Every instant of the schedule that is due by now.
    private NavigableSet<Long> instants() {
      TreeSet<Long> all = new TreeSet<>();
      Terms terms = schedule.common();
      long first = Math.max(anchor, terms.start().map(Instant::toEpochMilli).orElse(anchor));
      long last =
          Math.min(
              clock.millis() - offset,
              terms.end().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE));
      switch (schedule) {
        case Schedule.Fixed fixed -> {
          for (long at = first; at <= last; at += fixed.interval().toMillis()) {
            all.add(at);
          }
        }
        case Schedule.Cron _ -> {
          long minute = (first + 59_999) / 60_000 * 60_000;
          for (long at = minute; at <= last; at += 60_000) {
            if (times.names.test(Instant.ofEpochMilli(at).atZone(KOLKATA))) {
              all.add(at);
            }
          }
        }
        case Schedule.Adaptive _ -> {
          // It names them itself: each one that any commit ever named.
          store.batches.stream()
              .flatMap(batch -> batch.changes().stream())
              .map(Life::after)
              .flatMap(Optional::stream)
              .flatMap(state -> state.pace().stream())
              .flatMap(pace -> pace.named().stream())
              .map(Instant::toEpochMilli)
              .filter(at -> at <= last)
              .forEach(all::add);
          long named = first;
          while (!isOpen(named) && named < last) {
            named = (named / 60_000 + 1) * 60_000;
          }
          if (named <= last && isOpen(named)) {
            all.add(named);
          }
        }
        case Schedule.Manual() -> throw new IllegalStateException();
      }
      return all;
    }

    private static Optional<VigyState> after(Change change) {
      return switch (change) {
        case Change.Ticked ticked -> Optional.of(ticked.after());
        case Change.Edited edited -> Optional.of(edited.after());
        case Change.Accounted accounted -> Optional.of(accounted.after());
        case Change.Deleted _ -> Optional.empty();
      };
    }

    private void check() {
      NavigableSet<Long> instants = instants();
      TreeMap<Long, LedgerRange> fates = new TreeMap<>();
      for (LedgerRange range : hand.ledger(id)) {
        var within =
            instants.subSet(range.from().toEpochMilli(), true, range.to().toEpochMilli(), true);
        assertThat(within).as("instants of %s", range).hasSize((int) range.count());
        within.forEach(at -> assertThat(fates.put(at, range)).as("twice: %d", at).isNull());
      }
      TreeSet<Long> open = new TreeSet<>(instants);
      open.removeAll(fates.keySet());
      Map<Long, Run> byNominal = new LinkedHashMap<>();
      List<Run> runs = hand.runs(id);
      runs.forEach(run -> run.nominalAt().ifPresent(at -> byNominal.put(at.toEpochMilli(), run)));
      fates.forEach(
          (at, range) -> {
            if (told.putIfAbsent(at, clock.millis()) == null) {
              check(at, range, runs, byNominal);
            }
          });
      assertThat(byNominal.keySet())
          .as("what ran stands in the ledger as such")
          .allSatisfy(
              at -> assertThat(Objects.requireNonNull(fates.get(at)).fate()).isEqualTo(Fate.RAN));
      if (!open.isEmpty()) {
        // Only a moved tick may leave instants for later, and only while it is to come.
        assertThat(fates.headMap(open.first()).size() + open.size())
            .as("no hole before %d", open.first())
            .isEqualTo(instants.size());
        assertThat(hand.state(id).due().map(Instant::toEpochMilli).orElse(Long.MIN_VALUE))
            .as("open: %s", open)
            .isGreaterThan(clock.millis());
      }
    }

    private Optional<String> idleAt(long due) {
      if (idleSince >= 0 && due > idleSince && Instant.ofEpochMilli(due).isBefore(pausedUntil)) {
        return Optional.of(idleReason);
      }
      return idles.stream()
          .filter(idle -> due > idle.from && due <= idle.to)
          .map(Idle::reason)
          .findFirst();
    }

    private void check(long at, LedgerRange range, List<Run> runs, Map<Long, Run> byNominal) {
      long due = at + offset;
      long toldAt = clock.millis();
      String reason = range.reason().orElse("");
      String as = "%s (%s) %s %s".formatted(at, Instant.ofEpochMilli(at), range, schedule);
      Optional<String> idle = idleAt(due);
      if (idle.isPresent()) {
        assertThat(reason).as(as).isEqualTo(idle.get());
        return;
      }
      boolean closed = !isOpen(at);
      assertThat(reason.equals("window")).as(as).isEqualTo(closed);
      if (closed) {
        assertThat(range.fate()).as(as).isEqualTo(Fate.SKIPPED);
        return;
      }
      CatchUp catchUp = schedule.common().catchUp();
      long window = schedule.common().catchUpWindow().toMillis();
      switch (range.fate()) {
        case RAN -> {
          Run run = byNominal.get(at);
          assertThat(run).as(as).isNotNull();
          assertThat(run.seq()).as(as).isBetween(range.fromSeq(), range.toSeq());
          long start = run.startedAt().toEpochMilli();
          assertThat(start).as(as).isBetween(due, due + window);
          assertThat(run.trigger()).as(as).isIn(Trigger.SCHEDULE, Trigger.CATCH_UP);
          if (start == due) {
            assertThat(run.trigger()).as(as).isEqualTo(Trigger.SCHEDULE);
          }
        }
        case COALESCED -> {
          assertThat(catchUp).as(as).isEqualTo(CatchUp.ONE);
          Run into = runs.get((int) range.toSeq() - 1);
          assertThat(into.nominalAt().orElseThrow().toEpochMilli()).as(as).isGreaterThan(at);
          assertThat(into.startedAt().toEpochMilli()).as(as).isBetween(due, due + window);
        }
        case MISSED -> {
          long looked = toldAt;
          if (catchUp != CatchUp.ALL) {
            assertThat(looked - due).as(as).isGreaterThan(window);
          }
          long engine = starts.stream().filter(s -> s > due && s <= looked).count();
          assertThat(reason).as(as).isEqualTo(engine > 0 ? "down" : "late");
        }
        case SKIPPED -> {
          switch (reason) {
            case "catch-up-none", "overlap" -> assertThat(catchUp).as(as).isEqualTo(CatchUp.NONE);
            case "backoff" -> assertThat(isBackoff(due, toldAt, runs)).as(as).isTrue();
            case "next-in" ->
                assertThat(asked)
                    .as(as)
                    .anySatisfy(
                        (start, ms) -> {
                          assertThat(start).isLessThanOrEqualTo(toldAt);
                          assertThat(openAt(start + ms)).isGreaterThanOrEqualTo(due);
                        });
            default -> throw new AssertionError(as);
          }
        }
      }
    }

    /// Whether a run failed, and the next one, if there was one by then, came after an instant.
    private static boolean isBackoff(long due, long by, List<Run> runs) {
      for (int i = 0; i < runs.size(); i++) {
        boolean waits = i + 1 == runs.size() || runs.get(i + 1).startedAt().toEpochMilli() >= due;
        if (!runs.get(i).ok() && runs.get(i).startedAt().toEpochMilli() <= by && waits) {
          return true;
        }
      }
      return false;
    }

    private long openAt(long time) {
      long at = time;
      while (!isOpen(at)) {
        at = (at / 60_000 + 1) * 60_000;
      }
      return at;
    }
  }

  private static void live(long seed) {
    Life life;
    try {
      life = new Life(seed);
    } catch (RuntimeException e) {
      throw new AssertionError("seed " + seed, e);
    }
    try {
      life.live(60);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "seed "
              + seed
              + ": "
              + e.getMessage()
              + "\nruns: "
              + life.hand.runLines(life.id)
              + "\nledger: "
              + life.hand.ledgerLines(life.id),
          e);
    } finally {
      life.hand.close();
    }
  }

  @Test
  void the_ledger_names_every_instant_once_and_says_what_became_of_it() {
    for (long seed = 1; seed <= 40; seed++) {
      live(seed);
    }
  }

  @Test
  @Tag("soak")
  void however_often() {
    for (long seed = 1_000; seed < 11_000; seed++) {
      live(seed);
    }
  }

  /// Seeds that once failed.
  @ParameterizedTest
  @ValueSource(longs = {1})
  void lives_that_once_went_wrong(long seed) {
    live(seed);
  }
}
