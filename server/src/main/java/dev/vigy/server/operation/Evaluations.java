package dev.vigy.server.operation;

import static dev.vigy.server.operation.Parameter.Type.ARRAY;
import static dev.vigy.server.operation.Parameter.Type.BOOLEAN;
import static dev.vigy.server.operation.Parameter.Type.INTEGER;
import static dev.vigy.server.operation.Parameter.Type.OBJECT;
import static dev.vigy.server.operation.Parameter.Type.TEXT;
import static dev.vigy.server.operation.Parameter.optional;
import static dev.vigy.server.operation.Parameter.required;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.runtime.DryRuns;
import dev.vigy.runtime.DryRuns.Finish;
import dev.vigy.runtime.DryRuns.Language;
import dev.vigy.runtime.DryRuns.Start;
import dev.vigy.runtime.VigySpec;
import dev.vigy.runtime.program.Definition;
import dev.vigy.runtime.vigy.Run.KvChange;
import dev.vigy.runtime.vigy.Run.Probe;
import dev.vigy.runtime.vigy.Run.RunError;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The operations `eval`, one dry tick told in JSON (product 8), and `check`. Needs no store and no
/// engine, so that `vigy eval` starts in milliseconds.
public final class Evaluations {
  private static final Parameter[] PARAMETERS = {
    required("program", TEXT, "the text to evaluate, or a file with one `defvigy`"),
    optional("file", TEXT, "the name of the file, for messages"),
    optional("name", TEXT, "the name that `vigy-name` gives, or which `defvigy` is meant"),
    optional("params", OBJECT, "parameters that `vigy-param` reads"),
    optional(
        "allow", ARRAY, "capabilities it asks for; granted are none or what the operator granted"),
    optional("kv", OBJECT, "what the vigy remembers"),
    optional("tick_start_ms", INTEGER, "the time of the tick; now when not said"),
    optional("tick_count", INTEGER, "the number of the tick; 1 when not said"),
    optional("previous_tick_ms", INTEGER, "the time of the tick before"),
    optional("probes", ARRAY, "recorded answers: objects with `call` and `answer`"),
    optional("wakes", ARRAY, "payloads of wakes that the tick answers"),
    optional("budget", OBJECT, "limits: steps, depth, time, memory"),
    optional("modules", OBJECT, "texts that `require` finds, by path"),
    optional("language_only", BOOLEAN, "the language without everyday library and verbs"),
  };

  private final DryRuns runs;
  private final InstantSource clock;

  public Evaluations(DryRuns runs, InstantSource clock) {
    this.runs = runs;
    this.clock = clock;
  }

  /// @param given the arguments as one object; unknown members are ignored
  /// @throws OperationException if an argument is missing or has a wrong type
  public Json.Object eval(Json.Object given) {
    return eval(Arguments.of(operation(), given));
  }

  Operation operation() {
    return Operation.reading("eval", "evaluate a program once, dry", this::eval, PARAMETERS);
  }

  private Json.Object eval(Arguments arguments) {
    Start start = start(arguments);
    return shape(runs.run(definition(arguments), start, language(arguments)), start);
  }

  private static Definition definition(Arguments arguments) {
    Optional<String> name = arguments.optionalText("name");
    String program = arguments.text("program");
    Definition plain = Definition.of(name.orElse("eval"), program);
    Definition chosen = program.contains("defvigy") ? chosen(program, name, plain) : plain;
    Map<String, Json> params = new LinkedHashMap<>(chosen.params());
    arguments.object("params").ifPresent(given -> params.putAll(given.members()));
    return new Definition(
        chosen.name(),
        chosen.doc(),
        chosen.program(),
        chosen.lines(),
        chosen.reconciler(),
        chosen.schedule(),
        chosen.labels(),
        params,
        arguments.texts("allow").orElse(chosen.allow()),
        Budgets.of(chosen.budget(), arguments.object("budget")),
        chosen.mode());
  }

  /// A text that can't be read is evaluated as it is: its run says so in the words of the contract.
  private static Definition chosen(String program, Optional<String> name, Definition plain) {
    ProgramText text = ProgramText.read("program", program, plain);
    return text.isPlain() || text.definitions().isEmpty() ? plain : text.choose(name);
  }

  private Start start(Arguments arguments) {
    List<Probe> probes = new ArrayList<>();
    for (Json probe : arguments.array("probes").orElse(List.of())) {
      probes.add(probe(probe));
    }
    return new Start(
        arguments.object("kv").map(Json.Object::members).orElse(Map.of()),
        arguments.integer("tick_start_ms").orElseGet(() -> clock.instant().toEpochMilli()),
        arguments.integer("tick_count").orElse(1L),
        arguments.integer("previous_tick_ms"),
        probes,
        arguments.array("wakes").orElse(List.of()));
  }

  private static Probe probe(Json given) {
    if (given instanceof Json.Object(Map<String, Json> members)
        && members.get("call") instanceof Json.Array(List<Json> call)
        && !call.isEmpty()
        && call.getFirst() instanceof Json.Text
        && members.containsKey("answer")) {
      return new Probe(call, Optional.ofNullable(members.get("answer")));
    }
    throw OperationException.refused(
        "`probes`: expected objects like {\"call\":[\"http-get\",\"https://…\"],\"answer\":{\":ok\":true}}");
  }

  private static Language language(Arguments arguments) {
    Map<String, String> modules = new LinkedHashMap<>();
    arguments
        .object("modules")
        .ifPresent(
            given ->
                given
                    .members()
                    .forEach(
                        (path, text) -> {
                          if (!(text instanceof Json.Text(String source))) {
                            throw Arguments.wrongType("modules." + path, "a string", text);
                          }
                          modules.put(path, source);
                        }));
    return new Language(arguments.flag("language_only").orElse(false), modules);
  }

  Operation checkOperation() {
    return Operation.reading(
        "check",
        "find errors in a program file without running it",
        this::check,
        required("program", TEXT, "a program, or a file with any number of `defvigy`"),
        optional("file", TEXT, "the name of the file, for messages"),
        optional("params", OBJECT, "parameters that `vigy-param` reads"));
  }

  /// `ok`, the names of the `vigies`, and the `diagnostics`; a file with errors is an answer, not
  /// an exception.
  public Json.Object check(Json.Object given) {
    return check(Arguments.of(checkOperation(), given));
  }

  private Json.Object check(Arguments arguments) {
    String file = arguments.optionalText("file").orElse("program");
    ProgramText text =
        ProgramText.read(file, arguments.text("program"), Definition.of("program", ""));
    List<Diagnostic> findings = new ArrayList<>(text.findings());
    List<Json> names = new ArrayList<>();
    for (Definition read : text.definitions()) {
      VigySpec spec = VigySpec.of(read);
      arguments.object("params").ifPresent(params -> params.members().forEach(spec::param));
      Definition definition = spec.definition();
      findings.addAll(text.inFile(definition, runs.check(definition)));
      if (!text.isPlain()) {
        names.add(new Json.Text(definition.name()));
      }
    }
    return new Fields()
        .put("ok", findings.stream().noneMatch(Diagnostic::isError))
        .put("vigies", new Json.Array(names))
        .list("diagnostics", findings, DiagnosticShape::of)
        .object();
  }

  private static Json.Object shape(Finish finish, Start start) {
    Fields fields = new Fields();
    if (finish.failure().isPresent()) {
      fields.put("error", error(finish.failure().get()));
      fields.put("stdout", finish.said().output());
    } else {
      fields
          .put("value", finish.value())
          .put("type", finish.type())
          .put("stdout", finish.said().output())
          .put("steps", finish.steps());
    }
    return fields.put("host", host(finish, start)).object();
  }

  private static Json error(RunError failure) {
    Fields fields =
        new Fields()
            .put("kind", failure.kind())
            .put("message", failure.message())
            .put("short", failure.shortMessage())
            .text("span", failure.span());
    RunShape.place(fields, failure);
    RunShape.advice(fields, failure);
    return fields.object();
  }

  private static Json host(Finish finish, Start start) {
    Map<String, Json> kv = new TreeMap<>(start.kv());
    List<String> dirty = new ArrayList<>();
    List<String> deleted = new ArrayList<>();
    for (KvChange change : finish.kvChanges()) {
      if (change.value().isPresent()) {
        kv.put(change.key(), change.value().get());
        dirty.add(change.key());
      } else {
        kv.remove(change.key());
        deleted.add(change.key());
      }
    }
    return new Fields()
        .list("actions", finish.actions(), RunShape::action)
        .map("desired", finish.desired())
        .map("observed", finish.observed())
        .list("conditions", finish.conditions(), RunShape::condition)
        .list("log", finish.said().logs(), RunShape::log)
        .map("trace", finish.said().traces())
        .map("metrics", RunShape.metrics(finish.said().metrics()))
        .list("events", finish.said().events(), RunShape::event)
        .map("kv", kv)
        .put("kv_dirty", VigyShape.textArray(dirty))
        .put("kv_deleted", VigyShape.textArray(deleted))
        .object();
  }
}
