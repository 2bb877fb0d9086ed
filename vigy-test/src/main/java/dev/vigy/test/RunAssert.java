package dev.vigy.test;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.json.JsonPrinter;
import dev.vigy.lisp.value.Value;
import dev.vigy.runtime.extension.LispJson;
import dev.vigy.runtime.vigy.Action;
import dev.vigy.runtime.vigy.Condition;
import dev.vigy.runtime.vigy.ReconcileKind;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Run.KvChange;
import dev.vigy.runtime.vigy.Run.Log;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AssertionFailureBuilder;

/// What a run should have done. Every method returns this, or fails with what the run did instead.
///
/// Values are Java values by the rules that payloads follow: text, numbers, booleans, lists, maps.
public final class RunAssert {
  private final Run run;

  private RunAssert(Run run) {
    this.run = run;
  }

  public static RunAssert assertThat(Run run) {
    return new RunAssert(run);
  }

  /// The tick counts: it did not fail.
  public RunAssert succeeded() {
    if (run.failure().isPresent()) {
      throw failed("to succeed", "succeeded", "failed: " + run.failure().get().shortMessage());
    }
    return this;
  }

  /// The tick failed, and its error message has this part.
  public RunAssert failedWith(String part) {
    String message = run.failure().map(Run.RunError::message).orElse("");
    if (run.failure().isEmpty() || !message.contains(part)) {
      throw failed("to fail", part, run.failure().isEmpty() ? "it succeeded" : message);
    }
    return this;
  }

  /// The kinds of all actions, in the order said.
  public RunAssert acted(ReconcileKind... kinds) {
    List<ReconcileKind> did = run.actions().stream().map(Action::kind).toList();
    if (!did.equals(Arrays.asList(kinds))) {
      throw failed("its actions", words(Arrays.asList(kinds)), words(did));
    }
    return this;
  }

  /// There is an action of this kind about this subject (`vigy-act`).
  public RunAssert acted(ReconcileKind kind, String subject) {
    boolean found =
        run.actions().stream()
            .anyMatch(
                action -> action.kind() == kind && action.subject().equals(Optional.of(subject)));
    if (!found) {
      throw failed("an action", kind.text() + " " + subject, actions());
    }
    return this;
  }

  /// There is an action of this kind with this payload.
  public RunAssert actedWith(ReconcileKind kind, Object payload) {
    Json expected = json(payload);
    boolean found =
        run.actions().stream()
            .anyMatch(
                action -> action.kind() == kind && action.payload().equals(Optional.of(expected)));
    if (!found) {
      throw failed("an action", kind.text() + " " + JsonPrinter.print(expected), actions());
    }
    return this;
  }

  /// Nothing is asked of anybody: no action but noop and defer.
  public RunAssert didNothing() {
    boolean nothing =
        run.actions().stream()
            .allMatch(
                action ->
                    action.kind() == ReconcileKind.NOOP || action.kind() == ReconcileKind.DEFER);
    if (!nothing) {
      throw failed("no action", "nothing, noop or defer", actions());
    }
    return this;
  }

  /// The run set a key to a value.
  public RunAssert set(String key, Object value) {
    Json expected = json(value);
    @Nullable KvChange change = change(key);
    if (change == null || !change.value().equals(Optional.of(expected))) {
      throw failed("kv `" + key + "`", JsonPrinter.print(expected), shown(change));
    }
    return this;
  }

  /// The run deleted a key.
  public RunAssert deleted(String key) {
    @Nullable KvChange change = change(key);
    if (change == null || change.value().isPresent()) {
      throw failed("kv `" + key + "`", "deleted", shown(change));
    }
    return this;
  }

  /// The run left a key as it was.
  public RunAssert leftAlone(String key) {
    @Nullable KvChange change = change(key);
    if (change != null) {
      throw failed("kv `" + key + "`", "left alone", shown(change));
    }
    return this;
  }

  /// What the run said that should be.
  public RunAssert desired(String key, Object value) {
    return state("desired", run.desired(), key, value);
  }

  /// What the run said that is.
  public RunAssert observed(String key, Object value) {
    return state("observed", run.observed(), key, value);
  }

  private RunAssert state(
      String which, Optional<Map<String, Json>> values, String key, Object value) {
    Json expected = json(value);
    Optional<Json> found = values.flatMap(map -> Optional.ofNullable(map.get(key)));
    if (!found.equals(Optional.of(expected))) {
      throw failed(
          which + " `" + key + "`",
          JsonPrinter.print(expected),
          found.map(JsonPrinter::print).orElse("nothing"));
    }
    return this;
  }

  /// A condition with this status, whatever its reason.
  public RunAssert condition(String name, Condition.Status status) {
    Optional<Condition> found = condition(name);
    if (found.map(Condition::status).filter(status::equals).isEmpty()) {
      throw failed(
          "condition `" + name + "`",
          word(status),
          found.map(condition -> word(condition.status())).orElse("not set"));
    }
    return this;
  }

  /// A condition with this status and reason.
  public RunAssert condition(String name, Condition.Status status, String reason) {
    condition(name, status);
    Optional<String> found = condition(name).flatMap(Condition::reason);
    if (!found.equals(Optional.of(reason))) {
      throw failed("reason of condition `" + name + "`", reason, found.orElse("none"));
    }
    return this;
  }

  /// A log line of this level whose message has this part.
  public RunAssert logged(String level, String part) {
    boolean found =
        run.said().logs().stream()
            .anyMatch(log -> log.level().equals(level) && log.message().contains(part));
    if (!found) {
      throw failed("a log line", level + " …" + part + "…", logs());
    }
    return this;
  }

  /// An event of this kind.
  public RunAssert told(String kind) {
    List<String> kinds = run.said().events().stream().map(Run.Event::kind).toList();
    if (!kinds.contains(kind)) {
      throw failed("an event", kind, kinds.isEmpty() ? "none" : String.join(", ", kinds));
    }
    return this;
  }

  /// A metric with this value.
  public RunAssert metric(String name, double value) {
    @Nullable Double found = run.said().metrics().get(name);
    if (found == null || Double.compare(found, value) != 0) {
      throw failed(
          "metric `" + name + "`",
          Double.toString(value),
          found == null ? "not set" : found.toString());
    }
    return this;
  }

  private @Nullable KvChange change(String key) {
    return run.kvChanges().stream()
        .filter(change -> change.key().equals(key))
        .findFirst()
        .orElse(null);
  }

  private static String shown(@Nullable KvChange change) {
    return change == null ? "left alone" : change.value().map(JsonPrinter::print).orElse("deleted");
  }

  private Optional<Condition> condition(String name) {
    return run.conditions().stream().filter(condition -> condition.name().equals(name)).findFirst();
  }

  private String actions() {
    return run.actions().isEmpty()
        ? "none"
        : run.actions().stream()
            .map(
                action ->
                    action.kind().text()
                        + action.subject().map(subject -> " " + subject).orElse("")
                        + action
                            .payload()
                            .map(payload -> " " + JsonPrinter.print(payload))
                            .orElse(""))
            .collect(Collectors.joining(", "));
  }

  private String logs() {
    return run.said().logs().isEmpty()
        ? "none"
        : run.said().logs().stream()
            .map((Log log) -> log.level() + " " + log.message())
            .collect(Collectors.joining(", "));
  }

  private static String words(List<ReconcileKind> kinds) {
    return kinds.stream().map(ReconcileKind::text).collect(Collectors.joining(" "));
  }

  private static String word(Condition.Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  private static Json json(Object value) {
    return value instanceof Json json ? json : LispJson.plain(Value.of(value));
  }

  private AssertionError failed(String what, String expected, String actual) {
    String message = "run #" + run.seq() + " at " + run.startedAt() + ": " + what;
    // A run that failed explains itself, whatever was looked for.
    String why =
        run.failure().map(error -> " (it failed: " + error.shortMessage() + ")").orElse("");
    return AssertionFailureBuilder.assertionFailure()
        .message(message + why)
        .expected(expected)
        .actual(actual)
        .build();
  }
}
