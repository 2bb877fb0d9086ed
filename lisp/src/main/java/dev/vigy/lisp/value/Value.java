package dev.vigy.lisp.value;

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

  /// The Lisp value for a Java object: null and an empty [java.util.Optional] are nil, whole
  /// numbers ints, other numbers floats, characters and [CharSequence]s strings, collections and
  /// arrays lists, maps maps with their keys converted (a key that can't be one becomes its printed
  /// form), [java.time.Instant] and [java.time.Duration] ints of milliseconds, enums keywords and
  /// records maps with keyword keys, both in kebab-case; Lisp values as they are, everything else
  /// as a host object.
  ///
  /// ```java
  /// record Order(long id, java.util.List<String> articles) {}
  /// Object order = Value.of(new Order(7, java.util.List.of("tea")));
  /// assert Value.print(order).equals("{:id 7, :articles (\"tea\")}");
  /// ```
  ///
  /// @throws ArithmeticException if a whole number does not fit 64 bits
  /// @throws IllegalArgumentException if an object contains itself, or nests deeper than 1,000
  ///   levels
  public static Object of(@Nullable Object java) {
    return of(java, Charge.FREE);
  }

  /// As [#of(Object)].
  ///
  /// @param charge told of the elements that are about to be converted
  public static Object of(@Nullable Object java, Charge charge) {
    return new FromJava(charge).convert(java);
  }

  /// The Java object of a type for a Lisp value: the other way round than [#of(Object)]. Numbers of
  /// all sizes, with their range checked; `String` from a string, symbol or keyword; `List` and
  /// `Map` of plain data with text keys; records from maps, enums from keywords; `Optional` with
  /// nil as the empty one; host objects and Lisp values of the type as they are. `Object` asks for
  /// plain data: nil as null, symbols and keywords as text.
  ///
  /// ```java
  /// record Order(long id, java.util.List<String> articles) {}
  /// Object map = LispMap.of(new Keyword("id"), 7L, new Keyword("articles"), LispList.of("tea"));
  /// assert Value.to(Order.class, map).equals(new Order(7, java.util.List.of("tea")));
  /// ```
  ///
  /// @return null only for nil as an `Object`
  /// @throws UnfitValueException if the value is none of that type, or nests deeper than 1,000
  ///   levels
  public static <T> @Nullable T to(Class<T> type, Object value) {
    return to(type, value, Charge.FREE);
  }

  /// As [#to(Class, Object)].
  ///
  /// @param charge told of the elements that are about to be converted
  @SuppressWarnings("unchecked") // the boxed class of a primitive one has its values
  public static <T> @Nullable T to(Class<T> type, Object value, Charge charge) {
    return (T) new ToJava(charge).convert(value, type);
  }

  /// A Java name as Lisp writes it: `queueDepth` and `QUEUE_DEPTH` are `queue-depth`.
  public static String kebab(String javaName) {
    return FromJava.kebab(javaName);
  }
}
