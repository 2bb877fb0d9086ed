package dev.vigy.lisp.value;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes printed forms with a stack of its own.
final class Printer {
  private final StringBuilder out;
  private final Charge charge;

  /// Made when the first level opens: most values have none.
  private @Nullable ArrayDeque<Level> levels;

  /// The promises among the levels; made with the first one.
  private @Nullable Set<Promise> open;

  Printer(StringBuilder out, Charge charge) {
    this.out = out;
    this.charge = charge;
  }

  /// Something opened and not yet closed.
  private static final class Level {
    final Iterator<?> elements;
    final String separator;
    final String close;
    final @Nullable Promise promise;
    @Nullable Object valueOfKey;
    boolean first = true;

    Level(Iterator<?> elements, String separator, String close, @Nullable Promise promise) {
      this.elements = elements;
      this.separator = separator;
      this.close = close;
      this.promise = promise;
    }
  }

  void print(Object value) {
    one(value);
    if (levels != null) {
      levels(levels);
    }
  }

  private void levels(ArrayDeque<Level> levels) {
    while (!levels.isEmpty()) {
      Level level = levels.getLast();
      if (level.valueOfKey != null) {
        Object content = level.valueOfKey;
        level.valueOfKey = null;
        write(" ");
        one(content);
      } else if (level.elements.hasNext()) {
        if (!level.first) {
          write(level.separator);
        }
        level.first = false;
        Object element = level.elements.next();
        if (element instanceof LispMap.Entry entry) {
          level.valueOfKey = entry.value();
          one(entry.key());
        } else {
          one(element);
        }
      } else {
        write(level.close);
        levels.removeLast();
        if (level.promise != null && open != null) {
          open.remove(level.promise);
        }
      }
    }
  }

  private void one(Object value) {
    switch (value) {
      case String text -> string(text);
      case LispList list -> open("(", list.cursor(), " ", ")", null);
      case LispMap map -> open("{", map.iterator(), ", ", "}", null);
      case ErrorValue error -> error(error);
      case Promise promise -> promise(promise);
      case Keyword keyword -> {
        write(":");
        write(keyword.name());
      }
      default -> write(scalar(value));
    }
  }

  private static String scalar(Object value) {
    return switch (value) {
      case Long number -> Long.toString(number);
      case Double number -> Numbers.print(number);
      case Boolean truth -> truth ? "#t" : "#f";
      case Symbol symbol -> symbol.name();
      case Nil _ -> "()";
      case Procedure procedure -> procedure.printed();
      case Sexp sexp -> sexp.printed();
      default -> "#<foreign>";
    };
  }

  private void open(
      String bracket,
      Iterator<?> elements,
      String separator,
      String close,
      @Nullable Promise promise) {
    charge.level();
    write(bracket);
    if (levels == null) {
      levels = new ArrayDeque<>();
    }
    levels.addLast(new Level(elements, separator, close, promise));
  }

  private void error(ErrorValue error) {
    write("#<error :");
    write(error.tag());
    write(" ");
    string(error.message());
    if (error.data().isEmpty()) {
      write(">");
    } else {
      open(" {", error.data().cursor(), " ", "}>", null);
    }
  }

  private void promise(Promise promise) {
    Object value = promise.valueOrNull();
    if (value == null) {
      write("#<promise pending>");
    } else if (!opens(promise)) {
      // It contains itself.
      write("#<promise …>");
    } else {
      open("#<promise ", LispList.of(value).cursor(), "", ">", promise);
    }
  }

  /// Notes that a promise is being printed; false if it is already, further out.
  private boolean opens(Promise promise) {
    if (open == null) {
      open = Collections.newSetFromMap(new IdentityHashMap<>());
    }
    return open.add(promise);
  }

  private void write(String text) {
    charge.work(text.length());
    out.append(text);
  }

  private void string(String text) {
    charge.work(text.length() + 2L);
    out.append('"');
    int plainFrom = 0;
    int at = 0;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      String escape = escape(c);
      int next = at + Character.charCount(c);
      if (escape != null) {
        out.append(text, plainFrom, at);
        charge.work(escape.length());
        out.append(escape);
        plainFrom = next;
      }
      at = next;
    }
    out.append(text, plainFrom, text.length()).append('"');
  }

  /// How a character is written inside a printed string, null for as it is.
  private static @Nullable String escape(int c) {
    if (c >= ' ' && c < 127) {
      return c == '"' ? "\\\"" : c == '\\' ? "\\\\" : null;
    }
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case 0 -> "\\0";
      default -> isHidden(c) ? "\\u{" + Integer.toHexString(c) + "}" : null;
    };
  }

  private static boolean isHidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK ->
          true;
      case Character.COMBINING_SPACING_MARK, Character.MODIFIER_LETTER -> extendsGrapheme(c);
      default -> false;
    };
  }

  /// Unicode's `Other_Grapheme_Extend` among the letters and spacing marks.
  private static boolean extendsGrapheme(int c) {
    return OTHER_GRAPHEME_EXTEND.indexOf(c) >= 0;
  }

  private static final String OTHER_GRAPHEME_EXTEND =
      "\u09be\u09d7\u0b3e\u0b57\u0bbe\u0bd7\u0cc0\u0cc2\u0cc7\u0cc8\u0cca\u0ccb\u0cd5\u0cd6"
          + "\u0d3e\u0d57\u0dcf\u0ddf\u1715\u1734\u1b35\u1b3b\u1b3d\u1b43\u1b44\u1baa\u1bf2"
          + "\u1bf3\u302e\u302f\ua953\ua9c0\uff9e\uff9f"
          + Character.toString(0x111c0)
          + Character.toString(0x11235)
          + Character.toString(0x1133e)
          + Character.toString(0x1134d)
          + Character.toString(0x11357)
          + Character.toString(0x114b0)
          + Character.toString(0x114bd)
          + Character.toString(0x115af)
          + Character.toString(0x116b6)
          + Character.toString(0x11930)
          + Character.toString(0x1193d)
          + Character.toString(0x11f41)
          + Character.toString(0x16ff0)
          + Character.toString(0x16ff1)
          + Character.toString(0x1d165)
          + Character.toString(0x1d166)
          + Character.toString(0x1d16d)
          + Character.toString(0x1d16e)
          + Character.toString(0x1d16f)
          + Character.toString(0x1d170)
          + Character.toString(0x1d171)
          + Character.toString(0x1d172);
}
