package dev.vigy.runtime;

import dev.vigy.lisp.Lisp;
import dev.vigy.lisp.run.Interrupt;
import dev.vigy.runtime.extension.Answer;
import dev.vigy.runtime.extension.Answers;
import dev.vigy.runtime.extension.Extension;
import dev.vigy.runtime.extension.HostExtension;
import dev.vigy.runtime.extension.Question;
import dev.vigy.runtime.extension.StandardExtensions;
import dev.vigy.runtime.extension.Verbs;
import dev.vigy.runtime.extension.VigyHost;
import dev.vigy.runtime.probe.Access;
import dev.vigy.runtime.probe.Prober;
import dev.vigy.runtime.thread.BigStacks;
import dev.vigy.runtime.tick.Ended;
import dev.vigy.runtime.tick.LispReconciler;
import dev.vigy.runtime.vigy.Budget;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/// One evaluation of one program on a host that the caller made: no store, no schedule, nothing
/// kept.
///
/// The program fills the host; what it came to is in the [Ended] that is returned. A program that
/// fails, loops or recurses is a value here, never an exception. Evaluation runs on a thread with a
/// big stack while the caller waits, under the limits of [Budget#DEFAULT] or those given.
///
/// An embedder's functions are asked at once, on that thread. Probes are verbs of an extension of
/// their own, which only a `Vigies` has.
public final class VigyEval {
  private final LispReconciler reconciler;
  private final Prober prober;

  private VigyEval(LispReconciler reconciler, Prober prober) {
    this.reconciler = reconciler;
    this.prober = prober;
  }

  /// An evaluator with these extensions, installed in order; it keeps compiled programs.
  public static VigyEval with(Collection<? extends HostExtension> extensions) {
    Verbs verbs = Verbs.of(extensions);
    return new VigyEval(
        new LispReconciler(Lisp.builder().functions(verbs.functions()).build()),
        new Prober(verbs.asked()));
  }

  /// Evaluates with the standard extensions.
  public static Ended evaluate(String program, VigyHost host) {
    return Standard.EVAL.run(program, host, Budget.DEFAULT);
  }

  /// Evaluates with these extensions and no others; most callers put [#standardExtensions] in front
  /// of their own. Whoever evaluates often keeps a [#with] instead.
  public static Ended evaluateWithExtensions(
      String program, VigyHost host, Collection<? extends HostExtension> extensions) {
    return with(extensions).run(program, host, Budget.DEFAULT);
  }

  /// Evaluates on the host, within a budget.
  ///
  /// @throws IllegalStateException if the waiting thread is interrupted
  public Ended run(String program, VigyHost host, Budget budget) {
    if (!host.hasAnswers()) {
      host.answerFrom(Answers.asking(question -> ask(question, budget)));
    }
    Interrupt interrupt = new Interrupt();
    try {
      return Standard.STACKS.call(
          () -> {
            Ended ended = reconciler.evaluate(program, host, budget, interrupt);
            BigStacks.wentTo(ended.deepest());
            return ended;
          });
    } catch (InterruptedException e) {
      interrupt.request();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a program was evaluated", e);
    } catch (Exception e) {
      throw new IllegalStateException("evaluation failed as it never should", e);
    }
  }

  private Answer ask(Question question, Budget budget) {
    try {
      return prober.ask(
          question, new Access(Access.NONE.allow(), Access.NONE.grants(), budget.probeTime()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a question was asked", e);
    }
  }

  /// The six bundles of the standard verbs: actions, state, kv, convergence, scheduling,
  /// diagnostics.
  public static List<HostExtension> standardExtensions() {
    return StandardExtensions.all();
  }

  /// An extension from a closure that registers its verbs.
  public static HostExtension closureExtension(String name, Consumer<Verbs> installer) {
    return Extension.of(name, installer);
  }

  /// Adds the standard verbs to a language of your own. Its runs need a [VigyHost] as their host.
  public static Lisp.Builder installVigyIntrinsics(Lisp.Builder lisp) {
    return lisp.functions(Verbs.of(StandardExtensions.all()).functions());
  }

  /// What every call of [#evaluate] shares: compiled programs, and threads that end with the
  /// process.
  private static final class Standard {
    static final VigyEval EVAL = with(StandardExtensions.all());
    static final BigStacks STACKS =
        new BigStacks(Runtime.getRuntime().availableProcessors(), "vigy-eval");
  }
}
