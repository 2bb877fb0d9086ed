package dev.vigy.runtime;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.json.JsonParser;
import dev.vigy.runtime.Vigies.KvItem;
import dev.vigy.runtime.Vigies.Registered;
import dev.vigy.runtime.Vigies.VigyView;
import dev.vigy.runtime.VigyException.Kind;
import dev.vigy.runtime.extension.KvSize;
import dev.vigy.runtime.store.Change;
import dev.vigy.runtime.store.Change.Audit;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyId;
import dev.vigy.runtime.vigy.Wakes;
import dev.vigy.runtime.worker.Edit;
import dev.vigy.runtime.worker.Edits;
import dev.vigy.runtime.worker.KvTable;
import dev.vigy.runtime.worker.Resident;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Where wishes become edits, whoever has them: a caller of this process, or a request of another.
final class Desk {
  /// A key, a value, all of a vigy; bytes (product 5).
  private static final int LONGEST_KEY = 512;

  private static final int LONGEST_VALUE = 256 << 10;
  private static final int LONGEST_KV = 4 << 20;

  /// The last instant that can be written in RFC 3339.
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

  /// Keys that the engine derives from the state.
  private static final String RESERVED = "__sys::";

  private final Registering registering;
  private final Views views;
  private final Function<VigyId, List<Vigy>> earlier;
  private final String by;

  /// @param earlier the definitions that a vigy had before the current one
  Desk(Registering registering, Views views, Function<VigyId, List<Vigy>> earlier, String by) {
    this.registering = registering;
    this.views = views;
    this.earlier = earlier;
    this.by = by;
  }

  /// The same desk for somebody else.
  Desk on(String behalf) {
    return new Desk(registering, views, earlier, behalf);
  }

  Edit<Registered> register(VigySpec spec) {
    return registering.edit(registering.checked(spec), by, views);
  }

  Edit<VigyView> enable(String ref, boolean enabled) {
    return (registry, now) -> {
      Resident old = Answering.findSound(registry, ref);
      if (old.vigy().enabled() == enabled) {
        return unchanged(old, now);
      }
      return changed(
          Edits.standing(
              old,
              Edits.withEnabled(old.vigy(), enabled, now),
              audit(now, enabled ? "enable" : "disable")),
          now);
    };
  }

  Edit<VigyView> pause(String ref, Optional<String> note, Optional<Instant> until) {
    return (registry, now) -> {
      Resident old = Answering.findSound(registry, ref);
      if (until.isPresent() && (!until.get().isAfter(now) || until.get().isAfter(LATEST))) {
        throw new VigyException(
            Kind.INVALID,
            "a pause must end in the future and before the year 10000, not at " + until.get());
      }
      Optional<Instant> end = until.map(at -> Instant.ofEpochMilli(at.toEpochMilli()));
      Vigy.Pause pause = new Vigy.Pause(note, by, now, end);
      return changed(
          Edits.standing(
              old,
              Edits.withPause(old.vigy(), Optional.of(pause), now),
              new Audit(now, by, "pause", note)),
          now);
    };
  }

  Edit<VigyView> resume(String ref) {
    return (registry, now) -> {
      Resident old = Answering.findSound(registry, ref);
      if (old.vigy().pause().isEmpty() && old.state().quarantine().isEmpty()) {
        return unchanged(old, now);
      }
      return changed(
          Edits.resume(
              old, Edits.withPause(old.vigy(), Optional.empty(), now), audit(now, "resume")),
          now);
    };
  }

  Edit<VigyView> rollback(String ref, long generation) {
    return (registry, now) -> {
      Resident old = Answering.findSound(registry, ref);
      Vigy was = old.vigy();
      if (generation == was.generation()) {
        throw new VigyException(
            Kind.CONFLICT, "`%s` is at generation %d already".formatted(was.name(), generation));
      }
      Vigy goal =
          earlier.apply(was.id()).stream()
              .filter(version -> version.generation() == generation)
              .findFirst()
              .orElseThrow(() -> noGeneration(was, generation));
      registering.checkAgain(goal);
      Audit audit = new Audit(now, by, "rollback", Optional.of("to generation " + generation));
      return changed(
          Edits.replace(old, Edits.rolledBack(was, goal, new Vigy.Pin(by, now)), audit), now);
    };
  }

  private static VigyException noGeneration(Vigy vigy, long generation) {
    return new VigyException(
        Kind.NOT_FOUND,
        "`%s` has no generation %d".formatted(vigy.name(), generation),
        "`vigy versions " + vigy.name() + "` lists those it has",
        List.of(),
        null);
  }

  Edit<VigyView> unpin(String ref) {
    return (registry, now) -> {
      Resident old = Answering.findSound(registry, ref);
      if (old.vigy().pin().isEmpty()) {
        return unchanged(old, now);
      }
      return changed(
          Edits.replace(old, Edits.withPin(old.vigy(), Optional.empty(), now), audit(now, "unpin")),
          now);
    };
  }

  Edit<Boolean> delete(String ref, boolean purge) {
    return (registry, now) -> {
      Optional<Resident> old = registry.find(ref);
      if (old.isEmpty()) {
        return Edit.Planned.nothing(false);
      }
      Change change =
          new Change.Deleted(
              old.get().vigy().id(),
              old.get().state().seq(),
              purge,
              audit(now, purge ? "delete --purge" : "delete"));
      return new Edit.Planned<>(Optional.of(change), true);
    };
  }

  Edit<KvItem> kvSet(String ref, String key, Json value) {
    // On the caller's thread, before anything walks through it.
    checkNesting(value);
    return (registry, now) -> {
      Resident old = Answering.findSound(registry, ref);
      checkKv(old.kv(), key, value);
      return new Edit.Planned<>(
          Optional.of(Edits.kv(old, key, Optional.of(value), audit(now, "kv set"))),
          new KvItem(key, value, now));
    };
  }

  Edit<Boolean> kvDelete(String ref, String key) {
    return (registry, now) -> {
      Resident old = Answering.findSound(registry, ref);
      if (old.kv().row(key).isEmpty()) {
        return Edit.Planned.nothing(false);
      }
      return new Edit.Planned<>(
          Optional.of(Edits.kv(old, key, Optional.empty(), audit(now, "kv del"))), true);
    };
  }

  Edit<VigyView> wake(String ref, Optional<Json> payload) {
    payload.ifPresent(Desk::checkNesting);
    payload.ifPresent(json -> within("payload", KvSize.of("", json), LONGEST_VALUE));
    return (registry, now) -> {
      Resident old = Answering.findSound(registry, ref);
      if (payload.isPresent()) {
        checkWaiting(old.state().wakes().payloads(), payload.get());
      }
      Change.Accounted change = Edits.wake(old, payload, now);
      return new Edit.Planned<>(Optional.of(change), views.view(Edits.woken(old, change), now));
    };
  }

  /// Nothing that was acknowledged may be lost, so what can't be kept is refused.
  private static void checkWaiting(List<Json> waiting, Json payload) {
    long bytes = KvSize.of("", payload);
    for (Json each : waiting) {
      bytes += KvSize.of("", each);
    }
    if (waiting.size() >= Wakes.MOST_WAITING || bytes > LONGEST_KV) {
      throw new VigyException(
          Kind.TOO_LARGE,
          "%d payloads of wakes wait for a tick already, the limit is %d, or %d bytes together"
              .formatted(waiting.size(), Wakes.MOST_WAITING, LONGEST_KV));
    }
  }

  private static void checkNesting(Json value) {
    if (nesting(value) > JsonParser.MAX_NESTING) {
      throw new VigyException(
          Kind.INVALID,
          "nesting of a value exceeds the limit of " + JsonParser.MAX_NESTING + " levels");
    }
  }

  /// How deep a value nests, without recursion; one more than the limit for all that nest deeper.
  private static int nesting(Json value) {
    List<Json> level = List.of(value);
    int depth = 0;
    while (!level.isEmpty() && depth <= JsonParser.MAX_NESTING) {
      List<Json> next = new ArrayList<>();
      for (Json each : level) {
        switch (each) {
          case Json.Array(List<Json> items) -> next.addAll(items);
          case Json.Object(Map<String, Json> members) -> next.addAll(members.values());
          case Json.Null _, Json.Bool _, Json.Int _, Json.Real _, Json.Text _ -> {}
        }
      }
      level = next;
      depth++;
    }
    return depth;
  }

  private static void checkKv(KvTable kv, String key, Json value) {
    if (key.startsWith(RESERVED)) {
      throw new VigyException(
          Kind.INVALID, "keys that begin with `" + RESERVED + "` can't be set: `" + key + "`");
    }
    if (key.isEmpty()) {
      throw new VigyException(Kind.INVALID, "a key must not be empty");
    }
    within("key", key.getBytes(StandardCharsets.UTF_8).length, LONGEST_KEY);
    within("value", KvSize.of("", value), LONGEST_VALUE);
    long before = kv.row(key).map(row -> KvSize.of(key, row.value())).orElse(0L);
    within("kv", kv.bytes() - before + KvSize.of(key, value), LONGEST_KV);
  }

  private static void within(String what, long size, long limit) {
    if (size > limit) {
      throw new VigyException(Kind.TOO_LARGE, what + " exceeds the limit of " + limit + " bytes");
    }
  }

  private Edit.Planned<VigyView> unchanged(Resident old, Instant now) {
    return Edit.Planned.nothing(views.view(old, now));
  }

  private Edit.Planned<VigyView> changed(Edits.Edited edited, Instant now) {
    return new Edit.Planned<>(Optional.of(edited.change()), views.view(edited.resident(), now));
  }

  private Audit audit(Instant now, String what) {
    return new Audit(now, by, what, Optional.empty());
  }
}
