package dev.vigy.lisp.read;

import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.lisp.source.Excerpt;
import dev.vigy.lisp.source.Source;
import dev.vigy.lisp.source.Span;
import java.util.Arrays;
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
  private final Atoms atoms;
  private int at;
  private int byteAt;
  private int lastTokenEnd;
  private @Nullable Open innermost;
  private int nesting;

  /// The finished forms of all open lists, those of outer ones first, and before them the forms of
  /// the top level.
  private Form[] finished = new Form[16];

  private int finishedCount;
  private @Nullable Diagnostic error;

  /// What has begun and not ended: a list, or a prefix operator that waits for its operand.
  private sealed interface Open {
    int start();

    @Nullable Open outer();

    /// @param from where its items begin among the finished forms
    record OpenList(int start, int from, @Nullable Open outer) implements Open {}

    record OpenPrefix(int start, Form.Prefix prefix, @Nullable Open outer) implements Open {}
  }

  private final Ended ended;

  /// Is told of the lists of a text. A walk through a long text once it has been read takes longer
  /// than to look at each list when it ends, while the processor has it at hand.
  @FunctionalInterface
  public interface Ended {
    /// A list has been read to its end.
    ///
    /// @param topLevel whether it stands in no other form
    void list(Form.ListForm list, boolean topLevel);
  }

  private Reader(Source source, Ended ended) {
    this.source = source;
    this.text = source.text();
    this.atoms = new Atoms(text);
    this.ended = ended;
  }

  /// Reads the whole text.
  public static ReadResult read(Source source) {
    return read(source, (_, _) -> {});
  }

  /// Reads the whole text.
  ///
  /// @param ended told of the lists, inner ones first; also of those before a place that cannot be
  ///   read
  public static ReadResult read(Source source, Ended ended) {
    return new Reader(source, ended).readAll();
  }

  private ReadResult readAll() {
    while (skipBlanks()) {
      if (!token()) {
        break;
      }
      lastTokenEnd = byteAt;
    }
    if (error == null && innermost != null) {
      error = unfinished(innermost);
    }
    return error == null ? new ReadResult.Forms(finishedFrom(0)) : new ReadResult.Unreadable(error);
  }

  /// Reads one token; false if nothing after it matters, because it is an unterminated string.
  private boolean token() {
    int start = byteAt;
    switch (text.charAt(at)) {
      case '(' -> {
        advance();
        push(new Open.OpenList(start, finishedCount, innermost));
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
    push(new Open.OpenPrefix(start, prefix, innermost));
  }

  private void push(Open opened) {
    if (error != null) {
      return;
    }
    if (nesting >= NESTING_MAX) {
      fail("nesting too deep at position " + opened.start(), span(opened.start()));
      return;
    }
    nesting++;
    innermost = opened;
  }

  private void close(int start) {
    if (error != null) {
      return;
    }
    if (innermost instanceof Open.OpenList list) {
      end(list);
      var form = new Form.ListForm(finishedFrom(list.from()), span(list.start()));
      ended.list(form, innermost == null);
      add(form);
    } else {
      boolean quoted = innermost instanceof Open.OpenPrefix;
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

  private void end(Open ended) {
    innermost = ended.outer();
    nesting--;
  }

  /// Puts a finished form where it belongs, through all prefix operators that waited for it.
  private void add(Form form) {
    if (error != null) {
      return;
    }
    Form whole = form;
    while (innermost instanceof Open.OpenPrefix waiting) {
      end(waiting);
      whole = new Form.Prefixed(waiting.prefix(), whole, span(waiting.start()));
    }
    if (finishedCount == finished.length) {
      finished = Arrays.copyOf(finished, 2 * finishedCount);
    }
    finished[finishedCount] = whole;
    finishedCount++;
  }

  /// Takes the last finished forms.
  private List<Form> finishedFrom(int from) {
    List<Form> forms = List.of(Arrays.copyOfRange(finished, from, finishedCount));
    finishedCount = from;
    return forms;
  }

  private Diagnostic unfinished(Open open) {
    return switch (open) {
      case Open.OpenList(int start, _, _) ->
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
    innermost = null;
    nesting = 0;
    finishedCount = 0;
  }

  private void atom(int start) {
    int from = at;
    int hash = 0;
    char last = text.charAt(at);
    while (last < 0x80 && isAtomCharacter(last)) {
      hash = 31 * hash + last;
      at++;
      if (at == text.length()) {
        break;
      }
      last = text.charAt(at);
    }
    byteAt += at - from;
    if (last < 0x80) {
      add(new Form.Atom(atoms.value(from, at, hash), span(start)));
      return;
    }
    while (at < text.length() && isAtomCharacter(text.charAt(at))) {
      advance();
    }
    add(new Form.Atom(Atoms.classify(text.substring(from, at)), span(start)));
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
      if (c == ' ' || c == '\n') {
        at++;
        byteAt++;
      } else if (c == ';') {
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
    int c = text.charAt(at);
    if (c < 0x80) {
      at++;
      byteAt++;
      return c;
    }
    c = text.codePointAt(at);
    at += Character.charCount(c);
    byteAt += c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
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
