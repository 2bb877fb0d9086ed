package dev.vigy.runtime.store.jdbc;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.json.JsonPrinter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A growing buffer of UTF-8 bytes that knows how to write JSON.
///
/// Made for the hot path: a tick is written without a `String` or an object in between. Control
/// characters are escaped, so a raw newline or TAB never stands inside a JSON string; [Lines]
/// relies on that.
final class JsonOut {
  /// Deeper values are refused; programs can't make them (product 5 allows 128 levels).
  static final int DEEPEST = 1000;

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LOWEST =
      Long.toString(Long.MIN_VALUE).getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes;
  private int size;

  JsonOut(int capacity) {
    bytes = new byte[capacity];
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }

  /// Text that is ASCII and needs no escapes: keys and punctuation of ours.
  @SuppressWarnings("deprecation") // the only copy of ASCII bytes that allocates nothing
  JsonOut raw(String ascii) {
    int length = ascii.length();
    room(length);
    ascii.getBytes(0, length, bytes, size);
    size += length;
    return this;
  }

  JsonOut raw(byte[] source, int from, int to) {
    room(to - from);
    System.arraycopy(source, from, bytes, size, to - from);
    size += to - from;
    return this;
  }

  JsonOut raw(char ascii) {
    room(1);
    bytes[size++] = (byte) ascii;
    return this;
  }

  JsonOut number(long value) {
    room(20);
    if (value < 0) {
      if (value == Long.MIN_VALUE) {
        return raw(LOWEST, 0, LOWEST.length);
      }
      bytes[size++] = '-';
      value = -value;
    }
    int digits = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      digits++;
    }
    size += digits;
    int at = size;
    do {
      bytes[--at] = (byte) ('0' + value % 10);
      value /= 10;
    } while (at > size - digits);
    return this;
  }

  /// In the spelling of [JsonPrinter#text]: NaN and infinities have no JSON, they become `null`.
  JsonOut number(double value) {
    double size = Math.abs(value);
    // There Java spells it the same way, and faster.
    boolean plain = size >= 1e-3 && size < 1e7;
    return raw(plain ? Double.toString(value) : JsonPrinter.text(value));
  }

  JsonOut text(String text) {
    int length = text.length();
    room(length + 2);
    bytes[size++] = '"';
    int i = 0;
    for (; i < length; i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\' || c >= 0x7f) {
        break;
      }
      bytes[size++] = (byte) c;
    }
    for (; i < length; i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < length
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        pair(Character.toCodePoint(c, text.charAt(++i)));
      } else {
        character(c);
      }
    }
    return raw('"');
  }

  private void character(char c) {
    room(6);
    switch (c) {
      case '"' -> raw("\\\"");
      case '\\' -> raw("\\\\");
      case '\n' -> raw("\\n");
      case '\r' -> raw("\\r");
      case '\t' -> raw("\\t");
      default -> {
        if (c < ' ' || Character.isSurrogate(c)) {
          raw("\\u");
          for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[size++] = HEX[(c >> shift) & 15];
          }
        } else if (c < 0x80) {
          bytes[size++] = (byte) c;
        } else if (c < 0x800) {
          bytes[size++] = (byte) (0xc0 | (c >> 6));
          bytes[size++] = (byte) (0x80 | (c & 0x3f));
        } else {
          bytes[size++] = (byte) (0xe0 | (c >> 12));
          bytes[size++] = (byte) (0x80 | ((c >> 6) & 0x3f));
          bytes[size++] = (byte) (0x80 | (c & 0x3f));
        }
      }
    }
  }

  private void pair(int c) {
    room(4);
    bytes[size++] = (byte) (0xf0 | (c >> 18));
    bytes[size++] = (byte) (0x80 | ((c >> 12) & 0x3f));
    bytes[size++] = (byte) (0x80 | ((c >> 6) & 0x3f));
    bytes[size++] = (byte) (0x80 | (c & 0x3f));
  }

  /// With the members of objects in their order.
  JsonOut value(Json value) {
    return value(value, 0, false);
  }

  /// With the members of all objects by code point, which is how what programs say is stored.
  JsonOut sorted(Json value) {
    return value(value, 0, true);
  }

  /// @throws IllegalArgumentException if it nests deeper than [#DEEPEST]
  private JsonOut value(Json value, int depth, boolean sort) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException(
          "a value nests deeper than " + DEEPEST + " levels, so it can't be stored");
    }
    return switch (value) {
      case Json.Null n -> raw("null");
      case Json.Bool(boolean b) -> raw(b ? "true" : "false");
      case Json.Int(long n) -> number(n);
      case Json.Real(double d) -> number(d);
      case Json.Text(String text) -> text(text);
      case Json.Array(List<Json> items) -> {
        raw('[');
        for (int i = 0; i < items.size(); i++) {
          if (i > 0) {
            raw(',');
          }
          value(items.get(i), depth + 1, sort);
        }
        yield raw(']');
      }
      case Json.Object(Map<String, Json> members) -> members(members, depth, sort);
    };
  }

  /// As [#value].
  JsonOut members(Map<String, Json> members) {
    return members(members, 0, false);
  }

  /// As [#sorted].
  JsonOut sortedMembers(Map<String, Json> members) {
    return members(members, 0, true);
  }

  static <V> Collection<Map.Entry<String, V>> byKey(Map<String, V> members) {
    @Nullable String before = null;
    for (String key : members.keySet()) {
      if (before != null && JsonPrinter.compareNames(before, key) > 0) {
        List<Map.Entry<String, V>> sorted = new ArrayList<>(members.entrySet());
        sorted.sort((left, right) -> JsonPrinter.compareNames(left.getKey(), right.getKey()));
        return sorted;
      }
      before = key;
    }
    return members.entrySet();
  }

  private JsonOut members(Map<String, Json> members, int depth, boolean sort) {
    raw('{');
    boolean first = true;
    for (Map.Entry<String, Json> member : sort ? byKey(members) : members.entrySet()) {
      if (!first) {
        raw(',');
      }
      first = false;
      text(member.getKey()).raw(':');
      value(member.getValue(), depth + 1, sort);
    }
    return raw('}');
  }
}
