package dev.vigy.lisp.read;

import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.lisp.source.Excerpt;
import dev.vigy.lisp.source.Source;
import dev.vigy.lisp.source.Span;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.Symbol;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads one text. The open lists and prefix operators stand on a stack of its own, so that nesting
/// costs heap, not machine stack.
///
/// The reference tokenises the whole text before it parses: an unterminated string anywhere is
/// reported before a wrong parenthesis. So after the first wrong parenthesis this reader goes on,
/// building nothing, to see whether such a string follows.
public final class Reader {
  /// How deep lists and prefix operators may nest.
  public static final int NESTING_MAX = 100_000;

  private final Source source;
  private final String text;
  private int at;
  private int byteAt;
  private int lastTokenEnd;
  private final ArrayDeque<Open> open = new ArrayDeque<>();
  private final List<Form> top = new ArrayList<>();
  private @Nullable Diagnostic error;

  /// What has begun and not ended: a list with its items so far, or a prefix operator that waits
  /// for its operand.
  private sealed interface Open {
    int start();

    record OpenList(int start, List<Form> items) implements Open {}

    record OpenPrefix(int start, Form.Prefix prefix) implements Open {}
  }

  private Reader(Source source) {
    this.source = source;
    this.text = source.text();
  }

  /// Reads the whole text.
  public static ReadResult read(Source source) {
    return new Reader(source).readAll();
  }

  private ReadResult readAll() {
    while (skipBlanks()) {
      if (!token()) {
        break;
      }
      lastTokenEnd = byteAt;
    }
    if (error == null && open.peek() != null) {
      error = unfinished(open.getFirst());
    }
    return error == null ? new ReadResult.Forms(top) : new ReadResult.Unreadable(error);
  }

  /// Reads one token; false if nothing after it matters, because it is an unterminated string.
  private boolean token() {
    int start = byteAt;
    switch (text.charAt(at)) {
      case '(' -> {
        advance();
        push(new Open.OpenList(start, new ArrayList<>()));
      }
      case ')' -> {
        advance();
        close(start);
      }
      case '\'' -> prefix(Form.Prefix.QUOTE, 1);
      case '`' -> prefix(Form.Prefix.QUASIQUOTE, 1);
      case ',' -> {
        boolean splice = at + 1 < text.length() && text.charAt(at + 1) == '@';
        prefix(splice ? Form.Prefix.UNQUOTE_SPLICE : Form.Prefix.UNQUOTE, splice ? 2 : 1);
      }
      case '"' -> {
        String value = string();
        if (value == null) {
          error =
              Diagnostic.error("unterminated string literal at position " + start, span(start))
                  .withHint("this text begins here and has no `\"` at its end");
          return false;
        }
        add(new Form.Atom(value, span(start)));
      }
      default -> atom(start);
    }
    return true;
  }

  private void prefix(Form.Prefix prefix, int length) {
    int start = byteAt;
    for (int i = 0; i < length; i++) {
      advance();
    }
    push(new Open.OpenPrefix(start, prefix));
  }

  private void push(Open opened) {
    if (error != null) {
      return;
    }
    if (open.size() >= NESTING_MAX) {
      fail("nesting too deep at position " + opened.start(), span(opened.start()));
      return;
    }
    open.push(opened);
  }

  private void close(int start) {
    if (error != null) {
      return;
    }
    if (open.peek() instanceof Open.OpenList(int listStart, List<Form> items)) {
      open.pop();
      add(new Form.ListForm(items, span(listStart)));
    } else {
      boolean quoted = open.peek() instanceof Open.OpenPrefix;
      fail("unmatched closing paren at position " + start, span(start));
      if (error != null) {
        error =
            error.withHint(
                quoted
                    ? "something must follow the quote before it"
                    : "everything before it is closed already");
      }
    }
  }

  /// Where a `)` is probably missing: before the first line after an open list that begins as far
  /// to the left as the list does.
  private String whereToClose(int start) {
    Excerpt opened = Excerpt.of(new Span(source, start, start + 1)).orElse(null);
    if (opened == null) {
      return "";
    }
    List<String> lines = text.lines().toList();
    for (int i = opened.line(); i < lines.size(); i++) {
      String line = lines.get(i);
      int indent = line.length() - line.stripLeading().length();
      if (indent < opened.column() && line.startsWith("(", indent)) {
        return "is a `)` missing before line " + (i + 1) + "?";
      }
    }
    return "is a `)` missing at the end?";
  }

  /// Puts a finished form where it belongs, through all prefix operators that waited for it.
  private void add(Form form) {
    if (error != null) {
      return;
    }
    Form finished = form;
    while (open.peek() instanceof Open.OpenPrefix(int start, Form.Prefix prefix)) {
      open.pop();
      finished = new Form.Prefixed(prefix, finished, span(start));
    }
    if (open.peek() instanceof Open.OpenList list) {
      list.items().add(finished);
    } else {
      top.add(finished);
    }
  }

  private Diagnostic unfinished(Open innermost) {
    return switch (innermost) {
      case Open.OpenList(int start, List<Form> _) ->
          Diagnostic.error(
                  "unmatched opening paren at position " + start,
                  new Span(source, start, lastTokenEnd))
              .withHint(whereToClose(start));
      case Open.OpenPrefix _ ->
          Diagnostic.error("unexpected end of input at position " + byteAt, span(byteAt))
              .withHint("something must follow the quote");
    };
  }

  private void fail(String message, Span span) {
    error = Diagnostic.error(message, span);
    open.clear();
    top.clear();
  }

  private void atom(int start) {
    int from = at;
    while (at < text.length() && isAtomCharacter(text.charAt(at))) {
      advance();
    }
    add(new Form.Atom(classify(text.substring(from, at)), span(start)));
  }

  /// What an atom of this text is (language reference 1.2).
  static Object classify(String atom) {
    if (atom.equals("#t")) {
      return true;
    }
    if (atom.equals("#f")) {
      return false;
    }
    if (atom.startsWith(":")) {
      return new Keyword(atom.substring(1));
    }
    return Numbers.parse(atom).orElseGet(() -> new Symbol(atom));
  }

  /// The value of the string literal that begins here, or null if the text ends in it.
  private @Nullable String string() {
    var value = new StringBuilder();
    advance();
    while (at < text.length()) {
      int c = advance();
      if (c == '"') {
        return value.toString();
      }
      if (c != '\\') {
        value.appendCodePoint(c);
      } else if (at == text.length() || !escape(value)) {
        return null;
      }
    }
    return null;
  }

  private boolean escape(StringBuilder value) {
    int c = advance();
    switch (c) {
      case 'n' -> value.append('\n');
      case 't' -> value.append('\t');
      case 'r' -> value.append('\r');
      case 'u' -> {
        return unicode(value);
      }
      default -> value.appendCodePoint(c);
    }
    return true;
  }

  /// `\` `u{H}`; a wrong one loses what the language reference 1.4 says it loses (W-58).
  private boolean unicode(StringBuilder value) {
    if (at == text.length()) {
      return false;
    }
    if (advance() != '{') {
      value.append("u{}");
      return true;
    }
    int from = at;
    while (at < text.length() && text.charAt(at) != '}') {
      advance();
    }
    if (at == text.length()) {
      return false;
    }
    String digits = text.substring(from, at);
    advance();
    int scalar = scalarOf(digits);
    if (scalar < 0) {
      value.append("u{").append(digits).append('}');
    } else {
      value.appendCodePoint(scalar);
    }
    return true;
  }

  /// The scalar value with this hexadecimal number, or -1.
  private static int scalarOf(String written) {
    String digits = written.startsWith("+") ? written.substring(1) : written;
    int value = digits.isEmpty() ? -1 : 0;
    for (int i = 0; i < digits.length() && value >= 0; i++) {
      char c = digits.charAt(i);
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      value = digit < 0 ? -1 : value * 16 + digit;
      if (value > Character.MAX_CODE_POINT) {
        return -1;
      }
    }
    return value >= 0xD800 && value <= 0xDFFF ? -1 : value;
  }

  /// Skips white space and comments; whether something is left.
  private boolean skipBlanks() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ';') {
        while (at < text.length() && text.charAt(at) != '\n') {
          advance();
        }
      } else if (isWhiteSpace(c)) {
        advance();
      } else {
        return true;
      }
    }
    return false;
  }

  /// Steps over one character and returns it.
  private int advance() {
    int c = text.codePointAt(at);
    at += Character.charCount(c);
    byteAt += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    return c;
  }

  private Span span(int start) {
    return new Span(source, start, byteAt);
  }

  private static boolean isAtomCharacter(char c) {
    return switch (c) {
      case '(', ')', '\'', '`', ',', '"', ';' -> false;
      default -> !isWhiteSpace(c);
    };
  }

  /// The property `White_Space` of Unicode, which is not what [Character#isWhitespace] tests.
  private static boolean isWhiteSpace(char c) {
    if (c <= ' ') {
      return c == ' ' || (c >= '\t' && c <= '\r');
    }
    return c >= '\u0085'
        && switch (c) {
          case '\u0085', '\u00A0', '\u1680', '\u2028', '\u2029', '\u202F', '\u205F', '\u3000' ->
              true;
          default -> c >= '\u2000' && c <= '\u200A';
        };
  }
}
