package dev.vigy.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.cli.text.View;
import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.json.JsonParser;
import dev.vigy.lisp.json.JsonPrinter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `vigy eval --batch` as another program uses it: JSON lines in, JSON lines out.
final class EvalBatchIT {
  private static final int PROGRAMS = 1_000;

  @Test
  void a_thousand_programs_in_one_process() throws Exception {
    long started = System.nanoTime();
    try (VigyProcess eval = VigyProcess.start(List.of(), List.of("eval", "--batch"))) {
      Thread.ofVirtual().start(() -> feed(eval));
      assertThat(eval.awaitExit(Duration.ofSeconds(60))).isZero();
      Duration took = Duration.ofNanos(System.nanoTime() - started);

      List<String> lines = eval.outLines();
      assertThat(lines).hasSize(PROGRAMS + 1);
      for (int i = 0; i < PROGRAMS; i++) {
        View answer = View.of(JsonParser.parse(lines.get(i)));
        assertThat(answer.integer("id")).isEqualTo(i);
        check(i, answer);
      }
      assertThat(View.of(JsonParser.parse(lines.getLast())).has("error"))
          .as(lines.getLast())
          .isTrue();
      assertThat(took).isLessThan(Duration.ofSeconds(10));
      System.out.println(
          "eval --batch: "
              + PROGRAMS
              + " programs in "
              + took.toMillis()
              + " ms, the start of the JVM included");
    }
  }

  private static void feed(VigyProcess eval) {
    try (Writer in = eval.process().outputWriter(StandardCharsets.UTF_8)) {
      for (int i = 0; i < PROGRAMS; i++) {
        in.write(JsonPrinter.print(request(i)));
        in.write('\n');
      }
      in.write("this is not JSON\n");
    } catch (IOException e) {
      throw new IllegalStateException("eval --batch stopped reading", e);
    }
  }

  private static Json request(int i) {
    return Server.object(
        Map.of(
            "id", new Json.Int(i),
            "program", new Json.Text(program(i)),
            "kv", Server.object(Map.of("n", new Json.Int(i)))));
  }

  /// Five sorts of programs, each with a number of its own.
  private static String program(int i) {
    return switch (i % 5) {
      case 0 -> "(define (square x) (* x x)) (square " + i + ")";
      case 1 -> "(vigy-incr \"n\" 1)";
      case 2 -> "(map inc (range " + i % 50 + "))";
      case 3 -> "(vigy-emit \"custom\" (dict :number " + i + "))";
      default -> "(+ 1 not-bound-" + i + ")";
    };
  }

  private static void check(int i, View answer) {
    View host = answer.object("host").orElseThrow();
    switch (i % 5) {
      case 0 -> assertThat(answer.text("value")).isEqualTo(Long.toString((long) i * i));
      case 1 -> assertThat(host.object("kv").orElseThrow().integer("n")).isEqualTo(i + 1L);
      case 2 -> assertThat(answer.text("type")).isIn(":list", ":nil");
      case 3 -> {
        View action = host.list("actions").getFirst();
        assertThat(action.object("payload").orElseThrow().integer("number")).isEqualTo(i);
      }
      default -> {
        View error = answer.object("error").orElseThrow();
        assertThat(error.text("kind")).isEqualTo("unbound-symbol");
        assertThat(error.text("message")).contains("not-bound-" + i);
      }
    }
  }
}
