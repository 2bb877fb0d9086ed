package dev.vigy.runtime.extension;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.LispError.Kind;
import dev.vigy.lisp.run.LispError.Limit;
import dev.vigy.runtime.vigy.Action;
import dev.vigy.runtime.vigy.Condition;
import dev.vigy.runtime.vigy.Run.Event;
import dev.vigy.runtime.vigy.Run.Log;
import dev.vigy.runtime.vigy.Run.Probe;
import dev.vigy.runtime.vigy.Run.Said;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The host of one tick: what a program can read about it, and the buffers that it fills.
///
/// Made fresh for every pass of a tick, and cheap: a buffer exists once something is put into it.
/// The buffers are open to extensions, which may read, change or clear them; the methods that add
/// ([#emit], [#log] …) also keep the limits. Belongs to the thread that evaluates.
public final class VigyHost {
  private final TickFacts facts;
  private final HostLimits limits;
  private Answers answers;
  private final HostKv kv;
  private @Nullable List<Action> actions;
  private @Nullable List<Condition> conditions;
  private @Nullable Map<String, Json> desired;
  private @Nullable Map<String, Json> observed;
  private @Nullable List<Log> logs;
  private @Nullable Map<String, Json> traces;
  private @Nullable Map<String, Double> metrics;
  private @Nullable List<Event> events;
  private @Nullable List<Probe> probes;
  private @Nullable List<Question> open;
  private @Nullable Long nextInMs;
  private long saidBytes;
  private int probed;

  /// @param facts what the program may know about the tick
  /// @param kv the vigy's keys and values; read, never changed
  /// @param kvBytes their size by [KvSize], or a negative number: then it is counted when needed
  /// @param answers what the world answered so far
  public VigyHost(
      TickFacts facts, Map<String, Json> kv, long kvBytes, Answers answers, HostLimits limits) {
    this.facts = facts;
    this.limits = limits;
    this.answers = answers;
    this.kv = new HostKv(kv, kvBytes, facts, limits);
  }

  /// A host for the first tick of a vigy that starts at `startMs`, with empty kv and no answers.
  public static VigyHost at(long startMs) {
    return new VigyHost(TickFacts.first(startMs), Map.of(), 0, Answers.NONE, HostLimits.DEFAULT);
  }

  /// What the program may know about the tick.
  public TickFacts facts() {
    return facts;
  }

  public HostLimits limits() {
    return limits;
  }

  public HostKv kv() {
    return kv;
  }

  /// The typed intents, in the order said.
  public List<Action> actions() {
    if (actions == null) {
      actions = new ArrayList<>();
    }
    return actions;
  }

  /// Conditions in the order said; a later one of the same name wins.
  public List<Condition> conditions() {
    if (conditions == null) {
      conditions = new ArrayList<>();
    }
    return conditions;
  }

  public Map<String, Json> desired() {
    if (desired == null) {
      desired = new SmallMap<>();
    }
    return desired;
  }

  public Map<String, Json> observed() {
    if (observed == null) {
      observed = new SmallMap<>();
    }
    return observed;
  }

  public List<Log> logs() {
    if (logs == null) {
      logs = new ArrayList<>();
    }
    return logs;
  }

  public Map<String, Json> traces() {
    if (traces == null) {
      traces = new SmallMap<>();
    }
    return traces;
  }

  public Map<String, Double> metrics() {
    if (metrics == null) {
      metrics = new SmallMap<>();
    }
    return metrics;
  }

  public List<Event> events() {
    if (events == null) {
      events = new ArrayList<>();
    }
    return events;
  }

  /// The answers this pass has used, in the order asked.
  public List<Probe> probes() {
    if (probes == null) {
      probes = new ArrayList<>();
    }
    return probes;
  }

  /// Questions without an answer: with at least one the pass does not count.
  public List<Question> open() {
    if (open == null) {
      open = new ArrayList<>();
    }
    return open;
  }

  /// Whether there is a question without an answer.
  public boolean hasOpen() {
    return open != null && !open.isEmpty();
  }

  /// The next tick that the program asked for, in ms from this one's start.
  public Optional<Long> nextInMs() {
    return Optional.ofNullable(nextInMs);
  }

  public void nextInMs(long ms) {
    nextInMs = ms;
  }

  /// Adds an action.
  ///
  /// @throws LispError that ends the run, if there are too many
  public void emit(Action action) {
    List<Action> all = actions();
    room(all.size(), "actions");
    all.add(action);
  }

  /// Says a condition.
  public void condition(Condition condition) {
    List<Condition> all = conditions();
    room(all.size(), "conditions");
    all.add(condition);
  }

  /// Says a condition as of now.
  ///
  /// @param reason a word for machines, such as `Few`; when it changes alone, that is no transition
  public void condition(String name, Condition.Status status, String reason) {
    condition(
        new Condition(
            name,
            status,
            Optional.of(reason),
            Optional.empty(),
            Instant.ofEpochMilli(facts.startMs()),
            facts.generation()));
  }

  /// Says what should be; the last value of a key wins.
  public void desire(String key, Json value) {
    Map<String, Json> all = desired();
    room(all, key, "desired");
    all.put(key, value);
  }

  /// Says what is; the last value of a key wins.
  public void observe(String key, Json value) {
    Map<String, Json> all = observed();
    room(all, key, "observed");
    all.put(key, value);
  }

  public void log(Log line) {
    List<Log> all = logs();
    room(all.size(), "logs");
    all.add(line);
  }

  public void event(Event event) {
    List<Event> all = events();
    room(all.size(), "events");
    all.add(event);
  }

  public void trace(String key, Json value) {
    Map<String, Json> all = traces();
    room(all, key, "traces");
    all.put(key, value);
  }

  public void metric(String name, double value) {
    Map<String, Double> all = metrics();
    room(all, name, "metrics");
    all.put(name, value);
  }

  /// The answer to a question about the world; it is recorded with the run.
  ///
  /// @throws Exits.Unanswered if it is not known yet: the pass ends here
  public Answer ask(Question question) {
    room(probes == null ? 0 : probes.size(), "answers");
    Optional<Answer> known = answers.to(question);
    if (known.isEmpty()) {
      open().add(question);
      throw new Exits.Unanswered();
    }
    probes().add(known.get().probe());
    return known.get();
  }

  /// Whether a question can be answered at all, also later.
  public boolean hasAnswers() {
    return !answers.equals(Answers.NONE);
  }

  /// Where answers come from, from now on.
  public void answerFrom(Answers newAnswers) {
    answers = newAnswers;
  }

  /// Ends a tick that went well: memory that no tick has touched for 30 days goes away.
  public void settle() {
    MemoryVerbs.forget(this);
  }

  /// Conditions one a name, the last one said, in the order in which the names appeared.
  public List<Condition> conditionsByName() {
    if (conditions == null || conditions.size() < 2) {
      return unchangeable(conditions);
    }
    Map<String, Condition> byName = new LinkedHashMap<>();
    conditions.forEach(condition -> byName.put(condition.name(), condition));
    return List.copyOf(byName.values());
  }

  /// What was said for people and machines to read, as a value, once the tick is over.
  ///
  /// @param output what the program printed
  public Said said(String output) {
    if (logs == null && traces == null && metrics == null && events == null && output.isEmpty()) {
      return Said.NOTHING;
    }
    return new Said(
        unchangeable(logs),
        unchangeable(traces),
        unchangeable(metrics),
        unchangeable(events),
        output);
  }

  /// A buffer that may not exist, from now on unchangeable. Not copied: nobody fills a host whose
  /// tick is over.
  private static <T> List<T> unchangeable(@Nullable List<T> buffer) {
    return buffer == null ? List.of() : Collections.unmodifiableList(buffer);
  }

  private static <V> Map<String, V> unchangeable(@Nullable Map<String, V> buffer) {
    return buffer == null ? Map.of() : Collections.unmodifiableMap(buffer);
  }

  /// The actions as a value, once the tick is over.
  public List<Action> actionsSaid() {
    return unchangeable(actions);
  }

  /// The desired state as a value, once the tick is over, in the order said.
  public Map<String, Json> desiredSaid() {
    return unchangeable(desired);
  }

  /// The observed state as a value, once the tick is over, in the order said.
  public Map<String, Json> observedSaid() {
    return unchangeable(observed);
  }

  /// The answers used as a value, once the tick is over.
  public List<Probe> probesUsed() {
    return unchangeable(probes);
  }

  /// As [#ask], with what the program gets: a value, or an error that is thrown.
  public Object answer(Activation run, Question question) {
    return ask(question).value(run);
  }

  /// Counts one probe; false once the tick has had all it may have.
  public boolean mayProbe() {
    probed++;
    return probed <= limits.probes();
  }

  /// Counts what a tick says against [HostLimits#saidBytes].
  void say(long bytes) {
    saidBytes += bytes;
    if (saidBytes > limits.saidBytes()) {
      throw LispError.ended(
          Kind.HALTED, Limit.OTHER, "said limit of " + limits.saidBytes() + " bytes exceeded");
    }
  }

  private void room(int size, String what) {
    if (size >= limits.entries()) {
      throw LispError.ended(
          Kind.HALTED, Limit.OTHER, what + " limit of " + limits.entries() + " exceeded");
    }
  }

  private void room(Map<String, ?> map, String key, String what) {
    if (map.size() >= limits.entries() && !map.containsKey(key)) {
      room(map.size(), what);
    }
  }
}
