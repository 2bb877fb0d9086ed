package dev.vigy.runtime.extension;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Where a tick finds what the world answered.
@FunctionalInterface
public interface Answers {
  /// Nothing is known: the first question ends the pass.
  Answers NONE = _ -> Optional.empty();

  /// The answer, or nothing if it is not known yet.
  Optional<Answer> to(Question question);

  /// Answers of earlier passes, taken in order. An answer whose call is another one waits for its
  /// question, so answers given by hand need not be in order.
  static Answers recorded(List<Answer> answers) {
    return answers.isEmpty() ? NONE : new Recorded(answers);
  }

  /// Asks at once, on the evaluating thread: for direct calls of `evaluate`, whose caller waits
  /// anyway.
  static Answers asking(Function<Question, Answer> asker) {
    return question -> Optional.of(asker.apply(question));
  }

  /// Answers in order, each used once. Belongs to one pass.
  final class Recorded implements Answers {
    private final List<Answer> waiting;

    private Recorded(List<Answer> answers) {
      waiting = new ArrayList<>(answers);
    }

    @Override
    public Optional<Answer> to(Question question) {
      for (int i = 0; i < waiting.size(); i++) {
        if (waiting.get(i).call().equals(question.call())) {
          return Optional.of(waiting.remove(i));
        }
      }
      return Optional.empty();
    }
  }
}
