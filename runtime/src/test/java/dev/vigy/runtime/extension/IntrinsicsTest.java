package dev.vigy.runtime.extension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.json.JsonParser;
import dev.vigy.runtime.thread.BigStacks;
import dev.vigy.runtime.tick.LispReconciler;
import dev.vigy.runtime.tick.TickResult;
import dev.vigy.runtime.tick.TickResult.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every verb with its checks, exact texts and effects, as written in `golden/extension/*.txt`.
///
/// A case is a block of lines: what the tick finds (`< kv {…}`, `< params {…}`, `< start N`, `<
/// previous N`, `< count N`, `< nominal N`), the program, and what it comes to, beginning with a
/// line `=> value`, `! error` or `stopped`. Each is evaluated twice, and must come out the same.
class IntrinsicsTest {
  private static final BigStacks STACKS = new BigStacks(1, "test");
  private static final LispReconciler LISP = LispReconciler.with(StandardExtensions.all());

  @AfterAll
  static void close() {
    STACKS.close();
  }

  @TestFactory
  Stream<DynamicTest> verbs_do_what_the_table_says() throws IOException {
    return Stream.of("contracts", "intrinsics", "everyday").flatMap(IntrinsicsTest::cases);
  }

  private static Stream<DynamicTest> cases(String file) {
    List<DynamicTest> tests = new ArrayList<>();
    for (String block : read(file).split("\n\n+")) {
      List<String> lines =
          block.lines().filter(line -> !line.startsWith(";") && !line.isBlank()).toList();
      if (!lines.isEmpty()) {
        String name = lines.stream().filter(line -> !line.startsWith("<")).findFirst().orElse("");
        tests.add(DynamicTest.dynamicTest(file + ": " + name, () -> check(lines)));
      }
    }
    return tests.stream();
  }

  private static String read(String file) {
    try (InputStream in =
        IntrinsicsTest.class.getResourceAsStream("/golden/extension/" + file + ".txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void check(List<String> lines) throws Exception {
    int result = 0;
    while (!isResult(lines.get(result))) {
      result++;
    }
    List<String> found = lines.subList(0, result).stream().filter(l -> l.startsWith("< ")).toList();
    String program =
        String.join(
            "\n", lines.subList(0, result).stream().filter(l -> !l.startsWith("< ")).toList());
    Ticks tick = Ticks.of(program);
    for (String line : found) {
      tick = with(tick, line.substring(2));
    }
    TickResult first = evaluate(tick);
    assertThat(OutcomeText.of((Outcome) first)).isEqualTo(lines.subList(result, lines.size()));
    assertThat(timeless(evaluate(tick))).isEqualTo(timeless(first));
  }

  private static boolean isResult(String line) {
    return line.startsWith("=> ") || line.startsWith("! ") || line.equals("stopped");
  }

  private static TickResult evaluate(Ticks tick) throws Exception {
    return STACKS.call(() -> LISP.tick(tick.input()));
  }

  /// Without the time it took.
  private static Outcome timeless(TickResult result) {
    Outcome o = (Outcome) result;
    return new Outcome(
        o.value(),
        o.failure(),
        o.stopped(),
        o.steps(),
        o.actions(),
        o.kvChanges(),
        o.desired(),
        o.observed(),
        o.conditions(),
        o.said(),
        o.probes(),
        o.nextInMs(),
        0,
        o.deepest());
  }

  private static Ticks with(Ticks tick, String given) {
    int space = given.indexOf(' ');
    String value = given.substring(space + 1);
    return switch (given.substring(0, space)) {
      case "kv" -> tick.kv(members(value));
      case "params" -> tick.params(members(value));
      case "start" -> tick.at(Long.parseLong(value));
      case "previous" -> tick.after(Long.parseLong(value), tick.count() + 1);
      case "count" -> tick.after(tick.previousStartMs().orElse(0L), Long.parseLong(value));
      case "nominal" -> tick.nominal(Long.parseLong(value));
      default -> throw new IllegalArgumentException(given);
    };
  }

  private static Map<String, Json> members(String json) {
    return ((Json.Object) JsonParser.parse(json)).members();
  }
}
