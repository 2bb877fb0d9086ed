package dev.vigy.lisp.core;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.json.JsonParser;
import dev.vigy.lisp.json.JsonPrinter;
import dev.vigy.lisp.json.JsonSyntaxException;
import dev.vigy.lisp.json.JsonValues;
import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Arity;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.value.Charge;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.LispMap;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Symbol;
import java.util.List;

/// Everyday functions on data and JSON (everyday library 1).
final class DataFunctions {
  /// What a parsed character may take, in bytes: `1,` becomes a number in a list, twice over.
  private static final long PARSED_BYTES = 48;

  /// What an object or array takes while it is built, in bytes.
  private static final long OPEN_BYTES = 400;

  private DataFunctions() {}

  static List<LibraryEntry> entries() {
    return new Table("Data and JSON")
        .add(
            NativeFunction.of("dict", Arity.ANY, DataFunctions::dict),
            "key value…",
            "A map with string keys; a keyword or symbol as key loses its colon. For whatever leaves the program.",
            "(dict :text \"x\") => {\"text\" \"x\"}")
        .fails(
            "(dict 5 \"x\") => :type-mismatch type mismatch: expected keyword/symbol/string, got int",
            "(dict :text) => :native-fn in native `dict`: expected even number of args (k v k v ...)")
        .add(
            NativeFunction.of("json-get", Arity.range(2, 3), DataFunctions::get),
            "value path [default]",
            "What stands at the end of a path, which is one step or a list of steps: an Int is an index, from the end if negative; a name finds the string key, else the keyword. Where there is nothing it gives default, or Nil, never an error.",
            "(json-get (json-parse \"{\\\"data\\\":[{\\\"n\\\":7}]}\") '(data 0 n)) => 7")
        .add(
            NativeFunction.of1("json-parse", DataFunctions::parse),
            "text",
            "The value of a JSON text; objects become maps with string keys.",
            "(json-parse \"[1,2.5,null]\") => (1 2.5 ())")
        .fails(
            "(json-parse 5) => :type-mismatch type mismatch: expected string, got int",
            "(json-parse \"{\\\"a\\\":}\") => :native-fn in native `json-parse`: expected a value at line 1, column 6")
        .add(
            NativeFunction.of1("json-print", DataFunctions::print),
            "value",
            "The value as compact JSON text, keys sorted.",
            "(json-print (dict :b 1.0 :a '(1 #t))) => \"{\\\"a\\\":[1,true],\\\"b\\\":1.0}\"")
        .add(
            NativeFunction.of2(
                "index-by",
                (run, f, list) -> {
                  LispMap index = LispMap.EMPTY;
                  for (Object element : Arguments.list(list)) {
                    index = Maps.with(run, index, run.call(f, element), element);
                  }
                  return index;
                }),
            "f list",
            "A map from what f gives to the element; the last one wins.",
            "(index-by first '((:a 1) (:b 2))) => {:a (:a 1), :b (:b 2)}")
        .fails(
            "(index-by 5 '((:a 1) (:b 2))) => :not-callable value of type int is not callable",
            "(index-by first 5) => :type-mismatch type mismatch: expected list, got int",
            "(index-by identity '((1))) => :native-fn in native `hash-map`: non-hashable key kind: list")
        .add(
            NativeFunction.of2("map-diff", DataFunctions::diff),
            "want have",
            "What must be done to have for it to become want: `:add` with `(key value)`, `:remove` with `(key old)`, `:change` with `(key old new)`.",
            "(map-diff (hash-map :a 1 :b 2) (hash-map :b 3 :c 4)) => {:add ((:a 1)), :remove ((:c 4)), :change ((:b 3 2))}")
        .fails(
            "(map-diff 5 (hash-map :b 3 :c 4)) => :type-mismatch type mismatch: expected map, got int")
        .entries();
  }

  private static Object dict(Activation run, Object[] xs) {
    if (xs.length % 2 != 0) {
      throw LispError.nativeFn("dict", "expected even number of args (k v k v ...)");
    }
    LispMap map = LispMap.EMPTY;
    for (int i = 0; i < xs.length; i += 2) {
      String key =
          switch (xs[i]) {
            case String text -> text;
            case Keyword(String name) -> name;
            case Symbol(String name) -> name;
            default -> throw Arguments.wrong("keyword/symbol/string", xs[i]);
          };
      map = Maps.with(run, map, key, xs[i + 1]);
    }
    return map;
  }

  private static Object get(Activation run, Object[] xs) {
    Object otherwise = xs.length == 3 ? xs[2] : Nil.NIL;
    Object at = xs[0];
    if (xs[1] instanceof LispList steps) {
      LispList.Cursor cursor = steps.cursor();
      while (cursor.hasNext() && at != Nil.NIL) {
        run.step(1);
        at = step(at, cursor.next());
      }
    } else if (xs[1] != Nil.NIL) {
      at = step(at, xs[1]);
    }
    return at == Nil.NIL ? otherwise : at;
  }

  private static Object step(Object value, Object step) {
    if (step instanceof Long index) {
      return value instanceof LispList list
          ? Lists.nth(list, index < 0 ? index + list.length() : index)
          : Nil.NIL;
    }
    if (!(value instanceof LispMap map)) {
      return Nil.NIL;
    }
    return switch (step) {
      case String name -> named(map, name);
      case Keyword(String name) -> named(map, name);
      case Symbol(String name) -> named(map, name);
      default -> Nil.NIL;
    };
  }

  private static Object named(LispMap map, String name) {
    return map.get(name).orElseGet(() -> map.getOr(new Keyword(name), Nil.NIL));
  }

  private static Object parse(Activation run, Object text) {
    String source = Arguments.string(text);
    run.step(source.length());
    run.allocate(source.length() * PARSED_BYTES);
    try {
      return JsonValues.fromJson(JsonParser.parse(source));
    } catch (JsonSyntaxException e) {
      throw e.isTooDeep()
          ? LispError.limit("nesting", JsonParser.MAX_NESTING, "levels")
          : LispError.nativeFn("json-parse", e.text());
    }
  }

  private static Object print(Activation run, Object value) {
    Json json = JsonValues.toJson(value, JsonParser.MAX_NESTING, new Building(run));
    return JsonPrinter.printSorted(json, Work.writing(run));
  }

  /// Charges the JSON values that are built on the way to the text.
  private record Building(Activation run) implements Charge {
    @Override
    public void work(long amount) {
      run.step(amount);
      run.allocate(amount * 2 * Cost.OBJECT);
    }

    @Override
    public void level() {
      run.allocate(OPEN_BYTES);
    }
  }

  private static Object diff(Activation run, Object want, Object have) {
    LispMap wanted = Arguments.map(want);
    LispMap had = Arguments.map(have);
    LispList.Builder add = new LispList.Builder();
    LispList.Builder change = new LispList.Builder();
    for (LispMap.Entry entry : wanted) {
      Work.cells(run, 1);
      Object old = had.get(entry.key()).orElse(null);
      if (old == null) {
        Work.cells(run, 3);
        add.add(LispList.of(entry.key(), entry.value()));
      } else if (!Work.equal(run, old, entry.value())) {
        Work.cells(run, 4);
        change.add(LispList.of(entry.key(), old, entry.value()));
      }
    }
    LispList.Builder remove = new LispList.Builder();
    for (LispMap.Entry entry : had) {
      Work.cells(run, 1);
      if (!wanted.has(entry.key())) {
        Work.cells(run, 3);
        remove.add(LispList.of(entry.key(), entry.value()));
      }
    }
    run.allocate(3 * Cost.MAP_NODE);
    return LispMap.of(
        new Keyword("add"),
        add.build(),
        new Keyword("remove"),
        remove.build(),
        new Keyword("change"),
        change.build());
  }
}
