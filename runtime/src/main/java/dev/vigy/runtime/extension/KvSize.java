package dev.vigy.runtime.extension;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.json.JsonPrinter;
import java.util.Arrays;
import java.util.Map;

/// How big kv is, for its limits: the bytes of keys and values as compact JSON in UTF-8.
public final class KvSize {
  /// The powers of ten that fit; the first stands for "no digit yet".
  private static final long[] POWERS = powers();

  /// How many bytes each character of ASCII takes in a JSON string.
  private static final byte[] ASCII_QUOTED = asciiQuoted();

  private KvSize() {}

  private static byte[] asciiQuoted() {
    byte[] bytes = new byte[0x80];
    Arrays.fill(bytes, 0, ' ', (byte) 6);
    Arrays.fill(bytes, ' ', bytes.length, (byte) 1);
    for (char escaped : "\"\\\n\r\t\b\f".toCharArray()) {
      bytes[escaped] = 2;
    }
    return bytes;
  }

  private static long[] powers() {
    long[] powers = new long[19];
    powers[0] = 0;
    long power = 1;
    for (int i = 1; i < powers.length; i++) {
      power *= 10;
      powers[i] = power;
    }
    return powers;
  }

  /// One key with its value.
  public static long of(String key, Json value) {
    return utf8(key) + of(value);
  }

  /// A whole kv.
  public static long of(Map<String, Json> kv) {
    long sum = 0;
    for (Map.Entry<String, Json> entry : kv.entrySet()) {
      sum += of(entry.getKey(), entry.getValue());
    }
    return sum;
  }

  /// A value as compact JSON. Values nest at most as deep as the limits allow, so this recurses.
  static long of(Json value) {
    return switch (value) {
      case Json.Null _ -> 4;
      case Json.Bool(boolean b) -> b ? 4 : 5;
      case Json.Int(long n) -> digits(n);
      case Json.Real _ -> JsonPrinter.print(value).length();
      case Json.Text(String text) -> quoted(text);
      case Json.Array(var items) -> {
        long sum = items.isEmpty() ? 2 : 1 + items.size();
        for (Json item : items) {
          sum += of(item);
        }
        yield sum;
      }
      case Json.Object(var members) -> {
        long sum = members.isEmpty() ? 2 : 1 + 2L * members.size();
        for (Map.Entry<String, Json> member : members.entrySet()) {
          sum += quoted(member.getKey()) + of(member.getValue());
        }
        yield sum;
      }
    };
  }

  /// The length of a number in decimal, its sign included.
  static int digits(long n) {
    if (n == Long.MIN_VALUE) {
      return 20;
    }
    long size = Math.abs(n);
    // Bits times log10(2), which is right or one too few. Every number that is said comes here.
    int bits = Long.SIZE - Long.numberOfLeadingZeros(size | 1);
    int digits = (bits * 1_233) >> 12;
    return (size >= POWERS[digits] ? digits + 1 : digits) + (n < 0 ? 1 : 0);
  }

  /// A text as a JSON string, quotes included.
  static long quoted(String text) {
    int length = text.length();
    long bytes = 2;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      bytes += c < ASCII_QUOTED.length ? ASCII_QUOTED[c] : utf8(c);
    }
    return bytes;
  }

  static long utf8(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      bytes += utf8(text.charAt(i));
    }
    return bytes;
  }

  /// A half of a surrogate pair counts 2, so that a pair counts 4.
  private static int utf8(char c) {
    return c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
  }
}
