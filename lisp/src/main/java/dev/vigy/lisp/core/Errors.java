package dev.vigy.lisp.core;

import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Arity;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.value.ErrorValue;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Symbol;
import java.util.List;

/// Error values and `throw` (language reference 6.15).
final class Errors {
  private Errors() {}

  static List<LibraryEntry> entries() {
    return new Table("Errors")
        .add(
            NativeFunction.of(
                "error", Arity.range(2, 3), (run, xs) -> make(run, tag(xs[0]), xs, 1)),
            "tag message [plist]",
            "An Error value, with data as a list of keys and values in turn. It raises nothing.",
            "(error :validation \"bad\") => #<error :validation \"bad\">")
        .fails(
            "(error 5 \"bad\") => :type-mismatch type mismatch: expected keyword/symbol/string, got int",
            "(error :validation 5) => :type-mismatch type mismatch: expected string, got int",
            "(error :a \"b\" '(:k)) => :native-fn in native `plist`: plist must have even number of elements (k v k v ...)")
        .add(
            NativeFunction.of(
                "ex-info", Arity.range(1, 2), (run, xs) -> make(run, "ex-info", xs, 0)),
            "message [plist]",
            "An Error value with the tag `ex-info`.",
            "(ex-info \"m\" '(:k 1)) => #<error :ex-info \"m\" {:k 1}>")
        .fails(
            "(ex-info 5 '(:k 1)) => :type-mismatch type mismatch: expected string, got int",
            "(ex-info \"m\" 5) => :type-mismatch type mismatch: expected plist (list), got int",
            "(ex-info \"m\" '(1)) => :native-fn in native `plist`: plist must have even number of elements (k v k v ...)")
        .add(
            NativeFunction.of1(
                "throw",
                (run, value) -> {
                  throw Work.thrown(run, value);
                }),
            "value",
            "Raises any value; `try` catches it.",
            "(try (throw 5) (catch (e) e)) => 5")
        .fails("(throw (ex-info \"no\")) => :ex-info no")
        .add(
            Predicates.test("error?", v -> v instanceof ErrorValue),
            "value",
            "Whether it is an Error.",
            "(error? (ex-info \"m\")) => #t")
        .add(
            NativeFunction.of1(
                "error-tag",
                (run, error) -> {
                  run.allocate(Cost.OBJECT);
                  return new Keyword(Arguments.error(error).tag());
                }),
            "error",
            "The tag, as a keyword.",
            "(error-tag (error 'a \"b\")) => :a")
        .fails("(error-tag 5) => :type-mismatch type mismatch: expected error, got int")
        .add(
            NativeFunction.of1("error-message", (run, error) -> Arguments.error(error).message()),
            "error",
            "The message.",
            "(error-message (ex-info \"m\")) => \"m\"")
        .fails("(error-message 5) => :type-mismatch type mismatch: expected error, got int")
        .add(
            NativeFunction.of1("error-data", (run, error) -> Arguments.error(error).data()),
            "error",
            "The data, keys and values in turn.",
            "(error-data (ex-info \"m\" '(:a 1 :b 2))) => (:a 1 :b 2)")
        .fails("(error-data 5) => :type-mismatch type mismatch: expected error, got int")
        .add(
            NativeFunction.of2(
                "error-data-get",
                (run, error, key) -> ListLibrary.plistGet(run, Arguments.error(error).data(), key)),
            "error key",
            "The value of a key of the data, or Nil.",
            "(error-data-get (ex-info \"m\" '(:a 1)) :a) => 1")
        .fails("(error-data-get 5 :a) => :type-mismatch type mismatch: expected error, got int")
        .entries();
  }

  private static String tag(Object tag) {
    return switch (tag) {
      case Keyword(String name) -> name;
      case Symbol(String name) -> name;
      case String text -> text;
      default -> throw Arguments.wrong("keyword/symbol/string", tag);
    };
  }

  /// @param at where in the arguments the message stands
  private static Object make(Activation run, String tag, Object[] xs, int at) {
    String message = Arguments.string(xs[at]);
    LispList data = Arguments.list(xs.length > at + 1 ? xs[at + 1] : Nil.NIL, "plist (list)");
    if (data.length() % 2 != 0) {
      throw LispError.nativeFn("plist", "plist must have even number of elements (k v k v ...)");
    }
    run.allocate(Cost.OBJECT);
    return new ErrorValue(tag, message, data);
  }
}
