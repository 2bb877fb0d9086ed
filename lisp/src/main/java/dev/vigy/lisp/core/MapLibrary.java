package dev.vigy.lisp.core;

import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.LispMap;
import dev.vigy.lisp.value.Nil;
import java.util.List;

/// Functions on maps that the reference writes in Lisp (language reference 6.13).
final class MapLibrary {
  private MapLibrary() {}

  static List<LibraryEntry> entries() {
    return converting(
            new Table("Map library")
                .library(
                    NativeFunction.of3("assoc", Maps::set),
                    "m k v",
                    "The map with a key set.",
                    "(assoc (hash-map) :a 1) => {:a 1}")
                .fails(
                    "(assoc 5 :a 1) => :type-mismatch type mismatch: expected map, got int",
                    "(assoc (hash-map) '(1) 1) => :native-fn in native `hash-map`: non-hashable key kind: list")
                .library(
                    NativeFunction.of2("dissoc", Maps::remove),
                    "m k",
                    "The map without a key.",
                    "(dissoc (hash-map :a 1 :b 2) :a) => {:b 2}")
                .fails(
                    "(dissoc 5 :a) => :type-mismatch type mismatch: expected map, got int",
                    "(dissoc (hash-map :a 1 :b 2) '(1)) => :native-fn in native `hash-map`: non-hashable key kind: list")
                .library(
                    NativeFunction.of2(
                        "get",
                        (run, map, key) -> Arguments.map(map).getOr(Maps.key(run, key), Nil.NIL)),
                    "m k",
                    "The value of a key, or Nil.",
                    "(get (hash-map :a 1) :a) => 1")
                .fails(
                    "(get 5 :a) => :type-mismatch type mismatch: expected map, got int",
                    "(get (hash-map :a 1) '(1)) => :native-fn in native `hash-map`: non-hashable key kind: list")
                .library(
                    NativeFunction.of2("get-in", MapLibrary::getIn),
                    "m path",
                    "The value that is found by following a list of keys, or Nil.",
                    "(get-in (hash-map :a (hash-map :b 1)) '(:a :b)) => 1")
                .fails("(get-in 5 '(:a :b)) => :type-mismatch type mismatch: expected map, got int")
                .library(
                    NativeFunction.of3("assoc-in", MapLibrary::assocIn),
                    "m path v",
                    "The map with the value at the end of a list of keys set; maps that are missing on the way are made.",
                    "(assoc-in (hash-map) '(:a :b) 1) => {:a {:b 1}}")
                .fails(
                    "(assoc-in 5 '(:a :b) 1) => :type-mismatch type mismatch: expected map, got int")
                .library(
                    NativeFunction.of3(
                        "update-in",
                        (run, m, path, f) ->
                            assocIn(run, m, path, run.call(f, getIn(run, m, path)))),
                    "m path f",
                    "As `assoc-in`, with what f gives for the value that is there.",
                    "(update-in (hash-map :a 1) '(:a) inc) => {:a 2}")
                .fails(
                    "(update-in 5 '(:a) inc) => :type-mismatch type mismatch: expected map, got int",
                    "(update-in () '(:a) inc) => :type-mismatch type mismatch: expected number, got nil",
                    "(update-in (hash-map :a 1) '(:a) 5) => :not-callable value of type int is not callable"))
        .entries();
  }

  private static Table converting(Table table) {
    return table
        .library(
            NativeFunction.of1("frequencies", MapLibrary::frequencies),
            "xs",
            "A map from each element to how often it is there.",
            "(frequencies '(:a :a :b)) => {:a 2, :b 1}")
        .fails(
            "(frequencies 5) => :type-mismatch type mismatch: expected list, got int",
            "(frequencies '((1))) => :native-fn in native `hash-map`: non-hashable key kind: list")
        .library(
            NativeFunction.of2("group-by-into-map", MapLibrary::groupBy),
            "f xs",
            "A map from what f gives to the list of elements for which it does.",
            "(group-by-into-map even? '(1 2 3)) => {#f (1 3), #t (2)}")
        .fails(
            "(group-by-into-map 5 '(1 2 3)) => :not-callable value of type int is not callable",
            "(group-by-into-map even? 5) => :type-mismatch type mismatch: expected list, got int")
        .library(
            NativeFunction.of1("into-hash-map", MapLibrary::intoMap),
            "xs",
            "A map from a list of `(key value)` lists, or of keys and values in turn.",
            "(into-hash-map '((:a 1))) => {:a 1}")
        .fails(
            "(into-hash-map 5) => :type-mismatch type mismatch: expected pair, got int",
            "(into-hash-map '(1)) => :native-fn in native `hash-map`: expected even number of args (k v k v ...)")
        .library(
            NativeFunction.of2("select-keys", MapLibrary::selectKeys),
            "m keys",
            "The entries of these keys only.",
            "(select-keys (hash-map :a 1 :b 2) '(:a :z)) => {:a 1}")
        .fails("(select-keys 5 '(:a :z)) => :type-mismatch type mismatch: expected map, got int")
        .library(
            NativeFunction.of2("zipmap", MapLibrary::zipmap),
            "keys vals",
            "A map from the keys to the values, as long as both have one.",
            "(zipmap '(:a :b) '(1 2)) => {:a 1, :b 2}")
        .fails("(zipmap 5 '(1 2)) => :type-mismatch type mismatch: expected list, got int");
  }

  private static Object getIn(Activation run, Object m, Object path) {
    Object at = m;
    LispList.Cursor keys = Arguments.list(path, "pair").cursor();
    while (keys.hasNext()) {
      run.step(1);
      if (Arguments.isNull(at)) {
        return Nil.NIL;
      }
      at = Arguments.map(at).getOr(Maps.key(run, keys.next()), Nil.NIL);
      if (Arguments.isNull(at)) {
        return Nil.NIL;
      }
    }
    return at;
  }

  private static Object assocIn(Activation run, Object m, Object path, Object value) {
    LispList steps = Arguments.list(path, "pair");
    run.step(steps.length());
    run.allocate(steps.length() * 2L * Cost.SLOT);
    Object[] keys = steps.toArray();
    LispMap[] levels = new LispMap[keys.length];
    Object at = m;
    for (int i = 0; i < keys.length; i++) {
      levels[i] = Work.isTrue(at) ? Arguments.map(at) : LispMap.EMPTY;
      at = levels[i].getOr(Maps.key(run, keys[i]), Nil.NIL);
    }
    Object changed = value;
    for (int i = keys.length - 1; i >= 0; i--) {
      changed = Maps.with(run, levels[i], keys[i], changed);
    }
    return changed;
  }

  private static Object frequencies(Activation run, Object xs) {
    LispMap counts = LispMap.EMPTY;
    for (Object element : Arguments.list(xs)) {
      Object before = counts.getOr(Maps.key(run, element), 0L);
      run.allocate(Cost.BOX);
      counts = Maps.with(run, counts, element, (Long) before + 1);
    }
    return counts;
  }

  private static Object groupBy(Activation run, Object f, Object xs) {
    LispMap groups = LispMap.EMPTY;
    for (Object element : Arguments.list(xs)) {
      Object key = Maps.key(run, run.call(f, element));
      Object group = groups.getOr(key, Nil.NIL);
      if (group == Nil.NIL) {
        run.allocate(Cost.MAP_NODE);
        group = new LispList.Builder();
        groups = Maps.with(run, groups, key, group);
      }
      run.allocate(Cost.CELL);
      ((LispList.Builder) group).add(element);
    }
    LispMap built = LispMap.EMPTY;
    for (LispMap.Entry entry : groups) {
      built = Maps.with(run, built, entry.key(), ((LispList.Builder) entry.value()).build());
    }
    return built;
  }

  private static Object intoMap(Activation run, Object xs) {
    if (Arguments.isNull(xs)) {
      return LispMap.EMPTY;
    }
    LispList elements = Arguments.list(xs, "pair");
    if (!(elements.first() instanceof LispList pair && pair.length() == 2)) {
      return Maps.ofList(run, elements);
    }
    LispMap map = LispMap.EMPTY;
    for (Object entry : elements) {
      Object key = Lists.car(entry);
      map = Maps.with(run, map, key, Lists.car(Lists.cdr(run, entry)));
    }
    return map;
  }

  private static Object selectKeys(Activation run, Object m, Object keys) {
    LispMap selected = LispMap.EMPTY;
    for (Object key : Arguments.list(keys)) {
      LispMap map = Arguments.map(m);
      if (map.has(Maps.key(run, key))) {
        selected = Maps.with(run, selected, key, map.getOr(key, Nil.NIL));
      }
    }
    return selected;
  }

  private static Object zipmap(Activation run, Object keys, Object values) {
    LispList.Cursor key = Arguments.list(keys).cursor();
    LispList.Cursor value = Arguments.list(values).cursor();
    LispMap map = LispMap.EMPTY;
    while (key.hasNext() && value.hasNext()) {
      map = Maps.with(run, map, key.next(), value.next());
    }
    return map;
  }
}
