package dev.vigy.runtime.extension;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.json.ObjectBuilder;
import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.LispMap;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Symbol;
import dev.vigy.lisp.value.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Between Lisp values and JSON, in two spellings.
///
/// *Plain* is how kv, payloads and state have it (contracts 2.3 and 2.4): a keyword becomes the
/// string `":k"`, what is no data becomes `"<type>"`, and on the way back maps have string keys.
///
/// *Exact* is how questions and answers are recorded: a string that begins like a keyword is
/// escaped by a backslash, so keywords, also as keys, survive the way back. What is no data has no
/// exact spelling.
///
/// Values nest up to a limit, so everything here recurses.
public final class LispJson {
  private static final Json TRUE = new Json.Bool(true);
  private static final Json FALSE = new Json.Bool(false);

  /// Looking at so many characters counts as one step.
  static final int CHARACTERS_A_STEP = 64;

  private LispJson() {}

  /// A Lisp value as JSON, with what it weighs.
  ///
  /// @param bytes its size as compact JSON in UTF-8
  record Weighed(Json json, long bytes) {}

  /// The value in plain spelling. Charges the run for what it builds.
  ///
  /// @param what names it in the message if it is too big: `payload`
  /// @throws LispError of kind limit if it nests too deep or becomes too big; a program may catch
  ///   it
  static Weighed plain(Activation run, Object value, HostLimits limits, int maxBytes, String what) {
    Converter converter = new Converter(run, false, limits.nesting(), maxBytes, what);
    Json json = converter.convert(value, 0);
    return new Weighed(json, converter.bytes);
  }

  /// As [#plain] for a value of kv: with the members of objects by code point, as a store gives
  /// them back. A program must not read its keys in another order after a restart.
  static Weighed kept(Activation run, Object value, HostLimits limits) {
    Converter converter =
        new Converter(run, false, limits.nesting(), limits.valueBytes(), "kv value");
    converter.sorts = true;
    Json json = converter.convert(value, 0);
    return new Weighed(json, converter.bytes);
  }

  /// The value in plain spelling, outside of a run.
  ///
  /// @throws LispError of kind limit if it nests too deep, or is bigger than any value that a tick
  ///   may hand over
  public static Json plain(Object value) {
    return plain(null, value);
  }

  /// The same, charged to the run if there is one.
  static Json plain(@Nullable Activation run, Object value) {
    return new Converter(run, false, HostLimits.DEFAULT.nesting(), Answer.MAX_BYTES, "value")
        .convert(value, 0);
  }

  /// The value in exact spelling; what is no data becomes `"<type>"`.
  ///
  /// @throws LispError of kind limit if it nests too deep or becomes too big
  static Weighed exact(@Nullable Activation run, Object value, int maxBytes, String what) {
    Converter converter = new Converter(run, true, HostLimits.DEFAULT.nesting(), maxBytes, what);
    Json json = converter.convert(value, 0);
    return new Weighed(json, converter.bytes);
  }

  /// Whether a value has an exact spelling. Symbols have none. What nests deeper than the limit has
  /// one as far as it was looked at; making it will fail.
  static boolean isData(Object value) {
    return isData(value, new int[] {Answer.MAX_BYTES}, 0);
  }

  /// @param left how many more parts are looked at: values may share parts, and be endless in print
  private static boolean isData(Object value, int[] left, int depth) {
    left[0]--;
    if (left[0] < 0 || depth > HostLimits.DEFAULT.nesting()) {
      return true;
    }
    return switch (value) {
      case String _, Long _, Double _, Boolean _, Keyword _, Nil _ -> true;
      case LispList list -> {
        for (Object element : list) {
          if (!isData(element, left, depth + 1)) {
            yield false;
          }
        }
        yield true;
      }
      case LispMap map -> {
        for (LispMap.Entry entry : map) {
          if (!(entry.key() instanceof String || entry.key() instanceof Keyword)
              || !isData(entry.value(), left, depth + 1)) {
            yield false;
          }
        }
        yield true;
      }
      default -> false;
    };
  }

  /// The Lisp value for JSON in plain spelling. Charges the run for what it builds.
  static Object toLisp(Activation run, Json json) {
    return new Reverse(run, false).convert(json);
  }

  /// The Lisp value for JSON in plain spelling, outside of a run.
  public static Object toLisp(Json json) {
    return new Reverse(null, false).convert(json);
  }

  /// The Lisp value for JSON in exact spelling.
  static Object exactToLisp(@Nullable Activation run, Json json) {
    return new Reverse(run, true).convert(json);
  }

  private static final class Converter {
    private final @Nullable Activation run;
    private final boolean exact;
    private final int nesting;
    private final int maxBytes;
    private final String what;
    private boolean sorts;
    private long bytes;

    Converter(@Nullable Activation run, boolean exact, int nesting, int maxBytes, String what) {
      this.run = run;
      this.exact = exact;
      this.nesting = nesting;
      this.maxBytes = maxBytes;
      this.what = what;
    }

    Json convert(Object value, int depth) {
      return switch (value) {
        case String text -> text(mark(text), text);
        case Long number -> {
          weigh(KvSize.digits(number));
          yield new Json.Int(number);
        }
        case Boolean truth -> {
          weigh(truth ? 4 : 5);
          yield truth ? TRUE : FALSE;
        }
        case Nil _ -> {
          weigh(4);
          yield Json.Null.NULL;
        }
        case Keyword(String name) -> text(":", name);
        case Symbol(String name) -> text(mark(name), name);
        case Double number -> {
          Json json = Double.isFinite(number) ? new Json.Real(number) : Json.Null.NULL;
          weigh(KvSize.of(json));
          yield json;
        }
        case LispList list -> array(list, depth);
        case LispMap map -> object(map, depth);
        default -> text("", "<" + Value.typeName(value) + ">");
      };
    }

    private Json text(String mark, String text) {
      return new Json.Text(spelled(mark, text));
    }

    /// A text with its mark in front, weighed and paid for. No text is shorter in UTF-8 than it has
    /// units, so a huge one is refused unread.
    private String spelled(String mark, String text) {
      if (text.length() > maxBytes - bytes) {
        throw LispError.limit(what, maxBytes, "bytes");
      }
      if (run != null) {
        run.step(text.length() / CHARACTERS_A_STEP);
      }
      String whole = mark.isEmpty() ? text : mark + text;
      weigh(KvSize.quoted(whole));
      return whole;
    }

    /// What stands before a text in exact spelling if it looks like a keyword.
    private String mark(String text) {
      return exact && (text.startsWith(":") || text.startsWith("\\")) ? "\\" : "";
    }

    /// The text of a map's key as the name of an object's member.
    private String memberName(Object key) {
      return switch (key) {
        case String text -> spelled(mark(text), text);
        case Keyword(String name) -> spelled(":", name);
        case Symbol(String name) -> spelled(mark(name), name);
        case Boolean truth -> spelled("", truth.toString());
        case Nil _ -> spelled("", "null");
        default -> spelled("", Value.print(key));
      };
    }

    private Json array(LispList list, int depth) {
      int length = list.length();
      opens(depth, length, length == 0 ? 2 : 1L + length, Cost.SLOT + Cost.BOX);
      Json[] items = new Json[length];
      int at = 0;
      for (Object element : list) {
        items[at] = convert(element, depth + 1);
        at++;
      }
      return new Json.Array(List.of(items));
    }

    private Json object(LispMap map, int depth) {
      int count = map.count();
      opens(depth, count, count == 0 ? 2 : 1 + 2L * count, Cost.MAP_NODE);
      ObjectBuilder members = new ObjectBuilder(count);
      for (LispMap.Entry entry : map) {
        String name = memberName(entry.key());
        members.put(name, convert(entry.value(), depth + 1));
      }
      if (sorts) {
        members.sort();
      }
      return members.build();
    }

    /// @param depth levels around the one that opens now
    private void opens(int depth, int elements, long punctuation, long bytesForEach) {
      if (depth >= nesting) {
        throw LispError.limit("nesting", nesting, "levels");
      }
      weigh(punctuation);
      if (run != null) {
        run.step(elements);
        run.allocate(Cost.OBJECT + bytesForEach * elements);
      }
    }

    private void weigh(long more) {
      bytes += more;
      if (bytes > maxBytes) {
        throw LispError.limit(what, maxBytes, "bytes");
      }
    }
  }

  private static final class Reverse {
    private final @Nullable Activation run;
    private final boolean exact;

    Reverse(@Nullable Activation run, boolean exact) {
      this.run = run;
      this.exact = exact;
    }

    Object convert(Json json) {
      return switch (json) {
        case Json.Null _ -> Nil.NIL;
        case Json.Bool(boolean truth) -> truth;
        case Json.Int(long number) -> number;
        case Json.Real(double number) -> number;
        case Json.Text(String text) -> exact ? unmarked(text) : text;
        case Json.Array(List<Json> items) -> list(items);
        case Json.Object(Map<String, Json> members) -> map(members);
      };
    }

    private Object unmarked(String text) {
      boolean keyword = text.startsWith(":");
      if (!keyword && !text.startsWith("\\")) {
        return text;
      }
      charge(text.length() / CHARACTERS_A_STEP, Cost.string(text.length()));
      String bare = text.substring(1);
      return keyword ? new Keyword(bare) : bare;
    }

    private LispList list(List<Json> items) {
      charge(items.size(), Cost.CELL * items.size());
      Object[] elements = new Object[items.size()];
      int at = 0;
      for (Json item : items) {
        elements[at] = convert(item);
        at++;
      }
      return LispList.of(elements);
    }

    private LispMap map(Map<String, Json> members) {
      charge(members.size(), 0);
      LispMap map = LispMap.EMPTY;
      for (Map.Entry<String, Json> member : members.entrySet()) {
        charge(0, map.updateBytes());
        String name = member.getKey();
        map = map.with(exact ? unmarked(name) : name, convert(member.getValue()));
      }
      return map;
    }

    private void charge(long steps, long bytes) {
      if (run != null) {
        run.step(steps);
        run.allocate(bytes);
      }
    }
  }
}
