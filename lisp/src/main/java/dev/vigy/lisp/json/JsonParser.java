package dev.vigy.lisp.json;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A strict parser of JSON text (RFC 8259): one value, nothing after it, no comments, no byte-order
/// mark, no lone surrogates.
///
/// Of a key that stands twice in one object the last value wins, in the first place. A number
/// without fraction and exponent that fits 64 bits is an [Json.Int] (but `-0`), every other one a
/// [Json.Real]; one beyond the doubles is an error.
public final class JsonParser {
  /// Levels of arrays and objects that the product allows.
  public static final int MAX_NESTING = 128;

  private static final int CONTROL_END = 0x20;

  private final String text;
  private final int maxNesting;
  private int at;

  /// Arrays and objects begun and not yet ended.
  private final ArrayDeque<Open> open = new ArrayDeque<>();

  private JsonParser(String text, int maxNesting) {
    this.text = text;
    this.maxNesting = maxNesting;
  }

  private sealed interface Open {}

  private record OpenArray(List<Json> items) implements Open {}

  private static final class OpenObject implements Open {
    final Map<String, Json> members = new LinkedHashMap<>();
    String key = "";
  }

  /// Parses with at most [#MAX_NESTING] levels.
  ///
  /// @throws JsonSyntaxException if the text is not exactly one JSON value, or nested too deep
  public static Json parse(String text) {
    return parse(text, MAX_NESTING);
  }

  /// @param maxNesting levels of arrays and objects; `[]` has one
  /// @throws JsonSyntaxException if the text is not exactly one JSON value, or nested too deep
  public static Json parse(String text, int maxNesting) {
    return new JsonParser(text, maxNesting).document();
  }

  private Json document() {
    Json value = null;
    while (true) {
      if (value == null) {
        value = scalarOrOpen();
        continue;
      }
      Open innermost = open.peekLast();
      if (innermost == null) {
        skipBlanks();
        if (at < text.length()) {
          throw wrong("expected the end of the text");
        }
        return value;
      }
      value = added(innermost, value);
    }
  }

  /// A scalar or an empty array or object; null if an array or object with content was opened.
  private @Nullable Json scalarOrOpen() {
    skipBlanks();
    if (at == text.length()) {
      throw wrong("expected a value");
    }
    char c = text.charAt(at);
    return switch (c) {
      case '[' -> {
        enter();
        if (next(']')) {
          yield new Json.Array(List.of());
        }
        open.addLast(new OpenArray(new ArrayList<>()));
        yield null;
      }
      case '{' -> {
        enter();
        if (next('}')) {
          yield Json.Object.EMPTY;
        }
        OpenObject object = new OpenObject();
        open.addLast(object);
        readKey(object);
        yield null;
      }
      case '"' -> new Json.Text(string());
      case 't' -> word("true", new Json.Bool(true));
      case 'f' -> word("false", new Json.Bool(false));
      case 'n' -> word("null", Json.Null.NULL);
      default -> {
        if (c == '-' || isDigit(c)) {
          yield number();
        }
        throw wrong("expected a value");
      }
    };
  }

  private void enter() {
    if (open.size() >= maxNesting) {
      throw wrong("nesting exceeds the limit of " + maxNesting + " levels", true);
    }
    at++;
  }

  /// Adds a value to what it stands in; gives the finished array or object if that ends here, else
  /// null.
  private @Nullable Json added(Open innermost, Json value) {
    switch (innermost) {
      case OpenArray array -> {
        array.items.add(value);
        if (next(']')) {
          open.removeLast();
          return new Json.Array(array.items);
        }
        expectComma("expected `,` or `]`");
      }
      case OpenObject object -> {
        object.members.put(object.key, value);
        if (next('}')) {
          open.removeLast();
          return new Json.Object(object.members);
        }
        expectComma("expected `,` or `}`");
        readKey(object);
      }
    }
    return null;
  }

  private void expectComma(String complaint) {
    if (!next(',')) {
      throw wrong(complaint);
    }
  }

  private void readKey(OpenObject object) {
    skipBlanks();
    if (at == text.length() || text.charAt(at) != '"') {
      throw wrong("expected a key in quotes");
    }
    object.key = string();
    if (!next(':')) {
      throw wrong("expected `:`");
    }
  }

  /// Skips blanks, and the character if it comes next.
  private boolean next(char expected) {
    skipBlanks();
    if (at < text.length() && text.charAt(at) == expected) {
      at++;
      return true;
    }
    return false;
  }

  private void skipBlanks() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        return;
      }
      at++;
    }
  }

  private Json word(String word, Json value) {
    if (!text.startsWith(word, at)) {
      throw wrong("expected a value");
    }
    at += word.length();
    return value;
  }

  private Json number() {
    int start = at;
    if (text.charAt(at) == '-') {
      at++;
    }
    int firstDigit = at;
    digits();
    if (at > firstDigit + 1 && text.charAt(firstDigit) == '0') {
      at = firstDigit + 1;
      throw wrong("a number has no leading zeros");
    }
    boolean whole = true;
    if (at < text.length() && text.charAt(at) == '.') {
      whole = false;
      at++;
      digits();
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      whole = false;
      at++;
      if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
        at++;
      }
      digits();
    }
    String number = text.substring(start, at);
    if (whole && !number.equals("-0")) {
      Long integer = integer(number);
      if (integer != null) {
        return new Json.Int(integer);
      }
    }
    double real = Double.parseDouble(number);
    if (Double.isInfinite(real)) {
      at = start;
      throw wrong("the number is out of range");
    }
    return new Json.Real(real);
  }

  private static @Nullable Long integer(String number) {
    if (number.length() > 20) {
      return null;
    }
    try {
      return Long.valueOf(number);
    } catch (NumberFormatException outOfRange) {
      return null;
    }
  }

  private void digits() {
    int start = at;
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw wrong("expected a digit");
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private String string() {
    int opening = at;
    at++;
    int plainFrom = at;
    StringBuilder unescaped = null;
    while (true) {
      if (at == text.length()) {
        at = opening;
        throw wrong("the string has no end");
      }
      char c = text.charAt(at);
      if (c == '"') {
        String rest = text.substring(plainFrom, at);
        at++;
        return unescaped == null ? rest : unescaped.append(rest).toString();
      }
      if (c < CONTROL_END) {
        throw wrong("a control character must be escaped in a string");
      }
      if (c == '\\') {
        unescaped = unescaped == null ? new StringBuilder() : unescaped;
        unescaped.append(text, plainFrom, at);
        escape(unescaped);
        plainFrom = at;
      } else {
        at++;
      }
    }
  }

  private void escape(StringBuilder out) {
    int start = at;
    char c = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
    at += 2;
    switch (c) {
      case '"', '\\', '/' -> out.append(c);
      case 'b' -> out.append('\b');
      case 'f' -> out.append('\f');
      case 'n' -> out.append('\n');
      case 'r' -> out.append('\r');
      case 't' -> out.append('\t');
      case 'u' -> {
        char unit = hex(start);
        out.append(unit);
        if (Character.isHighSurrogate(unit)) {
          if (!text.startsWith("\\u", at)) {
            at = start;
            throw wrong("half of a surrogate pair");
          }
          at += 2;
          char low = hex(start);
          if (!Character.isLowSurrogate(low)) {
            at = start;
            throw wrong("half of a surrogate pair");
          }
          out.append(low);
        } else if (Character.isLowSurrogate(unit)) {
          at = start;
          throw wrong("half of a surrogate pair");
        }
      }
      default -> {
        at = start;
        throw wrong("unknown escape");
      }
    }
  }

  private char hex(int start) {
    int unit = 0;
    for (int i = 0; i < 4; i++, at++) {
      // Character.digit also takes digits of other scripts.
      int digit =
          at < text.length() && text.charAt(at) < 128 ? Character.digit(text.charAt(at), 16) : -1;
      if (digit < 0) {
        at = start;
        throw wrong("expected four hexadecimal digits after `\\u`");
      }
      unit = unit * 16 + digit;
    }
    return (char) unit;
  }

  private JsonSyntaxException wrong(String reason) {
    return wrong(reason, false);
  }

  private JsonSyntaxException wrong(String reason, boolean tooDeep) {
    int end = Math.min(at, text.length());
    int lineStart = text.lastIndexOf('\n', end - 1) + 1;
    int line = 1 + (int) text.substring(0, end).chars().filter(c -> c == '\n').count();
    return new JsonSyntaxException(reason, line, text.codePointCount(lineStart, end) + 1, tooDeep);
  }
}
