package dev.vigy.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.Vigies.Registration;
import dev.vigy.runtime.Vigies.Status;
import dev.vigy.runtime.store.RunQuery;
import dev.vigy.runtime.store.Store;
import dev.vigy.runtime.store.StoreException;
import dev.vigy.runtime.store.jdbc.SqliteStore;
import dev.vigy.runtime.tick.JavaReconciler;
import dev.vigy.runtime.vigy.Budget;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.Selector;
import dev.vigy.runtime.vigy.Trigger;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The face with its real threads.
class VigiesTest {
  private static VigySpec manual(String name) {
    return VigySpec.named(name).schedule(new Schedule.Manual()).reconciler("count");
  }

  private static Vigies open() {
    return Vigies.builder()
        .reconciler(
            "count",
            JavaReconciler.of(
                host -> {
                  long n =
                      host.kv().get("n").orElse(new Json.Int(0)) instanceof Json.Int(long old)
                          ? old
                          : 0;
                  host.kv().set("n", new Json.Int(n + 1));
                }))
        .by("ana")
        .seed(1)
        .start();
  }

  @Test
  void a_forced_tick_gives_the_durable_run() {
    try (Vigies vigies = open()) {
      vigies.register(manual("v"));
      Run run = vigies.tick("v");

      assertThat(run.ok()).isTrue();
      assertThat(run.seq()).isEqualTo(1);
      assertThat(run.position()).isEqualTo(1);
      assertThat(run.trigger()).isEqualTo(Trigger.FORCED);
      assertThat(vigies.kv("v", "n").orElseThrow().value()).isEqualTo(new Json.Int(1));
      assertThat(vigies.runs("v", RunQuery.newest(10))).containsExactly(run);
      assertThat(vigies.run(run.id())).isEqualTo(run);
      assertThat(vigies.newestPosition()).isEqualTo(1);
    }
  }

  @Test
  void a_schedule_is_followed_and_told_in_commit_order() throws InterruptedException {
    try (Vigies vigies = open()) {
      BlockingQueue<Run> heard = new LinkedBlockingQueue<>();
      vigies.subscribe(0, run -> true, heard::add);
      vigies.register(VigySpec.named("v").every(Duration.ofMillis(100)).reconciler("count"));
      for (long seq = 1; seq <= 5; seq++) {
        Run run = heard.poll(20, TimeUnit.SECONDS);
        assertThat(run).isNotNull();
        assertThat(run.seq()).isEqualTo(seq);
        assertThat(run.position()).isEqualTo(seq);
      }
    }
  }

  @Test
  void registering_again_edits_in_place_or_changes_nothing() {
    try (Vigies vigies = open()) {
      var created = vigies.register(manual("v").label("team", "web"));
      vigies.tick("v");
      vigies.disable("v");
      var same = vigies.register(manual("v").label("team", "web"));
      var relabelled = vigies.register(manual("v").label("team", "db"));
      var rescheduled =
          vigies.register(
              VigySpec.named("v")
                  .every(Duration.ofHours(1))
                  .reconciler("count")
                  .label("team", "db"));

      assertThat(created.what()).isEqualTo(Registration.CREATED);
      assertThat(same.what()).isEqualTo(Registration.UNCHANGED);
      assertThat(relabelled.what()).isEqualTo(Registration.EDITED);
      assertThat(relabelled.vigy().vigy().generation()).isEqualTo(1);
      assertThat(rescheduled.vigy().vigy().generation()).isEqualTo(2);
      assertThat(rescheduled.vigy().vigy().id()).isEqualTo(created.vigy().vigy().id());
      assertThat(rescheduled.vigy().vigy().createdAt())
          .isEqualTo(created.vigy().vigy().createdAt());
      assertThat(rescheduled.vigy().status()).isEqualTo(Status.DISABLED);
      assertThat(vigies.kv("v", "n").orElseThrow().value()).isEqualTo(new Json.Int(1));
      assertThat(vigies.versions("v")).extracting("generation").containsExactly(2L, 1L);
    }
  }

  @Test
  void a_deleted_vigy_is_gone_and_a_new_one_of_its_id_goes_on_counting() {
    try (Vigies vigies = open()) {
      vigies.register(manual("v"));
      vigies.tick("v");
      assertThat(vigies.delete("v", false)).isTrue();
      assertThat(vigies.delete("v", false)).isFalse();
      assertThatThrownBy(() -> vigies.vigy("v"))
          .isInstanceOf(VigyException.class)
          .hasMessage("not found: vigy v");

      vigies.register(manual("v"));
      assertThat(vigies.kv("v")).isEmpty();
      assertThat(vigies.tick("v").seq()).isEqualTo(2);
    }
  }

  @Test
  void pause_and_selectors() {
    try (Vigies vigies = open()) {
      vigies.register(manual("a").label("tier", "prod"));
      vigies.register(manual("b"));
      vigies.pause("a", Optional.of("lunch"), Optional.empty());

      assertThat(vigies.vigy("a").status()).isEqualTo(Status.PAUSED);
      assertThat(vigies.vigy("a").vigy().pause().orElseThrow().by()).isEqualTo("ana");
      assertThat(vigies.list(Selector.parse("tier=prod"), Optional.empty()))
          .extracting(view -> view.vigy().name())
          .containsExactly("a");
      assertThat(vigies.list(Selector.ALL, Optional.of(Status.ACTIVE)))
          .extracting(view -> view.vigy().name())
          .containsExactly("b");
      assertThat(vigies.resume("a").status()).isEqualTo(Status.ACTIVE);
    }
  }

  @Test
  void a_pause_that_ends_after_all_time_is_refused() {
    try (Vigies vigies = open()) {
      vigies.register(manual("v"));
      assertThatThrownBy(() -> vigies.pause("v", Optional.empty(), Optional.of(Instant.MAX)))
          .isInstanceOf(VigyException.class)
          .hasMessage(
              "a pause must end in the future and before the year 10000, not at"
                  + " +1000000000-12-31T23:59:59.999999999Z")
          .extracting("kind")
          .isEqualTo(VigyException.Kind.INVALID);
      assertThat(vigies.vigy("v").status()).isEqualTo(Status.ACTIVE);
    }
  }

  @Test
  void a_budget_beyond_the_ceiling_is_refused_and_only_the_operator_raises_it() {
    Budget deep =
        new Budget(1_000, 1_000_000, Duration.ofSeconds(1), 1 << 20, 10, Duration.ofSeconds(1));
    Budget deepest =
        new Budget(1_000, 1_000_000, Duration.ofSeconds(5), 1 << 20, 10, Duration.ofSeconds(1));
    try (Vigies vigies = open()) {
      assertThatThrownBy(() -> vigies.register(manual("v").budget(deep)))
          .isInstanceOf(VigyException.class)
          .hasMessage("the budget's depth must be 1 to 200000, not 1000000");
      assertThat(vigies.list(Selector.ALL, Optional.empty())).isEmpty();
    }
    try (Vigies vigies = Vigies.builder().ceiling(deepest).ticking(false).start()) {
      assertThat(
              vigies
                  .register(
                      VigySpec.named("v").schedule(new Schedule.Manual()).program("1").budget(deep))
                  .vigy()
                  .vigy()
                  .budget())
          .isEqualTo(deep);
    }
  }

  @Test
  void values_that_nest_too_deep_are_refused_before_anything_walks_through_them() {
    Json deep = Json.Null.NULL;
    for (int i = 0; i < 200_000; i++) {
      deep = new Json.Array(List.of(deep));
    }
    Json value = deep;
    try (Vigies vigies = open()) {
      vigies.register(manual("v"));
      assertThatThrownBy(() -> vigies.kvSet("v", "k", value))
          .isInstanceOf(VigyException.class)
          .hasMessage("nesting of a value exceeds the limit of 128 levels");
    }
  }

  @Test
  void a_store_that_could_not_be_read_is_free_for_another_attempt(@TempDir Path folder) {
    Path file = folder.resolve("state.db");
    Store unreadable = unreadable(SqliteStore.at(file));
    assertThatThrownBy(() -> Vigies.builder().store(unreadable).start())
        .isInstanceOf(StoreException.class)
        .hasMessage("the disk is gone");
    try (Vigies vigies = Vigies.builder().store(SqliteStore.at(file)).start()) {
      assertThat(vigies.status().role()).isEqualTo(EngineStatus.Role.TICKING);
    }
  }

  /// A store whose content can't be read.
  private static Store unreadable(Store store) {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("load")) {
                throw new StoreException("the disk is gone", "look for it", null);
              }
              return method.invoke(store, arguments);
            });
  }

  @Test
  void two_engines_live_side_by_side() {
    try (Vigies one = open();
        Vigies two = open()) {
      one.register(manual("v"));
      two.register(manual("w"));
      one.tick("v");
      assertThat(one.list(Selector.ALL, Optional.empty())).hasSize(1);
      assertThat(two.tick("w").seq()).isEqualTo(1);
      assertThat(two.runs("w", RunQuery.newest(5))).hasSize(1);
    }
  }

  @Test
  void unknown_names_are_told_with_the_nearest_one() {
    try (Vigies vigies = open()) {
      vigies.register(manual("site-watch"));
      assertThatThrownBy(() -> vigies.tick("site-wach"))
          .isInstanceOfSatisfying(
              VigyException.class,
              e -> {
                assertThat(e.kind()).isEqualTo(VigyException.Kind.NOT_FOUND);
                assertThat(e.hint()).hasValue("did you mean `site-watch`?");
              });
      assertThat(List.of(vigies.status().vigies(), vigies.status().enabled()))
          .containsExactly(1, 1);
    }
  }

  @Test
  void a_program_ticks() {
    try (Vigies vigies = open()) {
      vigies.register(
          VigySpec.named("counter")
              .schedule(new Schedule.Manual())
              .program("(vigy-incr \"n\" 2) (vigy-noop)"));
      vigies.tick("counter");
      Run run = vigies.tick("counter");

      assertThat(run.failure()).isEmpty();
      assertThat(run.actions()).hasSize(1);
      assertThat(vigies.kv("counter", "n").orElseThrow().value()).isEqualTo(new Json.Int(4));
    }
  }

  @Test
  void a_program_with_errors_is_refused_with_what_was_found_and_changes_nothing() {
    try (Vigies vigies = open()) {
      assertThatThrownBy(() -> vigies.register(VigySpec.named("bad").program("(vigy-noop")))
          .isInstanceOfSatisfying(
              VigyException.class,
              e -> {
                assertThat(e.kind()).isEqualTo(VigyException.Kind.REFUSED);
                assertThat(e.diagnostics()).isNotEmpty();
              });
      assertThat(vigies.status().vigies()).isZero();
      vigies.register(
          VigySpec.named("bad").program("(vigy-nop)").schedule(new Schedule.Manual()).force(true));
      assertThat(vigies.tick("bad").failure().orElseThrow().text())
          .isEqualTo("eval: unbound symbol: vigy-nop at 1..9");
    }
  }

  @Test
  void a_store_in_a_file_goes_on_where_it_was(@TempDir Path folder) {
    for (int round = 1; round <= 3; round++) {
      try (Vigies vigies =
          Vigies.builder().store(SqliteStore.at(folder.resolve("state.db"))).start()) {
        vigies.register(
            VigySpec.named("counter")
                .schedule(new Schedule.Manual())
                .program("(vigy-incr \"n\" 1)"));
        assertThat(vigies.tick("counter").seq()).isEqualTo(round);
        assertThat(vigies.kv("counter", "n").orElseThrow().value()).isEqualTo(new Json.Int(round));
      }
    }
  }
}
