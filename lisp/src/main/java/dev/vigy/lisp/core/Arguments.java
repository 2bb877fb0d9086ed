package dev.vigy.lisp.core;

import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.value.ErrorValue;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.LispMap;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Value;

/// Arguments as the types that a function expects, or the language's error for the wrong type.
final class Arguments {
  private Arguments() {}

  static LispError wrong(String expected, Object got) {
    return LispError.typeMismatch(expected, Value.typeName(got));
  }

  /// A list; Nil is an empty one.
  static LispList list(Object value) {
    return list(value, "list");
  }

  static LispList list(Object value, String expected) {
    if (value instanceof LispList list) {
      return list;
    }
    if (value == Nil.NIL) {
      return LispList.EMPTY;
    }
    throw wrong(expected, value);
  }

  static LispMap map(Object value) {
    if (value instanceof LispMap map) {
      return map;
    }
    throw wrong("map", value);
  }

  static String string(Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw wrong("string", value);
  }

  static long integer(Object value) {
    if (value instanceof Long number) {
      return number;
    }
    throw wrong("integer", value);
  }

  /// Any number as a double.
  static double number(Object value) {
    return switch (value) {
      case Long number -> number;
      case Double number -> number;
      default -> throw wrong("number", value);
    };
  }

  static ErrorValue error(Object value) {
    if (value instanceof ErrorValue error) {
      return error;
    }
    throw wrong("error", value);
  }

  /// An integer as an index or count of a list, clamped to what lists can have.
  static int clamped(long number) {
    return (int) Math.clamp(number, -1L, Integer.MAX_VALUE);
  }

  /// `null?`: Nil or the empty list.
  static boolean isNull(Object value) {
    return value == Nil.NIL || (value instanceof LispList list && list.isEmpty());
  }

  /// A list as the result of a function that gives Nil where others give an empty list.
  static Object orNil(LispList list) {
    return list.isEmpty() ? Nil.NIL : list;
  }
}
