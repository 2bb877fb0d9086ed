package dev.vigy.runtime.extension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.json.JsonPrinter;
import dev.vigy.lisp.run.Arity;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.value.Value;
import dev.vigy.runtime.probe.Access;
import dev.vigy.runtime.probe.Prober;
import dev.vigy.runtime.thread.BigStacks;
import dev.vigy.runtime.tick.LispReconciler;
import dev.vigy.runtime.tick.TickResult;
import dev.vigy.runtime.tick.TickResult.Ask;
import dev.vigy.runtime.tick.TickResult.Outcome;
import dev.vigy.runtime.vigy.Grants;
import dev.vigy.runtime.vigy.Run.Probe;
import dev.vigy.runtime.vigy.Run.RunError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// The three sorts of embedders' functions, and what goes into and comes out of them.
class EmbeddedFunctionsTest {
  private static final BigStacks STACKS = new BigStacks(1, "test");
  private static final Duration TIME = Duration.ofSeconds(10);

  private final AtomicInteger calls = new AtomicInteger();

  @AfterAll
  static void close() {
    STACKS.close();
  }

  record Order(int number, String customerName, Optional<String> note, Instant since) {}

  enum Size {
    SMALL,
    VERY_LARGE
  }

  @Test
  void a_function_is_asked_once_in_a_tick_however_many_passes_it_takes() {
    HostExtension shop =
        Extension.named("shop")
            .function("shop-open-orders", Arity.exactly(0), call -> calls.incrementAndGet())
            .function(
                "shop-stock", Arity.exactly(1), call -> call.name(0) + calls.incrementAndGet())
            .build();
    Ticked ticked =
        tick(
            shop,
            """
            (define a (shop-open-orders))
            (define b (shop-stock :shoes))
            (vigy-set "seen" (list a b (shop-open-orders)))
            """);
    assertThat(calls).hasValue(3);
    assertThat(ticked.passes).isEqualTo(4);
    assertThat(OutcomeText.of(ticked.outcome))
        .containsExactly("=> ()", "kv [{\"seen\":[1,\"shoes2\",3]}]");
    assertThat(ticked.outcome.probes())
        .containsExactly(
            new Probe(List.of(text("shop-open-orders")), Optional.of(new Json.Int(1))),
            new Probe(List.of(text("shop-stock"), text(":shoes")), Optional.of(text("shoes2"))),
            new Probe(List.of(text("shop-open-orders")), Optional.of(new Json.Int(3))));
  }

  @Test
  void kv_has_its_keys_in_the_order_in_which_a_store_gives_them_back() {
    Ticked ticked =
        tick(
            Extension.named("none").build(),
            "(vigy-set \"k\" (list (hash-map :b 1 :a (hash-map :d 2 :c 3))))");
    assertThat(ticked.outcome.kvChanges())
        .extracting(change -> JsonPrinter.print(change.value().orElseThrow()))
        .containsExactly("[{\":a\":{\":c\":3,\":d\":2},\":b\":1}]");
  }

  @Test
  void a_recorded_run_evaluates_again_without_asking_anybody() {
    HostExtension shop =
        Extension.named("shop")
            .function("shop-order", Arity.exactly(1), call -> order(calls.incrementAndGet()))
            .build();
    String program = "(vigy-pull (list (shop-order 1) (get (shop-order 2) :customer-name)))";
    Ticked first = tick(shop, program);
    List<Answer> recorded = first.outcome.probes().stream().map(Answer::of).toList();
    Outcome again = (Outcome) pass(shop, Ticks.of(program).answers(recorded));
    assertThat(calls).hasValue(2);
    assertThat(OutcomeText.of(again)).isEqualTo(OutcomeText.of(first.outcome));
    assertThat(OutcomeText.of(again))
        .contains(
            "actions [{\"kind\":\"pull\",\"payload\":[{\":number\":1,\":customer-name\":\":odd\","
                + "\":note\":null,\":since\":5},\":odd\"]}]");
  }

  @Test
  void strings_that_look_like_keywords_and_keywords_survive_the_record() {
    HostExtension odd =
        Extension.named("odd")
            .function(
                "odd",
                Arity.exactly(0),
                call ->
                    Map.of(
                        ":key", List.of(":text", "\\back", new dev.vigy.lisp.value.Keyword("k"))))
            .build();
    Ticked ticked = tick(odd, "(map type-of (get (odd) \":key\"))");
    assertThat(ticked.outcome.value().printed()).isEqualTo("(:string :string :keyword)");
    assertThat(tick(odd, "(odd)").outcome.value().printed())
        .isEqualTo("{\":key\" (\":text\" \"\\\\back\" :k)}");
  }

  @Test
  void an_answer_that_is_no_data_works_and_is_recorded_as_absent() {
    Object session = new Object();
    HostExtension pane =
        Extension.named("pane")
            .function("pane-open", Arity.exactly(0), call -> session)
            .function("pane-same?", Arity.exactly(1), call -> call.argument(0).equals(session))
            .build();
    Ticked ticked = tick(pane, "(pane-same? (pane-open))");
    assertThat(ticked.outcome.value().printed()).isEqualTo("#t");
    assertThat(ticked.outcome.probes().getFirst().answer()).isEmpty();
    Outcome again =
        (Outcome)
            pass(
                pane,
                Ticks.of("(pane-same? (pane-open))")
                    .answers(ticked.outcome.probes().stream().map(Answer::of).toList()));
    assertThat(again.failure().orElseThrow().message())
        .startsWith("in native fn replay: the answer of this call was no data and is not recorded");
  }

  @Test
  void a_pure_function_and_a_host_verb_run_in_each_pass_and_ask_nobody() {
    HostExtension mixed =
        Extension.named("mixed")
            .pure("twice", Arity.exactly(1), call -> 2 * call.integer(0))
            .verb(
                "remember",
                Arity.exactly(1),
                call -> {
                  calls.incrementAndGet();
                  call.host().kv().set("it", call.json(0));
                  return call.host().facts().count();
                })
            .function("ask", Arity.exactly(0), call -> 1)
            .build();
    Ticked ticked = tick(mixed, "(remember (twice 21)) (ask) (ask)");
    assertThat(ticked.passes).isEqualTo(3);
    assertThat(calls).hasValue(3);
    assertThat(OutcomeText.of(ticked.outcome)).containsExactly("=> 1", "kv [{\"it\":42}]");
  }

  @Test
  void arguments_are_taken_as_what_they_should_be_with_the_words_of_the_language() {
    HostExtension shop =
        Extension.named("shop")
            .pure(
                "order",
                Arity.range(1, 2),
                call ->
                    Value.of(
                        List.of(
                            call.as(0, Order.class),
                            call.has(1) ? call.as(1, Size.class) : Size.SMALL)))
            .pure("number", Arity.exactly(1), call -> call.integer(0, "integer order number"))
            .pure("byte", Arity.exactly(1), call -> call.as(0, byte.class))
            .pure("name", Arity.exactly(1), call -> call.name(0))
            .pure("wait", Arity.exactly(1), call -> call.as(0, Duration.class))
            .pure("list", Arity.exactly(1), call -> call.as(0, List.class))
            .build();
    String order = "(hash-map :number 7 \"customer-name\" 'ana :since 5)";
    assertThat(tick(shop, "(order " + order + " :very-large)").outcome.value().printed())
        .isEqualTo("({:number 7, :customer-name \"ana\", :note (), :since 5} :very-large)");
    assertThat(error(shop, "(order 5)")).isEqualTo("type mismatch: expected map, got int at 0..9");
    assertThat(error(shop, "(order " + order + " 'tiny)"))
        .isEqualTo("type mismatch: expected small|very-large, got symbol at 0..64");
    assertThat(error(shop, "(order)"))
        .isEqualTo("arity mismatch in order: expected Range(1, 2), got 0 at 0..7");
    assertThat(error(shop, "(number 1.5)"))
        .isEqualTo("type mismatch: expected integer order number, got float at 0..12");
    assertThat(error(shop, "(byte 300)"))
        .isEqualTo("type mismatch: expected 8-bit integer, got an integer out of range at 0..10");
    assertThat(error(shop, "(name 5)"))
        .isEqualTo("type mismatch: expected string|symbol|keyword, got int at 0..8");
    assertThat(tick(shop, "(wait 1500)").outcome.value().printed()).isEqualTo("1500");
    assertThat(tick(shop, "(list '(1 (2 :a)))").outcome.value().printed())
        .isEqualTo("(1 (2 \"a\"))");
  }

  record Pair(Object left, Object right) {}

  record Half(Optional<List<Object>> left, Optional<List<Object>> right) {}

  @Test
  void values_that_share_parts_are_taken_apart_as_far_as_a_program_may_go() {
    HostExtension shop =
        Extension.named("shop")
            .pure("take-list", Arity.exactly(1), call -> call.as(0, List.class).size())
            .pure("object", Arity.exactly(1), call -> call.as(0, Object.class).hashCode())
            .pure("pair", Arity.exactly(1), call -> call.as(0, Pair.class).toString())
            .pure("half", Arity.exactly(1), call -> call.as(0, Half.class).toString())
            .pure("json-of", Arity.exactly(1), call -> call.json(0).toString().length())
            .pure("as-json", Arity.exactly(1), call -> call.as(0, Json.class).toString().length())
            .verb("verb", Arity.exactly(1), call -> call.as(0, List.class).size())
            .function("asked", Arity.exactly(1), call -> call.as(0, List.class).size())
            .build();
    String doubling =
        "(define x '(1 2 3)) (dotimes (i 60) (set! x (list x x)))"
            + " (define m (hash-map :left x :right x)) ";
    for (String form :
        List.of("(take-list x)", "(object x)", "(pair m)", "(half m)", "(verb x)", "(object m)")) {
      assertThat(error(shop, doubling + form))
          .as(form)
          .startsWith("value exceeds the limit of 1000000 elements at ");
    }
    assertThat(error(shop, doubling + "(json-of x)"))
        .startsWith("value exceeds the limit of 8388608 bytes at ");
    assertThat(error(shop, doubling + "(as-json x)"))
        .startsWith("value exceeds the limit of 8388608 bytes at ");
    assertThat(error(shop, doubling + "(asked x)"))
        .startsWith("question exceeds the limit of 262144 bytes at ");
    String nested = "(define x '()) (dotimes (i 200) (set! x (cons x '()))) ";
    for (String form :
        List.of("(take-list x)", "(object x)", "(json-of x)", "(verb x)", "(asked x)")) {
      assertThat(error(shop, nested + form))
          .as(form)
          .startsWith("nesting exceeds the limit of 128 levels at ");
    }
  }

  @Test
  void taking_arguments_apart_costs_the_program_steps_and_memory() {
    HostExtension shop =
        Extension.named("shop")
            .pure("take-list", Arity.exactly(1), call -> call.as(0, List.class).size())
            .verb("json-of", Arity.exactly(1), call -> call.json(0).toString().length())
            .build();
    for (String verb : List.of("take-list", "json-of")) {
      String program =
          "(define x (range 0 100)) (dotimes (i 3) (set! x (list x x)))"
              + " (define (again) (try ("
              + verb
              + " x) (catch (e) 1)) (again)) (again)";
      RunError failure = tick(shop, program).outcome.failure().orElseThrow();
      assertThat(failure.kind()).isEqualTo("limit");
      assertThat(failure.message())
          .isIn("steps limit of 5000000 exceeded", "memory limit of 268435456 bytes exceeded");
    }
  }

  @Test
  void what_a_function_throws_is_an_error_that_the_program_may_catch() {
    HostExtension broken =
        Extension.named("broken")
            .function("far", Arity.exactly(0), call -> fail("kaboom"))
            .pure("near", Arity.exactly(0), call -> fail("kaboom"))
            .function("bare", Arity.exactly(0), call -> fail(null))
            .function("wrong", Arity.exactly(1), call -> call.integer(0))
            .function(
                "polite",
                Arity.exactly(0),
                call -> {
                  throw call.complaint("sold out");
                })
            .build();
    assertThat(error(broken, "(far)")).isEqualTo("in native fn far: kaboom at 0..5");
    assertThat(error(broken, "(near)")).isEqualTo("in native fn near: kaboom at 0..6");
    assertThat(error(broken, "(bare)"))
        .isEqualTo("in native fn bare: IllegalStateException at 0..6");
    assertThat(error(broken, "(wrong 'x)"))
        .isEqualTo("type mismatch: expected integer, got symbol at 0..10");
    assertThat(error(broken, "(polite)")).isEqualTo("in native fn polite: sold out at 0..8");
    assertThat(
            tick(broken, "(try (far) (catch (e) (list (error-tag e) (error-message e))))")
                .outcome
                .value()
                .printed())
        .isEqualTo("(:native-fn \"in native `far`: kaboom\")");
  }

  @Test
  void an_error_of_the_jvm_is_a_failed_run_that_nothing_catches() {
    HostExtension broken =
        Extension.named("broken")
            .function(
                "far",
                Arity.exactly(0),
                call -> {
                  throw new AssertionError("broken invariant");
                })
            .verb(
                "near",
                Arity.exactly(0),
                call -> {
                  throw new AssertionError("broken invariant");
                })
            .build();
    for (String name : List.of("far", "near")) {
      RunError failure =
          tick(broken, "(try (" + name + ") (catch (e) 1))").outcome.failure().orElseThrow();
      assertThat(failure.kind()).isEqualTo("fatal");
      assertThat(failure.message())
          .startsWith("fatal panic: `" + name + "` threw broken invariant");
    }
  }

  @Test
  void a_native_of_an_extension_that_throws_anything_is_a_failed_run() {
    HostExtension raw =
        Extension.of(
            "raw",
            verbs ->
                verbs.register(
                    NativeFunction.of0(
                        "boom",
                        run -> {
                          throw new IllegalStateException("kaboom");
                        })));
    assertThat(tick(raw, "(boom)").outcome.failure().orElseThrow().text()).contains("kaboom");
  }

  @Test
  void spawned_fibers_ask_side_by_side() {
    HostExtension far =
        Extension.named("far")
            .function("far", Arity.exactly(1), call -> call.integer(0) * 10)
            .build();
    String program =
        "(define fs (map (lambda (n) (spawn (lambda () (far (+ (far n) 1))))) '(1 2 3)))"
            + " (list (far 0) (map join fs))";

    Ask first = (Ask) pass(far, Ticks.of(program));

    assertThat(first.questions()).hasSize(4);
    assertThat(tick(far, program).outcome.value().printed()).isEqualTo("(0 (110 210 310))");
  }

  @Test
  void a_function_that_never_answers_is_given_up() {
    CountDownLatch interrupted = new CountDownLatch(1);
    HostExtension slow =
        Extension.named("slow")
            .function(
                "slow",
                Arity.exactly(0),
                call -> {
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    interrupted.countDown();
                  }
                  return 1;
                })
            .build();
    Verbs verbs = verbs(slow);
    Prober prober = new Prober(verbs.asked());
    Ask ask = (Ask) pass(slow, Ticks.of("(slow)"));
    Answer answer = ask(prober, ask.questions().getFirst(), Duration.ofMillis(20));
    Outcome outcome = (Outcome) pass(slow, Ticks.of("(slow)").answers(List.of(answer)));
    assertThat(outcome.failure().orElseThrow().message())
        .startsWith("time of `slow` exceeds the limit of 20 ms at 0..6");
    assertThat(await(interrupted)).isTrue();
  }

  @Test
  void order_decides_which_verb_of_a_name_is_there() {
    HostExtension mine =
        Extension.named("mine").pure("vigy-noop", Arity.exactly(1), call -> 5).build();
    List<HostExtension> behind = new ArrayList<>(StandardExtensions.all());
    behind.add(mine);
    assertThat(value(behind, "(vigy-noop 1)")).isEqualTo("5");
    List<HostExtension> before = new ArrayList<>(List.of(mine));
    before.addAll(StandardExtensions.all());
    assertThat(value(before, "(vigy-noop)")).isEqualTo("()");
    assertThat(value(behind, "(define (vigy-noop) 7) (vigy-noop)")).isEqualTo("7");
  }

  @Test
  void an_extension_replaces_functions_of_the_library_too() {
    HostExtension mine = Extension.named("mine").pure("inc", Arity.exactly(1), call -> 99).build();
    List<HostExtension> all = new ArrayList<>(StandardExtensions.all());
    all.add(mine);
    assertThat(value(all, "(inc 1)")).isEqualTo("99");
  }

  @Test
  void without_the_standard_extensions_their_names_are_unbound() {
    Outcome outcome = (Outcome) run(LispReconciler.with(List.of()), Ticks.of("(vigy-noop)"));
    assertThat(outcome.failure().orElseThrow().text())
        .isEqualTo("eval: unbound symbol: vigy-noop at 1..10");
  }

  private static Object fail(@org.jspecify.annotations.Nullable String message) {
    throw new IllegalStateException(message);
  }

  private static Order order(int number) {
    return new Order(number, ":odd", Optional.empty(), Instant.ofEpochMilli(5));
  }

  private static Json text(String text) {
    return new Json.Text(text);
  }

  private record Ticked(Outcome outcome, int passes) {}

  private static Ticked tick(HostExtension extension, String program) {
    Prober prober = new Prober(verbs(extension).asked());
    List<Answer> answers = new ArrayList<>();
    for (int passes = 1; ; passes++) {
      switch (pass(extension, Ticks.of(program).answers(answers))) {
        case Outcome outcome -> {
          return new Ticked(outcome, passes);
        }
        case Ask ask -> ask.questions().forEach(q -> answers.add(ask(prober, q, TIME)));
      }
    }
  }

  private static Answer ask(Prober prober, Question question, Duration time) {
    try {
      return prober.ask(question, new Access(List.of(), Grants.NONE, time));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(10, java.util.concurrent.TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String error(HostExtension extension, String program) {
    return tick(extension, program).outcome.failure().orElseThrow().message();
  }

  private static String value(List<HostExtension> extensions, String program) {
    return ((Outcome) run(LispReconciler.with(extensions), Ticks.of(program))).value().printed();
  }

  private static Verbs verbs(HostExtension extension) {
    return Verbs.of(List.of(extension));
  }

  private static TickResult pass(HostExtension extension, Ticks tick) {
    List<HostExtension> all = new ArrayList<>(StandardExtensions.all());
    all.add(extension);
    return run(LispReconciler.with(all), tick);
  }

  private static TickResult run(LispReconciler lisp, Ticks tick) {
    try {
      return STACKS.call(() -> lisp.tick(tick.input()));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
