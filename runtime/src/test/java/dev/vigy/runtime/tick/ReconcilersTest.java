package dev.vigy.runtime.tick;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.Lisp;
import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.run.Arity;
import dev.vigy.lisp.run.ThreadUsage;
import dev.vigy.runtime.extension.Extension;
import dev.vigy.runtime.extension.HostExtension;
import dev.vigy.runtime.extension.OutcomeText;
import dev.vigy.runtime.extension.StandardExtensions;
import dev.vigy.runtime.extension.Ticks;
import dev.vigy.runtime.extension.Verbs;
import dev.vigy.runtime.extension.VigyHost;
import dev.vigy.runtime.tick.TickResult.Ask;
import dev.vigy.runtime.tick.TickResult.Outcome;
import dev.vigy.runtime.vigy.Run.Log;
import dev.vigy.runtime.vigy.Run.RunError;
import dev.vigy.runtime.vigy.Vigy.LineMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// Chains, no-ops and Java, and how failures are told.
class ReconcilersTest {
  private static final LispReconciler LISP = LispReconciler.with(StandardExtensions.all());

  @Test
  void a_chain_threads_one_host_through_its_children() {
    List<String> seen = new ArrayList<>();
    ChainReconciler chain =
        ChainReconciler.of(
            JavaReconciler.of(host -> host.kv().set("from-java", new Json.Int(1))),
            LISP,
            JavaReconciler.of(
                host -> seen.add(host.kv().get("from-lisp").map(Json::toString).orElse("?"))),
            new NoopReconciler());
    Outcome outcome =
        tick(chain, "(display \"a\") (vigy-set \"from-lisp\" (+ 1 (vigy-get \"from-java\")))");
    assertThat(seen).containsExactly("Int[value=2]");
    assertThat(OutcomeText.of(outcome))
        .containsExactly(
            "=> ()",
            "actions [{\"kind\":\"noop\",\"result\":\"ok\"}]",
            "kv [{\"from-java\":1},{\"from-lisp\":2}]",
            "output \"\\\"a\\\"\"");
    assertThat(outcome.steps()).isPositive();
  }

  @Test
  void a_chain_ends_with_the_first_child_that_fails_or_stops() {
    List<String> ran = new ArrayList<>();
    HostReconciler last = JavaReconciler.of(host -> ran.add("last"));
    assertThat(tick(ChainReconciler.of(LISP, last), "(car 5)").failure().map(RunError::text))
        .contains("eval: type mismatch: expected pair, got int at 0..7");
    Outcome stopped = tick(ChainReconciler.of(LISP, last), "(vigy-stop)");
    assertThat(stopped.stopped()).isTrue();
    assertThat(stopped.failure()).isEmpty();
    assertThat(ran).isEmpty();
  }

  @Test
  void java_that_throws_is_a_failed_run() {
    Outcome outcome =
        tick(
            JavaReconciler.of(
                host -> {
                  host.log(new Log("info", "so far"));
                  throw new java.io.IOException("kaboom");
                }),
            "");
    assertThat(outcome.failure().map(RunError::text))
        .contains("eval: the reconciler threw java.io.IOException: kaboom");
    assertThat(outcome.said().logs()).containsExactly(new Log("info", "so far"));
  }

  @Test
  void java_that_says_too_much_ends_in_the_same_limit_as_a_program() {
    Outcome outcome =
        tick(
            JavaReconciler.of(
                host -> {
                  for (int i = 0; i < 2_000; i++) {
                    host.metric("m" + i, i);
                  }
                }),
            "");
    assertThat(outcome.failure().map(RunError::kind)).contains("limit");
    assertThat(outcome.failure().map(RunError::text))
        .contains("eval: metrics limit of 1000 exceeded");
  }

  @Test
  void extensions_may_look_at_and_clear_every_buffer() {
    HostReconciler clearing =
        JavaReconciler.of(
            host -> {
              assertThat(host.actions()).hasSize(1);
              host.actions().clear();
              host.desired().clear();
              host.kv().setUnstored("seen", new Json.Bool(true));
            });
    Outcome outcome =
        tick(ChainReconciler.of(LISP, clearing, LISP), "(vigy-noop) (vigy-get \"seen\" #f)");
    assertThat(outcome.value().printed()).isEqualTo("#t");
    assertThat(outcome.kvChanges()).isEmpty();
    assertThat(outcome.actions()).hasSize(1);
  }

  @Test
  void a_failure_points_into_the_file_that_the_operator_wrote() {
    Ticks tick =
        Ticks.of("(define a 1)\n\n  (car a)").lines(new LineMap("shop.vigy", List.of(1, 10, 11)));
    RunError failure = ((Outcome) LISP.tick(tick.input())).failure().orElseThrow();
    assertThat(failure.line()).contains(11);
    assertThat(failure.column()).contains(3);
    assertThat(failure.span()).contains("16..23");
    assertThat(failure.shortMessage()).isEqualTo("type mismatch: expected pair, got int");
    assertThat(failure.message()).isEqualTo("type mismatch: expected pair, got int at 16..23");
    assertThat(failure.kind()).isEqualTo("type-mismatch");
  }

  @Test
  void a_text_that_cannot_be_read_fails_with_its_place() {
    RunError failure = tick(LISP, "(a\n (b").failure().orElseThrow();
    assertThat(failure.text()).isEqualTo("parse: unmatched opening paren at position 4");
    assertThat(failure.kind()).isEqualTo("reader");
    assertThat(failure.line()).contains(2);
    assertThat(failure.column()).contains(2);
  }

  @Test
  void a_thrown_value_is_of_kind_user() {
    RunError failure = tick(LISP, "(throw :no)").failure().orElseThrow();
    assertThat(failure.kind()).isEqualTo("user");
    assertThat(failure.text()).isEqualTo("eval: user error: :no");
    assertThat(failure.shortMessage()).isEqualTo("uncaught: :no");
  }

  @Test
  void an_interrupt_ends_a_run_and_is_not_repeatable() {
    TickInput input = Ticks.of("(define (loop) (loop)) (loop)").input();
    input.interrupt().request();
    RunError failure = ((Outcome) LISP.tick(input)).failure().orElseThrow();
    assertThat(failure.text()).isEqualTo("eval: halted (host-initiated interrupt)");
    assertThat(failure.kind()).isEqualTo("halted");
    assertThat(failure.repeatable()).isFalse();
  }

  @Test
  void only_cpu_time_counts_towards_the_time_of_a_tick() {
    AtomicLong cpuNanos = new AtomicLong();
    ThreadUsage usage =
        new ThreadUsage() {
          @Override
          public long cpuNanos() {
            return cpuNanos.addAndGet(1_000_000);
          }

          @Override
          public long allocatedBytes() {
            return -1;
          }
        };
    HostExtension world =
        Extension.named("world").function("ask", Arity.exactly(0), call -> 1).build();
    LispReconciler lisp =
        new LispReconciler(
            Lisp.builder().functions(Verbs.of(List.of(world)).functions()).build(), usage);
    Ask quick = (Ask) lisp.tick(Ticks.of("(ask)").input());
    assertThat(quick.cpuNanos()).as("over before the first look at the clock").isZero();
    String busy = "(define (turn n) (if (= n 0) 0 (turn (- n 1)))) (turn 30000) (ask)";
    long before = cpuNanos.get();
    Ask slow = (Ask) lisp.tick(Ticks.of(busy).input());
    assertThat(slow.cpuNanos()).isGreaterThan(5_000_000);
    assertThat(slow.cpuNanos())
        .as("from the first look on")
        .isEqualTo(cpuNanos.get() - before - 1_000_000);
  }

  @Test
  void the_kv_snapshot_is_never_written_to() {
    java.util.Map<String, Json> kv = java.util.Map.of("n", new Json.Int(1));
    Outcome outcome = (Outcome) LISP.tick(Ticks.of("(vigy-incr \"n\")").kv(kv).input());
    assertThat(outcome.kvChanges()).hasSize(1);
    assertThat(kv).isEqualTo(java.util.Map.of("n", new Json.Int(1)));
  }

  @Test
  void a_host_made_by_hand_shows_everything_that_was_said() {
    VigyHost host = VigyHost.at(Ticks.START_MS);
    Ended ended = dev.vigy.runtime.VigyEval.evaluate("(vigy-set :a 1) (vigy-log :info :x) 7", host);
    assertThat(ended.value().printed()).isEqualTo("7");
    assertThat(host.kv().dirty()).containsExactly("a");
    assertThat(host.kv().asMap()).isEqualTo(java.util.Map.of("a", new Json.Int(1)));
    assertThat(host.logs()).containsExactly(new Log("info", "x"));
    assertThat(ended.failure()).isEqualTo(Optional.empty());
  }

  private static Outcome tick(Reconciler reconciler, String program) {
    return (Outcome) reconciler.tick(Ticks.of(program).input());
  }
}
