package dev.vigy.lisp.json;

import dev.vigy.lisp.value.Charge;
import dev.vigy.lisp.value.Numbers;
import dev.vigy.lisp.value.Value;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes compact JSON text: no blanks, characters as they are but `"`, `\` and the control
/// characters.
public final class JsonPrinter {
  private static final int CONTROL_END = 0x20;

  private final StringBuilder out;
  private final boolean sorted;
  private final ArrayDeque<Level> levels = new ArrayDeque<>();

  private final Charge charge;

  private JsonPrinter(StringBuilder out, boolean sorted, Charge charge) {
    this.out = out;
    this.sorted = sorted;
    this.charge = charge;
  }

  /// An array or object that is being written: elements are Json or map entries.
  private static final class Level {
    final Iterator<?> elements;
    final char close;
    boolean first = true;

    Level(Iterator<?> elements, char close) {
      this.elements = elements;
      this.close = close;
    }
  }

  /// The text with members in the order of the objects.
  public static String print(Json json) {
    return printed(json, false, Charge.FREE);
  }

  /// The text with the members of every object sorted by code point: the form in which values are
  /// stored and compared.
  public static String printSorted(Json json) {
    return printSorted(json, Charge.FREE);
  }

  /// As [#printSorted(Json)].
  ///
  /// @param charge told of UTF-16 units before they are written: values that share parts can be far
  ///   bigger printed than they are in memory
  public static String printSorted(Json json, Charge charge) {
    return printed(json, true, charge);
  }

  /// How names of members are ordered in sorted text: by code point.
  public static int compareNames(String left, String right) {
    return Value.compare(left, right);
  }

  /// Appends the text with members in the order of the objects.
  public static void print(Json json, StringBuilder out) {
    new JsonPrinter(out, false, Charge.FREE).write(json);
  }

  private static String printed(Json json, boolean sorted, Charge charge) {
    StringBuilder out = new StringBuilder();
    new JsonPrinter(out, sorted, charge).write(json);
    return out.toString();
  }

  private void write(Json json) {
    one(json);
    for (Level level = levels.peekLast(); level != null; level = levels.peekLast()) {
      if (!level.elements.hasNext()) {
        out.append(level.close);
        levels.removeLast();
        continue;
      }
      if (!level.first) {
        out.append(',');
      }
      level.first = false;
      switch (level.elements.next()) {
        case Map.Entry<?, ?> member -> {
          string((String) member.getKey());
          out.append(':');
          one((Json) member.getValue());
        }
        case Json item -> one(item);
        case Object other -> throw new IllegalStateException("no JSON: " + other.getClass());
      }
    }
  }

  private void one(Json json) {
    charge.work(8);
    switch (json) {
      case Json.Null _ -> out.append("null");
      case Json.Bool(boolean value) -> out.append(value);
      case Json.Int(long value) -> out.append(value);
      case Json.Real(double value) -> out.append(text(value));
      case Json.Text(String value) -> string(value);
      case Json.Array array -> {
        out.append('[');
        levels.addLast(new Level(array.items().iterator(), ']'));
      }
      case Json.Object object -> {
        out.append('{');
        levels.addLast(new Level(members(object), '}'));
      }
    }
  }

  private Iterator<?> members(Json.Object object) {
    if (!sorted || object.members().size() < 2) {
      return object.members().entrySet().iterator();
    }
    List<Map.Entry<String, Json>> members = new ArrayList<>(object.members().entrySet());
    members.sort((a, b) -> compareNames(a.getKey(), b.getKey()));
    return members.iterator();
  }

  /// A finite double with `.0` or an exponent, so that it reads back as one: `2.0`, `0.00001`,
  /// `1e-6`, `1000000000000000.0`, `1e+16`. NaN and the infinities are `null`.
  public static String text(double number) {
    if (!Double.isFinite(number)) {
      return "null";
    }
    if (number == 0) {
      return 1 / number < 0 ? "-0.0" : "0.0";
    }
    BigDecimal shortest = Numbers.shortest(number);
    int exponent = shortest.precision() - shortest.scale() - 1;
    if (exponent >= -5 && exponent <= 15) {
      String plain = shortest.toPlainString();
      return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }
    String digits = shortest.unscaledValue().abs().toString();
    return (number < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + (exponent < 0 ? "e-" : "e+")
        + Math.abs(exponent);
  }

  private void string(String text) {
    out.append('"');
    int plainFrom = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= CONTROL_END && c != '"' && c != '\\') {
        continue;
      }
      charge.work(i - plainFrom + 6L);
      out.append(text, plainFrom, i);
      plainFrom = i + 1;
      String escape = escape(c);
      if (escape == null) {
        out.append("\\u00").append(c < 16 ? "0" : "1").append(Character.forDigit(c & 15, 16));
      } else {
        out.append(escape);
      }
    }
    charge.work(text.length() - plainFrom);
    out.append(text, plainFrom, text.length()).append('"');
  }

  private static @Nullable String escape(char c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\b' -> "\\b";
      case '\f' -> "\\f";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> null;
    };
  }
}
