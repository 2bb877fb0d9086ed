package dev.vigy.runtime.tick;

import dev.vigy.lisp.Evaluation;
import dev.vigy.lisp.Lisp;
import dev.vigy.lisp.Meter;
import dev.vigy.lisp.Program;
import dev.vigy.lisp.RunOptions;
import dev.vigy.lisp.run.Interrupt;
import dev.vigy.lisp.run.Limits;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NonLocalExit;
import dev.vigy.lisp.run.ThreadUsage;
import dev.vigy.lisp.source.Source;
import dev.vigy.runtime.extension.Exits;
import dev.vigy.runtime.extension.HostExtension;
import dev.vigy.runtime.extension.Verbs;
import dev.vigy.runtime.extension.VigyHost;
import dev.vigy.runtime.vigy.Budget;
import dev.vigy.runtime.vigy.Vigy.LineMap;
import java.lang.ref.SoftReference;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Runs the Lisp program of a vigy. One serves all vigies with the same extensions; programs are
/// compiled once and shared by content.
///
/// Safe for any number of threads; each evaluation needs a thread with a big stack.
public final class LispReconciler extends HostReconciler {
  /// Bytes of printed text that are kept.
  private static final int OUTPUT_BYTES = 64 * 1024;

  /// Programs that are found without asking the cache of the language, which has a lock.
  private static final int RECENT = 8_192;

  /// A budget with the limits that it gives a first pass.
  private record FirstPass(Budget budget, Limits limits) {}

  private final Lisp lisp;
  private final ThreadUsage usage;

  /// The budget seen last; any thread's.
  private @Nullable FirstPass lastBudget;

  private final AtomicReferenceArray<SoftReference<Program>> recent =
      new AtomicReferenceArray<>(RECENT);

  /// @param lisp the language with the verbs of the host
  public LispReconciler(Lisp lisp) {
    this(lisp, ThreadUsage.ofTheJvm());
  }

  LispReconciler(Lisp lisp, ThreadUsage usage) {
    this.lisp = lisp;
    this.usage = usage;
  }

  /// The language with the verbs of these extensions, installed in order.
  public static LispReconciler with(Collection<? extends HostExtension> extensions) {
    return new LispReconciler(Lisp.builder().functions(Verbs.of(extensions).functions()).build());
  }

  /// The language it runs, for checks.
  public Lisp lisp() {
    return lisp;
  }

  @Override
  public Ended reconcile(VigyHost host, TickInput input) {
    return evaluate(
        host,
        input.vigy().program(),
        input.vigy().lines(),
        input.budget(),
        input.spentNanos(),
        input.interrupt());
  }

  /// Evaluates a text on a host, outside of any vigy.
  public Ended evaluate(String program, VigyHost host, Budget budget, Interrupt interrupt) {
    return evaluate(host, program, Optional.empty(), budget, 0, interrupt);
  }

  private Ended evaluate(
      VigyHost host,
      String text,
      Optional<LineMap> lines,
      Budget budget,
      long spentNanos,
      Interrupt interrupt) {
    Program program = program(text);
    SpentTime clock = new SpentTime(usage);
    Evaluation evaluation =
        program.run(new RunOptions(limits(budget, spentNanos), host, interrupt, clock));
    Meter meter = evaluation.meter();
    return switch (evaluation) {
      case Evaluation.Completed(Object value, Meter _) ->
          new Ended(
              new ProgramValue(value),
              Optional.empty(),
              false,
              meter.steps(),
              meter.deepest(),
              output(meter),
              clock.spentNanos());
      case Evaluation.Failed(LispError error, Meter _) ->
          new Ended(
              ProgramValue.NONE,
              Optional.of(Failures.of(error, program, lines, budget)),
              false,
              meter.steps(),
              meter.deepest(),
              output(meter),
              clock.spentNanos());
      case Evaluation.Left(NonLocalExit exit, Meter _) ->
          new Ended(
              ProgramValue.NONE,
              Optional.empty(),
              exit instanceof Exits.Stop,
              meter.steps(),
              meter.deepest(),
              output(meter),
              clock.spentNanos());
    };
  }

  /// The compiled program: among those seen last, by their text, or from the cache of the language.
  private Program program(String text) {
    int hash = text.hashCode();
    int at = (hash ^ (hash >>> 16)) & (RECENT - 1);
    SoftReference<Program> held = recent.getAcquire(at);
    Program last = held == null ? null : held.get();
    if (last != null && last.source().text().equals(text)) {
      return last;
    }
    Program program = lisp.compile(Source.of("program", text));
    recent.setRelease(at, new SoftReference<>(program));
    return program;
  }

  private static String output(Meter meter) {
    return meter.outputCut() ? meter.output() + "…" : meter.output();
  }

  /// The limits of a pass. Those of a first pass are the budget's own, and most ticks have the same
  /// budget.
  @SuppressWarnings("ReferenceEquality") // an equal budget that is another object costs little
  private Limits limits(Budget budget, long spentNanos) {
    if (spentNanos != 0) {
      return limitsOf(budget, spentNanos);
    }
    FirstPass known = lastBudget;
    if (known == null || known.budget != budget) {
      known = new FirstPass(budget, limitsOf(budget, 0));
      lastBudget = known;
    }
    return known.limits;
  }

  private static Limits limitsOf(Budget budget, long spentNanos) {
    return new Limits(
        budget.steps(),
        budget.memoryBytes(),
        budget.depth(),
        Math.max(0, budget.time().toNanos() - spentNanos),
        OUTPUT_BYTES);
  }
}
