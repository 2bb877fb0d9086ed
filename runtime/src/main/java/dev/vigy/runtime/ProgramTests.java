package dev.vigy.runtime;

import dev.vigy.lisp.Evaluation;
import dev.vigy.lisp.Lisp;
import dev.vigy.lisp.RunOptions;
import dev.vigy.lisp.Session;
import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Arity;
import dev.vigy.lisp.run.Limits;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.source.Source;
import dev.vigy.lisp.source.Span;
import dev.vigy.lisp.time.Durations;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.LispMap;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Value;
import dev.vigy.runtime.extension.Arguments;
import dev.vigy.runtime.extension.HostExtension;
import dev.vigy.runtime.extension.LispJson;
import dev.vigy.runtime.program.Definition;
import dev.vigy.runtime.program.ProgramFile;
import dev.vigy.runtime.thread.BigStacks;
import dev.vigy.runtime.vigy.Action;
import dev.vigy.runtime.vigy.Condition;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.VigyState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs the tests of a program file: `(deftest name form…)`, each in a [Simulation] of its own that
/// begins at [#START].
///
/// A test finds the language and its library, what the file defines outside of its vigies, and:
///
/// - `(sim 'name)`: registers that vigy of the file; the functions below speak of the one named
///   last.
/// - `(sim-answer 'probe value)`, `(sim-answer 'probe argument value)`: what calls of a probe get
///   from now on; with an argument, those that begin with it.
/// - `(sim-tick [n])`: moves the clock on until the vigy has run n times more, 1 when not said; the
///   list of these runs. `(sim-force)`: a forced tick now, its run.
/// - `(sim-advance duration)`: moves the clock on by `"1h30m"` or ms; the vigy's runs meanwhile.
/// - `(sim-state)`: what is desired, observed, remembered, and how conditions stand.
/// - `(assert form [text])`: fails the test if the form is false, and says what its arguments were.
public final class ProgramTests {
  /// What the clock shows when a test begins.
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static final Limits LIMITS =
      new Limits(100_000_000, 1L << 30, 100_000, Duration.ofMinutes(1).toNanos(), 64 << 10);

  /// The macro that remembers what an assertion was made of.
  private static final String PRELUDE =
      """
      (defmacro assert (form &rest text)
        (if (and (pair? form)
                 (member? (car form)
                          '(= equal? eq? not < > <= >= empty? null? nil? member? contains? string-contains?
                            even? odd? zero? positive? negative?)))
          `(sim-assert ',form ,(car form) (list ,@(cdr form)) ,@text)
          `(sim-assert ',form ,form nil ,@text)))
      """;

  private final ProgramFile.Parsed file;
  private final List<HostExtension> extensions;

  private ProgramTests(ProgramFile.Parsed file, Collection<? extends HostExtension> extensions) {
    this.file = file;
    this.extensions = List.copyOf(extensions);
  }

  /// How a test ended.
  ///
  /// @param place of the whole test
  public record Outcome(String name, Span place, Optional<Failure> failure) {
    public boolean passed() {
      return failure.isEmpty();
    }
  }

  /// Why a test failed.
  ///
  /// @param message one sentence
  /// @param place in the file
  /// @param got what the arguments of the assertion were
  /// @param tick the newest run of the vigy, and when it was
  public record Failure(String message, Span place, Optional<String> got, Optional<String> tick) {}

  /// Runs all tests of a file, in order.
  ///
  /// @param file without errors
  /// @param extensions the verbs of the application
  public static List<Outcome> run(
      ProgramFile.Parsed file, Collection<? extends HostExtension> extensions) {
    var tests = new ProgramTests(file, extensions);
    try (BigStacks thread = new BigStacks(1, "test")) {
      List<Outcome> outcomes = new ArrayList<>();
      for (ProgramFile.Test test : file.tests()) {
        outcomes.add(
            new Outcome(test.name(), test.place(), thread.call(() -> tests.failure(test))));
      }
      return outcomes;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VigyException(
          VigyException.Kind.UNAVAILABLE, "the tests were interrupted from outside");
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private Optional<Failure> failure(ProgramFile.Test test) {
    Simulation.Builder builder = Simulation.at(START);
    extensions.forEach(builder::extension);
    try (Simulation simulation = builder.start()) {
      var world = new World(simulation);
      Lisp lisp = Lisp.builder().functions(world.functions()).build();
      Session session = lisp.session(RunOptions.standard().withLimits(LIMITS));
      session.eval(Source.of("assert", PRELUDE)).valueOrThrow();
      Source source = Source.of(file.source().name(), test.program());
      return switch (session.eval(source)) {
        case Evaluation.Completed _, Evaluation.Left _ -> Optional.empty();
        case Evaluation.Failed(LispError error, var _) ->
            Optional.of(
                new Failure(
                    world.failed == null ? error.shortMessage() : world.failed,
                    place(error, test),
                    Optional.ofNullable(world.got),
                    world.newest()));
      };
    }
  }

  /// Where in the file an error lies: what a macro made lies where it was called.
  private Span place(LispError error, ProgramFile.Test test) {
    return error
        .span()
        .filter(span -> !span.isSynthetic() && span.source().name().equals(file.source().name()))
        .map(span -> new Span(file.source(), span.start(), span.end()))
        .orElse(test.place());
  }

  /// What a test reaches.
  private final class World {
    private final Simulation simulation;
    private @Nullable String current;
    private @Nullable Run newest;

    /// The assertion that did not hold, and what its arguments were.
    private @Nullable String failed;

    private @Nullable String got;

    World(Simulation simulation) {
      this.simulation = simulation;
    }

    List<NativeFunction> functions() {
      return List.of(
          NativeFunction.of1("sim", (run, name) -> choose(Arguments.name(name))),
          NativeFunction.of("sim-answer", Arity.range(2, 3), (run, given) -> answer(given)),
          NativeFunction.of(
              "sim-tick",
              Arity.range(0, 1),
              (run, given) -> runs(given.length == 0 ? 1 : Arguments.integer(given[0]))),
          NativeFunction.of0("sim-force", run -> forced()),
          NativeFunction.of1("sim-advance", (run, time) -> advance(time)),
          NativeFunction.of0("sim-state", run -> state()),
          NativeFunction.of("sim-assert", Arity.range(3, 4), this::check));
    }

    Optional<String> newest() {
      return Optional.ofNullable(newest).map(run -> "#" + run.seq() + " at " + run.startedAt());
    }

    private String vigy(String function) {
      String name = current;
      if (name == null) {
        throw LispError.nativeFn(function, "no vigy yet: begin with (sim 'name)");
      }
      return name;
    }

    private Object choose(String name) {
      Definition definition =
          file.definitions().stream()
              .filter(one -> one.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      LispError.nativeFn(
                          "sim",
                          "the file defines no vigy `%s`; it defines %s"
                              .formatted(
                                  name,
                                  String.join(
                                      ", ",
                                      file.definitions().stream()
                                          .map(Definition::name)
                                          .toList()))));
      try {
        simulation.vigies().register(VigySpec.of(definition));
      } catch (VigyException e) {
        throw LispError.nativeFn("sim", String.valueOf(e.getMessage()));
      }
      current = name;
      return Nil.NIL;
    }

    private Object answer(Object[] given) {
      String probe = Arguments.name(given[0]);
      Json value = LispJson.plain(answerOf(given[given.length - 1]));
      if (given.length == 2) {
        simulation.answer(probe, value);
      } else {
        simulation.answer(probe, LispJson.plain(given[1]), value);
      }
      return Nil.NIL;
    }

    /// The keys of an answer are keywords, also where `dict` made texts of them.
    private static Object answerOf(Object value) {
      if (!(value instanceof LispMap given)) {
        return value;
      }
      LispMap answer = LispMap.EMPTY;
      for (LispMap.Entry entry : given) {
        Object key = entry.key() instanceof String text ? new Keyword(text) : entry.key();
        answer = answer.with(key, entry.value());
      }
      return answer;
    }

    private Object runs(long count) {
      if (count < 1 || count > 100_000) {
        throw LispError.nativeFn("sim-tick", "expected 1 to 100000 ticks, got " + count);
      }
      return told(() -> simulation.runs(vigy("sim-tick"), (int) count));
    }

    private Object forced() {
      LispList runs = told(() -> List.of(simulation.tick(vigy("sim-force"))));
      return runs.first();
    }

    private Object advance(Object time) {
      String name = vigy("sim-advance");
      Duration duration =
          time instanceof Long ms ? Duration.ofMillis(ms) : duration(Arguments.string(time));
      return told(
          () ->
              simulation.advance(duration).stream()
                  .filter(run -> run.vigyId().equals(simulation.vigies().vigy(name).vigy().id()))
                  .toList());
    }

    private static Duration duration(String text) {
      return Duration.ofMillis(
          Durations.parse(text)
              .orElseThrow(
                  () ->
                      LispError.nativeFn(
                          "sim-advance",
                          "expected a duration such as \"1h30m\", got \"" + text + "\"")));
    }

    /// What the simulation complains of is an error of the test.
    private LispList told(Supplier<List<Run>> work) {
      List<Run> runs;
      try {
        runs = work.get();
      } catch (AssertionError | VigyException e) {
        failed = String.valueOf(e.getMessage());
        throw LispError.nativeFn("sim", failed);
      }
      if (!runs.isEmpty()) {
        newest = runs.getLast();
      }
      return LispList.of(runs.stream().map(World::run).toArray());
    }

    private Object state() {
      String name = vigy("sim-state");
      VigyState state = simulation.vigies().vigy(name).state();
      LispMap kv = LispMap.EMPTY;
      for (Vigies.KvItem item : simulation.vigies().kv(name)) {
        kv = kv.with(item.key(), LispJson.toLisp(item.value()));
      }
      return map(
          "desired",
          values(state.desired()),
          "observed",
          values(state.observed()),
          "conditions",
          conditions(state.conditions().values()),
          "kv",
          kv,
          "runs",
          state.seq(),
          "failures",
          (long) state.failures());
    }

    private Object check(Activation run, Object[] given) {
      // (form truth nil [text]), or (form function arguments [text])
      boolean applied = given[2] != Nil.NIL;
      Object truth =
          applied ? run.apply(given[1], elements(Arguments.list(given[2])).toArray()) : given[1];
      if (Value.isTrue(truth)) {
        return Nil.NIL;
      }
      String form = Value.print(given[0]);
      failed = given.length > 3 ? Arguments.display(given[3]) + ": " + form : form;
      if (applied) {
        List<Object> shown = new ArrayList<>(List.of(Arguments.list(given[0]).first()));
        shown.addAll(elements(Arguments.list(given[2])));
        got = Value.print(LispList.of(shown.toArray()));
      } else {
        got = Value.print(truth);
      }
      throw LispError.nativeFn("assert", "does not hold: " + form);
    }

    private static List<Object> elements(LispList list) {
      List<Object> elements = new ArrayList<>();
      list.forEach(elements::add);
      return elements;
    }

    private static LispMap run(Run run) {
      LispMap kv = LispMap.EMPTY;
      for (Run.KvChange change : run.kvChanges()) {
        kv = kv.with(change.key(), change.value().<Object>map(LispJson::toLisp).orElse(Nil.NIL));
      }
      return map(
          "seq",
          run.seq(),
          "at",
          run.startedAt().toEpochMilli(),
          "trigger",
          new Keyword(run.trigger().text()),
          "result",
          new Keyword(run.ok() ? "ok" : "failed"),
          "error",
          run.failure().<Object>map(Run.RunError::shortMessage).orElse(Nil.NIL),
          "actions",
          LispList.of(run.actions().stream().map(World::action).toArray()),
          "conditions",
          conditions(run.conditions()),
          "desired",
          values(run.desired().orElse(Map.of())),
          "observed",
          values(run.observed().orElse(Map.of())),
          "kv",
          kv,
          "logs",
          LispList.of(
              run.said().logs().stream()
                  .map(log -> map("level", new Keyword(log.level()), "message", log.message()))
                  .toArray()),
          "events",
          LispList.of(
              run.said().events().stream()
                  .map(event -> map("kind", event.kind(), "message", event.message()))
                  .toArray()),
          "metrics",
          metrics(run.said().metrics()));
    }

    private static LispMap action(Action action) {
      return map(
          "kind",
          new Keyword(action.kind().text()),
          "subject",
          action.subject().<Object>map(subject -> subject).orElse(Nil.NIL),
          "payload",
          action.payload().<Object>map(LispJson::toLisp).orElse(Nil.NIL),
          "message",
          action.message().<Object>map(message -> message).orElse(Nil.NIL));
    }

    private static LispMap conditions(Collection<Condition> all) {
      LispMap conditions = LispMap.EMPTY;
      for (Condition condition : all) {
        conditions =
            conditions.with(
                condition.name(),
                map(
                    "status",
                    new Keyword(condition.status().name().toLowerCase(Locale.ROOT)),
                    "reason",
                    condition.reason().<Object>map(reason -> reason).orElse(Nil.NIL),
                    "message",
                    condition.message().<Object>map(message -> message).orElse(Nil.NIL)));
      }
      return conditions;
    }

    private static LispMap values(Map<String, Json> values) {
      LispMap map = LispMap.EMPTY;
      for (Map.Entry<String, Json> entry : values.entrySet()) {
        map = map.with(entry.getKey(), LispJson.toLisp(entry.getValue()));
      }
      return map;
    }

    private static LispMap metrics(Map<String, Double> values) {
      LispMap map = LispMap.EMPTY;
      for (Map.Entry<String, Double> entry : values.entrySet()) {
        map = map.with(entry.getKey(), entry.getValue());
      }
      return map;
    }

    /// A map of keywords and values in turn.
    private static LispMap map(Object... namesAndValues) {
      Object[] entries = namesAndValues.clone();
      for (int i = 0; i < entries.length; i += 2) {
        entries[i] = new Keyword((String) entries[i]);
      }
      return LispMap.of(entries);
    }
  }
}
