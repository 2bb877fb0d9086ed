package dev.vigy.lisp.json;

import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.value.Charge;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.LispMap;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Numbers;
import dev.vigy.lisp.value.Symbol;
import dev.vigy.lisp.value.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lisp values as JSON and back.
///
/// | Value | JSON |
/// | --- | --- |
/// | nil; NaN and infinities | `null` |
/// | bool, int, float, string, list | the same |
/// | symbol | text of its name |
/// | keyword | text with its colon |
/// | map | object; keys as text: string and symbol as they are, keyword with colon, numbers as they print, `true`, `false`, `null`; the last of equal ones wins |
/// | everything else | the text `<type>`, such as `<closure>` |
///
/// Back, objects become maps with string keys, so keywords, symbols and other keys do not survive
/// the way there and back.
public final class JsonValues {
  private JsonValues() {}

  /// As [#toJson(Object, int, Charge)] with [JsonParser#MAX_NESTING] levels, uncharged; for values
  /// known to be small.
  public static Json toJson(Object value) {
    return toJson(value, JsonParser.MAX_NESTING, Charge.FREE);
  }

  /// @param maxNesting levels of lists and maps; the list `(1)` has one
  /// @param charge told of each element before it is converted
  /// @throws LispError of kind `limit`, `nesting exceeds the limit of 128 levels`, which a program
  ///   can catch
  public static Json toJson(Object value, int maxNesting, Charge charge) {
    ArrayDeque<OpenLevel> open = new ArrayDeque<>();
    Json done = scalarOrOpen(value, open, maxNesting, charge);
    while (true) {
      OpenLevel level = open.peekLast();
      if (level == null) {
        return done == null ? Json.Null.NULL : done;
      }
      if (done != null) {
        level.add(done);
      }
      if (level.elements.hasNext()) {
        done = scalarOrOpen(level.next(), open, maxNesting, charge);
      } else {
        open.removeLast();
        done = level.build();
      }
    }
  }

  /// A list or map being converted.
  private static final class OpenLevel {
    final Iterator<?> elements;
    final @Nullable List<Json> items;
    final @Nullable Map<String, Json> members;
    String key = "";

    OpenLevel(LispList list) {
      elements = list.cursor();
      items = new ArrayList<>();
      members = null;
    }

    OpenLevel(LispMap map) {
      elements = map.iterator();
      items = null;
      members = new LinkedHashMap<>();
    }

    Object next() {
      Object element = elements.next();
      if (element instanceof LispMap.Entry entry) {
        key = keyText(entry.key());
        return entry.value();
      }
      return element;
    }

    void add(Json converted) {
      if (items != null) {
        items.add(converted);
      } else if (members != null) {
        members.put(key, converted);
      }
    }

    Json build() {
      return items != null
          ? new Json.Array(items)
          : new Json.Object(members == null ? Map.of() : members);
    }
  }

  /// The JSON of a value without parts; null where a level was opened instead.
  private static @Nullable Json scalarOrOpen(
      Object value, ArrayDeque<OpenLevel> open, int maxNesting, Charge charge) {
    charge.work(1);
    return switch (value) {
      case Nil _ -> Json.Null.NULL;
      case Boolean truth -> new Json.Bool(truth);
      case Long number -> new Json.Int(number);
      case Double number -> Double.isFinite(number) ? new Json.Real(number) : Json.Null.NULL;
      case String text -> new Json.Text(text);
      case Symbol symbol -> new Json.Text(symbol.name());
      case Keyword keyword -> new Json.Text(":" + keyword.name());
      case LispList list -> {
        checkNesting(open, maxNesting);
        charge.level();
        open.addLast(new OpenLevel(list));
        yield null;
      }
      case LispMap map -> {
        checkNesting(open, maxNesting);
        charge.level();
        open.addLast(new OpenLevel(map));
        yield null;
      }
      default -> new Json.Text("<" + Value.typeName(value) + ">");
    };
  }

  private static void checkNesting(ArrayDeque<OpenLevel> open, int maxNesting) {
    if (open.size() >= maxNesting) {
      throw LispError.limit("nesting", maxNesting, "levels");
    }
  }

  /// The text that a key of a map has in an object.
  public static String keyText(Object key) {
    return switch (key) {
      case String text -> text;
      case Symbol symbol -> symbol.name();
      case Keyword keyword -> ":" + keyword.name();
      case Long number -> Long.toString(number);
      case Double number -> Numbers.print(number);
      case Boolean truth -> truth.toString();
      default -> "null";
    };
  }

  /// The Lisp value of a JSON value.
  public static Object fromJson(Json json) {
    ArrayDeque<Building> open = new ArrayDeque<>();
    Object done = scalarOrOpen(json, open);
    while (true) {
      Building level = open.peekLast();
      if (level == null) {
        return done == null ? Nil.NIL : done;
      }
      if (done != null) {
        level.add(done);
      }
      if (level.elements.hasNext()) {
        done = scalarOrOpen(level.next(), open);
      } else {
        open.removeLast();
        done = level.build();
      }
    }
  }

  /// An array or object being converted.
  private static final class Building {
    final Iterator<?> elements;
    final LispList.@Nullable Builder list;
    LispMap map = LispMap.EMPTY;
    String key = "";

    Building(Json.Array array) {
      elements = array.items().iterator();
      list = new LispList.Builder(array.items().size());
    }

    Building(Json.Object object) {
      elements = object.members().entrySet().iterator();
      list = null;
    }

    Json next() {
      Object element = elements.next();
      if (element instanceof Map.Entry<?, ?> member) {
        key = (String) member.getKey();
        return (Json) member.getValue();
      }
      return (Json) element;
    }

    void add(Object value) {
      if (list != null) {
        list.add(value);
      } else {
        map = map.with(key, value);
      }
    }

    Object build() {
      return list != null ? list.build() : map;
    }
  }

  private static @Nullable Object scalarOrOpen(Json json, ArrayDeque<Building> open) {
    return switch (json) {
      case Json.Null _ -> Nil.NIL;
      case Json.Bool(boolean value) -> value;
      case Json.Int(long value) -> value;
      case Json.Real(double value) -> value;
      case Json.Text(String value) -> value;
      case Json.Array array -> {
        open.addLast(new Building(array));
        yield null;
      }
      case Json.Object object -> {
        open.addLast(new Building(object));
        yield null;
      }
    };
  }
}
