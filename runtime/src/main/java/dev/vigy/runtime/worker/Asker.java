package dev.vigy.runtime.worker;

import dev.vigy.lisp.run.LispError;
import dev.vigy.runtime.extension.Answer;
import dev.vigy.runtime.extension.Question;
import dev.vigy.runtime.vigy.Vigy;
import java.time.Duration;

/// Whoever knows how to ask the world.
@FunctionalInterface
public interface Asker {
  /// Asks, on a virtual thread that may wait. What the world does wrong is an answer.
  ///
  /// @param vigy on whose behalf: its capabilities count
  /// @param longest how long it may take; a little later nobody wants the answer any more
  /// @throws InterruptedException when the time for it is over; nobody wants the answer any more
  Answer ask(Vigy vigy, Question question, Duration longest) throws InterruptedException;

  /// For engines without probes: every question is an error in the program.
  static Asker nobody() {
    return (vigy, question, longest) ->
        Answer.raised(question, LispError.nativeFn(question.verb(), "nobody here can answer this"));
  }
}
