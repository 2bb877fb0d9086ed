package dev.vigy.runtime.store.jdbc;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.store.Kv;
import dev.vigy.runtime.vigy.Condition;
import dev.vigy.runtime.vigy.LedgerRange;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.VigyState;
import dev.vigy.runtime.vigy.VigyState.Pace;
import dev.vigy.runtime.vigy.Wakes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The state of a vigy: whole, as its row holds it, and as the change that a line of a segment
/// carries.
///
/// The numbers are always written, as one array: seq, successes, failures, limit failures,
/// revision, then last start, last success, last failure, last nominal and due (epoch ms or null),
/// retry, quarantine. The rest of a change is written only if it changed:
///
/// - `d`, `o`: desired and observed; 1 where the run of the line says the same.
/// - `n`: all conditions; a number stands for that condition of the run.
/// - `l`: `[k, […]]`: of the ledger, the first k ranges stay, these follow.
/// - `a`: `[named, interval]`, where an adaptive schedule stands; null for nowhere.
/// - `w`: `[due, count, k, […]]`, the wakes that wait: of their payloads the first k are gone,
///   these are new.
///
/// A whole state has `d`, `o`, `n`, `l` in full, `a` and `w` (with k 0) where there is any, `k` for
/// kv (key, value, set at), `y` for how many runs of each kind there were ([Tally]). A change
/// begins with the number of its run among those of its kind ([Lines]).
final class StateForm {
  private StateForm() {}

  /// All that the row of a vigy holds beside its definition.
  record Whole(VigyState state, Map<String, Kv> kv, Tally tally) {}

  /// A change without a run.
  static void writeChange(JsonOut out, VigyState before, VigyState after) {
    writeChange(out.raw("{\"s\":"), null, before, after);
  }

  /// @param run the run that led from `before` to `after`
  /// @param ordinal its number among those of its kind
  static void writeChange(
      JsonOut out, Run run, Lines.Ordinal ordinal, VigyState before, VigyState after) {
    out.raw("{\"").raw(ordinal.kind()).raw("\":").number(ordinal.first());
    writeChange(out.raw(",\"s\":"), run, before, after);
  }

  private static void writeChange(
      JsonOut out, @Nullable Run run, VigyState before, VigyState after) {
    writeNumbers(out, after);
    if (!before.desired().equals(after.desired())) {
      out.raw(",\"d\":");
      writeMap(out, run == null ? Optional.empty() : run.desired(), after.desired());
    }
    if (!before.observed().equals(after.observed())) {
      out.raw(",\"o\":");
      writeMap(out, run == null ? Optional.empty() : run.observed(), after.observed());
    }
    if (!sameInOrder(before.conditions(), after.conditions())) {
      out.raw(",\"n\":");
      writeConditions(out, run == null ? List.of() : run.conditions(), after.conditions());
    }
    if (!before.ledger().equals(after.ledger())) {
      out.raw(",\"l\":[");
      writeLedger(out, before.ledger(), after.ledger());
      out.raw(']');
    }
    if (!before.pace().equals(after.pace())) {
      writePace(out.raw(",\"a\":"), after.pace());
    }
    if (!before.wakes().equals(after.wakes())) {
      writeWakes(out.raw(",\"w\":"), before.wakes(), after.wakes());
    }
    out.raw('}');
  }

  private static void writePace(JsonOut out, Optional<Pace> pace) {
    if (pace.isEmpty()) {
      out.raw("null");
      return;
    }
    writeInstant(out.raw('['), pace.get().named());
    out.raw(',').number(pace.get().interval()).raw(']');
  }

  private static Optional<Pace> readPace(JsonIn in) {
    if (in.isNull()) {
      return Optional.empty();
    }
    in.beginArray();
    Optional<Instant> named = in.maybeNumber().map(Instant::ofEpochMilli);
    in.comma();
    long interval = in.number();
    in.endArray();
    return Optional.of(new Pace(named, interval));
  }

  private static void writeWakes(JsonOut out, Wakes before, Wakes after) {
    List<Json> old = before.payloads();
    List<Json> now = after.payloads();
    int gone = Math.max(0, old.size() - now.size());
    while (!startsWith(now, old.subList(gone, old.size()))) {
      gone++;
    }
    writeInstant(out.raw('['), after.due());
    out.raw(',').number(after.count()).raw(',').number(gone).raw(',');
    RunForm.array(out, now.subList(old.size() - gone, now.size()), JsonOut::sorted);
    out.raw(']');
  }

  private static boolean startsWith(List<Json> all, List<Json> part) {
    return part.size() <= all.size() && all.subList(0, part.size()).equals(part);
  }

  private static Wakes readWakes(JsonIn in, Wakes before) {
    in.beginArray();
    Optional<Instant> due = in.maybeNumber().map(Instant::ofEpochMilli);
    in.comma();
    long count = in.number();
    in.comma();
    int gone = in.integer();
    in.comma();
    if (gone > before.payloads().size()) {
      throw new JsonIn.Malformed("a change of the wakes does not fit");
    }
    List<Json> payloads =
        new ArrayList<>(before.payloads().subList(gone, before.payloads().size()));
    payloads.addAll(RunForm.list(in, JsonIn::value));
    in.endArray();
    return new Wakes(due, count, payloads);
  }

  private static boolean sameInOrder(Map<String, Condition> left, Map<String, Condition> right) {
    if (left.size() != right.size()) {
      return false;
    }
    Iterator<Condition> others = right.values().iterator();
    for (Condition condition : left.values()) {
      if (!condition.equals(others.next())) {
        return false;
      }
    }
    return true;
  }

  private static void writeMap(
      JsonOut out, Optional<Map<String, Json>> said, Map<String, Json> map) {
    if (said.isPresent() && said.get().equals(map)) {
      out.raw('1');
    } else {
      out.sortedMembers(map);
    }
  }

  private static void writeConditions(
      JsonOut out, List<Condition> said, Map<String, Condition> conditions) {
    char before = '[';
    for (Condition condition : conditions.values()) {
      out.raw(before);
      before = ',';
      int index = said.indexOf(condition);
      if (index >= 0) {
        out.number(index);
      } else {
        RunForm.writeCondition(out, condition);
      }
    }
    out.raw(before == '[' ? "[]" : "]");
  }

  private static void writeLedger(JsonOut out, List<LedgerRange> before, List<LedgerRange> after) {
    int shorter = Math.min(before.size(), after.size());
    int keep = 0;
    while (keep < shorter && before.get(keep).equals(after.get(keep))) {
      keep++;
    }
    out.number(keep).raw(',');
    RunForm.array(out, after.subList(keep, after.size()), StateForm::writeRange);
  }

  private static void writeRange(JsonOut out, LedgerRange range) {
    out.raw('[').number(range.from().toEpochMilli());
    out.raw(',').number(range.to().toEpochMilli());
    out.raw(',').number(range.count());
    out.raw(",\"").raw(range.fate().text()).raw("\",");
    RunForm.maybeText(out, range.reason());
    out.raw(',').number(range.fromSeq()).raw(',').number(range.toSeq()).raw(']');
  }

  private static void writeNumbers(JsonOut out, VigyState state) {
    out.raw('[').number(state.seq());
    out.raw(',').number(state.successes());
    out.raw(',').number(state.failures());
    out.raw(',').number(state.limitFailures());
    out.raw(',').number(state.revision());
    writeInstant(out.raw(','), state.lastStart());
    writeInstant(out.raw(','), state.lastSuccess());
    writeInstant(out.raw(','), state.lastFailure());
    writeInstant(out.raw(','), state.lastNominal());
    writeInstant(out.raw(','), state.due());
    out.raw(state.retry() ? ",1," : ",0,");
    RunForm.maybeText(out, state.quarantine());
    out.raw(']');
  }

  private static void writeInstant(JsonOut out, Optional<Instant> instant) {
    if (instant.isPresent()) {
      out.number(instant.get().toEpochMilli());
    } else {
      out.raw("null");
    }
  }

  static void writeWhole(JsonOut out, VigyState state, Map<String, Kv> kv, Tally tally) {
    out.raw("{\"s\":");
    writeNumbers(out, state);
    out.raw(",\"d\":").sortedMembers(state.desired());
    out.raw(",\"o\":").sortedMembers(state.observed());
    out.raw(",\"n\":");
    writeConditions(out, List.of(), state.conditions());
    out.raw(",\"l\":");
    RunForm.array(out, state.ledger(), StateForm::writeRange);
    if (state.pace().isPresent()) {
      writePace(out.raw(",\"a\":"), state.pace());
    }
    if (!state.wakes().isEmpty()) {
      writeWakes(out.raw(",\"w\":"), Wakes.NONE, state.wakes());
    }
    out.raw(",\"k\":");
    char before = '[';
    for (Map.Entry<String, Kv> entry : kv.entrySet()) {
      out.raw(before).raw('[').text(entry.getKey()).raw(',').sorted(entry.getValue().value());
      out.raw(',').number(entry.getValue().updatedAt().toEpochMilli()).raw(']');
      before = ',';
    }
    out.raw(before == '[' ? "[]" : "]");
    out.raw(",\"y\":[").number(tally.quiet()).raw(',').number(tally.others());
    out.raw(',').number(tally.failed()).raw("]}");
  }

  private record Numbers(
      long seq,
      long successes,
      int failures,
      int limitFailures,
      long revision,
      Optional<Instant> lastStart,
      Optional<Instant> lastSuccess,
      Optional<Instant> lastFailure,
      Optional<Instant> lastNominal,
      Optional<Instant> due,
      boolean retry,
      Optional<String> quarantine) {

    VigyState with(
        Map<String, Json> desired,
        Map<String, Json> observed,
        Map<String, Condition> conditions,
        List<LedgerRange> ledger,
        Optional<Pace> pace,
        Wakes wakes) {
      return new VigyState(
          seq,
          successes,
          failures,
          limitFailures,
          revision,
          lastStart,
          lastSuccess,
          lastFailure,
          lastNominal,
          due,
          retry,
          quarantine,
          desired,
          observed,
          conditions,
          ledger,
          pace,
          wakes);
    }
  }

  private static Numbers readNumbers(JsonIn in) {
    in.beginArray();
    long seq = in.number();
    in.comma();
    long successes = in.number();
    in.comma();
    int failures = in.integer();
    in.comma();
    int limitFailures = in.integer();
    in.comma();
    long revision = in.number();
    in.comma();
    Optional<Instant> lastStart = in.maybeNumber().map(Instant::ofEpochMilli);
    in.comma();
    Optional<Instant> lastSuccess = in.maybeNumber().map(Instant::ofEpochMilli);
    in.comma();
    Optional<Instant> lastFailure = in.maybeNumber().map(Instant::ofEpochMilli);
    in.comma();
    Optional<Instant> lastNominal = in.maybeNumber().map(Instant::ofEpochMilli);
    in.comma();
    Optional<Instant> due = in.maybeNumber().map(Instant::ofEpochMilli);
    in.comma();
    boolean retry = in.number() != 0;
    in.comma();
    Optional<String> quarantine = in.maybeText();
    in.restOfArray();
    return new Numbers(
        seq,
        successes,
        failures,
        limitFailures,
        revision,
        lastStart,
        lastSuccess,
        lastFailure,
        lastNominal,
        due,
        retry,
        quarantine);
  }

  /// The state after a change.
  ///
  /// @param in at the change's object
  /// @param said what the run of the line said, if it has one
  static VigyState readChange(JsonIn in, RunForm.@Nullable Rest said, VigyState before) {
    Numbers numbers = null;
    Map<String, Json> desired = before.desired();
    Map<String, Json> observed = before.observed();
    Map<String, Condition> conditions = before.conditions();
    List<LedgerRange> ledger = before.ledger();
    Optional<Pace> pace = before.pace();
    Wakes wakes = before.wakes();
    in.beginObject();
    for (boolean first = true; in.nextMember(first); first = false) {
      switch (in.key()) {
        case "s" -> numbers = readNumbers(in);
        case "d" -> desired = readMap(in, said == null ? Optional.empty() : said.desired());
        case "o" -> observed = readMap(in, said == null ? Optional.empty() : said.observed());
        case "n" -> conditions = readConditions(in, said == null ? List.of() : said.conditions());
        case "l" -> {
          in.beginArray();
          List<LedgerRange> all = new ArrayList<>(kept(before.ledger(), in.integer()));
          in.comma();
          all.addAll(RunForm.list(in, StateForm::readRange));
          in.endArray();
          ledger = List.copyOf(all);
        }
        case "a" -> pace = readPace(in);
        case "w" -> wakes = readWakes(in, before.wakes());
        default -> in.skip();
      }
    }
    return required(numbers).with(desired, observed, conditions, ledger, pace, wakes);
  }

  private static List<LedgerRange> kept(List<LedgerRange> ledger, int keep) {
    if (keep > ledger.size()) {
      throw new JsonIn.Malformed("a change of the ledger does not fit");
    }
    return ledger.subList(0, keep);
  }

  private static Numbers required(@Nullable Numbers numbers) {
    if (numbers == null) {
      throw new JsonIn.Malformed("a state without numbers");
    }
    return numbers;
  }

  private static Map<String, Json> readMap(JsonIn in, Optional<Map<String, Json>> said) {
    if (in.isObject()) {
      return Collections.unmodifiableMap(in.members());
    }
    in.number();
    return said.orElseThrow(() -> new JsonIn.Malformed("a change refers to a run without a map"));
  }

  private static Map<String, Condition> readConditions(JsonIn in, List<Condition> said) {
    Map<String, Condition> conditions = new LinkedHashMap<>();
    in.beginArray();
    for (boolean first = true; in.nextItem(first); first = false) {
      Condition condition;
      if (in.isArray()) {
        condition = RunForm.readCondition(in);
      } else {
        int index = in.integer();
        if (index >= said.size()) {
          throw new JsonIn.Malformed("a change refers to a condition that the run has not");
        }
        condition = said.get(index);
      }
      conditions.put(condition.name(), condition);
    }
    return Collections.unmodifiableMap(conditions);
  }

  private static LedgerRange readRange(JsonIn in) {
    in.beginArray();
    Instant from = Instant.ofEpochMilli(in.number());
    in.comma();
    Instant to = Instant.ofEpochMilli(in.number());
    in.comma();
    long count = in.number();
    in.comma();
    LedgerRange.Fate fate = RunForm.constant(LedgerRange.Fate.class, in.text());
    in.comma();
    Optional<String> reason = in.maybeText();
    in.comma();
    long fromSeq = in.number();
    in.comma();
    long toSeq = in.number();
    in.endArray();
    return new LedgerRange(from, to, count, fate, reason, fromSeq, toSeq);
  }

  /// The last run that a broken state knows of, 0 if not even that can be told.
  static long readSeq(byte[] bytes) {
    JsonIn in = new JsonIn(bytes);
    try {
      in.beginObject();
      in.nextMember(true);
      in.key();
      in.beginArray();
      return Math.max(0, in.number());
    } catch (JsonIn.Malformed e) {
      return 0;
    }
  }

  static Whole readWhole(byte[] bytes) {
    return readWhole(bytes, new Shared());
  }

  /// @param shared what other states have in common with this one
  static Whole readWhole(byte[] bytes, Shared shared) {
    JsonIn in = new JsonIn(bytes);
    Numbers numbers = null;
    Map<String, Json> desired = Map.of();
    Map<String, Json> observed = Map.of();
    Map<String, Condition> conditions = Map.of();
    List<LedgerRange> ledger = List.of();
    Optional<Pace> pace = Optional.empty();
    Wakes wakes = Wakes.NONE;
    Map<String, Kv> kv = new LinkedHashMap<>();
    Tally tally = Tally.NONE;
    in.beginObject();
    for (boolean first = true; in.nextMember(first); first = false) {
      switch (in.key()) {
        case "s" -> numbers = readNumbers(in);
        case "d" -> desired = Collections.unmodifiableMap(in.members());
        case "o" -> observed = Collections.unmodifiableMap(in.members());
        case "n" -> conditions = readConditions(in, List.of());
        case "l" -> ledger = RunForm.list(in, StateForm::readRange);
        case "a" -> pace = readPace(in);
        case "w" -> wakes = readWakes(in, Wakes.NONE);
        case "k" -> {
          // Keys that were set together share the instant.
          Instant setAt = Instant.EPOCH;
          in.beginArray();
          for (boolean firstKey = true; in.nextItem(firstKey); firstKey = false) {
            in.beginArray();
            String key = shared.of(in.text());
            in.comma();
            Json value = in.value();
            in.comma();
            Instant at = Instant.ofEpochMilli(in.number());
            setAt = at.equals(setAt) ? setAt : at;
            kv.put(key, new Kv(value, setAt));
            in.endArray();
          }
        }
        case "y" -> {
          in.beginArray();
          long quiet = in.number();
          in.comma();
          long others = in.number();
          in.comma();
          tally = new Tally(quiet, others, in.number());
          in.endArray();
        }
        default -> in.skip();
      }
    }
    in.finish();
    return new Whole(
        required(numbers).with(desired, observed, conditions, ledger, pace, wakes), kv, tally);
  }
}
