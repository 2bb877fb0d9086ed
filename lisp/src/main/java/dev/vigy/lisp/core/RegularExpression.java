package dev.vigy.lisp.core;

import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Cost;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A regular expression that is matched in time linear in the text: all ways through the pattern go
/// forward together, none is ever tried again (Thompson 1968; with groups as by Pike, see Cox,
/// "Regular Expression Matching: the Virtual Machine Approach", 2009). The run is charged a step
/// for each instruction looked at and for the groups that are copied.
///
/// | Written | Fits |
/// | --- | --- |
/// | `.` | any character but a newline |
/// | `[a-z_]`, `[^a-z]` | one of these characters, none of these; escapes as below |
/// | `\\d` `\\w` `\\s`, `\\D` `\\W` `\\S` | ASCII digit; ASCII letter, digit or `_`; white space; the opposite |
/// | `^`, `$`, `\\b` | start and end of the text, edge of a word |
/// | `(x)`, `(?:x)` | a group that is reported, one that is not |
/// | `x*` `x+` `x?` `x{2}` `x{2,}` `x{2,5}` | repeated, as often as possible; with `?` behind it as rarely as possible |
/// | `x\|y` | either; the first that fits counts |
/// | `\\n` `\\r` `\\t`, `\\` and any other character that is no letter or digit | that character |
///
/// There are no back references and no looking around, which linear time rules out. Of several
/// matches the leftmost counts.
final class RegularExpression {
  /// A pattern that can't be read.
  static final class BadPattern extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String text;

    BadPattern(String text) {
      super(text, null, false, false);
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /// One instruction. Those that fit a character go on with the next one.
  sealed interface Step {}

  /// Fits a character.
  record Fits(CharacterSet set) implements Step {}

  /// Goes on at two places, the first one preferred.
  record Split(int first, int second) implements Step {}

  record Jump(int target) implements Step {}

  /// Notes the place as the start (even) or end (odd) of a group.
  record Mark(int slot) implements Step {}

  record Edge(EdgeKind kind) implements Step {}

  record Matched() implements Step {}

  enum EdgeKind {
    START,
    END,
    WORD
  }

  private final Step[] program;
  private final int slots;

  RegularExpression(Step[] program, int groups) {
    this.program = program;
    this.slots = 2 * (groups + 1);
  }

  /// @throws BadPattern if the pattern can't be read, or is too big
  static RegularExpression compile(String pattern) {
    return new PatternCompiler(pattern).compile();
  }

  /// The first match and its groups, null for a group that took no part; an empty array if there is
  /// no match.
  @Nullable String[] firstMatch(String text, Activation run) {
    int[] marks = new Search(text, run).marks();
    @Nullable String[] groups = new @Nullable String[marks.length / 2];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = marks[2 * i + 1] < 0 ? null : text.substring(marks[2 * i], marks[2 * i + 1]);
    }
    return groups;
  }

  /// The ways through the pattern that are alive at one place, by preference.
  private static final class Ways {
    final int[] at;
    final int[][] marks;
    final boolean[] there;
    int count;

    Ways(int size) {
      at = new int[size];
      marks = new int[size][];
      there = new boolean[size];
    }

    void clear() {
      count = 0;
      Arrays.fill(there, false);
    }
  }

  /// One search through one text.
  private final class Search {
    private final String text;
    private final Activation run;

    /// Where to go on, and with which marks; a second place of a split waits here.
    private final int[] pendingAt = new int[2 * program.length + 2];

    private final int[][] pendingMarks = new int[2 * program.length + 2][];

    Search(String text, Activation run) {
      this.text = text;
      this.run = run;
    }

    int[] marks() {
      run.allocate(program.length * 64L);
      Ways now = new Ways(program.length);
      Ways next = new Ways(program.length);
      int[] best = new int[0];
      int[] none = new int[slots];
      Arrays.fill(none, -1);
      int place = 0;
      while (true) {
        if (best.length == 0) {
          add(now, 0, place, none);
        }
        if (now.count == 0 && best.length > 0) {
          return best;
        }
        run.step(now.count + 1L);
        int c = place < text.length() ? text.codePointAt(place) : -1;
        int after = place + (c < 0 ? 1 : Character.charCount(c));
        for (int i = 0; i < now.count; i++) {
          Step step = program[now.at[i]];
          if (step instanceof Matched) {
            best = now.marks[i];
            // The ways behind it are worse.
            break;
          }
          if (c >= 0 && step instanceof Fits(CharacterSet set) && set.has(c)) {
            add(next, now.at[i] + 1, after, now.marks[i]);
          }
        }
        if (c < 0) {
          return best;
        }
        Ways spent = now;
        now = next;
        next = spent;
        next.clear();
        place = after;
      }
    }

    /// Adds a way, and all that it leads to without a character.
    private void add(Ways ways, int start, int place, int[] startMarks) {
      pendingAt[0] = start;
      pendingMarks[0] = startMarks;
      int pending = 1;
      while (pending > 0) {
        pending--;
        int at = pendingAt[pending];
        int[] marks = pendingMarks[pending];
        if (ways.there[at]) {
          continue;
        }
        ways.there[at] = true;
        run.step(1);
        switch (program[at]) {
          case Jump(int target) -> pending = push(pending, target, marks);
          case Split(int first, int second) -> {
            pending = push(pending, second, marks);
            pending = push(pending, first, marks);
          }
          case Mark(int slot) -> {
            run.allocate(Cost.BOX + 4L * marks.length);
            int[] noted = marks.clone();
            noted[slot] = place;
            if (slot % 2 == 0) {
              // A group that begins again has not ended yet.
              noted[slot + 1] = -1;
            }
            pending = push(pending, at + 1, noted);
          }
          case Edge(EdgeKind kind) -> {
            if (isAt(kind, place)) {
              pending = push(pending, at + 1, marks);
            }
          }
          case Fits _, Matched _ -> {
            ways.at[ways.count] = at;
            ways.marks[ways.count] = marks;
            ways.count++;
          }
        }
      }
    }

    private int push(int pending, int at, int[] marks) {
      pendingAt[pending] = at;
      pendingMarks[pending] = marks;
      return pending + 1;
    }

    private boolean isAt(EdgeKind kind, int place) {
      return switch (kind) {
        case START -> place == 0;
        case END -> place == text.length();
        case WORD ->
            (place > 0 && CharacterSet.isWord(text.charAt(place - 1)))
                != (place < text.length() && CharacterSet.isWord(text.charAt(place)));
      };
    }
  }
}
