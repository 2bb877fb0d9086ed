package dev.vigy.runtime;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.LispMap;
import dev.vigy.runtime.extension.Answer;
import dev.vigy.runtime.extension.HostExtension;
import dev.vigy.runtime.extension.StandardExtensions;
import dev.vigy.runtime.extension.Ticks;
import dev.vigy.runtime.probe.Probes;
import dev.vigy.runtime.thread.BigStacks;
import dev.vigy.runtime.tick.LispReconciler;
import dev.vigy.runtime.tick.TickResult;
import dev.vigy.runtime.tick.TickResult.Ask;
import dev.vigy.runtime.tick.TickResult.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Evaluates the examples of the documentation as ticks, in the small world that it describes.
final class ExampleTicks implements AutoCloseable {
  static final List<HostExtension> EXTENSIONS = extensions();

  private final BigStacks stacks = new BigStacks(1, "test");
  private final LispReconciler lisp = LispReconciler.with(EXTENSIONS);

  private static List<HostExtension> extensions() {
    List<HostExtension> all = new ArrayList<>(StandardExtensions.all());
    all.add(Probes.extension());
    return all;
  }

  /// The first tick of a vigy with the parameters of the reference documentation.
  Outcome evaluate(String program) throws Exception {
    return evaluate(
        program,
        Map.of("url", new Json.Text("https://shop.example.org/"), "slow-ms", new Json.Int(2000)));
  }

  Outcome evaluate(String program, Map<String, Json> params) throws Exception {
    Ticks tick = Ticks.of(program).params(params);
    List<Answer> answers = new ArrayList<>();
    while (true) {
      Ticks asked = tick.answers(List.copyOf(answers));
      TickResult result = stacks.call(() -> lisp.tick(asked.input()));
      switch (result) {
        case Outcome outcome -> {
          return outcome;
        }
        case Ask ask ->
            ask.questions()
                .forEach(question -> answers.add(Answer.of(question, world(question.verb()))));
      }
    }
  }

  /// What the examples find outside.
  private static LispMap world(String verb) {
    return switch (verb) {
      case "http-get" -> well("status", 200L, "json", LispMap.of("state", "open"));
      case "file-read" -> well("text", "hello");
      case "file-stat" -> well("size", 5L, "kind", new Keyword("file"));
      case "file-list" -> well("files", LispList.of(LispMap.of(new Keyword("name"), "a.job")));
      case "disk-space" -> well("total", 1000L, "free", 250L, "used", 750L);
      default -> throw new IllegalArgumentException(verb);
    };
  }

  private static LispMap well(Object... namesAndValues) {
    LispMap map = LispMap.of(new Keyword("ok"), true);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map = map.with(new Keyword((String) namesAndValues[i]), namesAndValues[i + 1]);
    }
    return map;
  }

  @Override
  public void close() {
    stacks.close();
  }
}
