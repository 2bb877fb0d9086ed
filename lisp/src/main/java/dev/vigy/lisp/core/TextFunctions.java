package dev.vigy.lisp.core;

import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Arity;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Numbers;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Everyday functions on text (everyday library 2). Indexes count characters, that is Unicode
/// scalar values; nothing depends on a locale.
final class TextFunctions {
  private static final int DECIMALS_MAX = 100;

  /// Parts up to this length are searched plainly.
  private static final int SHORT = 32;

  private TextFunctions() {}

  static List<LibraryEntry> entries() {
    return changing(
            searching(
                new Table("Text")
                    .add(
                        NativeFunction.of("str", Arity.ANY, TextFunctions::str),
                        "value…",
                        "All values as text, one after the other; Nil is empty.",
                        "(str \"a\" 1 :b nil 2.5) => \"a1:b2.5\"")
                    .add(
                        NativeFunction.of2("string-split", TextFunctions::split),
                        "text sep",
                        "The pieces between the separators, empty ones too.",
                        "(string-split \"a,b,,c\" \",\") => (\"a\" \"b\" \"\" \"c\")")
                    .fails(
                        "(string-split 5 \",\") => :type-mismatch type mismatch: expected string, got int",
                        "(string-split \"a\" \"\") => :native-fn in native `string-split`: the separator is empty")
                    .add(
                        NativeFunction.of2("string-join", TextFunctions::join),
                        "sep list",
                        "The texts of a list with a separator between them.",
                        "(string-join \", \" '(\"a\" \"b\")) => \"a, b\"")
                    .fails(
                        "(string-join 5 '(\"a\" \"b\")) => :type-mismatch type mismatch: expected string, got int",
                        "(string-join \", \" 5) => :type-mismatch type mismatch: expected list, got int")))
        .add(
            NativeFunction.of1(
                "string->number",
                (run, text) -> {
                  String atom = Arguments.string(text);
                  run.step(atom.length());
                  run.allocate(Cost.BOX);
                  return Numbers.parse(atom).orElse(Nil.NIL);
                }),
            "text",
            "The Int or Float that the text is by the rules of the reader, else Nil.",
            "(string->number \"2.50\") => 2.5")
        .fails("(string->number 5) => :type-mismatch type mismatch: expected string, got int")
        .add(
            NativeFunction.of2("number-format", TextFunctions::format),
            "x decimals",
            "The number with so many decimals, halves rounded to the even digit.",
            "(number-format 13.1707 1) => \"13.2\"")
        .fails(
            "(number-format \"x\" 1) => :type-mismatch type mismatch: expected number, got string",
            "(number-format 13.1707 \"x\") => :type-mismatch type mismatch: expected integer, got string",
            "(number-format 13.1707 -1) => :native-fn in native `number-format`: expected 0 to 100 decimals, got -1")
        .add(
            NativeFunction.of2("string-match", TextFunctions::match),
            "pattern text",
            "A list of the first match of a regular expression and of its groups, or Nil.",
            "(string-match \"(\\\\d+) ms\" \"took 250 ms\") => (\"250 ms\" \"250\")")
        .fails(
            "(string-match 5 \"took 250 ms\") => :type-mismatch type mismatch: expected string, got int",
            "(string-match \"(\" \"a\") => :native-fn in native `string-match`: unmatched `(` at character 1 of the pattern")
        .entries();
  }

  private static Table searching(Table table) {
    return table
        .add(
            NativeFunction.of2(
                "string-contains?",
                (run, text, part) -> {
                  String string = Arguments.string(text);
                  return indexOf(run, string, Arguments.string(part), 0) >= 0;
                }),
            "text part",
            "Whether the part is somewhere in the text.",
            "(string-contains? \"abc\" \"bc\") => #t")
        .fails(
            "(string-contains? 5 \"bc\") => :type-mismatch type mismatch: expected string, got int")
        .add(
            NativeFunction.of2(
                "string-starts-with?",
                (run, text, part) -> {
                  String string = Arguments.string(text);
                  Work.longText(run, part);
                  return string.startsWith(Arguments.string(part));
                }),
            "text part",
            "Whether the text begins with the part.",
            "(string-starts-with? \"abc\" \"ab\") => #t")
        .fails(
            "(string-starts-with? 5 \"ab\") => :type-mismatch type mismatch: expected string, got int")
        .add(
            NativeFunction.of2(
                "string-ends-with?",
                (run, text, part) -> {
                  String string = Arguments.string(text);
                  Work.longText(run, part);
                  return string.endsWith(Arguments.string(part));
                }),
            "text part",
            "Whether the text ends with the part.",
            "(string-ends-with? \"abc\" \"bc\") => #t")
        .fails(
            "(string-ends-with? 5 \"bc\") => :type-mismatch type mismatch: expected string, got int")
        .add(
            NativeFunction.of("string-index", Arity.range(2, 3), TextFunctions::index),
            "text part [from]",
            "Where the part first stands at or after an index, or Nil.",
            "(string-index \"abcabc\" \"c\" 3) => 5")
        .fails(
            "(string-index 5 \"c\" 3) => :type-mismatch type mismatch: expected string, got int",
            "(string-index \"abcabc\" \"c\" \"x\") => :type-mismatch type mismatch: expected integer, got string")
        .add(
            NativeFunction.of("substring", Arity.range(2, 3), TextFunctions::substring),
            "text start [end]",
            "The characters from start up to end, both clamped to the text; a negative index counts from the end.",
            "(substring \"héllo\" 1 -1) => \"éll\"")
        .fails(
            "(substring 5 1 -1) => :type-mismatch type mismatch: expected string, got int",
            "(substring \"héllo\" \"x\" -1) => :type-mismatch type mismatch: expected integer, got string");
  }

  private static Table changing(Table table) {
    return table
        .add(
            NativeFunction.of1(
                "string-trim",
                (run, text) -> {
                  String string = Arguments.string(text);
                  Work.string(run, string.length());
                  return trimmed(string);
                }),
            "text",
            "Without white space at both ends.",
            "(string-trim \" a b \\n\") => \"a b\"")
        .fails("(string-trim 5) => :type-mismatch type mismatch: expected string, got int")
        .add(
            NativeFunction.of1(
                "string-upcase",
                (run, text) -> {
                  String string = Arguments.string(text);
                  // Some characters become three.
                  Work.string(run, 3L * string.length());
                  return string.toUpperCase(Locale.ROOT);
                }),
            "text",
            "In capital letters.",
            "(string-upcase \"straße\") => \"STRASSE\"")
        .fails("(string-upcase 5) => :type-mismatch type mismatch: expected string, got int")
        .add(
            NativeFunction.of1(
                "string-downcase",
                (run, text) -> {
                  String string = Arguments.string(text);
                  Work.string(run, 3L * string.length());
                  return string.toLowerCase(Locale.ROOT);
                }),
            "text",
            "In small letters.",
            "(string-downcase \"ABC\") => \"abc\"")
        .fails("(string-downcase 5) => :type-mismatch type mismatch: expected string, got int")
        .add(
            NativeFunction.of3("string-replace", TextFunctions::replace),
            "text from to",
            "With every occurrence of a part replaced.",
            "(string-replace \"a-b-c\" \"-\" \"+\") => \"a+b+c\"")
        .fails(
            "(string-replace 5 \"-\" \"+\") => :type-mismatch type mismatch: expected string, got int",
            "(string-replace \"a\" \"\" \"b\") => :native-fn in native `string-replace`: the text to replace is empty")
        .add(
            NativeFunction.of2("string-pad", TextFunctions::pad),
            "text width",
            "With blanks at the end up to a width; in front if it is negative.",
            "(string-pad \"7\" -3) => \"  7\"")
        .fails(
            "(string-pad 5 -3) => :type-mismatch type mismatch: expected string, got int",
            "(string-pad \"7\" \"x\") => :type-mismatch type mismatch: expected integer, got string",
            "(string-pad \"7\" 9223372036854775807) => :native-fn in native `string-pad`: the text is too long");
  }

  private static Object str(Activation run, Object[] values) {
    StringBuilder all = new StringBuilder();
    for (Object value : values) {
      if (value != Nil.NIL) {
        String text = Texts.string(run, value);
        Work.text(run, text.length());
        checkLength("str", (long) all.length() + text.length());
        all.append(text);
      }
    }
    Work.string(run, all.length());
    return all.toString();
  }

  private static String nonEmpty(Object text, String function, String what) {
    String string = Arguments.string(text);
    if (string.isEmpty()) {
      throw LispError.nativeFn(function, what + " is empty");
    }
    return string;
  }

  private static Object split(Activation run, Object text, Object separator) {
    String string = Arguments.string(text);
    String between = nonEmpty(separator, "string-split", "the separator");
    LispList.Builder pieces = new LispList.Builder();
    int from = 0;
    while (true) {
      int at = indexOf(run, string, between, from);
      int to = at < 0 ? string.length() : at;
      run.allocate(Cost.CELL);
      Work.string(run, to - from);
      pieces.add(string.substring(from, to));
      if (at < 0) {
        return pieces.build();
      }
      from = at + between.length();
    }
  }

  /// A search that is charged for what it looks at, and linear in both texts.
  private static int indexOf(Activation run, String text, String part, int from) {
    if (part.length() > SHORT) {
      return indexOfLong(run, text, part, from);
    }
    int at = text.indexOf(part, from);
    run.step(((at < 0 ? text.length() : at) - (long) from) / SHORT + 1);
    return at;
  }

  /// By Knuth, Morris and Pratt: Java's own search compares the whole part at each place if the
  /// texts are made for it.
  private static int indexOfLong(Activation run, String text, String part, int from) {
    run.step(part.length());
    run.allocate(4L * part.length());
    // For each beginning of the part the length of the longest end of it that is a beginning too.
    int[] border = new int[part.length()];
    for (int i = 1; i < border.length; i++) {
      int length = border[i - 1];
      while (length > 0 && part.charAt(i) != part.charAt(length)) {
        length = border[length - 1];
      }
      border[i] = part.charAt(i) == part.charAt(length) ? length + 1 : length;
    }
    int matched = 0;
    for (int at = from; at < text.length(); at++) {
      if (at % SHORT == 0) {
        run.step(SHORT);
      }
      while (matched > 0 && text.charAt(at) != part.charAt(matched)) {
        matched = border[matched - 1];
      }
      if (text.charAt(at) == part.charAt(matched)) {
        matched++;
      }
      if (matched == border.length) {
        return at + 1 - matched;
      }
    }
    return -1;
  }

  private static Object join(Activation run, Object separator, Object list) {
    String between = Arguments.string(separator);
    StringBuilder all = new StringBuilder();
    boolean first = true;
    for (Object element : Arguments.list(list)) {
      String text = Arguments.string(element);
      Work.text(run, (long) text.length() + between.length());
      checkLength("string-join", (long) all.length() + text.length() + between.length());
      if (!first) {
        all.append(between);
      }
      first = false;
      all.append(text);
    }
    Work.string(run, all.length());
    return all.toString();
  }

  private static Object index(Activation run, Object[] xs) {
    String text = Arguments.string(xs[0]);
    String part = Arguments.string(xs[1]);
    int from = xs.length == 3 ? place(run, text, Arguments.integer(xs[2])) : 0;
    int at = indexOf(run, text, part, from);
    if (at < 0) {
      return Nil.NIL;
    }
    run.step(at / 16);
    return (long) text.codePointCount(0, at);
  }

  /// The UTF-16 index of a character's index, clamped; negative ones count from the end. Counts the
  /// characters between it and the end it is counted from, and charges them.
  private static int place(Activation run, String text, long index) {
    int length = text.length();
    boolean fromEnd = index < 0;
    // Neither end is further away than the text is long.
    int characters = (int) Math.clamp(index, -length, (long) length);
    run.step(Math.abs(characters) / 16);
    if (Math.abs(characters) * 2L > length) {
      // It may be beyond the other end, which only counting them all tells.
      int count = text.codePointCount(0, length);
      if (Math.abs(characters) >= count) {
        return fromEnd ? 0 : length;
      }
    }
    return text.offsetByCodePoints(fromEnd ? length : 0, characters);
  }

  private static Object substring(Activation run, Object[] xs) {
    String text = Arguments.string(xs[0]);
    long first = Arguments.integer(xs[1]);
    int end = xs.length == 3 ? place(run, text, Arguments.integer(xs[2])) : text.length();
    int start = place(run, text, first);
    Work.string(run, Math.max(0, end - start));
    return start < end ? text.substring(start, end) : "";
  }

  /// Without the white space of the language, which is Unicode's and not Java's.
  private static String trimmed(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  static boolean isBlank(int c) {
    return (c >= 9 && c <= 13)
        || c == ' '
        || c == 0x85
        || c == 0xa0
        || c == 0x1680
        || (c >= 0x2000 && c <= 0x200a)
        || c == 0x2028
        || c == 0x2029
        || c == 0x202f
        || c == 0x205f
        || c == 0x3000;
  }

  private static Object replace(Activation run, Object text, Object from, Object to) {
    String string = Arguments.string(text);
    String old = nonEmpty(from, "string-replace", "the text to replace");
    String replacement = Arguments.string(to);
    StringBuilder all = new StringBuilder();
    int copied = 0;
    for (int at = indexOf(run, string, old, 0); at >= 0; at = indexOf(run, string, old, copied)) {
      Work.text(run, (long) at - copied + replacement.length());
      checkLength("string-replace", (long) all.length() + at - copied + replacement.length());
      all.append(string, copied, at).append(replacement);
      copied = at + old.length();
    }
    Work.string(run, (long) all.length() + string.length() - copied);
    return all.append(string, copied, string.length()).toString();
  }

  /// No Java string is longer.
  static void checkLength(String function, long units) {
    if (units > Integer.MAX_VALUE / 2) {
      throw LispError.nativeFn(function, "the text is too long");
    }
  }

  private static Object pad(Activation run, Object text, Object width) {
    String string = Arguments.string(text);
    long wanted = Arguments.integer(width);
    run.step(string.length() / 16);
    long missing =
        (wanted == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(wanted))
            - string.codePointCount(0, string.length());
    if (missing <= 0) {
      return string;
    }
    Work.string(run, Math.min(missing, Integer.MAX_VALUE) + string.length());
    checkLength("string-pad", missing);
    String blanks = " ".repeat((int) missing);
    return wanted < 0 ? blanks + string : string + blanks;
  }

  private static Object format(Activation run, Object x, Object decimals) {
    double number = Arguments.number(x);
    long places = Arguments.integer(decimals);
    if (places < 0 || places > DECIMALS_MAX) {
      throw LispError.nativeFn(
          "number-format", "expected 0 to " + DECIMALS_MAX + " decimals, got " + places);
    }
    Work.string(run, 320 + places);
    if (!Double.isFinite(number)) {
      return Numbers.print(number);
    }
    // The digits that print are rounded, not the ones of the binary fraction behind them.
    BigDecimal exact =
        x instanceof Long whole
            ? BigDecimal.valueOf(whole)
            : number == 0 ? BigDecimal.ZERO : Numbers.shortest(number);
    return exact.setScale((int) places, RoundingMode.HALF_EVEN).toPlainString();
  }

  private static Object match(Activation run, Object pattern, Object text) {
    String source = Arguments.string(pattern);
    String subject = Arguments.string(text);
    run.step(source.length());
    run.allocate(source.length() * Cost.OBJECT);
    try {
      @Nullable String[] groups = RegularExpression.compile(source).firstMatch(subject, run);
      if (groups.length == 0) {
        return Nil.NIL;
      }
      LispList.Builder list = new LispList.Builder(groups.length);
      for (String group : groups) {
        run.allocate(Cost.CELL + Cost.string(group == null ? 0 : group.length()));
        list.add(group == null ? Nil.NIL : group);
      }
      return list.build();
    } catch (RegularExpression.BadPattern e) {
      throw LispError.nativeFn("string-match", e.text());
    }
  }
}
