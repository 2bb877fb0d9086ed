package dev.vigy.lisp.value;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What can be done with any value: its type, truth, equality, order, printed form, and the way in
/// from Java.
///
/// Nothing here recurses over the nesting of values. Values that share parts can be exponentially
/// larger printed or compared than they are in memory, so the methods that walk them take a charge:
/// it is told of the work before it is done, and may throw to end it.
public final class Value {
  private Value() {}

  private static final Keyword PROCEDURE = new Keyword("procedure");

  /// The name of the value's type as messages have it: `int`, `native-fn`.
  public static String typeName(Object value) {
    return switch (value) {
      case Long _ -> "int";
      case Double _ -> "float";
      case String _ -> "string";
      case Boolean _ -> "bool";
      case Keyword _ -> "keyword";
      case Symbol _ -> "symbol";
      case LispList _ -> "list";
      case LispMap _ -> "map";
      case Nil _ -> "nil";
      case Procedure procedure -> procedure.typeName();
      case ErrorValue _ -> "error";
      case Promise _ -> "promise";
      case Sexp _ -> "sexp";
      default -> "foreign";
    };
  }

  /// What `type-of` gives: `:int`, `:procedure`.
  public static Keyword typeOf(Object value) {
    return value instanceof Procedure ? PROCEDURE : new Keyword(typeName(value));
  }

  /// Everything is true but `#f` and nil; the empty list is true.
  public static boolean isTrue(Object value) {
    return value != Nil.NIL && !Boolean.FALSE.equals(value);
  }

  /// `equal?`: by content for scalars, lists and maps, by identity for procedures, promises, errors
  /// and host objects (natives by their name). An integer never equals a float, `NaN` nothing,
  /// `0.0` equals `-0.0`.
  public static boolean equal(Object a, Object b) {
    return equal(a, b, Charge.FREE);
  }

  /// As [#equal(Object, Object)].
  ///
  /// @param charge told of the elements that are about to be compared
  public static boolean equal(Object a, Object b, Charge charge) {
    Equality.Leaf leaf = Equality.leaf(a, b);
    return leaf == Equality.Leaf.DEEPER
        ? new Equality(charge).deep(a, b)
        : leaf == Equality.Leaf.EQUAL;
  }

  /// `eq?`: as [#equal], but lists and maps by identity, and source never.
  @SuppressWarnings("ReferenceEquality") // identity is what the language asks for here
  public static boolean identical(Object a, Object b) {
    return switch (a) {
      case LispList _ -> a == b;
      case LispMap _ -> a == b;
      case Sexp _ -> false;
      default -> Equality.leaf(a, b) == Equality.Leaf.EQUAL;
    };
  }

  /// A hash that agrees with [#equal].
  public static int hash(Object value) {
    return hash(value, Charge.FREE);
  }

  /// As [#hash(Object)].
  ///
  /// @param charge told of the elements that are about to be hashed
  public static int hash(Object value, Charge charge) {
    return Equality.hash(value, charge);
  }

  /// Order of strings by code point, which differs from [String#compareTo] above U+FFFF; -1, 0 or
  /// 1.
  public static int compare(String a, String b) {
    int shorter = Math.min(a.length(), b.length());
    for (int i = 0; i < shorter; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        // Surrogates stand for code points above all others.
        boolean xHigh = Character.isSurrogate(x);
        boolean yHigh = Character.isSurrogate(y);
        if (xHigh != yHigh) {
          return xHigh ? 1 : -1;
        }
        return x < y ? -1 : 1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /// The printed form (language reference 2.6).
  public static String print(Object value) {
    if (value instanceof Long || value instanceof Boolean || value instanceof Keyword) {
      return value instanceof Boolean truth ? (truth ? "#t" : "#f") : value.toString();
    }
    StringBuilder out = new StringBuilder();
    print(value, out, Charge.FREE);
    return out.toString();
  }

  /// Appends the printed form.
  ///
  /// @param charge told, before they are appended, of UTF-16 units, and of each level of nesting
  public static void print(Object value, StringBuilder out, Charge charge) {
    new Printer(out, charge).print(value);
  }

  /// The Lisp value for a Java object: null and an empty [Optional] are nil, whole numbers ints,
  /// other numbers floats, characters and [CharSequence]s strings, collections and arrays lists,
  /// maps maps with their keys converted (a key that can't be one becomes its printed form),
  /// [Instant] and [Duration] ints of milliseconds, enums keywords and records maps with keyword
  /// keys, both in kebab-case; Lisp values as they are, everything else as a host object.
  ///
  /// @throws ArithmeticException if a whole number does not fit 64 bits
  public static Object of(@Nullable Object java) {
    return switch (java) {
      case null -> Nil.NIL;
      case Long number -> number;
      case Integer number -> (long) number;
      case Short number -> (long) number;
      case Byte number -> (long) number;
      case Double number -> number;
      case Float number -> (double) number;
      case java.math.BigInteger number -> number.longValueExact();
      case java.math.BigDecimal number -> number.doubleValue();
      case Boolean truth -> truth;
      case String text -> text;
      case Character character -> character.toString();
      case CharSequence text -> text.toString();
      case Nil nil -> nil;
      case Keyword keyword -> keyword;
      case Symbol symbol -> symbol;
      case LispList list -> list;
      case LispMap map -> map;
      case Optional<?> optional -> of(optional.orElse(null));
      case Instant instant -> instant.toEpochMilli();
      case Duration duration -> duration.toMillis();
      case Map<?, ?> map -> ofMap(map);
      case Iterable<?> elements -> {
        LispList.Builder list = new LispList.Builder();
        for (Object element : elements) {
          list.add(of(element));
        }
        yield list.build();
      }
      case Enum<?> constant -> new Keyword(kebab(constant.name()));
      case Record data -> ofRecord(data);
      default -> java.getClass().isArray() ? ofArray(java) : java;
    };
  }

  private static LispMap ofMap(Map<?, ?> map) {
    LispMap converted = LispMap.EMPTY;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object key = of(entry.getKey());
      converted = converted.with(LispMap.isKey(key) ? key : print(key), of(entry.getValue()));
    }
    return converted;
  }

  private static LispList ofArray(Object array) {
    LispList.Builder list = new LispList.Builder(Array.getLength(array));
    for (int i = 0; i < Array.getLength(array); i++) {
      list.add(of(Array.get(array, i)));
    }
    return list.build();
  }

  private static LispMap ofRecord(Record data) {
    LispMap map = LispMap.EMPTY;
    for (RecordComponent component : data.getClass().getRecordComponents()) {
      try {
        component.getAccessor().trySetAccessible();
        map =
            map.with(
                new Keyword(kebab(component.getName())), of(component.getAccessor().invoke(data)));
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalArgumentException(
            "can't read `" + component.getName() + "` of a " + data.getClass().getName(), e);
      }
    }
    return map;
  }

  /// `queueDepth` and `QUEUE_DEPTH` as `queue-depth`.
  private static String kebab(String name) {
    StringBuilder kebab = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '_') {
        kebab.append('-');
        continue;
      }
      if (i > 0 && Character.isUpperCase(c) && Character.isLowerCase(name.charAt(i - 1))) {
        kebab.append('-');
      }
      kebab.append(Character.toLowerCase(c));
    }
    return kebab.toString();
  }
}
