package dev.vigy.lisp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigy.lisp.run.CallObserver;
import dev.vigy.lisp.run.Limits;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NonLocalExit;
import dev.vigy.lisp.value.Value;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostFunctionTest {
  enum Colour {
    RED,
    LIGHT_BLUE
  }

  record Point(int x, int y) {
    Point {
      if (x < 0) {
        throw new IllegalArgumentException("x is negative");
      }
    }
  }

  record Line(String name, List<Point> points, Optional<Colour> colour) {}

  private static Lisp with(HostFunction... functions) {
    Lisp.Builder builder = Lisp.builder();
    for (HostFunction function : functions) {
      builder.function(function);
    }
    return builder.build();
  }

  private static String outcome(HostFunction function, String text) {
    return Outcomes.of(with(function), text);
  }

  private static <T> HostFunction echo(Param<T> param) {
    return HostFunction.named("f").of(param, x -> String.valueOf(x));
  }

  /// The table of section 8 of the language reference, in its Java form.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "integer | 5 | \"5\"",
        "integer | 5.0 | ! type mismatch: expected integer, got float at 0..7",
        "int32 | 2147483647 | \"2147483647\"",
        "int32 | 2147483648 | ! type mismatch: expected 32-bit integer, got an integer out of range at 0..14",
        "int32 | :a | ! type mismatch: expected 32-bit integer, got keyword at 0..6",
        "natural | -1 | ! type mismatch: expected non-negative integer, got an integer out of range at 0..6",
        "natural | \"a\" | ! type mismatch: expected non-negative integer, got string at 0..7",
        "number | 5 | \"5.0\"",
        "number | ~'a~ | ! type mismatch: expected number, got symbol at 0..6",
        "bool | #f | \"false\"",
        "bool | () | ! type mismatch: expected bool, got nil at 0..6",
        "text | :a | \"a\"",
        "text | ~'a~ | \"a\"",
        "text | \"a\" | \"a\"",
        "text | 5 | ! type mismatch: expected string/symbol, got int at 0..5",
        "string | :a | ! type mismatch: expected string, got keyword at 0..6",
        "list | () | \"()\"",
        "list | ~'(1 (2))~ | \"(1 (2))\"",
        "list | 5 | ! type mismatch: expected list, got int at 0..5",
        "map | (hash-map :a 1) | \"{:a 1}\"",
        "map | 5 | ! type mismatch: expected map, got int at 0..5",
        "value | car | \"#<native car>\"",
      })
  void arguments_are_checked_with_the_texts_of_the_language(
      String type, String argument, String expected) {
    Param<?> param =
        switch (type) {
          case "integer" -> Param.integer("x");
          case "int32" -> Param.int32("x");
          case "natural" -> Param.natural("x");
          case "number" -> Param.number("x");
          case "bool" -> Param.bool("x");
          case "text" -> Param.text("x");
          case "string" -> Param.string("x");
          case "list" -> Param.list("x");
          case "map" -> Param.map("x");
          default -> Param.value("x");
        };

    String result =
        switch (param) {
          case Param<?> any when type.equals("value") -> outcome(printing(any), "(f car)");
          default -> outcome(echo(param), "(f " + argument + ")");
        };

    assertThat(result).isEqualTo(expected);
  }

  private static HostFunction printing(Param<?> param) {
    return HostFunction.named("f").of(param, x -> Value.print(x));
  }

  @Test
  void arity_and_signature_follow_from_the_parameters() {
    HostFunction f =
        HostFunction.named("f")
            .doc("Nothing much.")
            .of(
                Param.host(ArrayList.class),
                Param.text("name"),
                Param.optional(Param.integer("count")),
                (host, name, count) -> host.size() + name + count.orElse(0L));
    RunOptions options = RunOptions.standard().withHost(new ArrayList<>());
    Lisp lisp = with(f);

    assertThat(f.signature()).isEqualTo("(f name [count])");
    assertThat(f.doc()).isEqualTo("Nothing much.");
    assertThat(lisp.hostFunctions()).containsExactly(f);
    assertThat(Outcomes.of(lisp.compile("(f :a) (f \"b\" nil) (f 'c 3)").run(options)))
        .isEqualTo("\"0c3\"");
    assertThat(Outcomes.of(lisp.compile("(f)").run(options)))
        .isEqualTo("! arity mismatch in f: expected Range(1, 2), got 0 at 0..3");
    assertThat(Outcomes.of(lisp, "(f :a)"))
        .isEqualTo("! in native fn host: this run has no ArrayList at 0..6");
    assertThat(HostFunction.named("g").of(() -> null).signature()).isEqualTo("(g)");
    assertThat(outcome(HostFunction.named("g").of(() -> null), "(g)")).isEqualTo("()");
    assertThat(outcome(HostFunction.named("g").of(() -> null), "(g 1)"))
        .isEqualTo("! arity mismatch in g: expected Exact(0), got 1 at 0..5");
  }

  @Test
  void five_parameters_and_lists_of_one_sort() {
    HostFunction f =
        HostFunction.named("f")
            .of(
                Param.integer("a"),
                Param.integer("b"),
                Param.integer("c"),
                Param.listOf(Param.integer("d")),
                Param.bool("e"),
                (a, b, c, ds, e) -> a + b + c + ds.size() + (e ? 1 : 0));

    assertThat(f.signature()).isEqualTo("(f a b c ds e)");
    assertThat(outcome(f, "(f 1 2 3 '(4 5) #t)")).isEqualTo("9");
    assertThat(outcome(f, "(f 1 2 3 '(4 x) #t)"))
        .isEqualTo("! type mismatch: expected integer, got symbol at 0..19");
  }

  @Test
  void java_objects_go_in_and_out() {
    HostFunction f =
        HostFunction.named("f")
            .of(
                Param.of("line", Line.class),
                line -> new Line(line.name() + "!", line.points().reversed(), line.colour()));

    assertThat(
            outcome(
                f,
                "(f (hash-map :name :l :points (list (hash-map :x 1 :y 2) (hash-map \"x\" 3 :y"
                    + " 4)) :colour :light-blue))"))
        .isEqualTo("{:name \"l!\", :points ({:x 3, :y 4} {:x 1, :y 2}), :colour :light-blue}");
    assertThat(outcome(f, "(f (hash-map :name :l :points '() :colour :green))"))
        .startsWith("! type mismatch: expected one of :red :light-blue as :colour, got :green at");
    assertThat(outcome(f, "(f (hash-map :name :l :points (list (hash-map :x -1 :y 2))))"))
        .startsWith(
            "! type mismatch: expected point as :points, got a map that is none: x is negative");
    assertThat(outcome(f, "(f (hash-map :points '()))"))
        .startsWith("! type mismatch: expected string/symbol as :name, got nil at");
    assertThat(
            outcome(
                HostFunction.named("later")
                    .of(
                        Param.of("start", Instant.class),
                        Param.of("by", Duration.class),
                        (start, by) -> start.plus(by)),
                "(later 1000 500)"))
        .isEqualTo("1500");
  }

  @Test
  void host_objects_go_through_programs_as_they_are() {
    Lisp threads =
        with(
            HostFunction.named("lock").of(java.util.concurrent.locks.ReentrantLock::new),
            HostFunction.named("held?")
                .of(
                    Param.of("lock", java.util.concurrent.locks.ReentrantLock.class),
                    lock -> lock.isLocked()));
    assertThat(Outcomes.of(threads, "(define l (lock)) (list l (held? l))"))
        .isEqualTo("(#<foreign> #f)");
    assertThat(Outcomes.of(threads, "(held? 5)"))
        .isEqualTo("! type mismatch: expected reentrant-lock, got int at 0..9");
  }

  @Test
  void procedures_can_be_called_back() {
    HostFunction twice =
        HostFunction.named("twice")
            .of(Param.procedure("f"), Param.value("x"), (f, x) -> f.call(f.call(x)));

    assertThat(outcome(twice, "(twice inc 5)")).isEqualTo("7");
    assertThat(outcome(twice, "(try (twice (lambda (x) (throw :x)) 5) (catch (e) e))"))
        .isEqualTo(":x");
    assertThat(outcome(twice, "(twice 1 5)"))
        .isEqualTo("! type mismatch: expected procedure, got int at 0..11");
  }

  @Test
  void what_a_function_throws_is_an_error_of_the_program() {
    assertThat(
            outcome(
                HostFunction.named("f")
                    .of(
                        () -> {
                          throw new IOException("no such file");
                        }),
                "(f)"))
        .isEqualTo("! in native fn f: no such file at 0..3");
    assertThat(
            outcome(
                HostFunction.named("f")
                    .of(
                        () -> {
                          throw new IllegalStateException();
                        }),
                "(try (f) (catch (e) (error-message e)))"))
        .isEqualTo("\"in native `f`: IllegalStateException\"");
  }

  @Test
  void what_a_function_returns_is_paid_for_and_bounded() {
    HostFunction much =
        HostFunction.named("much").of(() -> java.util.Collections.nCopies(1_000_000, 1));
    List<Object> shared = List.of(1);
    for (int i = 0; i < 60; i++) {
      shared = List.of(shared, shared);
    }
    Object doubling = shared;
    List<Object> cycle = new ArrayList<>();
    cycle.add(cycle);
    RunOptions small =
        RunOptions.standard()
            .withLimits(new Limits(Long.MAX_VALUE, 1 << 20, 100, Long.MAX_VALUE, 100));

    assertThat(((Evaluation.Failed) with(much).compile("(much)").run(small)).error().limit())
        .contains(LispError.Limit.MEMORY);
    assertThat(outcome(HostFunction.named("f").of(() -> doubling), "(length (first (f)))"))
        .isEqualTo("2");
    assertThat(outcome(HostFunction.named("f").of(() -> cycle), "(f)"))
        .isEqualTo("! in native fn f: an object that contains itself has no Lisp value at 0..3");
    assertThatThrownBy(() -> Value.of(cycle)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void values_that_share_parts_come_out_as_what_they_take_in_memory() {
    Lisp lisp = Lisp.builder().build();
    Program program =
        lisp.compile("(define (d n x) (if (= n 0) x (d (- n 1) (list x x)))) (d 60 (list 1))");

    List<?> out = program.run(RunOptions.standard()).to(List.class);

    assertThat(out).isNotNull().hasSize(2);
    assertThat(out.get(0)).isSameAs(out.get(1));
    assertThatThrownBy(
            () ->
                lisp.compile("(define (d n x) (if (= n 0) x (d (- n 1) (list x)))) (d 2000 1)")
                    .run(RunOptions.standard())
                    .to(List.class))
        .hasMessage("expected a value nested at most 1000 levels, got a deeper one");
  }

  @Test
  void plain_data_comes_out_with_text_keys() {
    Object plain =
        Lisp.builder()
            .build()
            .compile("(hash-map :a '(1 2.5 \"x\" y) 3 (hash-map) \"n\" nil)")
            .run(RunOptions.standard())
            .to(Object.class);

    assertThat(String.valueOf(plain)).isEqualTo("{a=[1, 2.5, x, y], 3={}, n=null}");
  }

  // --- Capabilities ------------------------------------------------------------------------------

  @Test
  void a_capability_has_to_be_granted_to_the_run() {
    HostFunction read =
        HostFunction.named("read-file").capability("file").of(Param.text("path"), path -> path);
    Program program = with(read).compile("(map read-file '(\"a\"))");

    assertThat(read.capability()).contains("file");
    assertThat(Outcomes.of(program.run(RunOptions.standard().granting("file"))))
        .isEqualTo("(\"a\")");
    assertThat(Outcomes.of(program.run(RunOptions.standard().granting("net"))))
        .isEqualTo(
            "! in native fn read-file: the capability `file` is not granted to this run at 0..22");
  }

  // --- Observing ---------------------------------------------------------------------------------

  /// Writes calls down, and answers for functions named `replayed`.
  private static final class Log implements CallObserver {
    private final List<String> lines = new ArrayList<>();

    @Override
    public Optional<Object> enter(String function, List<Object> arguments) {
      lines.add("> " + function + " " + arguments);
      return function.equals("replayed") ? Optional.of(99L) : Optional.empty();
    }

    @Override
    public void leave(String function, List<Object> arguments, End end) {
      lines.add(
          "< "
              + function
              + " "
              + switch (end) {
                case End.Returned(Object value) -> Value.print(value);
                case End.Supplied(Object value) -> "supplied " + Value.print(value);
                case End.Raised(LispError error) -> error.shortMessage();
                case End.Left(NonLocalExit exit) -> exit.getClass().getSimpleName();
              });
    }
  }

  @Test
  void an_observer_sees_every_call_of_the_host_and_may_answer_it() {
    Lisp lisp =
        with(
            HostFunction.named("f").of(Param.integer("n"), n -> n + 1),
            HostFunction.named("call").of(Param.procedure("p"), p -> p.call(1L)),
            HostFunction.named("three")
                .of(Param.value("a"), Param.value("b"), Param.value("c"), (a, b, c) -> c),
            HostFunction.named("replayed")
                .of(
                    () -> {
                      throw new IllegalStateException("never called");
                    }));
    Log log = new Log();

    Evaluation evaluation =
        lisp.compile(
                "(define (add a b) (+ a b)) (list (f 1) (map f '(2)) (call f) (replayed) (three 1 2"
                    + " 3) (try (f :x) (catch (e) :caught)) (add 1 2))")
            .run(RunOptions.standard().withObserver(log));

    assertThat(Outcomes.of(evaluation)).isEqualTo("(2 (3) 2 99 3 :caught 3)");
    assertThat(log.lines)
        .containsExactly(
            "> f [1]",
            "< f 2",
            "> f [2]",
            "< f 3",
            "> call [#<native f>]",
            "> f [1]",
            "< f 2",
            "< call 2",
            "> replayed []",
            "< replayed supplied 99",
            "> three [1, 2, 3]",
            "< three 3",
            "> f [:x]",
            "< f type mismatch: expected integer, got keyword");
  }
}
