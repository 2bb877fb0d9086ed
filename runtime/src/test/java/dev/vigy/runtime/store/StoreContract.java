package dev.vigy.runtime.store;

import static dev.vigy.runtime.store.Samples.batch;
import static dev.vigy.runtime.store.Samples.deleted;
import static dev.vigy.runtime.store.Samples.edited;
import static dev.vigy.runtime.store.Samples.registered;
import static dev.vigy.runtime.store.Samples.set;
import static dev.vigy.runtime.store.Samples.vigy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyState;
import dev.vigy.runtime.vigy.Wakes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What holds for every store. [#reopened] is where a durable one may lose what it only had in
/// memory; the tests call it wherever that should make no difference.
public abstract class StoreContract {
  protected Store store;
  protected final Samples samples = new Samples(42);

  /// The random samples have random times.
  private Retention retention = Retention.EVERYTHING;

  /// A new store, empty.
  protected abstract Store open() throws Exception;

  /// The store after a restart.
  protected abstract Store reopened(Store store) throws Exception;

  /// Brings everything that a store does behind its commits to an end.
  protected void settle() throws Exception {}

  @BeforeEach
  void opens() throws Exception {
    store = open();
    store.retain(retention);
    store.load();
  }

  @AfterEach
  void closes() {
    store.close();
  }

  protected void reopen() throws Exception {
    store = reopened(store);
    store.retain(retention);
    store.load();
  }

  /// Also after restarts.
  private void retain(Retention kept) {
    retention = kept;
    store.retain(kept);
  }

  /// Commits ticks and keeps the states of the vigies, as an engine does.
  protected final class Ticking {
    public final Vigy vigy;
    public VigyState state;

    public Ticking(Vigy vigy) {
      this.vigy = vigy;
      this.state = VigyState.INITIAL;
      store.commit(batch(registered(vigy)));
    }

    public Run tick(Run.KvChange... kv) {
      return commit(samples.tick(vigy.id(), state, kv));
    }

    public Run fail() {
      return commit(samples.failedTick(vigy.id(), state));
    }

    public Run commit(Change.Ticked ticked) {
      Committed committed = store.commit(batch(ticked));
      state = ticked.after();
      return ticked.run().withPosition(committed.firstPosition());
    }
  }

  private VigyRecord only() {
    Store.Loaded loaded = store.load();
    assertThat(loaded.broken()).isEmpty();
    assertThat(loaded.vigies()).hasSize(1);
    return loaded.vigies().getFirst();
  }

  @Test
  void is_empty_at_first() throws Exception {
    assertThat(store.load()).isEqualTo(new Store.Loaded(List.of(), List.of(), 0));
    assertThat(store.runsAfter(0, 10)).isEmpty();
    assertThat(store.run("019e4a97-1234-7abc-8def-0123456789ab")).isEmpty();
    assertThat(store.requestsAfter(0)).isEmpty();
    assertThat(store.commit(batch())).isEqualTo(new Committed(1, 0));

    reopen();

    assertThat(store.load()).isEqualTo(new Store.Loaded(List.of(), List.of(), 0));
  }

  @Test
  void gives_back_vigies_in_order_of_registration() throws Exception {
    Vigy zoe = samples.randomVigy("zoe", 1);
    Vigy ana = samples.randomVigy("ana", 1);
    store.commit(batch(registered(zoe), registered(ana)));
    store.commit(batch(registered(vigy("mia"))));
    store.commit(batch(edited(zoe, VigyState.INITIAL, "pause")));

    reopen();

    assertThat(store.load().vigies())
        .extracting(VigyRecord::vigy)
        .containsExactly(zoe, ana, vigy("mia"));
  }

  @Test
  void folds_changes_of_kv() throws Exception {
    Ticking one = new Ticking(vigy("one"));
    Run first = one.tick(set("a", 1), set("b", 1));
    Run second = one.tick(set("a", 2), deleted("b"), set("c", 3));
    store.commit(batch(edited(one.vigy, one.state, "kv set", set("d", 4))));

    for (int i = 0; i < 2; i++) {
      VigyRecord record = only();
      assertThat(record.state()).isEqualTo(one.state);
      assertThat(record.kv()).containsOnlyKeys("a", "c", "d");
      assertThat(record.kv().get("a")).isEqualTo(new Kv(new Json.Int(2), second.startedAt()));
      assertThat(record.kv().get("d"))
          .isEqualTo(new Kv(new Json.Int(4), Samples.audit("kv set").at()));
      reopen();
    }
    assertThat(first.startedAt()).isBefore(second.startedAt());
  }

  @Test
  void takes_no_kv_from_a_failed_run() throws Exception {
    Ticking one = new Ticking(vigy("one"));
    one.tick(set("a", 1));
    Change.Ticked failed = samples.failedTick(one.vigy.id(), one.state);
    one.commit(failed);

    reopen();

    assertThat(only().kv()).containsOnlyKeys("a");
    assertThat(only().state().failures()).isEqualTo(1);
    assertThat(store.runs(one.vigy.id(), RunQuery.newest(1)).getFirst().failure())
        .isEqualTo(failed.run().failure());
  }

  @Test
  void numbers_runs_in_commit_order_without_gaps() throws Exception {
    Ticking one = new Ticking(vigy("one"));
    Ticking two = new Ticking(vigy("two"));
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      runs.add(one.tick());
      runs.add(two.tick());
      if (i == 2) {
        reopen();
      }
    }
    Change.Ticked left = samples.tick(one.vigy.id(), one.state);
    Change.Ticked right = samples.tick(two.vigy.id(), two.state);
    assertThat(store.commit(batch(left, right)).firstPosition()).isEqualTo(11);
    runs.add(left.run().withPosition(11));
    runs.add(right.run().withPosition(12));

    reopen();

    assertThat(store.runsAfter(0, 100)).isEqualTo(runs);
    assertThat(store.runsAfter(3, 4)).isEqualTo(runs.subList(3, 7));
    assertThat(store.runsAfter(12, 4)).isEmpty();
    assertThat(store.load().newestPosition()).isEqualTo(12);
    assertThat(store.commit(batch()).firstPosition()).isEqualTo(13);
  }

  @Test
  void finds_runs_newest_first_by_what_is_asked() throws Exception {
    Ticking one = new Ticking(vigy("one"));
    Ticking two = new Ticking(vigy("two"));
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      runs.add(i % 10 == 3 ? one.fail() : one.tick(set("n", i)));
      two.tick();
    }

    for (int i = 0; i < 2; i++) {
      assertThat(store.runs(one.vigy.id(), RunQuery.newest(3)))
          .containsExactly(runs.get(29), runs.get(28), runs.get(27));
      assertThat(
              store.runs(
                  one.vigy.id(),
                  new RunQuery(1, Optional.of(18L), Optional.empty(), Optional.empty())))
          .containsExactly(runs.get(16));
      assertThat(
              store.runs(
                  one.vigy.id(),
                  new RunQuery(9, Optional.of(20L), Optional.of(true), Optional.empty())))
          .containsExactly(runs.get(13), runs.get(3));
      assertThat(
              store.runs(
                  one.vigy.id(),
                  new RunQuery(
                      9,
                      Optional.empty(),
                      Optional.of(false),
                      Optional.of(runs.get(27).startedAt()))))
          .containsExactly(runs.get(29), runs.get(28), runs.get(27));
      assertThat(store.runs(one.vigy.id(), RunQuery.newest(1000))).isEqualTo(runs.reversed());
      assertThat(store.run(runs.get(5).id())).contains(runs.get(5));
      assertThat(store.run("019e4a97-1234-7abc-8def-0123456789ab")).isEmpty();
      assertThat(store.runs(vigy("nobody").id(), RunQuery.newest(3))).isEmpty();
      settle();
      reopen();
    }
  }

  @Test
  void keeps_the_definitions_of_earlier_generations() throws Exception {
    Vigy first = samples.randomVigy("one", 1);
    Vigy second = samples.randomVigy("one", 2);
    Vigy paused =
        new Vigy(
            second.id(),
            second.name(),
            second.program(),
            second.lines(),
            second.reconciler(),
            second.schedule(),
            second.anchor(),
            second.labels(),
            second.params(),
            second.allow(),
            second.budget(),
            second.mode(),
            !second.enabled(),
            second.pause(),
            second.pin(),
            2,
            second.createdAt(),
            second.updatedAt(),
            second.doc(),
            second.warnings());
    Vigy third = samples.randomVigy("one", 3);
    store.commit(batch(registered(first)));
    store.commit(batch(registered(second), registered(paused)));
    store.commit(batch(registered(third)));

    reopen();

    assertThat(only().vigy()).isEqualTo(third);
    assertThat(store.generations(first.id())).containsExactly(paused, first);
    assertThat(store.generations(vigy("nobody").id())).isEmpty();
  }

  @Test
  void remembers_the_last_seq_of_a_deleted_vigy() throws Exception {
    Ticking one = new Ticking(vigy("one"));
    Run last = null;
    for (int i = 0; i < 3; i++) {
      last = one.tick(set("n", i));
    }
    assertThat(store.lastSeq(one.vigy.id())).isZero();
    store.commit(
        batch(new Change.Deleted(one.vigy.id(), one.state.seq(), false, Samples.audit("delete"))));

    reopen();

    assertThat(store.load().vigies()).isEmpty();
    assertThat(store.lastSeq(one.vigy.id())).isEqualTo(3);
    assertThat(store.runs(one.vigy.id(), RunQuery.newest(1))).containsExactly(last);
    assertThat(store.runsAfter(0, 10)).hasSize(3);
    assertThat(store.generations(one.vigy.id())).isEmpty();
  }

  @Test
  void starts_afresh_when_a_deleted_vigy_is_registered_again() throws Exception {
    Ticking one = new Ticking(vigy("one"));
    new Ticking(vigy("two"));
    one.tick(set("n", 1));
    store.commit(
        batch(new Change.Deleted(one.vigy.id(), one.state.seq(), false, Samples.audit("delete"))));
    VigyState again = Samples.afresh(store.lastSeq(one.vigy.id()));
    store.commit(batch(edited(one.vigy, again, "register")));
    Change.Ticked second = samples.tick(one.vigy.id(), again, set("m", 2));
    store.commit(batch(second));

    reopen();

    assertThat(store.load().vigies())
        .extracting(record -> record.vigy().name())
        .containsExactly("two", "one");
    assertThat(store.load().vigies().getLast().kv()).containsOnlyKeys("m");
    assertThat(store.runs(one.vigy.id(), RunQuery.newest(9)))
        .extracting(Run::seq)
        .containsExactly(2L, 1L);
  }

  @Test
  void takes_history_too_when_purged() throws Exception {
    Ticking one = new Ticking(vigy("one"));
    Ticking two = new Ticking(vigy("two"));
    Run gone = one.tick();
    Run kept = two.tick();
    settle();
    one.tick();
    store.commit(
        batch(new Change.Deleted(one.vigy.id(), one.state.seq(), true, Samples.audit("delete"))));

    for (int i = 0; i < 2; i++) {
      assertThat(store.runs(one.vigy.id(), RunQuery.newest(9))).isEmpty();
      assertThat(store.runsAfter(0, 9)).containsExactly(kept);
      assertThat(store.run(gone.id())).isEmpty();
      assertThat(store.lastSeq(one.vigy.id())).isEqualTo(2);
      settle();
      reopen();
    }
    assertThat(store.load().newestPosition()).isEqualTo(3);
  }

  private List<Long> kept(Ticking ticking) {
    return store.runs(ticking.vigy.id(), RunQuery.newest(100_000)).stream().map(Run::seq).toList();
  }

  /// What is kept and what went make up all runs, each once.
  private void everyRunIsKeptOrCounted(Ticking ticking) {
    List<Long> kept = kept(ticking);
    Gone gone = store.gone(ticking.vigy.id());
    assertThat(kept).doesNotHaveDuplicates();
    assertThat(kept.size() + gone.runs()).isEqualTo(ticking.state.seq());
    assertThat(kept.stream().filter(seq -> seq >= gone.fromSeq() && seq <= gone.toSeq()).count())
        .isEqualTo(gone.runs() == 0 ? 0 : gone.toSeq() - gone.fromSeq() + 1 - gone.runs());
    assertThat(store.runsAfter(0, 100_000))
        .filteredOn(run -> run.vigyId().equals(ticking.vigy.id()))
        .extracting(Run::seq)
        .isEqualTo(kept.reversed());
  }

  @Test
  void keeps_so_many_runs_of_each_kind() throws Exception {
    retain(
        Retention.EVERYTHING
            .withQuiet(Retention.LONGEST, 5)
            .withOthers(Retention.LONGEST, 3)
            .withFailed(Retention.LONGEST, 2));
    Ticking busy = new Ticking(vigy("busy"));
    Ticking calm = new Ticking(vigy("calm"));
    for (int i = 1; i <= 40; i++) {
      if (i % 10 == 4) {
        busy.fail();
      } else if (i % 10 == 7) {
        busy.tick(set("n", i));
      } else {
        busy.tick();
      }
      if (i <= 4) {
        calm.tick();
      }
      if (i % 13 == 0) {
        settle();
      }
    }
    settle();

    for (int i = 0; i < 2; i++) {
      assertThat(kept(busy)).containsExactly(40L, 39L, 38L, 37L, 36L, 35L, 34L, 27L, 24L, 17L);
      assertThat(store.gone(busy.vigy.id())).isEqualTo(new Gone(1, 33, 27, 1, 2));
      assertThat(kept(calm)).containsExactly(4L, 3L, 2L, 1L);
      assertThat(store.gone(calm.vigy.id())).isEqualTo(Gone.NOTHING);
      everyRunIsKeptOrCounted(busy);
      reopen();
    }
  }

  @Test
  void keeps_runs_of_each_kind_for_so_long() throws Exception {
    retain(Retention.DEFAULT);
    Ticking one = new Ticking(vigy("one"));
    one.tick();
    one.tick(set("n", 1));
    one.fail();
    settle();
    assertThat(kept(one)).containsExactly(3L, 2L, 1L);

    List<List<Long>> found = new ArrayList<>();
    for (int days : List.of(1, 5, 1, 22, 2)) {
      samples.pass(Duration.ofDays(days));
      one.tick();
      settle();
      everyRunIsKeptOrCounted(one);
      found.add(kept(one));
      reopen();
    }
    assertThat(found)
        .containsExactly(
            List.of(4L, 3L, 2L),
            List.of(5L, 3L, 2L),
            List.of(6L, 3L),
            List.of(7L, 3L),
            List.of(8L));
    assertThat(store.gone(one.vigy.id())).isEqualTo(new Gone(1, 7, 5, 1, 1));
  }

  @Test
  void counts_what_went_of_a_deleted_vigy_and_of_its_next_life() throws Exception {
    retain(Retention.EVERYTHING.withQuiet(Duration.ofHours(1), Long.MAX_VALUE));
    Ticking one = new Ticking(vigy("one"));
    one.tick();
    one.tick(set("n", 1));
    store.commit(batch(new Change.Deleted(one.vigy.id(), 2, false, Samples.audit("delete"))));
    VigyState again = one.state;
    store.commit(batch(edited(one.vigy, again, "register")));
    one.tick();
    samples.pass(Duration.ofHours(2));
    one.tick();
    settle();

    assertThat(kept(one)).containsExactly(4L, 2L);
    assertThat(store.gone(one.vigy.id())).isEqualTo(new Gone(1, 3, 2, 0, 0));

    store.commit(batch(new Change.Deleted(one.vigy.id(), 4, true, Samples.audit("delete"))));
    settle();
    reopen();
    assertThat(store.gone(one.vigy.id())).isEqualTo(Gone.NOTHING);
    assertThat(store.lastSeq(one.vigy.id())).isEqualTo(4);
  }

  /// Many vigies in many epochs, so that history is merged again and again.
  @Test
  void keeps_what_it_should_through_all_merging() throws Exception {
    retain(
        Retention.EVERYTHING
            .withQuiet(Duration.ofMinutes(30), 20)
            .withOthers(Duration.ofHours(3), 10));
    List<Ticking> all = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      all.add(new Ticking(vigy("v" + i)));
    }
    for (int round = 0; round < 40; round++) {
      samples.pass(Duration.ofMinutes(10));
      for (int i = 0; i < 40; i++) {
        Ticking next = all.get(samples.random().nextInt(all.size()));
        switch (samples.random().nextInt(5)) {
          case 0 -> next.fail();
          case 1 -> next.tick(set("n", i));
          default -> next.tick();
        }
      }
      settle();
      if (round % 10 == 9) {
        reopen();
      }
    }

    for (Ticking each : all) {
      everyRunIsKeptOrCounted(each);
      List<Run> runs = store.runs(each.vigy.id(), RunQuery.newest(100_000));
      long quiet = runs.stream().filter(run -> run.ok() && run.kvChanges().isEmpty()).count();
      long others = runs.stream().filter(run -> !run.kvChanges().isEmpty()).count();
      assertThat(quiet).isLessThanOrEqualTo(20);
      assertThat(others).isLessThanOrEqualTo(10);
      assertThat(store.gone(each.vigy.id()).failed()).isZero();
      assertThat(store.run(runs.getLast().id())).contains(runs.getLast());
    }
  }

  @Test
  void accounts_for_instants_without_a_tick() throws Exception {
    Ticking one = new Ticking(vigy("one"));
    one.tick(set("n", 1));
    Change.Accounted accounted = samples.randomAccount(one.vigy.id(), one.state);
    store.commit(batch(accounted));

    reopen();

    assertThat(only().state()).isEqualTo(accounted.after());
    assertThat(only().kv()).containsOnlyKeys("n");
    assertThat(store.load().newestPosition()).isEqualTo(1);
  }

  @Test
  void takes_requests_and_answers_them() throws Exception {
    long first = store.request("{\"do\":\"tick\"}");
    long second = store.request("{\"do\":\"naïve\\n\"}");
    assertThat(second).isGreaterThan(first);

    Committed committed = store.commit(batch());
    assertThat(committed.newestRequest()).isEqualTo(second);
    assertThat(store.requestsAfter(0)).extracting(Request::number).containsExactly(first, second);
    assertThat(store.answer(first)).isEmpty();

    store.commit(new Batch(List.of(), List.of(new Batch.RequestAnswer(first, "{\"ok\":true}"))));
    reopen();

    assertThat(store.answer(first)).contains("{\"ok\":true}");
    assertThat(store.answer(second)).isEmpty();
    assertThat(store.answer(99)).isEmpty();
    assertThat(store.requestsAfter(0)).extracting(Request::number).containsExactly(second);
    assertThat(store.requestsAfter(first).getFirst().body()).isEqualTo("{\"do\":\"naïve\\n\"}");
    assertThat(store.requestsAfter(second)).isEmpty();
    assertThat(store.request("{}")).isGreaterThan(second);
  }

  @Test
  void refuses_a_batch_as_a_whole() throws Exception {
    Ticking one = new Ticking(vigy("one"));
    one.tick(set("n", 1));
    Change.Ticked good = samples.tick(one.vigy.id(), one.state, set("n", 2));
    Change.Ticked ofNobody = samples.tick(vigy("nobody").id(), VigyState.INITIAL);
    Change.Ticked again = samples.tick(one.vigy.id(), VigyState.INITIAL);

    assertThatThrownBy(() -> store.commit(batch(registered(vigy("two")), good, ofNobody)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is not in the store");
    assertThatThrownBy(() -> store.commit(batch(again)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("run 1 of vigy " + one.vigy.id() + " does not follow run 1");

    for (int i = 0; i < 2; i++) {
      assertThat(only().kv().get("n")).extracting(Kv::value).isEqualTo(new Json.Int(1));
      assertThat(store.runsAfter(0, 9)).hasSize(1);
      reopen();
    }
    one.commit(good);
    assertThat(store.runsAfter(0, 9)).hasSize(2);
  }

  @Test
  void takes_several_changes_of_one_vigy_in_order() throws Exception {
    Vigy one = vigy("one");
    Change.Ticked tick = samples.tick(one.id(), VigyState.INITIAL, set("a", 1), set("b", 1));
    Change.Ticked next = samples.tick(one.id(), tick.after(), set("a", 3));
    store.commit(
        batch(
            registered(one),
            tick,
            edited(vigy("one", "(vigy-noop)", 2), tick.after(), "edit", deleted("b")),
            next));

    reopen();

    assertThat(only().vigy().generation()).isEqualTo(2);
    assertThat(only().state()).isEqualTo(next.after());
    assertThat(only().kv()).containsOnlyKeys("a");
    assertThat(only().kv().get("a")).extracting(Kv::value).isEqualTo(new Json.Int(3));
    assertThat(store.runs(one.id(), RunQuery.newest(9))).hasSize(2);
    assertThat(store.generations(one.id())).containsExactly(one);
  }

  /// Against the store in memory, which is simple enough to be believed.
  @Test
  void agrees_with_a_plain_map_over_random_batches() throws Exception {
    MemoryStore model = MemoryStore.create(() -> Samples.START);
    model.retain(retention);
    List<Vigy> known = new ArrayList<>();
    for (int step = 0; step < 400; step++) {
      Batch batch = randomBatch(model, known, step);
      assertThat(store.commit(batch).firstPosition())
          .isEqualTo(model.commit(batch).firstPosition());
      known.replaceAll(
          vigy ->
              model.load().vigies().stream()
                  .map(VigyRecord::vigy)
                  .filter(v -> v.id().equals(vigy.id()))
                  .findAny()
                  .orElse(vigy));
      if (samples.random().nextInt(40) == 0) {
        settle();
      }
      if (samples.random().nextInt(40) == 0) {
        agrees(model, known);
        reopen();
        agrees(model, known);
      }
    }
    agrees(model, known);
  }

  private Batch randomBatch(MemoryStore model, List<Vigy> known, int step) {
    List<Change> changes = new ArrayList<>();
    Set<Object> touched = new HashSet<>();
    for (VigyRecord record : model.load().vigies()) {
      if (!touched.add(record.vigy().id())) {
        continue;
      }
      switch (samples.random().nextInt(40)) {
        case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 ->
            changes.add(samples.randomTick(record.vigy().id(), record.state()));
        case 21 -> changes.add(samples.randomAccount(record.vigy().id(), record.state()));
        case 22, 23 ->
            changes.add(
                new Change.Edited(
                    samples.randomVigy(
                        record.vigy().name(),
                        record.vigy().generation() + samples.random().nextInt(2)),
                    samples.randomAccount(record.vigy().id(), record.state()).after(),
                    samples.kvChanges(),
                    Samples.audit("edit")));
        case 24 -> {
          if (samples.random().nextInt(4) == 0) {
            changes.add(
                new Change.Deleted(
                    record.vigy().id(),
                    record.state().seq(),
                    samples.random().nextBoolean(),
                    Samples.audit("delete")));
          }
        }
        default -> {}
      }
    }
    if (step % 25 == 0) {
      Vigy vigy = samples.randomVigy("vigy " + step % 200, 1);
      if (model.load().vigies().stream().noneMatch(r -> r.vigy().id().equals(vigy.id()))) {
        VigyState fresh =
            new VigyState(
                model.lastSeq(vigy.id()),
                0,
                0,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Samples.START),
                false,
                Optional.empty(),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                Optional.empty(),
                Wakes.NONE);
        changes.add(edited(vigy, fresh, "register", set("first", step)));
        if (known.stream().noneMatch(v -> v.id().equals(vigy.id()))) {
          known.add(vigy);
        }
      }
    }
    return new Batch(changes, List.of());
  }

  private void agrees(MemoryStore model, List<Vigy> known) {
    assertThat(store.load()).isEqualTo(model.load());
    assertThat(store.runsAfter(0, 100_000)).isEqualTo(model.runsAfter(0, 100_000));
    long middle = model.load().newestPosition() / 2;
    assertThat(store.runsAfter(middle, 7)).isEqualTo(model.runsAfter(middle, 7));
    for (Vigy vigy : known) {
      assertThat(store.lastSeq(vigy.id())).isEqualTo(model.lastSeq(vigy.id()));
      assertThat(store.generations(vigy.id())).isEqualTo(model.generations(vigy.id()));
      RunQuery all = RunQuery.newest(100_000);
      assertThat(store.runs(vigy.id(), all)).isEqualTo(model.runs(vigy.id(), all));
      RunQuery some =
          new RunQuery(
              3,
              Optional.of(samples.random().nextLong(1, 100)),
              samples.random().nextBoolean()
                  ? Optional.empty()
                  : Optional.of(samples.random().nextBoolean()),
              Optional.empty());
      List<Run> expected = model.runs(vigy.id(), some);
      assertThat(store.runs(vigy.id(), some)).isEqualTo(expected);
      if (!expected.isEmpty()) {
        Run run = expected.getFirst();
        assertThat(store.run(run.id())).contains(run);
      }
    }
  }
}
