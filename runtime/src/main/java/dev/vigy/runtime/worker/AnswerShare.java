package dev.vigy.runtime.worker;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.extension.Answer;
import dev.vigy.runtime.extension.Answer.Result.Data;
import dev.vigy.runtime.vigy.Weight;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Bounds the answers of the world that ticks hold while they wait for more: together a sixteenth
/// of the heap, about.
///
/// A tick that begins to ask waits while others hold that much. One that holds answers already may
/// always ask on, else two could wait for each other; so the bound is passed by what those few
/// still get.
///
/// For any thread.
final class AnswerShare {
  /// What an answer weighs without its data.
  private static final long ANSWER = 64;

  private final long most;

  // Guarded by this.
  private long held;
  private final ArrayDeque<Attempt> waiting = new ArrayDeque<>();

  /// @param heapBytes the most that the heap can be
  AnswerShare(long heapBytes) {
    most = heapBytes / 16;
  }

  /// Whether the attempt may ask now; if not, it stands in line and will be told.
  synchronized boolean enter(Attempt attempt) {
    if (attempt.answers.isEmpty() && held > most) {
      waiting.add(attempt);
      return false;
    }
    return true;
  }

  /// The attempt got answers.
  void holds(Attempt attempt, List<Answer> answers) {
    long bytes = 0;
    for (Answer answer : answers) {
      bytes += ANSWER + (answer.result() instanceof Data(Json json) ? Weight.of(json) : 0);
    }
    holds(attempt, bytes);
  }

  /// The attempt got answers that weigh so much.
  synchronized void holds(Attempt attempt, long bytes) {
    attempt.answerBytes += bytes;
    held += bytes;
  }

  /// The attempt needs its answers no more.
  ///
  /// @return the next in line that may ask now, if there is one; then this has to be asked again
  synchronized @Nullable Attempt release(@Nullable Attempt attempt) {
    if (attempt != null) {
      held -= attempt.answerBytes;
      attempt.answerBytes = 0;
    }
    return held > most ? null : waiting.poll();
  }
}
