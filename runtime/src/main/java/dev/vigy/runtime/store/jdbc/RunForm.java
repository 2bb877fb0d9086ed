package dev.vigy.runtime.store.jdbc;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.vigy.Action;
import dev.vigy.runtime.vigy.Action.ActionStatus;
import dev.vigy.runtime.vigy.Condition;
import dev.vigy.runtime.vigy.ReconcileKind;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Run.Event;
import dev.vigy.runtime.vigy.Run.KvChange;
import dev.vigy.runtime.vigy.Run.Log;
import dev.vigy.runtime.vigy.Run.Probe;
import dev.vigy.runtime.vigy.Run.RunError;
import dev.vigy.runtime.vigy.Run.Said;
import dev.vigy.runtime.vigy.Trigger;
import dev.vigy.runtime.vigy.VigyId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A run as it stands in a line ([Lines]): its head, and its rest, of which everything plain is
/// left out.
///
/// Keys of the rest: `e` error, `g` generation, `t` trigger, `h` stopped, `a` actions, `k` changes
/// of kv, `d` desired, `o` observed, `n` conditions, `l` logs, `r` traces, `m` metrics, `w` events,
/// `p` printed, `q` probes, `u` payloads of wakes. What the views show as JSON stands here in its
/// final shape, or as arrays where that saves much.
final class RunForm {
  private RunForm() {}

  /// Writes a run from its seq on, up to the end of its rest: all that does not depend on its place
  /// in the store.
  static void write(JsonOut out, Run run) {
    long start = run.startedAt().toEpochMilli();
    out.number(run.seq()).raw(',').text(run.id()).raw(',').number(start);
    out.raw(',').number(run.endedAt().toEpochMilli() - start).raw(',');
    if (run.nominalAt().isPresent()) {
      out.number(run.nominalAt().get().toEpochMilli() - start);
    } else {
      out.raw("null");
    }
    out.raw(',').number(run.durationMicros()).raw(',').number(run.steps()).raw("]]");
    run.failure().ifPresent(failure -> writeError(out.raw(",\"e\":"), failure));
    out.raw(",\"g\":").number(run.generation());
    if (run.trigger() != Trigger.SCHEDULE) {
      out.raw(",\"t\":").text(run.trigger().text());
    }
    if (run.stopped()) {
      out.raw(",\"h\":1");
    }
    if (!run.actions().isEmpty()) {
      array(out.raw(",\"a\":"), run.actions(), RunForm::writeAction);
    }
    if (!run.kvChanges().isEmpty()) {
      array(out.raw(",\"k\":"), run.kvChanges(), RunForm::writeKvChange);
    }
    run.desired().ifPresent(desired -> out.raw(",\"d\":").sortedMembers(desired));
    run.observed().ifPresent(observed -> out.raw(",\"o\":").sortedMembers(observed));
    if (!run.conditions().isEmpty()) {
      array(out.raw(",\"n\":"), run.conditions(), RunForm::writeCondition);
    }
    writeSaid(out, run.said());
    if (!run.probes().isEmpty()) {
      array(out.raw(",\"q\":"), run.probes(), RunForm::writeProbe);
    }
    if (!run.wakes().isEmpty()) {
      array(out.raw(",\"u\":"), run.wakes(), JsonOut::sorted);
    }
  }

  private static void writeSaid(JsonOut out, Said said) {
    if (!said.logs().isEmpty()) {
      array(
          out.raw(",\"l\":"),
          said.logs(),
          (o, log) -> o.raw('[').text(log.level()).raw(',').text(log.message()).raw(']'));
    }
    if (!said.traces().isEmpty()) {
      out.raw(",\"r\":").sortedMembers(said.traces());
    }
    if (!said.metrics().isEmpty()) {
      out.raw(",\"m\":");
      char before = '{';
      for (Map.Entry<String, Double> metric : JsonOut.byKey(said.metrics())) {
        out.raw(before).text(metric.getKey()).raw(':').number(metric.getValue());
        before = ',';
      }
      out.raw('}');
    }
    if (!said.events().isEmpty()) {
      array(
          out.raw(",\"w\":"),
          said.events(),
          (o, event) -> o.raw('[').text(event.kind()).raw(',').text(event.message()).raw(']'));
    }
    if (!said.output().isEmpty()) {
      out.raw(",\"p\":").text(said.output());
    }
  }

  interface Item<T> {
    void write(JsonOut out, T item);
  }

  static <T> void array(JsonOut out, List<T> items, Item<T> form) {
    out.raw('[');
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        out.raw(',');
      }
      form.write(out, items.get(i));
    }
    out.raw(']');
  }

  private static void writeError(JsonOut out, RunError error) {
    out.raw("{\"text\":").text(error.text());
    out.raw(",\"kind\":").text(error.kind());
    out.raw(",\"message\":").text(error.message());
    out.raw(",\"short\":").text(error.shortMessage());
    error.span().ifPresent(span -> out.raw(",\"span\":").text(span));
    error.line().ifPresent(line -> out.raw(",\"line\":").number(line));
    error.column().ifPresent(column -> out.raw(",\"column\":").number(column));
    error.hint().ifPresent(hint -> out.raw(",\"hint\":").text(hint));
    array(out.raw(",\"stack\":"), error.stack(), JsonOut::text);
    out.raw(",\"repeatable\":").raw(error.repeatable() ? "true}" : "false}");
  }

  private static void writeAction(JsonOut out, Action action) {
    out.raw("{\"kind\":\"").raw(action.kind().text()).raw('"');
    action.subject().ifPresent(subject -> out.raw(",\"subject\":").text(subject));
    action.payload().ifPresent(payload -> out.raw(",\"payload\":").sorted(payload));
    action
        .result()
        .ifPresent(
            result ->
                out.raw(",\"result\":\"").raw(result.name().toLowerCase(Locale.ROOT)).raw('"'));
    action.message().ifPresent(message -> out.raw(",\"message\":").text(message));
    out.raw('}');
  }

  private static void writeKvChange(JsonOut out, KvChange change) {
    out.raw('[').text(change.key());
    change.value().ifPresent(value -> out.raw(',').sorted(value));
    out.raw(']');
  }

  static void writeCondition(JsonOut out, Condition condition) {
    out.raw('[').text(condition.name());
    out.raw(",\"").raw(condition.status().name().toLowerCase(Locale.ROOT)).raw("\",");
    maybeText(out, condition.reason());
    out.raw(',');
    maybeText(out, condition.message());
    out.raw(',').number(condition.lastTransition().toEpochMilli());
    out.raw(',').number(condition.observedGeneration()).raw(']');
  }

  static void maybeText(JsonOut out, Optional<String> text) {
    if (text.isPresent()) {
      out.text(text.get());
    } else {
      out.raw("null");
    }
  }

  private static void writeProbe(JsonOut out, Probe probe) {
    array(out.raw('['), probe.call(), JsonOut::value);
    probe.answer().ifPresent(answer -> out.raw(',').value(answer));
    out.raw(']');
  }

  /// The rest of a run, shared by all runs of its line.
  record Rest(
      long generation,
      Trigger trigger,
      Optional<RunError> failure,
      boolean stopped,
      List<Action> actions,
      List<KvChange> kvChanges,
      Optional<Map<String, Json>> desired,
      Optional<Map<String, Json>> observed,
      List<Condition> conditions,
      Said said,
      List<Probe> probes,
      List<Json> wakes) {

    Run run(VigyId vigy, byte[] bytes, int head, int headEnd) {
      JsonIn in = new JsonIn(bytes, head, headEnd);
      long position = in.number();
      in.comma();
      long seq = in.number();
      in.comma();
      String id = in.text();
      in.comma();
      long start = in.number();
      in.comma();
      long end = start + in.number();
      in.comma();
      Optional<Instant> nominal =
          in.maybeNumber().map(delta -> Instant.ofEpochMilli(start + delta));
      in.comma();
      long micros = in.number();
      in.comma();
      long steps = in.number();
      in.finish();
      return new Run(
          id,
          vigy,
          seq,
          position,
          generation,
          trigger,
          nominal,
          Instant.ofEpochMilli(start),
          Instant.ofEpochMilli(end),
          micros,
          steps,
          failure,
          stopped,
          actions,
          kvChanges,
          desired,
          observed,
          conditions,
          said,
          probes,
          wakes);
    }
  }

  /// Reads the rest of a line, from behind its heads to its TAB or its closing brace.
  static Rest readRest(byte[] bytes, int from, int to) {
    long generation = 0;
    Trigger trigger = Trigger.SCHEDULE;
    Optional<RunError> failure = Optional.empty();
    boolean stopped = false;
    List<Action> actions = List.of();
    List<KvChange> kvChanges = List.of();
    Optional<Map<String, Json>> desired = Optional.empty();
    Optional<Map<String, Json>> observed = Optional.empty();
    List<Condition> conditions = List.of();
    List<Log> logs = List.of();
    Map<String, Json> traces = Map.of();
    Map<String, Double> metrics = Map.of();
    List<Event> events = List.of();
    String output = "";
    List<Probe> probes = List.of();
    List<Json> wakes = List.of();
    JsonIn in = new JsonIn(bytes, from, to);
    while (in.more()) {
      in.comma();
      String key = in.key();
      switch (key) {
        case "e" -> failure = Optional.of(readError(in));
        case "g" -> generation = in.number();
        case "t" -> trigger = trigger(in.text());
        case "h" -> stopped = in.number() != 0;
        case "a" -> actions = list(in, RunForm::readAction);
        case "k" -> kvChanges = list(in, RunForm::readKvChange);
        case "d" -> desired = Optional.of(Collections.unmodifiableMap(in.members()));
        case "o" -> observed = Optional.of(Collections.unmodifiableMap(in.members()));
        case "n" -> conditions = list(in, RunForm::readCondition);
        case "l" -> logs = list(in, i -> pair(i, Log::new));
        case "r" -> traces = Collections.unmodifiableMap(in.members());
        case "m" -> metrics = readMetrics(in);
        case "w" -> events = list(in, i -> pair(i, Event::new));
        case "p" -> output = in.text();
        case "q" -> probes = list(in, RunForm::readProbe);
        case "u" -> wakes = list(in, JsonIn::value);
        default -> in.skip();
      }
    }
    Said said =
        logs.isEmpty()
                && traces.isEmpty()
                && metrics.isEmpty()
                && events.isEmpty()
                && output.isEmpty()
            ? Said.NOTHING
            : new Said(logs, traces, metrics, events, output);
    return new Rest(
        generation,
        trigger,
        failure,
        stopped,
        actions,
        kvChanges,
        desired,
        observed,
        conditions,
        said,
        probes,
        wakes);
  }

  private static Trigger trigger(String text) {
    for (Trigger trigger : Trigger.values()) {
      if (trigger.text().equals(text)) {
        return trigger;
      }
    }
    throw new JsonIn.Malformed("unknown trigger `" + text + "`");
  }

  static <T> List<T> list(JsonIn in, Function<JsonIn, T> item) {
    List<T> items = new ArrayList<>();
    in.beginArray();
    while (in.nextItem(items.isEmpty())) {
      items.add(item.apply(in));
    }
    return Collections.unmodifiableList(items);
  }

  private interface Pair<T> {
    T of(String left, String right);
  }

  private static <T> T pair(JsonIn in, Pair<T> form) {
    in.beginArray();
    String left = in.text();
    in.comma();
    T made = form.of(left, in.text());
    in.endArray();
    return made;
  }

  private static Map<String, Double> readMetrics(JsonIn in) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    in.beginObject();
    while (in.nextMember(metrics.isEmpty())) {
      String name = in.key();
      metrics.put(name, in.real());
    }
    return Collections.unmodifiableMap(metrics);
  }

  private static RunError readError(JsonIn in) {
    String text = "";
    String kind = "";
    String message = "";
    String shortMessage = "";
    Optional<String> span = Optional.empty();
    Optional<Integer> line = Optional.empty();
    Optional<Integer> column = Optional.empty();
    Optional<String> hint = Optional.empty();
    List<String> stack = List.of();
    boolean repeatable = true;
    in.beginObject();
    for (boolean first = true; in.nextMember(first); first = false) {
      switch (in.key()) {
        case "text" -> text = in.text();
        case "kind" -> kind = in.text();
        case "message" -> message = in.text();
        case "short" -> shortMessage = in.text();
        case "span" -> span = Optional.of(in.text());
        case "line" -> line = Optional.of(in.integer());
        case "column" -> column = Optional.of(in.integer());
        case "hint" -> hint = Optional.of(in.text());
        case "stack" -> stack = list(in, JsonIn::text);
        case "repeatable" -> repeatable = in.bool();
        default -> in.skip();
      }
    }
    return new RunError(
        text, kind, message, shortMessage, span, line, column, hint, stack, repeatable);
  }

  private static Action readAction(JsonIn in) {
    Optional<ReconcileKind> kind = Optional.empty();
    Optional<String> subject = Optional.empty();
    Optional<Json> payload = Optional.empty();
    Optional<ActionStatus> result = Optional.empty();
    Optional<String> message = Optional.empty();
    in.beginObject();
    for (boolean first = true; in.nextMember(first); first = false) {
      switch (in.key()) {
        case "kind" -> kind = ReconcileKind.parse(in.text());
        case "subject" -> subject = Optional.of(in.text());
        case "payload" -> payload = Optional.of(in.value());
        case "result" -> result = Optional.of(constant(ActionStatus.class, in.text()));
        case "message" -> message = Optional.of(in.text());
        default -> in.skip();
      }
    }
    return new Action(
        kind.orElseThrow(() -> new JsonIn.Malformed("an action of unknown kind")),
        subject,
        payload,
        result,
        message);
  }

  static <E extends Enum<E>> E constant(Class<E> type, String text) {
    try {
      return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new JsonIn.Malformed("unknown word `" + text + "`");
    }
  }

  private static KvChange readKvChange(JsonIn in) {
    in.beginArray();
    String key = in.text();
    if (!in.nextItem(false)) {
      return new KvChange(key, Optional.empty());
    }
    KvChange change = new KvChange(key, Optional.of(in.value()));
    in.endArray();
    return change;
  }

  static Condition readCondition(JsonIn in) {
    in.beginArray();
    String name = in.text();
    in.comma();
    Condition.Status status = constant(Condition.Status.class, in.text());
    in.comma();
    Optional<String> reason = in.maybeText();
    in.comma();
    Optional<String> message = in.maybeText();
    in.comma();
    Instant lastTransition = Instant.ofEpochMilli(in.number());
    in.comma();
    long generation = in.number();
    in.endArray();
    return new Condition(name, status, reason, message, lastTransition, generation);
  }

  private static Probe readProbe(JsonIn in) {
    in.beginArray();
    List<Json> call = list(in, JsonIn::value);
    if (!in.nextItem(false)) {
      return new Probe(call, Optional.empty());
    }
    Probe probe = new Probe(call, Optional.of(in.value()));
    in.endArray();
    return probe;
  }
}
