package dev.vigy.runtime;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.lisp.source.Source;
import dev.vigy.lisp.value.Value;
import dev.vigy.runtime.extension.Answer;
import dev.vigy.runtime.extension.HostExtension;
import dev.vigy.runtime.extension.LispJson;
import dev.vigy.runtime.extension.Question;
import dev.vigy.runtime.program.Definition;
import dev.vigy.runtime.program.ProgramFile;
import dev.vigy.runtime.store.MemoryStore;
import dev.vigy.runtime.store.Store;
import dev.vigy.runtime.thread.BigStacks;
import dev.vigy.runtime.tick.Reconciler;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.worker.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Vigies on a clock that stands still until it is moved, and in a world that answers what it was
/// told to: for tests of programs. It is the real engine, store and language; days pass in
/// milliseconds, and the same steps give the same runs each time.
///
/// ```java
/// try (Simulation sim = Simulation.at(Instant.parse("2026-05-21T12:00:00Z")).start()) {
///   sim.load("site-watch.vigy", text);
///   sim.answer("http-get", Map.of(":ok", false, ":error", "status 503", ":elapsed-ms", 12));
///   List<Run> runs = sim.advance(Duration.ofMinutes(2));
/// }
/// ```
///
/// What a program asks and nobody answers fails the test: the method that moved the clock throws an
/// [AssertionError] that names the call. Belongs to one thread.
public final class Simulation implements AutoCloseable {
  /// How many runs are read from the store at once.
  private static final int PAGE = 1_000;

  private final AtomicReference<Instant> now;
  private final Store store;
  private final Vigies vigies;
  private final BigStacks thread = new BigStacks(1, "simulation");
  private final Deque<Answerer> answerers = new ArrayDeque<>();
  private final List<String> unanswered = new ArrayList<>();
  private long told;

  private Simulation(Builder asked) {
    now = new AtomicReference<>(asked.start);
    Store given = asked.store;
    store = given == null ? MemoryStore.create(now::get) : given;
    Vigies.Builder builder =
        Vigies.builder().store(store).clock(now::get).by(asked.by).seed(asked.seed).workers(1);
    asked.extensions.forEach(builder::extension);
    asked.reconcilers.forEach(named -> builder.reconciler(named.name(), named.reconciler()));
    builder.nanos = () -> now.get().toEpochMilli() * 1_000_000;
    builder.byHand = true;
    builder.asker = (vigy, question, longest) -> answer(vigy, question);
    vigies = builder.start();
    told = vigies.newestPosition();
  }

  /// A simulation that begins at this instant, cut to milliseconds.
  public static Builder at(Instant start) {
    return new Builder(Instant.ofEpochMilli(start.toEpochMilli()));
  }

  /// What a simulation is made of. Every method returns the builder.
  public static final class Builder {
    private final Instant start;
    private final List<HostExtension> extensions = new ArrayList<>();
    private final List<Named> reconcilers = new ArrayList<>();
    private @Nullable Store store;
    private String by = "test";
    private long seed = 1;

    private record Named(String name, Reconciler reconciler) {}

    private Builder(Instant start) {
      this.start = start;
    }

    /// The verbs of the application, as in [Vigies.Builder#extension]. Its pure functions and host
    /// verbs run as they are; what is asked outside is asked of the simulation.
    public Builder extension(HostExtension extension) {
      extensions.add(extension);
      return this;
    }

    /// As [Vigies.Builder#reconciler].
    public Builder reconciler(String name, Reconciler reconciler) {
      reconcilers.add(new Named(name, reconciler));
      return this;
    }

    /// Where vigies are kept; in memory when not said.
    public Builder store(Store newStore) {
      store = newStore;
      return this;
    }

    /// Who stands in the audit of edits.
    public Builder by(String who) {
      by = who;
      return this;
    }

    /// What the ids of runs are drawn from.
    public Builder seed(long newSeed) {
      seed = newSeed;
      return this;
    }

    public Simulation start() {
      return new Simulation(this);
    }
  }

  /// Answers what programs ask.
  @FunctionalInterface
  public interface Answerer {
    /// @return the answer as a Java value, as [#answer(String, Object)] takes it; nothing if
    ///   somebody else is to answer
    Optional<Object> answer(Question question);
  }

  /// The vigies: to register, edit, pause, and to look at state, kv, runs and ledger.
  public Vigies vigies() {
    return vigies;
  }

  /// What the clock shows.
  public Instant now() {
    return now.get();
  }

  /// Registers the vigies of a program file under their names; a plain program gets the file's.
  ///
  /// @return the names, in the order of the file
  /// @throws VigyException if the file can't be read, or a program does not pass the check
  public List<String> load(Path file) {
    try {
      return load(String.valueOf(file.getFileName()), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// As [#load(Path)].
  ///
  /// @param file the name that messages use
  public List<String> load(String file, String text) {
    int dot = file.lastIndexOf('.');
    Definition plain = Definition.of(dot > 0 ? file.substring(0, dot) : file, "");
    ProgramFile.Parsed parsed = ProgramFile.parse(Source.of(file, text), plain);
    if (parsed.hasErrors()) {
      String first =
          parsed.findings().stream()
              .filter(Diagnostic::isError)
              .map(Diagnostic::message)
              .findFirst()
              .orElse("");
      throw new VigyException(
          VigyException.Kind.REFUSED,
          "`" + file + "` can't be read: " + first,
          null,
          parsed.findings(),
          null);
    }
    parsed.definitions().forEach(definition -> vigies.register(VigySpec.of(definition)));
    return parsed.definitions().stream().map(Definition::name).toList();
  }

  /// From now on every call of this probe, or of this function that is asked, gets this answer,
  /// unless something that was said later answers it.
  ///
  /// @param value text, numbers, booleans, lists, maps, records or JSON; a text that begins with
  ///   `:` is a keyword, so an answer of `http-get` is `Map.of(":ok", true, ":status", 200)`
  public void answer(String verb, Object value) {
    answer(question -> question.verb().equals(verb) ? Optional.of(value) : Optional.empty());
  }

  /// As [#answer(String, Object)], where the first argument is this one: an URL, a path.
  public void answer(String verb, Object first, Object value) {
    Json argument = exact(first);
    answer(
        question ->
            question.verb().equals(verb)
                    && question.call().size() > 1
                    && question.call().get(1).equals(argument)
                ? Optional.of(value)
                : Optional.empty());
  }

  /// As [#answer(String, Object)], of whatever the answerer knows.
  public void answer(Answerer answerer) {
    answerers.push(answerer);
  }

  private Answer answer(Vigy vigy, Question question) {
    for (Answerer answerer : answerers) {
      Optional<Object> value = answerer.answer(question);
      if (value.isPresent()) {
        return new Answer(question.call(), new Answer.Result.Data(exact(value.get())));
      }
    }
    unanswered.add("`%s` of `%s`".formatted(called(question), vigy.name()));
    return Answer.raised(
        question, LispError.nativeFn(question.verb(), "the simulation has no answer"));
  }

  private static String called(Question question) {
    StringBuilder call = new StringBuilder("(").append(question.verb());
    question.arguments().forEach(argument -> call.append(' ').append(Value.print(argument)));
    return call.append(')').toString();
  }

  private static Json exact(Object value) {
    return value instanceof Json json ? json : LispJson.plain(Value.of(value));
  }

  /// Moves the clock on, stopping at every instant at which something becomes due.
  ///
  /// @return the runs of all vigies, in the order in which they became durable
  /// @throws AssertionError if a program asked what nobody answers
  public List<Run> advance(Duration duration) {
    Instant goal = now().plusMillis(duration.toMillis());
    return onBigStack(
        () -> {
          List<Run> runs = new ArrayList<>();
          settle(runs);
          while (goOn(goal.toEpochMilli())) {
            settle(runs);
          }
          now.set(goal);
          settle(runs);
          return List.copyOf(runs);
        });
  }

  /// Moves the clock on until a vigy has run so many times more.
  ///
  /// @return the runs of that vigy
  /// @throws AssertionError if a program asked what nobody answers, or the vigy is not going to run
  public List<Run> runs(String ref, int count) {
    return onBigStack(
        () -> {
          List<Run> all = new ArrayList<>();
          settle(all);
          while (of(ref, all).size() < count) {
            if (vigies.vigy(ref).state().due().isEmpty() || !goOn(Long.MAX_VALUE)) {
              throw new AssertionError(
                  "`%s` ran %d times and is not due again".formatted(ref, of(ref, all).size()));
            }
            settle(all);
          }
          return of(ref, all).subList(0, count);
        });
  }

  /// A forced tick, now.
  ///
  /// @throws AssertionError if the program asked what nobody answers
  public Run tick(String ref) {
    return onBigStack(
        () -> {
          Run run = vigies.tick(ref);
          settle(new ArrayList<>());
          return run;
        });
  }

  private List<Run> of(String ref, List<Run> runs) {
    Vigy vigy = vigies.vigy(ref).vigy();
    return runs.stream().filter(run -> run.vigyId().equals(vigy.id())).toList();
  }

  /// Sets the clock to where the next thing becomes due, if that is not after `goal`.
  private boolean goOn(long goal) {
    Optional<Long> next = vigies.engine().next();
    if (next.isEmpty() || next.get() > goal) {
      return false;
    }
    now.set(Instant.ofEpochMilli(Math.max(next.get(), now().toEpochMilli())));
    return true;
  }

  /// Does everything that is to be done at this instant.
  private void settle(List<Run> runs) {
    Engine engine = vigies.engine();
    boolean moved = true;
    while (moved) {
      moved = engine.step();
    }
    List<Run> page = store.runsAfter(told, PAGE);
    while (!page.isEmpty()) {
      runs.addAll(page);
      told = page.getLast().position();
      page = store.runsAfter(told, PAGE);
    }
    if (!unanswered.isEmpty()) {
      String calls = String.join(", ", unanswered);
      unanswered.clear();
      throw new AssertionError("nobody answers " + calls);
    }
  }

  private <T> T onBigStack(Callable<T> work) {
    try {
      return thread.call(work);
    } catch (RuntimeException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the simulation was interrupted", e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    vigies.close();
    thread.close();
  }
}
