package dev.vigy.lisp.core;

import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.value.ErrorValue;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.LispMap;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Numbers;
import dev.vigy.lisp.value.Procedure;
import dev.vigy.lisp.value.Promise;
import dev.vigy.lisp.value.Symbol;
import dev.vigy.lisp.value.Value;
import java.util.List;

/// Type expressions at run time (language reference 6.16): a keyword, or a list headed by one.
final class Types {
  /// How deep type expressions may nest.
  private static final int NESTING_MAX = 1_000;

  private Types() {}

  static List<LibraryEntry> entries() {
    return new Table("Run-time types")
        .add(
            NativeFunction.of1("type-of", (run, value) -> Value.typeOf(value)),
            "value",
            "The type of the value, as a keyword.",
            "(type-of 1.5) => :float")
        .add(
            NativeFunction.of2("is?", (run, value, type) -> matches(run, value, type, 0)),
            "value type",
            "Whether the value is of the type: a keyword such as `:int`, or a quoted list such as `'(:list-of :int)`.",
            "(is? '(1 2) '(:list-of :int)) => #t")
        .fails(
            "(is? '(1 2) 5) => :native-fn in native `type-check`: type spec must be a keyword or list, got 5",
            "(is? '(1 2) '(1)) => :native-fn in native `type-check`: type spec list must start with a keyword")
        .add(
            NativeFunction.of2("the", Types::checked),
            "type value",
            "The value, unchanged, if it is of the type; else an Error with the tag `type-mismatch` is thrown.",
            "(the :int 42) => 42")
        .fails(
            "(the 5 42) => :native-fn in native `type-check`: type spec must be a keyword or list, got 5",
            "(the '(1) 42) => :native-fn in native `type-check`: type spec list must start with a keyword",
            "(the :int \"x\") => :type-mismatch expected :int, got :string")
        .add(
            NativeFunction.of2("cast", Types::cast),
            "type value",
            "As `the`, but converts to a numeric type and checks its range (tag `out-of-range`).",
            "(cast :float 7) => 7")
        .fails(
            "(cast 5 7) => :native-fn in native `type-check`: type spec must be a keyword or list, got 5",
            "(cast '(1) 7) => :native-fn in native `type-check`: type spec list must start with a keyword",
            "(cast :float \"x\") => :type-mismatch expected :float, got :string",
            "(cast :int 1.5) => :type-mismatch expected :int, got :float")
        .entries();
  }

  private static LispError wrong(String reason) {
    // The reference gives these a span that stands in no text.
    return LispError.nativeFn("type-check", reason).at(dev.vigy.lisp.source.Span.SYNTHETIC);
  }

  private static boolean matches(Activation run, Object value, Object type, int depth) {
    run.step(1);
    if (depth > NESTING_MAX) {
      throw wrong("the type is nested deeper than " + NESTING_MAX + " levels");
    }
    if (type instanceof Keyword(String name)) {
      return matchesName(value, name);
    }
    if (!(type instanceof LispList parts) || parts.isEmpty()) {
      throw wrong("type spec must be a keyword or list, got " + Work.printed(run, type));
    }
    if (!(parts.first() instanceof Keyword(String name))) {
      throw wrong("type spec list must start with a keyword");
    }
    LispList arguments = parts.rest();
    return switch (name) {
      case "list-of" -> {
        if (arguments.length() != 1) {
          throw wrong("(:list-of T) takes exactly one type argument");
        }
        yield value == Nil.NIL
            || (value instanceof LispList list && allMatch(run, list, arguments.first(), depth));
      }
      case "map-of" -> {
        if (arguments.length() != 2) {
          throw wrong("(:map-of K V) takes exactly two type arguments");
        }
        yield value instanceof LispMap map && entriesMatch(run, map, arguments, depth);
      }
      case "fn" -> value instanceof Procedure;
      case "union" -> {
        for (Object branch : arguments) {
          if (matches(run, value, branch, depth + 1)) {
            yield true;
          }
        }
        yield false;
      }
      default -> throw wrong("unknown parametric type: " + name);
    };
  }

  private static boolean allMatch(Activation run, LispList list, Object type, int depth) {
    for (Object element : list) {
      if (!matches(run, element, type, depth + 1)) {
        return false;
      }
    }
    return true;
  }

  private static boolean entriesMatch(
      Activation run, LispMap map, LispList keyAndValue, int depth) {
    Object keyType = keyAndValue.first();
    Object valueType = keyAndValue.nth(1);
    for (LispMap.Entry entry : map) {
      if (!matches(run, entry.key(), keyType, depth + 1)
          || !matches(run, entry.value(), valueType, depth + 1)) {
        return false;
      }
    }
    return true;
  }

  private static boolean matchesName(Object value, String name) {
    return switch (name) {
      case "any" -> true;
      case "nil" -> value == Nil.NIL;
      case "bool" -> value instanceof Boolean;
      case "string" -> value instanceof String;
      case "symbol" -> value instanceof Symbol;
      case "keyword" -> value instanceof Keyword;
      case "map" -> value instanceof LispMap;
      case "error" -> value instanceof ErrorValue;
      case "promise" -> value instanceof Promise;
      case "foreign" -> Value.typeName(value).equals("foreign");
      case "float", "f64", "number" -> value instanceof Double || value instanceof Long;
      case "f32" -> (value instanceof Double || value instanceof Long) && fitsSingle(value);
      case "list" -> value instanceof LispList || value == Nil.NIL;
      case "procedure" -> value instanceof Procedure;
      default -> value instanceof Long number && isWholeType(name) && fits(number, name);
    };
  }

  private static boolean isWholeType(String name) {
    return switch (name) {
      case "int", "i64", "i32", "u32", "u64", "usize" -> true;
      default -> false;
    };
  }

  private static boolean isFloatType(String name) {
    return name.equals("float") || name.equals("f32") || name.equals("f64");
  }

  private static boolean fits(long number, String name) {
    return switch (name) {
      case "i32" -> number == (int) number;
      case "u32" -> number >= 0 && number <= 0xffff_ffffL;
      case "u64", "usize" -> number >= 0;
      default -> true;
    };
  }

  /// Whether rounding to single precision loses no more than digits.
  private static boolean fitsSingle(Object value) {
    double number = Arguments.number(value);
    return !Double.isFinite(number) || Float.isFinite((float) number);
  }

  private static Object checked(Activation run, Object type, Object value) {
    if (matches(run, value, type, 0)) {
      return value;
    }
    throw mismatch(run, type, value);
  }

  private static LispError mismatch(Activation run, Object type, Object value) {
    Keyword got = Value.typeOf(value);
    return Work.thrown(
        run,
        new ErrorValue(
            "type-mismatch",
            "expected " + Work.printed(run, type) + ", got " + got,
            LispList.of(new Keyword("expected"), type, new Keyword("got"), got)));
  }

  private static Object cast(Activation run, Object type, Object value) {
    if (!(type instanceof Keyword(String name))) {
      return checked(run, type, value);
    }
    if (isWholeType(name)) {
      if (!(value instanceof Long number)) {
        throw mismatch(run, type, value);
      }
      if (!fits(number, name)) {
        throw outOfRange(run, name, value, Long.toString(number));
      }
      return value;
    }
    if (isFloatType(name)) {
      if (!(value instanceof Long || value instanceof Double)) {
        throw mismatch(run, type, value);
      }
      double number = Arguments.number(value);
      if (!name.equals("f32")) {
        return Arithmetic.boxed(run, number);
      }
      if (!fitsSingle(value)) {
        throw outOfRange(run, name, number, Numbers.print(number));
      }
      return Arithmetic.boxed(run, (double) (float) number);
    }
    return checked(run, type, value);
  }

  private static LispError outOfRange(Activation run, String name, Object value, String printed) {
    return Work.thrown(
        run,
        new ErrorValue(
            "out-of-range",
            printed + " is out of range for " + name,
            LispList.of(new Keyword("target"), new Keyword(name), new Keyword("value"), value)));
  }
}
