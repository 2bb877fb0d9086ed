package dev.vigy.runtime.worker;

import dev.vigy.lisp.run.LispError;
import dev.vigy.runtime.extension.Answer;
import dev.vigy.runtime.extension.Question;
import dev.vigy.runtime.vigy.Vigy;

/// Whoever knows how to ask the world.
@FunctionalInterface
public interface Asker {
  /// Asks, on a virtual thread that may wait. What the world does wrong is an answer.
  ///
  /// @param vigy on whose behalf: its capabilities count
  /// @throws InterruptedException when the time for it is over; nobody wants the answer any more
  Answer ask(Vigy vigy, Question question) throws InterruptedException;

  /// For engines without probes: every question is an error in the program.
  static Asker nobody() {
    return (vigy, question) ->
        Answer.raised(question, LispError.nativeFn(question.verb(), "nobody here can answer this"));
  }
}
