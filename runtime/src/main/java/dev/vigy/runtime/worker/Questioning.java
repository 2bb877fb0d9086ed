package dev.vigy.runtime.worker;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.run.LispError;
import dev.vigy.runtime.extension.Answer;
import dev.vigy.runtime.extension.Question;
import dev.vigy.runtime.vigy.Vigy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One pass's questions, asked all at once, each on a thread of its own. When the last is answered,
/// or the time for them is over, the tick goes on; an answer that comes later is lost.
final class Questioning {
  /// What a question gets that was not answered in time.
  static final Json TIMEOUT_ANSWER = timeout();

  private static final Answer.Result TIMEOUT = new Answer.Result.Data(TIMEOUT_ANSWER);

  /// Whoever asks watches the time too, and knows better what to say; this is for those who don't.
  private static final Duration SLACK = Duration.ofMillis(500);

  /// Starts threads that may wait, and says when time is over.
  interface Threads {
    /// @return interrupts the task
    Runnable start(Runnable task);

    /// @return withdraws it
    Runnable after(Duration delay, Runnable task);
  }

  private final List<Question> questions;
  private final Vigy vigy;
  private final Asker asker;
  private final Duration longest;
  private final AtomicReferenceArray<@Nullable Answer> results;
  private final AtomicInteger open;
  private final Runnable[] interrupts;
  private final AtomicReference<@Nullable Runnable> withdraw = new AtomicReference<>();
  private final Consumer<List<Answer>> done;

  private Questioning(
      Vigy vigy,
      List<Question> questions,
      Asker asker,
      Duration longest,
      Consumer<List<Answer>> done) {
    this.longest = longest;
    this.vigy = vigy;
    this.questions = questions;
    this.asker = asker;
    this.done = done;
    results = new AtomicReferenceArray<>(questions.size());
    open = new AtomicInteger(questions.size());
    interrupts = new Runnable[questions.size()];
  }

  /// @param left how long all of them may take
  /// @param done gets the answers in the order of the questions, once, on one of the threads
  static void ask(
      Vigy vigy,
      List<Question> questions,
      Asker asker,
      Duration left,
      Threads threads,
      Consumer<List<Answer>> done) {
    Questioning all = new Questioning(vigy, questions, asker, left, done);
    for (int i = 0; i < questions.size(); i++) {
      int at = i;
      all.interrupts[i] = threads.start(() -> all.answer(at));
    }
    all.deadline(threads.after(left.plus(SLACK), all::timeIsOver));
  }

  /// The last answer may have come before there was a deadline to withdraw.
  private void deadline(Runnable newWithdraw) {
    withdraw.set(newWithdraw);
    if (open.get() == 0) {
      newWithdraw.run();
    }
  }

  private void answer(int at) {
    Question question = questions.get(at);
    Answer answer;
    try {
      answer = asker.ask(vigy, question, longest);
    } catch (InterruptedException _) {
      answer = late(question);
    } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
      // Not an answer of the world but a fault of whoever asked it: the program shall know.
      answer = Answer.raised(question, LispError.nativeFn(question.verb(), "failed: " + e));
    }
    settle(at, answer);
  }

  private void timeIsOver() {
    for (int at = 0; at < interrupts.length; at++) {
      if (results.get(at) == null) {
        settle(at, late(questions.get(at)));
        interrupts[at].run();
      }
    }
  }

  private void settle(int at, Answer answer) {
    if (results.compareAndSet(at, null, answer) && open.decrementAndGet() == 0) {
      Runnable deadline = withdraw.get();
      if (deadline != null) {
        deadline.run();
      }
      List<Answer> answers = new ArrayList<>(questions.size());
      for (int i = 0; i < questions.size(); i++) {
        answers.add(Objects.requireNonNull(results.get(i)));
      }
      done.accept(answers);
    }
  }

  private static Answer late(Question question) {
    return new Answer(question.call(), TIMEOUT);
  }

  private static Json timeout() {
    Map<String, Json> answer = new LinkedHashMap<>();
    answer.put(":ok", new Json.Bool(false));
    answer.put(":error", new Json.Text("timeout"));
    return new Json.Object(answer);
  }
}
