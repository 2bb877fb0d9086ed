package dev.vigy.runtime.extension;

import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.LispMap;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Procedure;
import dev.vigy.lisp.value.Symbol;
import dev.vigy.lisp.value.Value;

/// Takes an argument as what it should be, or throws the language's own complaint: `type mismatch:
/// expected {what}, got {type}`. The node that called adds the span.
public final class Arguments {
  private Arguments() {}

  /// The text of a string, symbol or keyword; a keyword without its colon. Expected:
  /// `string|symbol|keyword`.
  public static String name(Object argument) {
    return switch (argument) {
      case String text -> text;
      case Keyword(String name) -> name;
      case Symbol(String name) -> name;
      default -> throw mismatch("string|symbol|keyword", argument);
    };
  }

  /// As [#name], with the wording of the language's typed functions: `string/symbol`.
  public static String text(Object argument) {
    return switch (argument) {
      case String text -> text;
      case Keyword(String name) -> name;
      case Symbol(String name) -> name;
      default -> throw mismatch("string/symbol", argument);
    };
  }

  /// A string and nothing else.
  public static String string(Object argument) {
    return argument instanceof String text ? text : Arguments.fail("string", argument);
  }

  /// An integer.
  public static long integer(Object argument) {
    return integer(argument, "integer");
  }

  /// An integer, with a wording of your own: `integer delta`.
  public static long integer(Object argument, String expected) {
    if (argument instanceof Long number) {
      return number;
    }
    throw mismatch(expected, argument);
  }

  /// An integer from 0. A negative one is `non-negative int`, as elsewhere in the language.
  public static long nonNegative(Object argument) {
    if (argument instanceof Long number && number >= 0) {
      return number;
    }
    throw mismatch("non-negative int", argument);
  }

  /// An integer or float, as a double.
  public static double number(Object argument) {
    return number(argument, "number");
  }

  /// An integer or float, with a wording of your own: `numeric metric value`.
  public static double number(Object argument, String expected) {
    return switch (argument) {
      case Long number -> (double) (long) number;
      case Double number -> number;
      default -> throw mismatch(expected, argument);
    };
  }

  /// A boolean and nothing else.
  public static boolean bool(Object argument) {
    if (argument instanceof Boolean truth) {
      return truth;
    }
    throw mismatch("bool", argument);
  }

  /// A list; nil counts as the empty one.
  public static LispList list(Object argument) {
    return switch (argument) {
      case LispList list -> list;
      case Nil _ -> LispList.EMPTY;
      default -> throw mismatch("list", argument);
    };
  }

  public static LispMap map(Object argument) {
    if (argument instanceof LispMap map) {
      return map;
    }
    throw mismatch("map", argument);
  }

  /// Something that can be called.
  public static Procedure callable(Object argument) {
    if (argument instanceof Procedure procedure) {
      return procedure;
    }
    throw mismatch("callable", argument);
  }

  /// What a value is called where people read it: strings, symbols and keywords as their text,
  /// numbers in plain decimal, `true`, `false`, `nil`, everything else as its type in angle
  /// brackets.
  public static String display(Object value) {
    return switch (value) {
      case String text -> text;
      case Keyword(String name) -> name;
      case Symbol(String name) -> name;
      case Boolean truth -> truth.toString();
      case Nil _ -> "nil";
      case Long _, Double _ -> Value.print(value);
      default -> "<" + Value.typeName(value) + ">";
    };
  }

  /// The complaint itself, to throw.
  public static LispError mismatch(String expected, Object got) {
    return LispError.typeMismatch(expected, Value.typeName(got));
  }

  private static String fail(String expected, Object got) {
    throw mismatch(expected, got);
  }
}
