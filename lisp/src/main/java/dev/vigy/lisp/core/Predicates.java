package dev.vigy.lisp.core;

import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Procedure;
import dev.vigy.lisp.value.Symbol;
import dev.vigy.lisp.value.Value;
import java.util.List;
import java.util.function.Predicate;

/// Questions about the type of one value, which never fail (language reference 6.4).
final class Predicates {
  private Predicates() {}

  static List<LibraryEntry> entries() {
    return new Table("Type predicates")
        .add(
            test("null?", Arguments::isNull),
            "value",
            "Whether it is Nil or the empty list.",
            "(null? '()) => #t")
        .add(
            test("pair?", v -> v instanceof LispList list && !list.isEmpty()),
            "value",
            "Whether it is a list with at least one element.",
            "(pair? '(1)) => #t")
        .add(
            test("list?", v -> v instanceof LispList || v instanceof Nil),
            "value",
            "Whether it is a list or Nil.",
            "(list? ()) => #t")
        .add(
            test("symbol?", v -> v instanceof Symbol),
            "value",
            "Whether it is a symbol.",
            "(symbol? 'a) => #t")
        .add(
            test("keyword?", v -> v instanceof Keyword),
            "value",
            "Whether it is a keyword.",
            "(keyword? :a) => #t")
        .add(
            test("string?", v -> v instanceof String),
            "value",
            "Whether it is a string.",
            "(string? \"a\") => #t")
        .add(
            test("integer?", v -> v instanceof Long),
            "value",
            "Whether it is an Int; never of a Float.",
            "(integer? 1.0) => #f")
        .add(
            test("number?", v -> v instanceof Long || v instanceof Double),
            "value",
            "Whether it is an Int or a Float.",
            "(number? 1.5) => #t")
        .add(
            test("boolean?", v -> v instanceof Boolean),
            "value",
            "Whether it is #t or #f.",
            "(boolean? #f) => #t")
        .add(
            test("procedure?", v -> v instanceof Procedure),
            "value",
            "Whether it can be called.",
            "(procedure? inc) => #t")
        .add(
            test("foreign?", v -> Value.typeName(v).equals("foreign")),
            "value",
            "Whether it is an object of the host, such as a channel.",
            "(foreign? (chan)) => #t")
        .add(
            test(
                "atom?",
                v -> !(v instanceof LispList || v instanceof Nil || v instanceof Procedure)),
            "value",
            "Whether it is neither list, Nil nor procedure.",
            "(atom? (hash-map)) => #t")
        .library(
            test("some?", v -> !Arguments.isNull(v)),
            "x",
            "Whether it is neither Nil nor the empty list.",
            "(some? #f) => #t")
        .library(
            test("empty?", Arguments::isNull),
            "xs",
            "Whether it is Nil or the empty list; false for \"\" and the empty map.",
            "(empty? \"\") => #f")
        .library(
            test("not-empty?", v -> !Arguments.isNull(v)),
            "xs",
            "Whether it is neither Nil nor the empty list.",
            "(not-empty? '(1)) => #t")
        .entries();
  }

  static NativeFunction test(String name, Predicate<Object> predicate) {
    return NativeFunction.of1(name, (run, value) -> predicate.test(value));
  }
}
