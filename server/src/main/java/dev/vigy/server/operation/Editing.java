package dev.vigy.server.operation;

import static dev.vigy.server.operation.Parameter.Type.ARRAY;
import static dev.vigy.server.operation.Parameter.Type.BOOLEAN;
import static dev.vigy.server.operation.Parameter.Type.INTEGER;
import static dev.vigy.server.operation.Parameter.Type.LABELS;
import static dev.vigy.server.operation.Parameter.Type.OBJECT;
import static dev.vigy.server.operation.Parameter.Type.TEXT;
import static dev.vigy.server.operation.Parameter.optional;
import static dev.vigy.server.operation.Parameter.required;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.runtime.Vigies;
import dev.vigy.runtime.VigyException;
import dev.vigy.runtime.VigySpec;
import dev.vigy.runtime.program.Definition;
import dev.vigy.runtime.vigy.Mode;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.Vigy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Registering and changing vigies.
final class Editing {
  /// What may be said of a vigy, new or changed.
  private static final List<Parameter> PARTS =
      List.of(
          optional("language", TEXT, "`tatara-lisp`, the only one there is"),
          optional("tick_interval_ms", INTEGER, "how often it ticks, at least 100"),
          optional(
              "schedule",
              OBJECT,
              "`{\"kind\":\"fixed\",\"interval_ms\":30000}`, `{\"kind\":\"cron\",\"expr\":\"0 7 * * mon-fri\",\"zone\":\"Europe/Berlin\"}`, `{\"kind\":\"adaptive\",\"min_ms\":1000,\"max_ms\":300000,\"hint_key\":\"pace\"}` or `{\"kind\":\"manual\"}`; but for the last also `jitter_ms`, `start`, `end`, `windows`, `catch_up`, `catch_up_window_ms`"),
          optional("enabled", BOOLEAN, "whether it ticks by its schedule"),
          optional("labels", LABELS, "labels"),
          optional("params", OBJECT, "parameters that `vigy-param` reads"),
          optional("allow", ARRAY, "capabilities it asks for, such as `http https://host/prefix`"),
          optional("budget", OBJECT, "limits of a tick: steps, depth, time, memory"),
          optional("mode", TEXT, "`act` or `observe`"),
          optional("doc", TEXT, "what it is for"),
          optional("force", BOOLEAN, "register in spite of unknown names"),
          optional("unpin", BOOLEAN, "take away the pin of a rollback"));

  static final Parameter[] REGISTER =
      with(
          optional("name", TEXT, "the name; may be left out if the program is one `defvigy`"),
          required("program", TEXT, "a program, or a file with the `defvigy` of that name"),
          optional("file", TEXT, "the name of the file, for messages"),
          optional("reconciler", TEXT, "a reconciler of the host instead of a program"));

  static final Parameter[] UPDATE =
      with(
          required("vigy", TEXT, "name or id of the vigy"),
          optional("program", TEXT, "the new program"),
          optional("file", TEXT, "the name of the file, for messages"),
          optional("if_generation", INTEGER, "only if the vigy still has this generation"));

  private final Vigies vigies;

  Editing(Vigies vigies) {
    this.vigies = vigies;
  }

  private static Parameter[] with(Parameter... first) {
    List<Parameter> all = new ArrayList<>(List.of(first));
    all.addAll(PARTS);
    return all.toArray(Parameter[]::new);
  }

  /// The vigy with `change` saying what became of it: `created`, `edited` or `unchanged`.
  Json register(Arguments arguments) {
    checkLanguage(arguments);
    Optional<String> name = arguments.optionalText("name");
    String program = notEmpty(arguments.text("program"));
    ProgramText text =
        ProgramText.read(
            arguments.optionalText("file").orElse("program"),
            program,
            Definition.of(name.orElse(""), ""));
    return register(arguments, text.choose(name), Optional.of(text));
  }

  /// As [#register], for a vigy that exists; what is not given stays as it is.
  Json update(Arguments arguments) {
    checkLanguage(arguments);
    Vigy vigy = vigies.vigy(checked(vigies, arguments)).vigy();
    Definition now = definition(vigy);
    Optional<String> program = arguments.optionalText("program").map(Editing::notEmpty);
    if (program.isEmpty()) {
      return register(arguments, now, Optional.empty());
    }
    ProgramText text =
        ProgramText.read(arguments.optionalText("file").orElse("program"), program.get(), now);
    return register(arguments, text.choose(Optional.of(vigy.name())), Optional.of(text));
  }

  private static String notEmpty(String program) {
    if (program.isBlank()) {
      throw OperationException.malformed("vigy program empty");
    }
    return program;
  }

  private static Definition definition(Vigy vigy) {
    return new Definition(
        vigy.name(),
        vigy.doc(),
        vigy.program(),
        vigy.lines(),
        vigy.reconciler(),
        vigy.schedule(),
        vigy.labels(),
        vigy.params(),
        vigy.allow(),
        vigy.budget(),
        vigy.mode());
  }

  private Json register(Arguments arguments, Definition base, Optional<ProgramText> text) {
    Definition definition = changed(base, arguments);
    VigySpec spec = VigySpec.of(definition);
    arguments.flag("enabled").ifPresent(spec::enabled);
    spec.force(arguments.flag("force").orElse(false));
    spec.unpin(arguments.flag("unpin").orElse(false));
    Vigies.Registered registered;
    try {
      registered = vigies.register(spec);
    } catch (VigyException e) {
      throw text.isPresent() ? text.get().placed(definition, e) : Failures.of(e);
    }
    Json.Object vigy = Operations.shape(registered.vigy());
    Map<String, Json> members = new LinkedHashMap<>(vigy.members());
    members.put("change", new Json.Text(registered.what().name().toLowerCase(Locale.ROOT)));
    if (!registered.warnings().isEmpty()) {
      List<Diagnostic> warnings =
          text.isPresent()
              ? text.get().inFile(definition, registered.warnings())
              : registered.warnings();
      members.put("diagnostics", Fields.array(warnings, DiagnosticShape::of));
    }
    return new Json.Object(members);
  }

  private static void checkLanguage(Arguments arguments) {
    String language = arguments.optionalText("language").orElse(Vigy.LANGUAGE);
    if (language.equals("blue")) {
      throw new OperationException(
          OperationException.Kind.REFUSED,
          "programs in blue can't be run here",
          "write it in tatara-lisp");
    }
    if (!language.equals(Vigy.LANGUAGE)) {
      throw OperationException.refused(
          "unknown vigy language \"" + language + "\": expected tatara-lisp or blue");
    }
  }

  private static Definition changed(Definition base, Arguments arguments) {
    SortedMap<String, String> labels =
        arguments.labels("labels").orElseGet(() -> new TreeMap<>(base.labels()));
    Map<String, Json> params = new LinkedHashMap<>(base.params());
    arguments.object("params").ifPresent(given -> params.putAll(given.members()));
    return new Definition(
        base.name(),
        arguments.optionalText("doc").or(base::doc),
        base.program(),
        base.lines(),
        arguments.optionalText("reconciler").orElse(base.reconciler()),
        schedule(base.schedule(), arguments),
        labels,
        params,
        arguments.texts("allow").orElse(base.allow()),
        Budgets.of(base.budget(), arguments.object("budget")),
        arguments.optionalText("mode").map(Editing::mode).orElse(base.mode()));
  }

  private static Mode mode(String text) {
    return switch (text) {
      case "act" -> Mode.ACT;
      case "observe" -> Mode.OBSERVE;
      default ->
          throw OperationException.malformed(
              "`mode`: expected `act` or `observe`, got `" + text + "`");
    };
  }

  private static Schedule schedule(Schedule base, Arguments arguments) {
    Optional<Long> interval = arguments.unsigned("tick_interval_ms");
    Optional<Json.Object> schedule = arguments.object("schedule");
    if (interval.isPresent() && schedule.isPresent()) {
      throw OperationException.malformed("`tick_interval_ms` and `schedule` exclude each other");
    }
    if (schedule.isPresent()) {
      return Schedules.of(schedule.get());
    }
    return interval.map(millis -> Schedules.every(base, Duration.ofMillis(millis))).orElse(base);
  }

  /// The vigy that is meant, if it still has the generation that the caller has seen.
  ///
  /// @throws OperationException of kind `CONFLICT` if it has another
  static String checked(Vigies vigies, Arguments arguments) {
    String ref = arguments.text("vigy");
    Optional<Long> expected = arguments.integer("if_generation");
    if (expected.isPresent()) {
      Vigy vigy = vigies.vigy(ref).vigy();
      if (vigy.generation() != expected.get()) {
        throw new OperationException(
            OperationException.Kind.CONFLICT,
            "`"
                + vigy.name()
                + "` is at generation "
                + vigy.generation()
                + ", not "
                + expected.get(),
            "read it again before you change it");
      }
    }
    return ref;
  }
}
