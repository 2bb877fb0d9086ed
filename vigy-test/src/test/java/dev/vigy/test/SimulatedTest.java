package dev.vigy.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigy.runtime.Simulation;
import dev.vigy.runtime.vigy.Condition.Status;
import dev.vigy.runtime.vigy.ReconcileKind;
import dev.vigy.runtime.vigy.Run;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The example that everybody copies: the site watch of `examples`, through a bad night.
@Simulated(at = "2026-05-21T12:00:00Z", programs = "../examples/site-watch/site-watch.vigy")
class SimulatedTest {
  private static final Map<String, Object> WELL =
      Map.of(":ok", true, ":status", 200, ":elapsed-ms", 80);
  private static final Map<String, Object> DOWN =
      Map.of(":ok", false, ":status", 503, ":error", "status 503", ":elapsed-ms", 12);

  @Test
  void an_incident_opens_after_three_bad_looks_and_closes_after_five_good_ones(Simulation sim) {
    sim.answer("http-get", WELL);
    RunAssert.assertThat(sim.tick("site-watch"))
        .succeeded()
        .didNothing()
        .condition("Healthy", Status.TRUE, "Well")
        .observed("site", "Well")
        .metric("latency-ms", 80);

    sim.answer("http-get", DOWN);
    List<Run> bad = sim.runs("site-watch", 3);
    RunAssert.assertThat(bad.get(1)).didNothing();
    RunAssert.assertThat(bad.get(2))
        .acted(ReconcileKind.CREATE, "incident")
        .condition("Healthy", Status.FALSE, "Down");

    sim.answer("http-get", WELL);
    List<Run> good = sim.runs("site-watch", 5);
    RunAssert.assertThat(good.get(3)).didNothing();
    RunAssert.assertThat(good.get(4)).acted(ReconcileKind.UPDATE, "incident");
  }

  @Test
  @Simulated(at = "2027-01-01T00:00:00Z")
  void what_a_method_says_wins_over_its_class(Simulation sim) {
    assertThat(sim.now()).isEqualTo(Instant.parse("2027-01-01T00:00:00Z"));
    assertThatThrownBy(() -> sim.tick("site-watch")).hasMessage("not found: vigy site-watch");
  }

  @Test
  void a_failure_says_what_the_run_did_instead(Simulation sim) {
    sim.load(
        "v.vigy",
        """
        (vigy-set "n" 1)
        (vigy-del "old")
        (vigy-desired :workers 3)
        (vigy-log "warn" "few workers")
        (vigy-event "scaled" "up")
        (vigy-pull (dict :n 1))
        (vigy-condition :Ready #t "Enough")""");
    RunAssert run =
        RunAssert.assertThat(sim.tick("v"))
            .succeeded()
            .set("n", 1)
            .deleted("old")
            .leftAlone("other")
            .desired("workers", 3)
            .logged("warn", "few")
            .told("scaled")
            .acted(ReconcileKind.PULL)
            .actedWith(ReconcileKind.PULL, Map.of("n", 1))
            .condition("Ready", Status.TRUE, "Enough");

    String at = "run #1 at 2026-05-21T12:00:00Z: ";
    says(() -> run.set("n", 2), at + "kv `n` ==> expected: <2> but was: <1>");
    says(() -> run.deleted("n"), at + "kv `n` ==> expected: <deleted> but was: <1>");
    says(() -> run.leftAlone("old"), at + "kv `old` ==> expected: <left alone> but was: <deleted>");
    says(
        run::didNothing,
        at + "no action ==> expected: <nothing, noop or defer> but was: <pull {\"n\":1}>");
    says(
        () -> run.acted(ReconcileKind.PUSH),
        at + "its actions ==> expected: <push> but was: <pull>");
    says(
        () -> run.acted(ReconcileKind.PULL, "x"),
        at + "an action ==> expected: <pull x> but was: <pull {\"n\":1}>");
    says(
        () -> run.condition("Ready", Status.FALSE),
        at + "condition `Ready` ==> expected: <false> but was: <true>");
    says(
        () -> run.condition("Ready", Status.TRUE, "Many"),
        at + "reason of condition `Ready` ==> expected: <Many> but was: <Enough>");
    says(
        () -> run.logged("info", "few"),
        at + "a log line ==> expected: <info …few…> but was: <warn few workers>");
    says(() -> run.told("x"), at + "an event ==> expected: <x> but was: <scaled>");
    says(() -> run.metric("m", 1), at + "metric `m` ==> expected: <1.0> but was: <not set>");
    says(() -> run.desired("workers", 4), at + "desired `workers` ==> expected: <4> but was: <3>");
    says(() -> run.failedWith("x"), at + "to fail ==> expected: <x> but was: <it succeeded>");
  }

  @Test
  void a_failed_run_explains_itself(Simulation sim) {
    sim.load("v.vigy", "(vigy-set :n (+ 1 (vigy-get :list)))");
    RunAssert run = RunAssert.assertThat(sim.tick("v")).failedWith("expected number, got nil");
    String why = "type mismatch: expected number, got nil";
    says(
        run::succeeded,
        "run #1 at 2026-05-21T12:00:00Z: to succeed (it failed: %s) ==> expected: <succeeded> but was: <failed: %s>"
            .formatted(why, why));
  }

  private static void says(Runnable assertion, String message) {
    assertThatThrownBy(assertion::run).isInstanceOf(AssertionError.class).hasMessage(message);
  }
}
