package dev.vigy.runtime.store.jdbc;

import dev.vigy.lisp.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Reads what [JsonOut] wrote, straight from the bytes of a row, by asking for what comes next.
///
/// Recovery reads hundreds of thousands of records before the first tick, most of them only in
/// part: [#skip] passes over a value without building it.
final class JsonIn {
  /// Text that is not what it should be: a row was cut or written by someone else.
  static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  /// Keys read lately, by their bytes; the last one of a place wins. ASCII only, without escapes.
  private static final AtomicReferenceArray<@Nullable String> KNOWN =
      new AtomicReferenceArray<>(1_024);

  private static final int LONGEST_KNOWN = 40;

  private final byte[] bytes;
  private final int end;
  private int at;

  JsonIn(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  JsonIn(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
  }

  private int peek() {
    while (at < end) {
      byte b = bytes[at];
      if (b != ' ' && b != '\n' && b != '\t' && b != '\r') {
        return b;
      }
      at++;
    }
    throw malformed("ends too early");
  }

  private Malformed malformed(String what) {
    return new Malformed("broken JSON: " + what + " at byte " + at);
  }

  private void expect(char c) {
    if (peek() != c) {
      throw malformed("`" + c + "` expected");
    }
    at++;
  }

  private boolean taken(char c) {
    if (peek() == c) {
      at++;
      return true;
    }
    return false;
  }

  /// Nothing but blanks may follow.
  void finish() {
    if (more()) {
      throw malformed("more text");
    }
  }

  void beginArray() {
    expect('[');
  }

  /// After [#beginArray], and after each item: whether another item follows. Ends the array if not.
  boolean nextItem(boolean first) {
    if (taken(']')) {
      return false;
    }
    if (!first) {
      expect(',');
    }
    return true;
  }

  /// Between the items of an array of known length.
  void comma() {
    expect(',');
  }

  void endArray() {
    expect(']');
  }

  /// Passes over items of an array that a newer version may have added.
  void restOfArray() {
    while (nextItem(false)) {
      skip();
    }
  }

  void beginObject() {
    expect('{');
  }

  /// After [#beginObject], and after each value: whether another member follows; [#key] reads its
  /// key then. Ends the object if not.
  boolean nextMember(boolean first) {
    if (taken('}')) {
      return false;
    }
    if (!first) {
      expect(',');
    }
    return true;
  }

  String key() {
    String key = known();
    expect(':');
    return key;
  }

  /// A text that many records have: a key that was read before is one object with it, and is not
  /// decoded again.
  private String known() {
    expect('"');
    int from = at;
    int hash = 0;
    int to = from;
    while (to < end && to - from < LONGEST_KNOWN && bytes[to] > ' ' && bytes[to] != '"') {
      if (bytes[to] == '\\') {
        at = from - 1;
        return text();
      }
      hash = 31 * hash + bytes[to];
      to++;
    }
    if (to == end || bytes[to] != '"') {
      at = from - 1;
      return text();
    }
    at = to + 1;
    int place = (hash ^ (hash >>> 16)) & (KNOWN.length() - 1);
    String known = KNOWN.getAcquire(place);
    if (known != null && isAt(from, to, known)) {
      return known;
    }
    String key = new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    KNOWN.setRelease(place, key);
    return key;
  }

  private boolean isAt(int from, int to, String text) {
    if (text.length() != to - from) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != bytes[from + i]) {
        return false;
      }
    }
    return true;
  }

  /// Whether anything but blanks follows.
  boolean more() {
    while (at < end && bytes[at] <= ' ') {
      at++;
    }
    return at < end;
  }

  boolean isNull() {
    if (peek() == 'n') {
      word("null");
      return true;
    }
    return false;
  }

  boolean isArray() {
    return peek() == '[';
  }

  boolean isObject() {
    return peek() == '{';
  }

  private void word(String word) {
    if (end - at < word.length()) {
      throw malformed("ends too early");
    }
    for (int i = 0; i < word.length(); i++) {
      if (bytes[at + i] != word.charAt(i)) {
        throw malformed("`" + word + "` expected");
      }
    }
    at += word.length();
  }

  boolean bool() {
    if (peek() == 't') {
      word("true");
      return true;
    }
    word("false");
    return false;
  }

  long number() {
    int c = peek();
    boolean negative = c == '-';
    if (negative) {
      at++;
    }
    int from = at;
    long value = 0;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      value = value * 10 - (bytes[at++] - '0');
    }
    if (at == from || at - from > 19) {
      throw malformed("whole number expected");
    }
    return negative ? value : -value;
  }

  int integer() {
    return Math.toIntExact(number());
  }

  Optional<Long> maybeNumber() {
    return isNull() ? Optional.empty() : Optional.of(number());
  }

  Optional<String> maybeText() {
    return isNull() ? Optional.empty() : Optional.of(text());
  }

  /// A number of any kind; `null` stands for NaN.
  double real() {
    if (isNull()) {
      return Double.NaN;
    }
    return switch (numeric()) {
      case Json.Int(long n) -> n;
      case Json.Real(double d) -> d;
      default -> throw malformed("number expected");
    };
  }

  private Json numeric() {
    int from = at;
    boolean whole = true;
    while (at < end) {
      byte b = bytes[at];
      if (b == '.' || b == 'e' || b == 'E') {
        whole = false;
      } else if (b != '-' && b != '+' && (b < '0' || b > '9')) {
        break;
      }
      at++;
    }
    String text = new String(bytes, from, at - from, StandardCharsets.US_ASCII);
    try {
      if (whole) {
        try {
          return new Json.Int(Long.parseLong(text));
        } catch (NumberFormatException e) {
          // Whole, but not within 64 bits.
        }
      }
      return new Json.Real(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      throw malformed("value expected");
    }
  }

  String text() {
    expect('"');
    int from = at;
    while (at < end) {
      byte b = bytes[at];
      if (b == '"') {
        return new String(bytes, from, at++ - from, StandardCharsets.UTF_8);
      }
      if (b == '\\') {
        return escaped(from);
      }
      at++;
    }
    throw malformed("text without end");
  }

  private String escaped(int from) {
    StringBuilder out = new StringBuilder(at - from + 64);
    int start = from;
    while (at < end) {
      byte b = bytes[at];
      if (b == '"') {
        append(out, start);
        at++;
        return out.toString();
      }
      if (b != '\\') {
        at++;
        continue;
      }
      append(out, start);
      if (at + 1 >= end) {
        break;
      }
      char c = (char) bytes[at + 1];
      at += 2;
      switch (c) {
        case '"', '\\', '/' -> out.append(c);
        case 'n' -> out.append('\n');
        case 'r' -> out.append('\r');
        case 't' -> out.append('\t');
        case 'b' -> out.append('\b');
        case 'f' -> out.append('\f');
        case 'u' -> {
          if (at + 4 > end) {
            throw malformed("text without end");
          }
          try {
            String hex = new String(bytes, at, 4, StandardCharsets.US_ASCII);
            out.append((char) Integer.parseInt(hex, 16));
          } catch (NumberFormatException e) {
            throw malformed("four hex digits expected");
          }
          at += 4;
        }
        default -> throw malformed("unknown escape");
      }
      start = at;
    }
    throw malformed("text without end");
  }

  /// Appends what stands from `start` up to here.
  private void append(StringBuilder out, int start) {
    if (at > start) {
      out.append(new String(bytes, start, at - start, StandardCharsets.UTF_8));
    }
  }

  Json value() {
    return value(0);
  }

  private Json value(int depth) {
    if (depth > JsonOut.DEEPEST) {
      throw malformed("nested deeper than " + JsonOut.DEEPEST + " levels");
    }
    return switch (peek()) {
      case '"' -> new Json.Text(text());
      case 't', 'f' -> new Json.Bool(bool());
      case 'n' -> {
        word("null");
        yield Json.Null.NULL;
      }
      case '[' -> {
        List<Json> items = new ArrayList<>();
        at++;
        while (nextItem(items.isEmpty())) {
          items.add(value(depth + 1));
        }
        yield new Json.Array(items);
      }
      case '{' -> new Json.Object(members(depth));
      default -> numeric();
    };
  }

  Map<String, Json> members() {
    return members(0);
  }

  private Map<String, Json> members(int depth) {
    Map<String, Json> members = new LinkedHashMap<>();
    beginObject();
    for (boolean first = true; nextMember(first); first = false) {
      String key = key();
      members.put(key, value(depth + 1));
    }
    return members;
  }

  /// Passes over one value.
  void skip() {
    int depth = 0;
    do {
      switch (peek()) {
        case '"' -> skipText();
        case '[', '{' -> {
          depth++;
          at++;
        }
        case ']', '}' -> {
          depth--;
          at++;
        }
        case ',', ':' -> at++;
        default -> {
          while (at < end && bytes[at] > ' ' && ",]}:".indexOf(bytes[at]) < 0) {
            at++;
          }
        }
      }
    } while (depth > 0);
  }

  private void skipText() {
    at++;
    while (at < end) {
      byte b = bytes[at++];
      if (b == '"') {
        return;
      }
      if (b == '\\') {
        at++;
      }
    }
    throw malformed("text without end");
  }
}
