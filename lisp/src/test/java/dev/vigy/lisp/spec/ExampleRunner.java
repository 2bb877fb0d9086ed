package dev.vigy.lisp.spec;

import dev.vigy.lisp.Evaluation;
import dev.vigy.lisp.Lisp;
import dev.vigy.lisp.Meter;
import dev.vigy.lisp.RunOptions;
import dev.vigy.lisp.run.Limits;
import dev.vigy.lisp.value.Value;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs example lines on a thread whose stack carries 100,000 nested calls.
final class ExampleRunner implements AutoCloseable {
  private static final long STACK_BYTES = 1L << 30;

  /// More than any example needs, so that one that never ends is a failure too.
  private static final long STEPS_MAX = 500_000_000;

  private final Lisp lisp;

  private final ExecutorService bigStack =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(null, task, "examples", STACK_BYTES);
            thread.setDaemon(true);
            return thread;
          });

  ExampleRunner(Lisp lisp) {
    this.lisp = lisp;
  }

  /// What an example does.
  record Seen(String result, String output) {}

  static Seen expected(Example example) {
    return new Seen(example.result(), example.output());
  }

  Seen run(Example example) throws InterruptedException, TimeoutException {
    try {
      return bigStack.submit(() -> runHere(example)).get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      return new Seen("an exception: " + e.getCause(), "");
    }
  }

  private Seen runHere(Example example) {
    Limits limits = RunOptions.standard().limits();
    RunOptions options =
        RunOptions.standard()
            .withLimits(
                new Limits(
                    STEPS_MAX,
                    limits.memoryBytes(),
                    limits.depth(),
                    limits.cpuNanos(),
                    limits.outputBytes()));
    return switch (lisp.compile(example.forms()).run(options)) {
      case Evaluation.Completed(Object value, Meter meter) ->
          new Seen(Value.print(value), meter.output());
      case Evaluation.Failed(var error, Meter meter) ->
          new Seen("! " + error.fullMessage(), meter.output());
      case Evaluation.Left left -> throw new IllegalStateException("left by " + left.exit());
    };
  }

  @Override
  public void close() {
    bigStack.shutdownNow();
  }
}
