package dev.vigy.runtime;

import dev.vigy.runtime.VigyException.Kind;
import dev.vigy.runtime.store.StoreException;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.worker.GoneException;
import dev.vigy.runtime.worker.Registry;
import dev.vigy.runtime.worker.Resident;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What users are told when something can't be done.
final class Answering {
  private Answering() {}

  /// @throws VigyException if there is no such vigy
  static Resident find(Registry registry, String ref) {
    return registry.find(ref).orElseThrow(() -> unknown(registry, ref));
  }

  private static VigyException unknown(Registry registry, String ref) {
    return new VigyException(
        Kind.NOT_FOUND, "not found: vigy " + ref, nearest(registry, ref), List.of(), null);
  }

  private static @Nullable String nearest(Registry registry, String ref) {
    return registry.all().stream()
        .map(Resident::vigy)
        .map(Vigy::name)
        .map(name -> Map.entry(name, distance(name, ref)))
        .filter(entry -> entry.getValue() <= Math.max(1, ref.length() / 4))
        .min(
            Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(entry -> "did you mean `" + entry.getKey() + "`?")
        .orElse(null);
  }

  /// Letters to add, drop or change (Levenshtein).
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int corner = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = corner + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        corner = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
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
