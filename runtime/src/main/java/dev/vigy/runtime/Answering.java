package dev.vigy.runtime;

import dev.vigy.runtime.VigyException.Kind;
import dev.vigy.runtime.program.Nearest;
import dev.vigy.runtime.store.StoreException;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.worker.GoneException;
import dev.vigy.runtime.worker.Registry;
import dev.vigy.runtime.worker.Resident;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What users are told when something can't be done.
final class Answering {
  private Answering() {}

  /// @throws VigyException if there is no such vigy
  static Resident find(Registry registry, String ref) {
    return registry.find(ref).orElseThrow(() -> unknown(registry, ref));
  }

  /// One that can be changed and ticked.
  ///
  /// @throws VigyException if there is no such vigy, or the store can't read it
  static Resident findSound(Registry registry, String ref) {
    Resident found = find(registry, ref);
    mustBeSound(found);
    return found;
  }

  static void mustBeSound(Resident resident) {
    if (resident.isBroken()) {
      String name = resident.vigy().name();
      throw new VigyException(
          Kind.CONFLICT,
          "vigy `%s` is broken: %s".formatted(name, resident.state().quarantine().orElse("")),
          "delete it, then its name is free; its runs stay",
          List.of(),
          null);
    }
  }

  private static VigyException unknown(Registry registry, String ref) {
    return new VigyException(
        Kind.NOT_FOUND, "not found: vigy " + ref, nearest(registry, ref), List.of(), null);
  }

  private static @Nullable String nearest(Registry registry, String ref) {
    List<String> names =
        registry.all().stream().map(Resident::vigy).map(Vigy::name).sorted().toList();
    return Nearest.to(ref, names).map(name -> "did you mean `" + name + "`?").orElse(null);
  }

  static VigyException run(String id) {
    return new VigyException(Kind.NOT_FOUND, "not found: run " + id);
  }

  /// Why something handed to the engine did not come to be.
  static VigyException failed(Throwable cause) {
    return switch (cause) {
      case VigyException ours ->
          new VigyException(
              ours.kind(),
              String.valueOf(ours.getMessage()),
              ours.hint().orElse(null),
              ours.diagnostics(),
              ours);
      case StoreException store -> unavailable(store);
      case GoneException _ ->
          new VigyException(
              Kind.UNAVAILABLE, "the vigy was deleted or the engine ended", null, List.of(), cause);
      default ->
          new VigyException(Kind.UNAVAILABLE, "it failed inside: " + cause, null, List.of(), cause);
    };
  }

  static VigyException unavailable(StoreException store) {
    return new VigyException(
        Kind.UNAVAILABLE,
        String.valueOf(store.getMessage()),
        store.hint().orElse(null),
        List.of(),
        store);
  }

  static VigyException late(String what) {
    return new VigyException(Kind.UNAVAILABLE, what + " took too long; it may still come to be");
  }
}
