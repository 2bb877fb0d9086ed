package dev.vigy.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.extension.Answer;
import dev.vigy.runtime.extension.Question;
import dev.vigy.runtime.schedule.Ledger;
import dev.vigy.runtime.store.Batch;
import dev.vigy.runtime.store.Change;
import dev.vigy.runtime.store.MemoryStore;
import dev.vigy.runtime.tick.TickInput;
import dev.vigy.runtime.tick.TickResult;
import dev.vigy.runtime.vigy.LedgerRange;
import dev.vigy.runtime.vigy.LedgerRange.Fate;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Run.KvChange;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyId;
import dev.vigy.runtime.vigy.VigyState;
import dev.vigy.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Made-up histories of a few vigies: ticks that succeed, fail, ask and hit limits; edits, pauses,
/// deletions; forced ticks; a store that fails now and then; engines that are killed and started
/// again. One seed is one history.
///
/// A second, plain account is kept of what became durable, in the order of the batches, and
/// compared after every step with what the engine shows. It also knows what a tick must be given.
class SimulationTest {
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

  /// What one vigy must be, by the batches alone.
  private static final class Account {
    Vigy vigy;
    final Map<String, Json> kv = new TreeMap<>();
    long seq;
    long successes;
    long revision;
    long ran;

    /// Instants of grids that are no more.
    long leftInstants;

    Account(Vigy vigy) {
      this.vigy = vigy;
    }
  }

  private static final class World {
    final Random random;
    final SettableClock clock = SettableClock.at(HandEngine.START);
    final MoodyStore store = new MoodyStore(MemoryStore.create(clock));
    final HandEngine hand = new HandEngine(clock, store);
    final Map<VigyId, Account> accounts = new HashMap<>();
    final Map<VigyId, Long> lastSeqs = new HashMap<>();
    final List<Long> heard = new ArrayList<>();
    final List<CompletableFuture<Run>> forced = new ArrayList<>();
    final Map<CompletableFuture<Boolean>, String> edits = new HashMap<>();
    int batchesRead;
    long runsRead;
    int editNumber;
    Engine.Listening listening;

    World(long seed) {
      random = new Random(seed);
      store.fails = () -> false;
      hand.asker =
          (vigy, question, longest) ->
              new Answer(question.call(), new Answer.Result.Data(new Json.Int(random.nextInt(10))));
      for (String name : NAMES) {
        hand.reconcilers.put(name, this::tick);
      }
      listening = listen();
    }

    private Engine.Listening listen() {
      return hand.engine.subscribe(
          heard.size(),
          run -> true,
          run -> {
            assertThat(run.position())
                .as("told in order, none left out")
                .isEqualTo(heard.size() + 1L);
            assertThat(hand.store.run(run.id())).as("told only what is durable").contains(run);
            heard.add(run.position());
          });
    }

    /// Whatever is evaluated must see what is durable at that moment.
    private TickResult tick(TickInput input) {
      read();
      Account account = Objects.requireNonNull(accounts.get(input.vigy().id()));
      assertThat(input.kv()).isEqualTo(account.kv);
      assertThat(input.tickCount()).isEqualTo(account.successes + 1);
      assertThat(input.vigy()).isEqualTo(account.vigy);
      if (random.nextInt(30) == 0) {
        // Somebody edits while this is evaluated.
        anEdit();
      }
      return switch (random.nextInt(12)) {
        case 0 -> HandEngine.fail(input);
        case 1 ->
            HandEngine.outcome(
                Optional.of(HandEngine.error("limit", "steps limit of 5000000 exceeded")),
                List.of());
        case 2, 3 ->
            input.answers().isEmpty()
                ? new TickResult.Ask(
                    List.of(new Question(List.of(new Json.Text("q")), List.of())), 0, 0)
                : HandEngine.count(input);
        case 4 -> throw new IllegalStateException("a bad reconciler");
        case 5 ->
            HandEngine.outcome(List.of(new KvChange("k" + random.nextInt(3), Optional.empty())));
        default -> HandEngine.count(input);
      };
    }

    /// Reads the batches that became durable since.
    void read() {
      for (; batchesRead < store.batches.size(); batchesRead++) {
        Batch batch = store.batches.get(batchesRead);
        batch.changes().forEach(this::apply);
      }
    }

    private void apply(Change change) {
      switch (change) {
        case Change.Ticked ticked -> {
          Account account = Objects.requireNonNull(accounts.get(change.vigyId()));
          Run run = ticked.run();
          runsRead++;
          assertThat(run.seq()).as("no gap, no double").isEqualTo(++account.seq);
          assertThat(run.generation()).isEqualTo(account.vigy.generation());
          account.ran += run.nominalAt().isPresent() ? 1 : 0;
          if (run.ok()) {
            account.successes++;
            fold(account, run.kvChanges());
          } else {
            assertThat(run.kvChanges()).isEmpty();
          }
        }
        case Change.Edited edited -> {
          Account account = accounts.get(change.vigyId());
          if (account == null) {
            account = new Account(edited.vigy());
            account.seq = lastSeqs.getOrDefault(change.vigyId(), 0L);
            accounts.put(change.vigyId(), account);
          }
          if (!edited.vigy().anchor().equals(account.vigy.anchor())
              || !edited.vigy().schedule().equals(account.vigy.schedule())) {
            account.leftInstants += dueBy(account.vigy, edited.audit().at());
          }
          account.vigy = edited.vigy();
          fold(account, edited.kv());
        }
        case Change.Deleted deleted -> {
          Account account = Objects.requireNonNull(accounts.remove(change.vigyId()));
          assertThat(deleted.lastSeq()).isEqualTo(account.seq);
          lastSeqs.put(change.vigyId(), deleted.lastSeq());
        }
        case Change.Accounted _ -> {}
      }
    }

    private static void fold(Account account, List<KvChange> changes) {
      account.revision += changes.isEmpty() ? 0 : 1;
      for (KvChange change : changes) {
        if (change.value().isPresent()) {
          account.kv.put(change.key(), change.value().get());
        } else {
          account.kv.remove(change.key());
        }
      }
    }

    /// How many instants of a fixed schedule are due at a time.
    private static long dueBy(Vigy vigy, Instant at) {
      if (!(vigy.schedule() instanceof Schedule.Fixed fixed)) {
        return 0;
      }
      long passed = Duration.between(vigy.anchor(), at).toMillis();
      return passed < 0 ? 0 : passed / fixed.interval().toMillis() + 1;
    }

    void step() {
      switch (random.nextInt(20)) {
        case 0, 1 -> hand.clock.advance(Duration.ofMillis(random.nextInt(200_000)));
        case 2, 3, 4, 5, 6, 7 -> hand.clock.advance(Duration.ofMillis(random.nextInt(1_500)));
        case 8 -> hand.clock.advance(Duration.ofHours(random.nextInt(3)));
        case 9 -> store.fails = () -> random.nextInt(3) > 0;
        case 10, 11 -> store.fails = () -> false;
        case 12 -> kill();
        case 13, 14 -> {
          VigyId id = anyId();
          forced.add(hand.force(id));
        }
        default -> anEdit();
      }
      for (int i = random.nextInt(8); i > 0; i--) {
        hand.engine.step();
      }
    }

    /// As `kill -9`: nobody says goodbye.
    private void kill() {
      read();
      listening.close();
      edits.clear();
      forced.clear();
      hand.restart();
      listening = listen();
    }

    private VigyId anyId() {
      String name = NAMES.get(random.nextInt(NAMES.size()));
      return VigyId.of(name, name);
    }

    private void anEdit() {
      String name = NAMES.get(random.nextInt(NAMES.size()));
      VigyId id = VigyId.of(name, name);
      String what = "e" + editNumber++;
      int kind = random.nextInt(10);
      long interval = 100L * (1 + random.nextInt(300));
      Edit<Boolean> edit =
          (registry, now) -> {
            Change.Audit audit = new Change.Audit(now, "test", what, Optional.empty());
            Optional<Resident> old = registry.byId(id);
            Schedule schedule = Schedule.Fixed.every(Duration.ofMillis(interval));
            if (old.isEmpty()) {
              return new Edit.Planned<>(
                  Optional.of(
                      Edits.create(
                              HandEngine.vigy(name, schedule, now), registry.lastSeq(id), audit)
                          .change()),
                  true);
            }
            return new Edit.Planned<>(Optional.of(change(old.get(), kind, schedule, audit)), true);
          };
      CompletableFuture<Boolean> done = hand.engine.edit(edit, Reply.nobody());
      edits.put(done, what);
    }

    private Change change(Resident old, int kind, Schedule schedule, Change.Audit audit) {
      Vigy vigy = old.vigy();
      Instant now = audit.at();
      return switch (kind) {
        case 0 -> new Change.Deleted(vigy.id(), old.state().seq(), false, audit);
        case 1 ->
            Edits.standing(old, Edits.withEnabled(vigy, !vigy.enabled(), now), audit).change();
        case 2 ->
            Edits.standing(
                    old,
                    Edits.withPause(
                        vigy,
                        Optional.of(
                            new Vigy.Pause(
                                Optional.empty(),
                                "test",
                                now,
                                random.nextBoolean()
                                    ? Optional.empty()
                                    : Optional.of(now.plusMillis(random.nextInt(20_000) + 1)))),
                        now),
                    audit)
                .change();
        case 3, 4 ->
            Edits.resume(old, Edits.withPause(vigy, Optional.empty(), now), audit).change();
        case 5 ->
            Edits.replace(
                    old,
                    HandEngine.generation(HandEngine.vigy(vigy.name(), schedule, now), vigy),
                    audit)
                .change();
        case 6 -> Edits.kv(old, "k" + random.nextInt(3), Optional.empty(), audit);
        default ->
            Edits.kv(
                old, "k" + random.nextInt(3), Optional.of(new Json.Int(random.nextInt())), audit);
      };
    }

    void check() {
      read();
      assertThat(hand.engine.registry().all()).hasSameSizeAs(accounts.keySet());
      for (Map.Entry<VigyId, Account> entry : accounts.entrySet()) {
        Account account = entry.getValue();
        Resident shown = hand.resident(entry.getKey());
        VigyState state = shown.state();
        assertThat(shown.vigy()).isEqualTo(account.vigy);
        assertThat(state.seq()).isEqualTo(account.seq);
        assertThat(state.successes()).isEqualTo(account.successes);
        assertThat(state.revision()).isEqualTo(account.revision);
        assertThat(shown.kv().values()).isEqualTo(account.kv);
        checkLedger(account, shown);
      }
      assertThat(heard).hasSize((int) runsRead);
      for (CompletableFuture<Run> run : forced) {
        if (run.isDone() && !run.isCompletedExceptionally()) {
          assertThat(store.run(run.join().id())).contains(run.join());
        }
      }
      for (Map.Entry<CompletableFuture<Boolean>, String> edit : edits.entrySet()) {
        if (edit.getKey().isDone()) {
          assertThat(isDurable(edit.getValue()))
              .as("an edit is told to be there exactly when it is")
              .isEqualTo(!edit.getKey().isCompletedExceptionally());
        }
      }
    }

    private boolean isDurable(String what) {
      return store.batches.stream()
          .flatMap(batch -> batch.changes().stream())
          .anyMatch(
              change ->
                  switch (change) {
                    case Change.Edited edited -> edited.audit().what().equals(what);
                    case Change.Deleted deleted -> deleted.audit().what().equals(what);
                    case Change.Ticked _, Change.Accounted _ -> false;
                  });
    }

    private void checkLedger(Account account, Resident shown) {
      VigyState state = Edits.accounted(shown, clock.instant().toEpochMilli());
      long current = state.lastNominal().map(last -> dueBy(account.vigy, last)).orElse(0L);
      assertThat(Ledger.count(state.ledger()))
          .as("every instant of every grid stands in the ledger once")
          .isEqualTo(account.leftInstants + current);
      long ran =
          state.ledger().stream()
              .filter(range -> range.fate() == Fate.RAN)
              .mapToLong(LedgerRange::count)
              .sum();
      assertThat(ran).isEqualTo(account.ran);
      if (shown.idle(clock.instant().toEpochMilli()).isEmpty() && state.due().isPresent()) {
        assertThat(state.ledger().size()).isLessThanOrEqualTo(Ledger.LONGEST);
      }
    }

    /// In the end everything comes to rest: the store works, and nothing due is forgotten.
    void end() {
      store.fails = () -> false;
      hand.clock.advance(Duration.ofSeconds(10));
      hand.settle();
      check();
      assertThat(hand.engine.trouble()).isEmpty();
      for (Resident resident : hand.engine.registry().all()) {
        boolean active = resident.idle(clock.instant().toEpochMilli()).isEmpty();
        if (active) {
          assertThat(hand.engine.due(resident))
              .as("an active vigy is due some day, and not before now")
              .hasValueSatisfying(due -> assertThat(due).isGreaterThan(clock.millis()));
        }
      }
    }
  }

  private static void live(long seed, int steps) {
    World world = new World(seed);
    try {
      for (int i = 0; i < steps; i++) {
        world.step();
        world.check();
      }
      world.end();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    }
  }

  @Test
  void whatever_happens_the_books_agree() {
    for (long seed = 1; seed <= 60; seed++) {
      live(seed, 300);
    }
  }

  @Test
  @Tag("soak")
  void however_often() {
    for (long seed = 1_000; seed < 6_000; seed++) {
      live(seed, 400);
    }
  }

  /// Seeds that once failed.
  @ParameterizedTest
  @ValueSource(longs = {6, 16, 45})
  void histories_that_once_went_wrong(long seed) {
    live(seed, 300);
  }
}
