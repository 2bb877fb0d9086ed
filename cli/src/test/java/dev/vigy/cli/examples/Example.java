package dev.vigy.cli.examples;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.json.JsonPrinter;
import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.lisp.source.Source;
import dev.vigy.runtime.Vigies;
import dev.vigy.runtime.VigySpec;
import dev.vigy.runtime.program.Definition;
import dev.vigy.runtime.program.ProgramFile;
import dev.vigy.runtime.store.jdbc.SqliteStore;
import dev.vigy.runtime.vigy.Action;
import dev.vigy.runtime.vigy.Capability;
import dev.vigy.runtime.vigy.Condition;
import dev.vigy.runtime.vigy.Grants;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.testkit.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One example, registered in a store of its own.
final class Example implements AutoCloseable {
  private final String name;
  private final Path db;
  private final SettableClock clock;
  private final Grants grants;
  private Vigies vigies;

  /// @param grants capabilities as on the command line, `file=/dir`
  private Example(String name, Path db, SettableClock clock, List<String> grants) {
    this.name = name;
    this.db = db;
    this.clock = clock;
    this.grants = Grants.of(grants.stream().map(Capability::parse).toList());
    this.vigies = open();
  }

  /// @param params in place of the file's own
  static Example register(
      String name, Map<String, Object> params, List<String> grants, Path db, SettableClock clock)
      throws IOException {
    return register(definition(name), params, grants, db, clock);
  }

  static Example register(
      Definition definition,
      Map<String, Object> params,
      List<String> grants,
      Path db,
      SettableClock clock) {
    String name = definition.name();
    Example example = new Example(name, db, clock, grants);
    VigySpec spec = VigySpec.of(definition);
    params.forEach(spec::param);
    List<Diagnostic> warnings = example.vigies.register(spec).warnings();
    if (!warnings.isEmpty()) {
      throw new IllegalStateException(name + " is not a good example: " + warnings);
    }
    return example;
  }

  /// What the example's file defines; it must have nothing to complain about.
  static Definition definition(String name) throws IOException {
    return definition(
        name, Path.of(System.getProperty("vigy.root"), "examples", name, name + ".vigy"));
  }

  static Definition definition(String name, Path file) throws IOException {
    ProgramFile.Parsed parsed =
        ProgramFile.parse(
            Source.of(file.toString(), Files.readString(file)), Definition.of(name, ""));
    if (!parsed.findings().isEmpty()) {
      throw new IllegalStateException(parsed.findings().toString());
    }
    return parsed.definitions().getFirst();
  }

  private Vigies open() {
    return Vigies.builder()
        .store(SqliteStore.at(db))
        .clock(clock)
        .grants(grants)
        .ticking(false)
        .by("test")
        .start();
  }

  /// As if the process had been restarted.
  void restart() {
    vigies.close();
    vigies = open();
  }

  /// A tick so much later than the last one. It must succeed.
  Run tickAfter(Duration passed) {
    clock.advance(passed);
    Run run = vigies.tick(name);
    if (!run.ok()) {
      throw new AssertionError("run " + run.seq() + " of " + name + " failed: " + run.failure());
    }
    return run;
  }

  /// The condition as people read it: `false OverLimit: 5.3 kB in 6 files`.
  String condition(String condition) {
    Condition found = vigies.vigy(name).state().conditions().get(condition);
    if (found == null) {
      return "";
    }
    return found.status().name().toLowerCase(Locale.ROOT)
        + found.reason().map(reason -> " " + reason).orElse("")
        + found.message().map(message -> ": " + message).orElse("");
  }

  String observed(String key) {
    Json value = vigies.vigy(name).state().observed().get(key);
    return value == null ? "" : JsonPrinter.print(value);
  }

  String kv(String key) {
    return vigies.kv(name, key).map(item -> JsonPrinter.print(item.value())).orElse("");
  }

  /// Each action as `delete old.log {"bytes":5}`, without those that do nothing.
  static List<String> actions(Run run) {
    return run.actions().stream()
        .filter(action -> action.kind() != dev.vigy.runtime.vigy.ReconcileKind.NOOP)
        .map(Example::text)
        .toList();
  }

  private static String text(Action action) {
    return action.kind().text()
        + action.subject().map(subject -> " " + subject).orElse("")
        + action.payload().map(payload -> " " + JsonPrinter.print(payload)).orElse("");
  }

  static String payloadText(Action action, String key) {
    return action.payload().orElseThrow() instanceof Json.Object(Map<String, Json> members)
            && members.get(key) instanceof Json.Text(String text)
        ? text
        : "";
  }

  @Override
  public void close() {
    vigies.close();
  }
}
