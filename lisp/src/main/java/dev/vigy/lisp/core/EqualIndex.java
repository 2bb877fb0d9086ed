package dev.vigy.lisp.core;

import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.LispMap;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Procedure;
import dev.vigy.lisp.value.Sexp;
import dev.vigy.lisp.value.Symbol;
import dev.vigy.lisp.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A mutable table from values to something, by `equal?`, for one call of a library function or one
/// memoizing procedure.
///
/// Texts lie in hash tables whose buckets are trees by their order, so that no choice of texts
/// makes them slow; what is equal by identity lies in a table by identity. Only lists, maps and
/// pieces of source are compared one by one where their hashes agree, and the run is charged for
/// that. Hashes and charges are the same on every machine.
final class EqualIndex<V> {
  private final Map<Object, V> scalars = new HashMap<>();
  private final Map<String, V> symbols = new HashMap<>();
  private final Map<String, V> keywords = new HashMap<>();
  private final Map<String, V> natives = new HashMap<>();
  private final IdentityHashMap<Object, V> identities = new IdentityHashMap<>();
  private final Map<Integer, List<Structure<V>>> structures = new HashMap<>();

  private record Structure<V>(Object key, V content) {}

  /// What a key is filed under, or null if there is nothing.
  @Nullable V get(Activation run, Object key) {
    Work.longText(run, key);
    return switch (key) {
      case String _, Long _, Boolean _, Nil _ -> scalars.get(key);
      case Double number -> scalars.get(unsigned(number));
      case Symbol symbol -> symbols.get(symbol.name());
      case Keyword keyword -> keywords.get(keyword.name());
      case Procedure procedure when isNative(procedure) -> natives.get(procedure.name());
      case LispList _, LispMap _, Sexp _ -> find(run, key);
      default -> identities.get(key);
    };
  }

  /// Files something under a key that [#get] does not find. Nothing is ever found under NaN.
  void put(Activation run, Object key, V content) {
    Work.longText(run, key);
    switch (key) {
      case String _, Long _, Boolean _, Nil _ -> scalars.put(key, content);
      case Double number -> {
        if (!number.isNaN()) {
          scalars.put(unsigned(number), content);
        }
      }
      case Symbol symbol -> symbols.put(symbol.name(), content);
      case Keyword keyword -> keywords.put(keyword.name(), content);
      case Procedure procedure when isNative(procedure) -> natives.put(procedure.name(), content);
      case LispList _, LispMap _, Sexp _ ->
          structures
              .computeIfAbsent(Value.hash(key, Work.touching(run)), hash -> new ArrayList<>())
              .add(new Structure<>(key, content));
      default -> identities.put(key, content);
    }
  }

  private @Nullable V find(Activation run, Object key) {
    for (Structure<V> structure :
        structures.getOrDefault(Value.hash(key, Work.touching(run)), List.of())) {
      run.step(1);
      if (Work.equal(run, structure.key, key)) {
        return structure.content;
      }
    }
    return null;
  }

  /// `0.0` equals `-0.0`.
  private static Double unsigned(Double number) {
    return number == 0 ? 0.0 : number;
  }

  private static boolean isNative(Procedure procedure) {
    return procedure.typeName().equals("native-fn");
  }
}
