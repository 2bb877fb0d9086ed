package dev.vigy.lisp.core;

import dev.vigy.lisp.read.Datum;
import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.read.ReadResult;
import dev.vigy.lisp.read.Reader;
import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Arity;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.source.Source;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Symbol;
import dev.vigy.lisp.value.Value;
import java.util.List;

/// Strings, symbols and keywords, output, and the reader as a function (language reference 6.7 to
/// 6.9).
final class Texts {
  /// Bytes that the forms of a text may take, for each of its characters.
  private static final long FORM_BYTES = 48;

  private Texts() {}

  static List<LibraryEntry> strings() {
    return new Table("Strings, symbols, keywords")
        .add(
            NativeFunction.of1(
                "string-length",
                (run, text) -> {
                  String string = Arguments.string(text);
                  run.step(string.length() / 16);
                  return (long) string.codePointCount(0, string.length());
                }),
            "text",
            "How many characters it has.",
            "(string-length \"héllo\") => 5")
        .fails("(string-length 5) => :type-mismatch type mismatch: expected string, got int")
        .add(
            NativeFunction.of(
                "string-append",
                Arity.ANY,
                Texts::append,
                (run, a) -> append(run, new Object[] {a}),
                Texts::append),
            "text…",
            "The texts one after the other.",
            "(string-append \"a\" \"b\" \"c\") => \"abc\"")
        .fails(
            "(string-append 5 \"b\" \"c\") => :type-mismatch type mismatch: expected string, got int")
        .add(
            NativeFunction.of1("string", Texts::string),
            "value",
            "A string as it is, anything else as it prints.",
            "(string 1.5) => \"1.5\"")
        .add(
            NativeFunction.of1("pr-str", Work::printed),
            "value",
            "How the value prints, strings in quotes.",
            "(pr-str '(\"a\" 1)) => \"(\\\"a\\\" 1)\"")
        .add(
            NativeFunction.of1(
                "symbol->string",
                (run, symbol) -> {
                  if (symbol instanceof Symbol(String name)) {
                    return name;
                  }
                  throw Arguments.wrong("symbol", symbol);
                }),
            "symbol",
            "The name.",
            "(symbol->string 'abc) => \"abc\"")
        .fails("(symbol->string 5) => :type-mismatch type mismatch: expected symbol, got int")
        .add(
            NativeFunction.of1(
                "keyword->string",
                (run, keyword) -> {
                  if (keyword instanceof Keyword(String name)) {
                    return name;
                  }
                  throw Arguments.wrong("keyword", keyword);
                }),
            "keyword",
            "The name, without the colon.",
            "(keyword->string :abc) => \"abc\"")
        .fails("(keyword->string 5) => :type-mismatch type mismatch: expected keyword, got int")
        .add(
            NativeFunction.of1(
                "string->symbol",
                (run, text) -> {
                  run.allocate(Cost.OBJECT);
                  return new Symbol(Arguments.string(text));
                }),
            "text",
            "The symbol of this name, whatever the text is.",
            "(string->symbol \"a b\") => a b")
        .fails("(string->symbol 5) => :type-mismatch type mismatch: expected string, got int")
        .add(
            NativeFunction.of1(
                "string->keyword",
                (run, text) -> {
                  run.allocate(Cost.OBJECT);
                  return new Keyword(Arguments.string(text));
                }),
            "text",
            "The keyword of this name, whatever the text is.",
            "(string->keyword \"abc\") => :abc")
        .fails("(string->keyword 5) => :type-mismatch type mismatch: expected string, got int")
        .add(
            NativeFunction.of("gensym", Arity.range(0, 1), Texts::gensym),
            "[prefix]",
            "A symbol that no other call gives.",
            "(equal? (gensym) (gensym)) => #f")
        .fails("(gensym 5) => :type-mismatch type mismatch: expected string or symbol, got int")
        .entries();
  }

  static List<LibraryEntry> output() {
    return new Table("Output")
        .add(
            NativeFunction.of1(
                "display",
                (run, value) -> {
                  run.print(Work.printed(run, value));
                  return Nil.NIL;
                }),
            "value",
            "Writes the value as it prints, strings in quotes.",
            "(display '(\"a\" :b)) => ()")
        .add(
            NativeFunction.of1("print", (run, value) -> printLine(run, value)),
            "value",
            "Writes the value as it prints, and a newline.",
            "(print \"a\") => ()")
        .add(
            NativeFunction.of("println", Arity.ANY, Texts::printLine),
            "value…",
            "Writes the values as they print with blanks between them, and a newline.",
            "(println 1 :b) => ()")
        .add(
            NativeFunction.of0(
                "newline",
                run -> {
                  run.print("\n");
                  return Nil.NIL;
                }),
            "",
            "Writes a newline.",
            "(newline) => ()")
        .library(
            NativeFunction.of1("error-msg", (run, message) -> printLine(run, message)),
            "msg",
            "Writes the value and a newline; it raises nothing.",
            "(error-msg \"hi\") => ()")
        .entries();
  }

  static List<LibraryEntry> reading() {
    return new Table("Reader")
        .add(
            NativeFunction.of1(
                "read-string",
                (run, text) -> {
                  List<Form> forms = read(run, text);
                  if (forms.isEmpty()) {
                    throw LispError.nativeFn("read-string", "empty source");
                  }
                  return Datum.of(forms.getFirst());
                }),
            "text",
            "The first form of the text, as data.",
            "(read-string \"(a 'b) c\") => (a (quote b))")
        .fails(
            "(read-string 5) => :type-mismatch type mismatch: expected string, got int",
            "(read-string \"\") => :native-fn in native `read-string`: empty source",
            "(read-string \"(a\") => :reader reader: unmatched opening paren at position 0")
        .add(
            NativeFunction.of1(
                "read-all",
                (run, text) -> {
                  LispList.Builder values = new LispList.Builder();
                  for (Form form : read(run, text)) {
                    values.add(Datum.of(form));
                  }
                  return values.build();
                }),
            "text",
            "A list of all forms of the text, as data.",
            "(read-all \"1 (a)\") => (1 (a))")
        .fails(
            "(read-all 5) => :type-mismatch type mismatch: expected string, got int",
            "(read-all \"(a\") => :reader reader: unmatched opening paren at position 0")
        .entries();
  }

  private static List<Form> read(Activation run, Object text) {
    String source = Arguments.string(text);
    run.step(source.length());
    run.allocate(source.length() * FORM_BYTES);
    return switch (Reader.read(Source.of("read-string", source))) {
      case ReadResult.Forms(List<Form> forms) -> forms;
      case ReadResult.Unreadable(var error) ->
          throw LispError.of(
              LispError.Kind.READER,
              "reader: " + error.message(),
              "reader error: " + error.message());
    };
  }

  private static Object append(Activation run, Object[] texts) {
    long units = 0;
    for (Object text : texts) {
      units += Arguments.string(text).length();
    }
    Work.string(run, units);
    TextFunctions.checkLength("string-append", units);
    StringBuilder all = new StringBuilder((int) units);
    for (Object text : texts) {
      all.append(Arguments.string(text));
    }
    return all.toString();
  }

  private static Object append(Activation run, Object a, Object b) {
    String first = Arguments.string(a);
    String second = Arguments.string(b);
    long units = (long) first.length() + second.length();
    Work.string(run, units);
    TextFunctions.checkLength("string-append", units);
    return first.concat(second);
  }

  static String string(Activation run, Object value) {
    return value instanceof String text ? text : Work.printed(run, value);
  }

  private static Object gensym(Activation run, Object[] xs) {
    String prefix =
        switch (xs.length == 0 ? "g" : xs[0]) {
          case String text -> text;
          case Symbol(String name) -> name;
          case Object other -> throw Arguments.wrong("string or symbol", other);
        };
    Work.string(run, prefix.length() + 24L);
    return new Symbol(prefix + "__" + run.nextGensym() + "__auto");
  }

  private static Object printLine(Activation run, Object... values) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        line.append(' ');
      }
      Value.print(values[i], line, Work.writing(run));
    }
    run.print(line.append('\n').toString());
    return Nil.NIL;
  }
}
