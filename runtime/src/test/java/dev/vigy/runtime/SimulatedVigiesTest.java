package dev.vigy.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.run.Arity;
import dev.vigy.runtime.extension.Extension;
import dev.vigy.runtime.extension.HostExtension;
import dev.vigy.runtime.store.RunQuery;
import dev.vigy.runtime.store.jdbc.SqliteStore;
import dev.vigy.runtime.vigy.LedgerRange;
import dev.vigy.runtime.vigy.ReconcileKind;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Trigger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedVigiesTest {
  private static final Instant START = Instant.parse("2026-05-21T12:00:00Z");

  private static final String WATCH =
      """
      (defvigy watch
        :every "30s"
        :params (:url "https://shop.example.org/")
        :allow ((http :url))
        (define answer (http-get (vigy-param :url)))
        (define well? (get answer :ok))
        (case (vigy-edge :down (<= (vigy-streak :well well?) -3))
          (:rise (vigy-act :create :incident (dict :why (get answer :error))))
          (:fall (vigy-act :update :incident (dict :state "resolved")))
          (else (vigy-noop))))
      """;

  private static Simulation start() {
    return Simulation.at(START).start();
  }

  @Test
  void days_pass_in_no_time_and_every_instant_is_accounted_for() {
    try (Simulation sim = start()) {
      sim.load("watch.vigy", WATCH);
      sim.answer("http-get", Map.of(":ok", true, ":status", 200));

      List<Run> runs = sim.advance(Duration.ofDays(3));

      assertThat(runs).hasSize(3 * 2 * 60 * 24 + 1).allMatch(Run::ok);
      assertThat(sim.now()).isEqualTo(START.plus(Duration.ofDays(3)));
      assertThat(sim.vigies().ledger("watch"))
          .extracting(LedgerRange::count)
          .containsExactly((long) runs.size());
      assertThat(runs.getLast().startedAt()).isEqualTo(sim.now());
    }
  }

  @Test
  void the_world_answers_what_it_was_told_last() {
    try (Simulation sim = start()) {
      sim.load("watch.vigy", WATCH);
      sim.answer("http-get", Map.of(":ok", true, ":status", 200));
      assertThat(sim.runs("watch", 2)).allMatch(run -> kinds(run).equals(List.of("noop")));

      sim.answer(
          "http-get",
          "https://shop.example.org/",
          Map.of(":ok", false, ":error", "status 503", ":status", 503));
      List<Run> down = sim.runs("watch", 4);
      assertThat(down.stream().map(SimulatedVigiesTest::kinds))
          .containsExactly(List.of("noop"), List.of("noop"), List.of("create"), List.of("noop"));
      assertThat(down.get(2).actions().getFirst().payload())
          .contains(new Json.Object(Map.of("why", new Json.Text("status 503"))));

      sim.answer(
          question ->
              question.verb().equals("http-get")
                  ? Optional.of(Map.of(":ok", true))
                  : Optional.empty());
      assertThat(kinds(sim.tick("watch"))).containsExactly("update");
    }
  }

  private static List<String> kinds(Run run) {
    return run.actions().stream().map(action -> action.kind().text()).toList();
  }

  @Test
  void what_nobody_answers_fails_the_test_and_is_named() {
    try (Simulation sim = start()) {
      sim.load("watch.vigy", WATCH);
      sim.answer("http-get", "https://other.example.org/", Map.of(":ok", true));
      assertThatThrownBy(() -> sim.advance(Duration.ofSeconds(1)))
          .isInstanceOf(AssertionError.class)
          .hasMessage("nobody answers `(http-get \"https://shop.example.org/\")` of `watch`");
    }
  }

  @Test
  void the_same_steps_give_the_same_runs() {
    assertThat(story()).isEqualTo(story());
  }

  private static List<Run> story() {
    try (Simulation sim = start()) {
      sim.load("watch.vigy", WATCH);
      sim.load("plain.vigy", "(vigy-incr \"n\") (vigy-next-in 90000)");
      sim.answer("http-get", Map.of(":ok", false, ":error", "unknown host"));
      return sim.advance(Duration.ofMinutes(10));
    }
  }

  @Test
  void a_vigy_that_is_not_due_does_not_run() {
    try (Simulation sim = start()) {
      sim.load("never.vigy", "(defvigy never :manual (vigy-noop)) (defvigy other (vigy-noop))");
      assertThatThrownBy(() -> sim.runs("never", 1))
          .isInstanceOf(AssertionError.class)
          .hasMessage("`never` ran 0 times and is not due again");
      assertThat(sim.tick("never").trigger()).isEqualTo(Trigger.FORCED);
    }
  }

  @Test
  void a_file_that_is_wrong_is_refused_as_it_would_be_registered() {
    try (Simulation sim = start()) {
      assertThatThrownBy(() -> sim.load("bad.vigy", "(defvigy v :evry \"1s\" (vigy-noop))"))
          .isInstanceOf(VigyException.class)
          .hasMessageContaining("`bad.vigy` can't be read: ");
      assertThatThrownBy(() -> sim.load("bad.vigy", "(vigy-nop)"))
          .isInstanceOf(VigyException.class)
          .hasMessageContaining("does not pass the check");
    }
  }

  @Test
  void verbs_of_the_application_run_and_what_they_ask_outside_is_simulated() {
    HostExtension shop =
        Extension.named("shop")
            .pure("shop-price", Arity.exactly(1), call -> call.integer(0) * 2)
            .function(
                "shop-open-orders",
                Arity.exactly(0),
                call -> {
                  throw new IllegalStateException("not in a test");
                })
            .build();
    try (Simulation sim = Simulation.at(START).extension(shop).start()) {
      sim.load(
          "shop.vigy",
          """
          (vigy-set :price (shop-price 21))
          (when (> (shop-open-orders) 9) (vigy-restart "workers"))""");
      sim.answer("shop-open-orders", 12);
      Run run = sim.tick("shop");
      assertThat(run.failure()).isEmpty();
      assertThat(run.actions())
          .extracting(action -> action.kind())
          .containsExactly(ReconcileKind.RESTART);
      assertThat(sim.vigies().kv("shop", "price").orElseThrow().value())
          .isEqualTo(new Json.Int(42));
    }
  }

  @Test
  void a_real_store_can_be_simulated_on_and_read_afterwards(@TempDir Path folder) {
    Path file = folder.resolve("state.db");
    try (Simulation sim = Simulation.at(START).store(SqliteStore.at(file)).start()) {
      sim.load("n.vigy", "(vigy-incr \"n\")");
      assertThat(sim.advance(Duration.ofMinutes(1))).hasSize(61);
    }
    try (Simulation sim =
        Simulation.at(START.plusSeconds(60)).store(SqliteStore.at(file)).start()) {
      assertThat(sim.advance(Duration.ofSeconds(5))).hasSize(5);
      assertThat(sim.vigies().kv("n", "n").orElseThrow().value()).isEqualTo(new Json.Int(66));
      assertThat(sim.vigies().runs("n", RunQuery.newest(100))).hasSize(66);
    }
  }

  @Test
  void deep_programs_have_the_stack_that_they_have_outside() {
    try (Simulation sim = start()) {
      sim.load("deep.vigy", "(define (down n) (if (= n 0) 0 (+ 1 (down (- n 1))))) (down 60000)");
      assertThat(sim.tick("deep").failure()).isEmpty();
    }
  }
}
