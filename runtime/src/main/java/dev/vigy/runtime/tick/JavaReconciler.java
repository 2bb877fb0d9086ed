package dev.vigy.runtime.tick;

import dev.vigy.lisp.run.LispError;
import dev.vigy.runtime.extension.Exits;
import dev.vigy.runtime.extension.VigyHost;

/// A reconciler in Java: reads and fills the host as a program would.
///
/// It runs on a thread that evaluates programs, so it must not wait. What it throws is a failed
/// run.
public final class JavaReconciler extends HostReconciler {
  /// The body of a tick.
  @FunctionalInterface
  public interface Body {
    void reconcile(VigyHost host) throws Exception;
  }

  private final Body body;

  public JavaReconciler(Body body) {
    this.body = body;
  }

  public static JavaReconciler of(Body body) {
    return new JavaReconciler(body);
  }

  @Override
  public Ended reconcile(VigyHost host, TickInput input) {
    try {
      body.reconcile(host);
      return Ended.WELL;
    } catch (Exits.Stop _) {
      return new Ended(ProgramValue.NONE, java.util.Optional.empty(), true, 0, 0, "", 0);
    } catch (Exits.Unanswered _) {
      return Ended.WELL;
    } catch (LispError error) {
      return Ended.failed(Failures.of(error));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Ended.failed(Failures.of(e));
    } catch (Exception | AssertionError | LinkageError e) {
      return Ended.failed(Failures.of(e));
    }
  }
}
