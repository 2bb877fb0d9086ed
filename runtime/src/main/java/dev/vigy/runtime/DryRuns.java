package dev.vigy.runtime;

import dev.vigy.lisp.Lisp;
import dev.vigy.lisp.ModuleLoader;
import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.run.Interrupt;
import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.runtime.extension.Answer;
import dev.vigy.runtime.extension.HostExtension;
import dev.vigy.runtime.extension.Question;
import dev.vigy.runtime.extension.StandardExtensions;
import dev.vigy.runtime.extension.Verbs;
import dev.vigy.runtime.probe.Access;
import dev.vigy.runtime.probe.Prober;
import dev.vigy.runtime.probe.Probes;
import dev.vigy.runtime.program.Definition;
import dev.vigy.runtime.program.ProgramCheck;
import dev.vigy.runtime.thread.BigStacks;
import dev.vigy.runtime.tick.LispReconciler;
import dev.vigy.runtime.tick.TickInput;
import dev.vigy.runtime.tick.TickResult;
import dev.vigy.runtime.vigy.Action;
import dev.vigy.runtime.vigy.Condition;
import dev.vigy.runtime.vigy.Grants;
import dev.vigy.runtime.vigy.Run.KvChange;
import dev.vigy.runtime.vigy.Run.Probe;
import dev.vigy.runtime.vigy.Run.RunError;
import dev.vigy.runtime.vigy.Run.Said;
import dev.vigy.runtime.vigy.Trigger;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Evaluates programs without registering them: one tick each, on a host of its own, of which
/// nothing is kept.
///
/// May be used from any thread; evaluations run on big-stack threads of its own, questions are
/// asked on the calling thread.
public final class DryRuns implements AutoCloseable {
  /// What a program finds.
  ///
  /// @param startMs "now", epoch ms
  /// @param tickCount number of the tick, first is 1
  /// @param answers recorded answers of probes; what is not among them is asked
  /// @param wakes payloads of wakes that it answers
  public record Start(
      Map<String, Json> kv,
      long startMs,
      long tickCount,
      Optional<Long> previousStartMs,
      List<Probe> answers,
      List<Json> wakes) {
    /// The first tick, now.
    public static Start at(Instant now) {
      return new Start(Map.of(), now.toEpochMilli(), 1, Optional.empty(), List.of(), List.of());
    }
  }

  /// Which language a program finds.
  ///
  /// @param only the language reference alone: no everyday library, no verbs
  /// @param modules texts that `require` finds, by path
  public record Language(boolean only, Map<String, String> modules) {
    public static final Language FULL = new Language(false, Map.of());
  }

  /// How it ended. Of a failed one, what it said is there to be read.
  ///
  /// @param value printed form of its value
  /// @param type what `type-of` gives for it, with its colon
  public record Finish(
      String value,
      String type,
      Optional<RunError> failure,
      boolean stopped,
      long steps,
      List<Action> actions,
      List<KvChange> kvChanges,
      Map<String, Json> desired,
      Map<String, Json> observed,
      List<Condition> conditions,
      Said said,
      List<Probe> probes) {}

  private final Verbs verbs;
  private final Grants grants;
  private final BigStacks threads;
  private final LispReconciler full;
  private @Nullable Prober prober;

  /// @param extensions whose verbs programs find besides the standard ones and the probes, in order
  /// @param grants what programs may look at, if their definition asks for it
  /// @param threads how many programs may be evaluated at the same time
  public DryRuns(List<HostExtension> extensions, Grants grants, int threads) {
    List<HostExtension> all = new ArrayList<>(StandardExtensions.all());
    all.add(Probes.extension());
    all.addAll(extensions);
    this.verbs = Verbs.of(all);
    this.grants = grants;
    this.threads = new BigStacks(threads, "dry-run");
    this.full = new LispReconciler(Lisp.builder().functions(verbs.functions()).build());
  }

  /// Evaluates a program once. A failing program is an answer, not an exception.
  public Finish run(Definition definition, Start start, Language language) {
    LispReconciler reconciler = reconciler(language);
    Vigy vigy = vigy(definition, Instant.ofEpochMilli(start.startMs()));
    List<Answer> answers = new ArrayList<>();
    start.answers().forEach(probe -> answers.add(Answer.of(probe)));
    long spent = 0;
    while (true) {
      var input = input(vigy, start, List.copyOf(answers), spent);
      switch (evaluate(reconciler, input)) {
        case TickResult.Outcome outcome -> {
          return finish(outcome);
        }
        case TickResult.Ask(List<Question> questions, long cpuNanos, int _) -> {
          spent += cpuNanos;
          answers.addAll(
              ask(questions, Access.of(vigy.allow(), grants, vigy.budget().probeTime())));
        }
      }
    }
  }

  /// What is wrong or doubtful in a definition, as its registration would find. Spans point into
  /// the program's own text.
  public List<Diagnostic> check(Definition definition) {
    return ProgramCheck.check(definition, full.lisp());
  }

  private LispReconciler reconciler(Language language) {
    if (!language.only() && language.modules().isEmpty()) {
      return full;
    }
    Lisp.Builder builder = Lisp.builder().modules(ModuleLoader.of(language.modules()));
    if (language.only()) {
      builder.everyday(false);
    } else {
      builder.functions(verbs.functions());
    }
    return new LispReconciler(builder.build());
  }

  /// One after the other: a dry run is for looking, not for speed.
  private List<Answer> ask(List<Question> questions, Access access) {
    List<Answer> answers = new ArrayList<>();
    try {
      for (Question question : questions) {
        answers.add(prober().ask(question, access));
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
    return answers;
  }

  /// Made when the first question is asked: it loads what speaks TLS.
  private synchronized Prober prober() {
    Prober made = prober;
    if (made == null) {
      made = new Prober(verbs.asked());
      prober = made;
    }
    return made;
  }

  private static VigyException interrupted() {
    Thread.currentThread().interrupt();
    return new VigyException(
        VigyException.Kind.UNAVAILABLE, "the evaluation was interrupted from outside");
  }

  private static TickInput input(Vigy vigy, Start start, List<Answer> answers, long spentNanos) {
    return new TickInput(
        vigy,
        new TreeMap<>(start.kv()),
        start.startMs(),
        start.previousStartMs(),
        start.tickCount(),
        Trigger.FORCED,
        Optional.empty(),
        start.wakes(),
        vigy.budget(),
        answers,
        spentNanos,
        TickInput.UNCOUNTED,
        new Interrupt());
  }

  private TickResult evaluate(LispReconciler reconciler, TickInput input) {
    try {
      return threads.call(
          () -> {
            TickResult result = reconciler.tick(input);
            BigStacks.wentTo(result.deepest());
            return result;
          });
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Finish finish(TickResult.Outcome outcome) {
    return new Finish(
        outcome.value().printed(),
        outcome.value().type(),
        outcome.failure(),
        outcome.stopped(),
        outcome.steps(),
        outcome.actions(),
        outcome.kvChanges(),
        outcome.desired(),
        outcome.observed(),
        outcome.conditions(),
        outcome.said(),
        outcome.probes());
  }

  /// The vigy that it would be.
  private static Vigy vigy(Definition definition, Instant now) {
    return new Vigy(
        VigyId.of(definition.name(), definition.program()),
        definition.name(),
        definition.program(),
        definition.lines(),
        definition.reconciler(),
        definition.schedule(),
        now,
        definition.labels(),
        definition.params(),
        definition.resolvedAllow(),
        definition.budget(),
        definition.mode(),
        true,
        Optional.empty(),
        Optional.empty(),
        1,
        now,
        now,
        definition.doc(),
        List.of());
  }

  /// Ends the threads; running evaluations end by their own limits.
  @Override
  public void close() {
    threads.close();
  }
}
