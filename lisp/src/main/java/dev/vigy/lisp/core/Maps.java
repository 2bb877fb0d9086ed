package dev.vigy.lisp.core;

import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Arity;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.LispMap;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Value;
import java.util.List;

/// The natives on maps (language reference 6.12).
final class Maps {
  private Maps() {}

  static List<LibraryEntry> entries() {
    return whole(
            new Table("Hash maps")
                .add(
                    NativeFunction.of("hash-map", Arity.ANY, Maps::of),
                    "key value…",
                    "A map. Keys are strings, symbols, keywords, numbers, booleans and Nil; of equal keys the last wins.",
                    "(hash-map :a 1 :b 2) => {:a 1, :b 2}")
                .fails(
                    "(hash-map '(1) 1 :b 2) => :native-fn in native `hash-map`: non-hashable key kind: list",
                    "(hash-map :a) => :native-fn in native `hash-map`: expected even number of args (k v k v ...)")
                .add(
                    NativeFunction.of2(
                        "hash-map-get",
                        (run, map, key) -> Arguments.map(map).getOr(key(run, key), Nil.NIL)),
                    "map key",
                    "The value of a key, or Nil.",
                    "(hash-map-get (hash-map :a 1) :a) => 1")
                .fails(
                    "(hash-map-get 5 :a) => :type-mismatch type mismatch: expected map, got int",
                    "(hash-map-get (hash-map :a 1) '(1)) => :native-fn in native `hash-map`: non-hashable key kind: list")
                .add(
                    NativeFunction.of3(
                        "hash-map-get-or",
                        (run, map, key, other) -> Arguments.map(map).getOr(key(run, key), other)),
                    "map key default",
                    "The value of a key, or default if it is not there.",
                    "(hash-map-get-or (hash-map) :a 5) => 5")
                .fails(
                    "(hash-map-get-or 5 :a 5) => :type-mismatch type mismatch: expected map, got int",
                    "(hash-map-get-or (hash-map) '(1) 5) => :native-fn in native `hash-map`: non-hashable key kind: list")
                .add(
                    NativeFunction.of2(
                        "hash-map-has?", (run, map, key) -> Arguments.map(map).has(key(run, key))),
                    "map key",
                    "Whether the key is there.",
                    "(hash-map-has? (hash-map :a ()) :a) => #t")
                .fails(
                    "(hash-map-has? 5 :a) => :type-mismatch type mismatch: expected map, got int",
                    "(hash-map-has? (hash-map :a ()) '(1)) => :native-fn in native `hash-map`: non-hashable key kind: list")
                .add(
                    NativeFunction.of3("hash-map-set", (run, m, k, v) -> set(run, m, k, v)),
                    "map key value",
                    "The map with a key set.",
                    "(hash-map-set (hash-map) :a 1) => {:a 1}")
                .fails(
                    "(hash-map-set 5 :a 1) => :type-mismatch type mismatch: expected map, got int",
                    "(hash-map-set (hash-map) '(1) 1) => :native-fn in native `hash-map`: non-hashable key kind: list")
                .add(
                    NativeFunction.of2("hash-map-remove", Maps::remove),
                    "map key",
                    "The map without a key.",
                    "(hash-map-remove (hash-map :a 1) :a) => {}")
                .fails(
                    "(hash-map-remove 5 :a) => :type-mismatch type mismatch: expected map, got int",
                    "(hash-map-remove (hash-map :a 1) '(1)) => :native-fn in native `hash-map`: non-hashable key kind: list")
                .add(
                    NativeFunction.of3("hash-map-update", Maps::update),
                    "map key f",
                    "The map with the key set to what f gives for its value, or for Nil.",
                    "(hash-map-update (hash-map :n 1) :n inc) => {:n 2}")
                .fails(
                    "(hash-map-update 5 :n inc) => :type-mismatch type mismatch: expected map, got int",
                    "(hash-map-update (hash-map :n 1) 5 inc) => :type-mismatch type mismatch: expected number, got nil",
                    "(hash-map-update (hash-map :n 1) '(1) inc) => :native-fn in native `hash-map`: non-hashable key kind: list",
                    "(hash-map-update (hash-map :n 1) :n 5) => :not-callable value of type int is not callable"))
        .entries();
  }

  private static Table whole(Table table) {
    return table
        .add(
            Predicates.test("hash-map?", v -> v instanceof LispMap),
            "value",
            "Whether it is a map.",
            "(hash-map? (hash-map)) => #t")
        .add(
            NativeFunction.of1("hash-map-count", (run, map) -> (long) Arguments.map(map).count()),
            "map",
            "How many entries it has.",
            "(hash-map-count (hash-map :a 1)) => 1")
        .fails("(hash-map-count 5) => :type-mismatch type mismatch: expected map, got int")
        .add(
            NativeFunction.of1("hash-map-empty?", (run, map) -> Arguments.map(map).isEmpty()),
            "map",
            "Whether it has no entry.",
            "(hash-map-empty? (hash-map)) => #t")
        .fails("(hash-map-empty? 5) => :type-mismatch type mismatch: expected map, got int")
        .add(
            NativeFunction.of1(
                "hash-map-keys",
                (run, map) -> {
                  LispMap entries = walked(run, map);
                  Work.cells(run, entries.count());
                  return entries.keys();
                }),
            "map",
            "A list of the keys, in order.",
            "(hash-map-keys (hash-map :a 1 :b 2)) => (:a :b)")
        .fails("(hash-map-keys 5) => :type-mismatch type mismatch: expected map, got int")
        .add(
            NativeFunction.of1(
                "hash-map-values",
                (run, map) -> {
                  LispMap entries = walked(run, map);
                  Work.cells(run, entries.count());
                  return entries.values();
                }),
            "map",
            "A list of the values, in order.",
            "(hash-map-values (hash-map :a 1 :b 2)) => (1 2)")
        .fails("(hash-map-values 5) => :type-mismatch type mismatch: expected map, got int")
        .add(
            NativeFunction.of1(
                "hash-map-entries",
                (run, map) -> {
                  LispMap entries = walked(run, map);
                  Work.cells(run, 3L * entries.count());
                  return entries.entryLists();
                }),
            "map",
            "A list of `(key value)` lists, in order.",
            "(hash-map-entries (hash-map :a 1)) => ((:a 1))")
        .fails("(hash-map-entries 5) => :type-mismatch type mismatch: expected map, got int")
        .add(
            NativeFunction.of("hash-map-merge", Arity.atLeast(1), Maps::merge),
            "map more…",
            "The entries of all maps; of equal keys the last wins, in the first place.",
            "(hash-map-merge (hash-map :k 1) (hash-map :k 2 :j 3)) => {:k 2, :j 3}")
        .fails(
            "(hash-map-merge 5 (hash-map :k 2 :j 3)) => :type-mismatch type mismatch: expected map, got int");
  }

  /// A map whose entries are about to be looked at in order; the first time that takes room for an
  /// array of them.
  private static LispMap walked(Activation run, Object map) {
    LispMap entries = Arguments.map(map);
    run.allocate(entries.count() * 3L * Cost.SLOT);
    return entries;
  }

  /// A value as a key, or the error that it can't be one.
  static Object key(Activation run, Object value) {
    Work.longText(run, value);
    if (!LispMap.isKey(value)) {
      throw LispError.nativeFn("hash-map", "non-hashable key kind: " + Value.typeName(value));
    }
    return value;
  }

  private static Object of(Activation run, Object[] xs) {
    if (xs.length % 2 != 0) {
      throw LispError.nativeFn("hash-map", "expected even number of args (k v k v ...)");
    }
    if (xs.length > 2 * LispMap.SMALL) {
      LispMap map = LispMap.EMPTY;
      for (int i = 0; i < xs.length; i += 2) {
        map = with(run, map, xs[i], xs[i + 1]);
      }
      return map;
    }
    for (int i = 0; i < xs.length; i += 2) {
      run.step(1);
      run.allocate(LispMap.EMPTY.updateBytes());
      key(run, xs[i]);
    }
    return LispMap.of(xs);
  }

  static Object set(Activation run, Object map, Object key, Object value) {
    return with(run, Arguments.map(map), key, value);
  }

  static LispMap with(Activation run, LispMap map, Object key, Object value) {
    run.step(1);
    run.allocate(map.updateBytes());
    return map.with(key(run, key), value);
  }

  static Object remove(Activation run, Object map, Object key) {
    LispMap entries = Arguments.map(map);
    run.allocate(entries.updateBytes());
    return entries.without(key(run, key));
  }

  private static Object update(Activation run, Object map, Object key, Object f) {
    LispMap entries = Arguments.map(map);
    Object value = run.call(f, entries.getOr(key(run, key), Nil.NIL));
    return with(run, entries, key, value);
  }

  private static Object merge(Activation run, Object[] maps) {
    LispMap merged = Arguments.map(maps[0]);
    for (int i = 1; i < maps.length; i++) {
      LispMap next = walked(run, maps[i]);
      if (merged.isEmpty()) {
        merged = next;
        continue;
      }
      for (LispMap.Entry entry : next) {
        merged = with(run, merged, entry.key(), entry.value());
      }
    }
    return merged;
  }

  /// Keys and values in turn.
  static Object ofList(Activation run, LispList keysAndValues) {
    Work.cells(run, keysAndValues.length());
    return of(run, keysAndValues.toArray());
  }
}
