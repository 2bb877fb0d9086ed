package dev.vigy.server.operation;

import static dev.vigy.server.operation.Operation.changing;
import static dev.vigy.server.operation.Operation.destructive;
import static dev.vigy.server.operation.Operation.reading;
import static dev.vigy.server.operation.Parameter.Type.BOOLEAN;
import static dev.vigy.server.operation.Parameter.Type.INTEGER;
import static dev.vigy.server.operation.Parameter.Type.JSON;
import static dev.vigy.server.operation.Parameter.Type.TEXT;
import static dev.vigy.server.operation.Parameter.optional;
import static dev.vigy.server.operation.Parameter.required;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.EngineStatus;
import dev.vigy.runtime.Subscription;
import dev.vigy.runtime.Vigies;
import dev.vigy.runtime.Vigies.VigyView;
import dev.vigy.runtime.VigyException;
import dev.vigy.runtime.store.RunQuery;
import dev.vigy.runtime.store.StoreException;
import dev.vigy.runtime.vigy.LedgerRange;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyId;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Every operation there is, over one [Vigies]. May be called from any thread.
public final class Operations {
  private static final Parameter VIGY = required("vigy", TEXT, "name or id of the vigy");
  private static final Parameter LIMIT =
      optional("limit", INTEGER, "at most so many, 1000 at most; 100 when not said");
  private static final int NEXT_SHOWN = 10;

  private static final Parameter AFTER =
      optional("after", TEXT, "go on after this cursor: the `next` of the page before");
  private static final Parameter SELECTOR =
      optional(
          "label_selector", TEXT, "only vigies whose labels match, such as `team=web,tier!=dev`");
  private static final Parameter GENERATION =
      optional("if_generation", INTEGER, "only if the vigy still has this generation");

  private final Vigies vigies;
  private final InstantSource clock;
  private final About about;
  private final Map<String, Operation> table = new LinkedHashMap<>();

  /// What a server says of itself.
  ///
  /// @param version of this program
  /// @param instance a text that no other server has, to be told apart from one that had the
  ///   address before
  /// @param store where it keeps things, as people name it
  public record About(String version, String instance, String store) {}

  /// @param evaluations carries out dry runs; without it they are not offered
  public Operations(
      Vigies vigies, Optional<Evaluations> evaluations, InstantSource clock, About about) {
    this.vigies = vigies;
    this.clock = clock;
    this.about = about;
    var editing = new Editing(vigies);
    var history = new History(vigies, this::name);
    add(
        changing(
            "register",
            "register a program under a name, or edit what has that name",
            editing::register,
            Editing.REGISTER));
    add(changing("update", "change parts of a vigy", editing::update, Editing.UPDATE));
    add(
        reading(
            "list",
            "list vigies in order of registration",
            this::list,
            SELECTOR,
            optional("status", TEXT, "only of this status"),
            LIMIT,
            AFTER));
    add(reading("get", "one vigy", a -> shape(vigies.vigy(a.text("vigy"))), VIGY));
    add(
        reading(
            "state",
            "what is desired and observed, and how its conditions stand",
            this::state,
            VIGY));
    add(
        reading(
            "runs",
            "runs of a vigy, newest first",
            history::runs,
            VIGY,
            LIMIT,
            AFTER,
            optional("result", TEXT, "only `ok` or only `failed` ones"),
            optional("since", TEXT, "only runs that started at or after this instant")));
    add(
        reading(
            "run",
            "one run",
            a -> history.run(a.text("run")),
            required("run", TEXT, "id of the run")));
    add(
        reading(
            "logs",
            "what a vigy logged and printed, newest first",
            history::logs,
            VIGY,
            LIMIT,
            AFTER,
            optional("level", TEXT, "only this level and worse"),
            optional("since", TEXT, "only runs that started at or after this instant")));
    add(
        reading(
            "ledger",
            "what became of every instant of the schedule, newest first",
            this::ledger,
            VIGY,
            LIMIT,
            AFTER));
    add(
        reading(
            "next",
            "the ticks that are to come as things stand, soonest first",
            this::next,
            VIGY,
            optional("limit", INTEGER, "at most so many, 1000 at most; 10 when not said")));
    add(reading("kv_list", "all keys of a vigy, sorted", this::kvList, VIGY, LIMIT, AFTER));
    add(
        reading(
            "kv_get", "one key of a vigy", this::kvGet, VIGY, required("key", TEXT, "the key")));
    add(
        changing(
            "kv_set",
            "set a key between ticks",
            a ->
                shape(
                    vigies.kvSet(
                        a.text("vigy"), a.text("key"), a.json("value").orElse(Json.Null.NULL))),
            VIGY,
            required("key", TEXT, "the key"),
            required("value", JSON, "any JSON")));
    add(
        destructive(
            "kv_delete",
            "delete a key between ticks",
            this::kvDelete,
            VIGY,
            required("key", TEXT, "the key")));
    add(
        changing(
            "tick",
            "tick now, in line with the schedule's ticks; answers the durable run",
            a -> shape(vigies.tick(a.text("vigy"))),
            VIGY));
    add(
        changing(
            "wake",
            "make it due now; several wakes before its next tick are one tick",
            a -> shape(vigies.wake(a.text("vigy"), a.json("payload"))),
            VIGY,
            optional("payload", JSON, "any JSON, for `vigy-wake-payloads`")));
    add(
        changing(
            "enable",
            "let it tick by its schedule",
            a -> shape(vigies.enable(checked(a))),
            VIGY,
            GENERATION));
    add(
        changing(
            "disable",
            "stop it from ticking by its schedule",
            a -> shape(vigies.disable(checked(a))),
            VIGY,
            GENERATION));
    add(
        changing(
            "pause",
            "stop it for a while, with a note",
            a -> shape(vigies.pause(checked(a), a.optionalText("note"), a.instant("until"))),
            VIGY,
            GENERATION,
            optional("note", TEXT, "why"),
            optional("until", TEXT, "the instant at which it goes on by itself")));
    add(
        changing(
            "resume",
            "end a pause or a quarantine",
            a -> shape(vigies.resume(checked(a))),
            VIGY,
            GENERATION));
    add(
        reading(
            "versions",
            "the definitions of all generations, newest first",
            this::versions,
            VIGY,
            LIMIT,
            AFTER));
    add(
        changing(
            "rollback",
            "make an earlier generation current again, as a new one, and pin it",
            a -> shape(vigies.rollback(checked(a), a.unsigned("to").orElseThrow())),
            VIGY,
            GENERATION,
            required("to", INTEGER, "the generation")));
    add(
        changing(
            "unpin",
            "let it be edited again after a rollback",
            a -> shape(vigies.unpin(checked(a))),
            VIGY,
            GENERATION));
    add(
        destructive(
            "delete",
            "delete a vigy with its kv and state; its runs stay",
            this::delete,
            VIGY,
            GENERATION,
            optional("purge", BOOLEAN, "delete its runs too")));
    evaluations.ifPresent(
        dry -> {
          add(dry.operation());
          add(dry.checkOperation());
        });
    add(reading("info", "what this server is", _ -> info()));
    add(reading("health", "whether ticks are committed", _ -> health()));
    add(reading("ready", "whether requests can be answered", _ -> health()));
    add(reading("reconcilers", "how many vigies tick, and how often together", _ -> reconcilers()));
  }

  private void add(Operation operation) {
    table.put(operation.name(), operation);
  }

  /// In the order of the documentation.
  public List<Operation> all() {
    return List.copyOf(table.values());
  }

  public Operation operation(String name) {
    Operation operation = table.get(name);
    if (operation == null) {
      throw new IllegalArgumentException("no operation " + name);
    }
    return operation;
  }

  /// Carries an operation out.
  ///
  /// @throws OperationException if it is refused or can't be carried out; nothing has changed then
  public Json call(String name, Json.Object arguments) {
    Operation operation = operation(name);
    return translated(() -> operation.body().call(Arguments.of(operation, arguments)));
  }

  /// Tells `listener` runs in commit order, on a thread of its own, until the subscription is
  /// closed.
  ///
  /// @throws OperationException if the vigy is unknown or the selector can't be read
  public Subscription follow(Follow follow, Consumer<Json.Object> listener) {
    return translated(
        () -> {
          long after = follow.after().orElseGet(vigies::newestPosition);
          var filter = new RunFilter(vigies, follow);
          return vigies.subscribe(after, filter, run -> listener.accept(shape(run)));
        });
  }

  /// What can be asked for by [#translated].
  @FunctionalInterface
  private interface Asked<T> {
    T get();
  }

  private static <T> T translated(Asked<T> asked) {
    try {
      return asked.get();
    } catch (VigyException e) {
      throw Failures.of(e);
    } catch (StoreException e) {
      throw Failures.of(e);
    }
  }

  private Optional<String> name(VigyId id) {
    try {
      return Optional.of(vigies.vigy(id.hex()).vigy().name());
    } catch (VigyException e) {
      return Optional.empty();
    }
  }

  static String text(Vigies.Status status) {
    return switch (status) {
      case ACTIVE -> "active";
      case PAUSED -> "paused";
      case DISABLED -> "disabled";
      case QUARANTINED -> "quarantined";
      case OUT_OF_SCOPE -> "out-of-scope";
    };
  }

  static Json.Object shape(VigyView view) {
    return VigyShape.vigy(view.vigy(), view.state(), text(view.status())).object();
  }

  private Json.Object shape(Run run) {
    return RunShape.run(run, name(run.vigyId()));
  }

  private static Json.Object shape(Vigies.KvItem item) {
    return new Fields()
        .put("key", item.key())
        .put("value", item.value())
        .put("updated_at", item.updatedAt())
        .object();
  }

  private Json state(Arguments arguments) {
    VigyView view = vigies.vigy(arguments.text("vigy"));
    Optional<Run> newest =
        vigies.runs(view.vigy().id().hex(), RunQuery.newest(1)).stream().findFirst();
    return VigyShape.state(view.vigy(), view.state(), text(view.status()), newest, clock.instant());
  }

  private Json list(Arguments arguments) {
    List<VigyView> found =
        vigies.list(
            Selection.selector(arguments.optionalText("label_selector")),
            Selection.status(arguments.optionalText("status")));
    return Pages.of(
        found,
        arguments,
        Operations::shape,
        view -> Pages.cursor(view.vigy().createdAt(), view.vigy().id().hex()),
        Comparator.naturalOrder());
  }

  private Json ledger(Arguments arguments) {
    List<LedgerRange> newestFirst = vigies.ledger(arguments.text("vigy")).reversed();
    return Pages.of(
        newestFirst,
        arguments,
        VigyShape::ledger,
        range -> Fields.text(range.from()),
        Comparator.reverseOrder());
  }

  private Json versions(Arguments arguments) {
    List<Vigy> newestFirst = vigies.versions(arguments.text("vigy"));
    long current = newestFirst.getFirst().generation();
    return Pages.of(
        newestFirst,
        arguments,
        version -> VigyShape.version(version, version.generation() == current),
        version -> Long.toString(version.generation()),
        Operations::newerFirst);
  }

  private static int newerFirst(String generation, String cursor) {
    try {
      return Long.compare(Long.parseLong(cursor), Long.parseLong(generation));
    } catch (NumberFormatException _) {
      throw OperationException.malformed("`after`: `" + cursor + "` is no cursor");
    }
  }

  private Json next(Arguments arguments) {
    int limit = arguments.has("limit") ? arguments.limit() : NEXT_SHOWN;
    return new Fields()
        .list(
            "items",
            vigies.next(arguments.text("vigy"), limit),
            upcoming ->
                new Fields()
                    .put("due_at", upcoming.dueAt())
                    .instant("nominal_at", upcoming.nominalAt())
                    .put("trigger", upcoming.trigger().text())
                    .object())
        .object();
  }

  private Json kvList(Arguments arguments) {
    return Pages.of(
        vigies.kv(arguments.text("vigy")),
        arguments,
        Operations::shape,
        Vigies.KvItem::key,
        Comparator.naturalOrder());
  }

  private Json kvGet(Arguments arguments) {
    String key = arguments.text("key");
    return shape(vigies.kv(arguments.text("vigy"), key).orElseThrow(() -> noKey(arguments, key)));
  }

  private Json kvDelete(Arguments arguments) {
    String key = arguments.text("key");
    if (!vigies.kvDelete(arguments.text("vigy"), key)) {
      throw noKey(arguments, key);
    }
    return new Fields().put("deleted", true).object();
  }

  private static OperationException noKey(Arguments arguments, String key) {
    return new OperationException(
        OperationException.Kind.NOT_FOUND,
        "`" + arguments.text("vigy") + "` has no key `" + key + "`");
  }

  private Json delete(Arguments arguments) {
    String ref = checked(arguments);
    String id = vigies.vigy(ref).vigy().id().hex();
    boolean deleted = vigies.delete(id, arguments.flag("purge").orElse(false));
    return new Fields().put("deleted", deleted).put("id", id).object();
  }

  /// The vigy that is meant, if it still has the generation that the caller has seen.
  private String checked(Arguments arguments) {
    return Editing.checked(vigies, arguments);
  }

  private Json info() {
    return new Fields()
        .put("name", "vigy")
        .put("version", about.version())
        .put("instance", about.instance())
        .put("store", about.store())
        .put("role", vigies.status().role().name().toLowerCase(java.util.Locale.ROOT))
        .put("cursor", Long.toString(vigies.newestPosition()))
        .object();
  }

  private Json health() {
    EngineStatus status = vigies.status();
    Fields fields = new Fields().put("ok", status.healthy()).put("vigies", status.vigies());
    return fields.text("error", status.storeError()).object();
  }

  private Json reconcilers() {
    EngineStatus status = vigies.status();
    return new Fields()
        .put("count", status.enabled())
        .put("tick_hz", new Json.Real(Math.round(status.ticksPerSecond() * 10) / 10.0))
        .object();
  }
}
