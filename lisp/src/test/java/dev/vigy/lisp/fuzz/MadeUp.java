package dev.vigy.lisp.fuzz;

import dev.vigy.lisp.Lisp;
import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.read.ReadResult;
import dev.vigy.lisp.reference.Entry;
import dev.vigy.lisp.source.Source;
import dev.vigy.lisp.source.Span;
import dev.vigy.lisp.spec.Corpus;
import dev.vigy.testkit.Choices;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Texts of all sorts, from noise to programs that do much.
final class MadeUp {
  private static final Pattern TOKEN =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|,@|[()'`,]|;[^\n]*|[^\\s()'`,\";]+|\\s+");

  /// Every name that a program can use.
  private static final String[] NAMES =
      Lisp.reference().entries().stream().map(Entry::name).toArray(String[]::new);

  private static final String[] FUNCTIONS =
      Lisp.reference().entries().stream()
          .filter(entry -> entry.kind() == Entry.Kind.FUNCTION)
          .map(Entry::name)
          .toArray(String[]::new);

  private static final String[] ATOMS = {
    "1",
    "0",
    "-1",
    "2",
    "3",
    "x",
    "y",
    "f",
    "\"\"",
    "\"abc\"",
    ":k",
    "'a",
    "()",
    "#t",
    "#f",
    "nil",
    "'(1 2 3)",
    "'(a (b c) \"d\")",
    "(list 3 1 2)",
    "(hash-map :a 1 \"b\" 2)",
    "(lambda (x) x)",
    "(lambda (x y) y)",
    "(lambda () 5)",
    "(lambda (&rest r) r)",
    "car",
    "+",
    "1.5",
    "-0.0",
    "1e308",
    "inf",
    "nan",
    "9223372036854775807",
    "-9223372036854775808",
    "4611686018427387904",
    "2147483648",
    "100000",
    "63",
    "64",
    "\"é😀\\u{301}\"",
    "\"a,b,,c\"",
    "\"(1 2\"",
    "\"12\"",
    "\"[a-z]+\"",
    "\"{\\\"a\\\": [1, null]}\"",
    "\"2026-02-29T24:00:00Z\"",
    "(delay 1)",
    "(chan)",
    "(ex-info \"m\" (hash-map :a 1))",
    "(lazy-cons 1 ())",
    "(iterate-lazy inc 0)",
    "(range 5)",
    "(string->symbol \"a b\")",
    "`(a ,x ,@'(1 2))",
    "(make-actor 0 +)",
    "(make-event-store)",
    "(error \"e\")",
    "(try (car 1) (catch (e) e))"
  };

  private static final String[] SOUP = {
    "(",
    ")",
    "(",
    ")",
    " ",
    "\n",
    "'",
    "`",
    ",",
    ",@",
    "\"",
    "\\",
    ";",
    ";;\n",
    "\t",
    "\r\n",
    "#t",
    "#f",
    "#",
    "()",
    ":",
    ":k",
    "&",
    "&rest",
    "&optional",
    ".",
    "...",
    "x",
    "y",
    "else",
    "_",
    "catch",
    "e",
    "1",
    "-1",
    "+",
    "-",
    "1.",
    ".5",
    "1e400",
    "-inf",
    "NaN",
    "0x10",
    "00",
    "9223372036854775808",
    "\"a\"",
    "\"\\u{41}\"",
    "\"\\u",
    "\"\\n\"",
    "é",
    "😀",
    "\u00a0",
    "\u2028",
    "\ufeff",
    "\u0000",
    "\u001f",
    "\ud800",
    "\ufffd",
    "[",
    "]",
    "{",
    "}",
    "|",
    "#|",
    "(quote",
    "(quasiquote",
    "(unquote"
  };

  private MadeUp() {}

  /// Bytes as they would come out of a file.
  static String bytes(Choices c) {
    List<Long> bytes =
        c.listOf(
            400,
            () ->
                c.from(
                    () -> (long) "()'`,@\"\\; \n:#\u007f".charAt((int) c.below(14)),
                    () -> c.between(32, 126),
                    () -> c.below(256)));
    byte[] all = new byte[bytes.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = bytes.get(i).byteValue();
    }
    return new String(all, StandardCharsets.UTF_8);
  }

  /// Words and signs in any order.
  static String soup(Choices c) {
    return String.join(
        "", c.listOf(60, () -> c.from(() -> c.oneOf(SOUP), () -> c.oneOf(NAMES) + " ")));
  }

  /// Forms that mostly mean something: calls of everything with anything.
  static String program(Choices c) {
    var out = new StringBuilder();
    out.append(c.oneOf("", "(define x 5) ", "(define (f x) x) (define y '(1 2)) "));
    for (int i = (int) c.between(1, 4); i > 0; i--) {
      form(c, out, 1 + c.size() / 12);
      out.append(c.oneOf("\n", " ", " ; note\n"));
    }
    return out.toString();
  }

  private static void form(Choices c, StringBuilder out, int depth) {
    if (depth == 0) {
      out.append(c.oneOf(ATOMS));
      return;
    }
    switch ((int) c.below(16)) {
      case 0, 1 -> out.append(c.oneOf(ATOMS));
      case 2 -> shape(c, out, depth, "(let ((x ", ")) ", ")");
      case 3 -> shape(c, out, depth, "(if ", " ", " 1)");
      case 4 -> shape(c, out, depth, "(try ", " (catch (e) ", "))");
      case 5 -> shape(c, out, depth, "(define (f x) ", ") (f ", ")");
      case 6 -> shape(c, out, depth, "(map (lambda (x) ", ") ", ")");
      case 7 -> shape(c, out, depth, "((lambda (x &rest y) ", ") ", ")");
      case 8 -> shape(c, out, depth, "(defmacro m (x) `(list ,x ", ")) (m ", ")");
      case 9 -> shape(c, out, depth, "(eval '(begin ", " ", "))");
      case 10 -> shape(c, out, depth, "(spawn (lambda () ", ")) (yield) ", "");
      case 11 -> {
        out.append('(').append(c.oneOf(NAMES));
        arguments(c, out, depth);
      }
      default -> {
        out.append('(').append(c.oneOf(FUNCTIONS));
        arguments(c, out, depth);
      }
    }
  }

  private static void arguments(Choices c, StringBuilder out, int depth) {
    for (int i = (int) c.below(4); i > 0; i--) {
      out.append(' ');
      form(c, out, depth - 1);
    }
    out.append(')');
  }

  private static void shape(
      Choices c, StringBuilder out, int depth, String before, String between, String after) {
    out.append(before);
    form(c, out, depth - 1);
    out.append(between);
    form(c, out, depth - 1);
    out.append(after);
  }

  /// A real program with a few words exchanged, left out, doubled or moved.
  static String mutated(Choices c) {
    List<String> tokens = tokens(anyText(c));
    for (int i = (int) c.between(1, 1 + c.size() / 8); i > 0 && !tokens.isEmpty(); i--) {
      int at = (int) c.below(tokens.size());
      switch ((int) c.below(8)) {
        case 0 -> tokens.set(at, c.oneOf(ATOMS));
        case 1 -> tokens.set(at, c.oneOf(NAMES));
        case 2 -> tokens.remove(at);
        case 3 -> tokens.add(at, c.oneOf(SOUP));
        case 4 -> tokens.add(at, tokens.get((int) c.below(tokens.size())));
        case 5 -> tokens.set(at, tokens.get((int) c.below(tokens.size())));
        case 6 -> tokens.set(at, anyPart(c));
        default -> tokens.add(at, c.oneOf("'", "`", ",", ",@", "(", ")"));
      }
    }
    return String.join("", tokens);
  }

  /// Real programs behind one another.
  static String joined(Choices c) {
    return String.join("\n", c.listOf(4, () -> anyText(c)));
  }

  private static String anyText(Choices c) {
    return Corpus.TEXTS.get((int) c.below(Corpus.TEXTS.size()));
  }

  /// A form from somewhere inside a real program.
  private static String anyPart(Choices c) {
    String text = anyText(c);
    if (!(Lisp.read(Source.of("part", text)) instanceof ReadResult.Forms(List<Form> forms))
        || forms.isEmpty()) {
      return "()";
    }
    Form form = forms.get((int) c.below(forms.size()));
    while (form instanceof Form.ListForm(List<Form> items, Span _)
        && !items.isEmpty()
        && c.flag()) {
      form = items.get((int) c.below(items.size()));
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int start = form.span().start();
    return new String(bytes, start, form.span().end() - start, StandardCharsets.UTF_8);
  }

  private static List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
    return tokens;
  }
}
