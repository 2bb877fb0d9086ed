package dev.vigy.lisp.core;

import dev.vigy.lisp.core.RegularExpression.BadPattern;
import dev.vigy.lisp.core.RegularExpression.Edge;
import dev.vigy.lisp.core.RegularExpression.EdgeKind;
import dev.vigy.lisp.core.RegularExpression.Fits;
import dev.vigy.lisp.core.RegularExpression.Jump;
import dev.vigy.lisp.core.RegularExpression.Mark;
import dev.vigy.lisp.core.RegularExpression.Matched;
import dev.vigy.lisp.core.RegularExpression.Split;
import dev.vigy.lisp.core.RegularExpression.Step;
import java.util.ArrayList;
import java.util.List;

/// Reads the text of a regular expression and makes its program; the syntax is described at
/// [RegularExpression].
final class PatternCompiler {
  private static final int STEPS_MAX = 5_000;
  private static final int NESTING_MAX = 100;
  private static final int GROUPS_MAX = 50;
  private static final int REPEAT_MAX = 1_000;
  private static final int MANY = Integer.MAX_VALUE;

  private final String pattern;
  private int at;
  private int groups;
  private int depth;
  private int emitted;

  PatternCompiler(String pattern) {
    this.pattern = pattern;
  }

  /// A part of a pattern.
  private sealed interface Part {}

  private record One(Step step) implements Part {}

  private record Sequence(List<Part> parts) implements Part {}

  private record Choice(List<Part> branches) implements Part {}

  private record Group(Part part, int number) implements Part {}

  private record Repeat(Part part, int min, int max, boolean greedy) implements Part {}

  RegularExpression compile() {
    Part part = choice();
    if (at < pattern.length()) {
      throw wrong("unmatched `)`");
    }
    List<Step> program = new ArrayList<>();
    emit(new Group(part, 0), program);
    add(program, new Matched());
    return new RegularExpression(program.toArray(Step[]::new), groups);
  }

  private BadPattern wrong(String reason) {
    return new BadPattern(
        reason
            + " at character "
            + (pattern.codePointCount(0, Math.min(at, pattern.length())) + 1)
            + " of the pattern");
  }

  // --- Reading -----------------------------------------------------------------------------------

  private boolean more() {
    return at < pattern.length();
  }

  private boolean next(char c) {
    if (more() && pattern.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private Part choice() {
    List<Part> branches = new ArrayList<>();
    do {
      branches.add(sequence());
    } while (next('|'));
    return branches.size() == 1 ? branches.getFirst() : new Choice(branches);
  }

  private Part sequence() {
    List<Part> parts = new ArrayList<>();
    while (more() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
      parts.add(repeated(atom()));
    }
    return new Sequence(parts);
  }

  private Part atom() {
    int start = at;
    int c = pattern.codePointAt(at);
    at += Character.charCount(c);
    return switch (c) {
      case '(' -> group(start);
      case '[' -> new One(new Fits(set(start)));
      case '.' -> new One(new Fits(new CharacterSet.Not(single('\n'))));
      case '^' -> new One(new Edge(EdgeKind.START));
      case '$' -> new One(new Edge(EdgeKind.END));
      case '\\' -> next('b') ? new One(new Edge(EdgeKind.WORD)) : new One(new Fits(escape()));
      case '*', '+', '?', '{' -> {
        at = start;
        throw wrong("nothing to repeat");
      }
      default -> new One(new Fits(single(c)));
    };
  }

  private static CharacterSet single(int c) {
    return new CharacterSet.Range(c, c);
  }

  private Part group(int start) {
    int number = -1;
    if (next('?')) {
      if (!next(':')) {
        throw wrong("unknown sort of group");
      }
    } else {
      groups++;
      number = groups;
      if (groups > GROUPS_MAX) {
        throw wrong("more than " + GROUPS_MAX + " groups");
      }
    }
    depth++;
    if (depth > NESTING_MAX) {
      throw wrong("nested too deep");
    }
    Part inside = choice();
    depth--;
    if (!next(')')) {
      at = start;
      throw wrong("unmatched `(`");
    }
    return number < 0 ? inside : new Group(inside, number);
  }

  /// What stands behind a backslash.
  private CharacterSet escape() {
    if (!more()) {
      throw wrong("nothing after `\\`");
    }
    int c = pattern.codePointAt(at);
    CharacterSet set =
        switch (c) {
          case 'd' -> new CharacterSet.Digit();
          case 'D' -> new CharacterSet.Not(new CharacterSet.Digit());
          case 'w' -> new CharacterSet.Word();
          case 'W' -> new CharacterSet.Not(new CharacterSet.Word());
          case 's' -> new CharacterSet.Blank();
          case 'S' -> new CharacterSet.Not(new CharacterSet.Blank());
          case 'n' -> single('\n');
          case 'r' -> single('\r');
          case 't' -> single('\t');
          default -> {
            if (Character.isLetterOrDigit(c)) {
              throw wrong("unknown escape `\\" + Character.toString(c) + "`");
            }
            yield single(c);
          }
        };
    at += Character.charCount(c);
    return set;
  }

  private CharacterSet set(int start) {
    boolean negated = next('^');
    List<CharacterSet> sets = new ArrayList<>();
    // A bracket in first place is an ordinary character.
    boolean first = true;
    while (first || !next(']')) {
      first = false;
      if (!more()) {
        at = start;
        throw wrong("unmatched `[`");
      }
      CharacterSet from = member();
      boolean range =
          from instanceof CharacterSet.Range
              && at + 1 < pattern.length()
              && pattern.charAt(at) == '-'
              && pattern.charAt(at + 1) != ']';
      if (!range) {
        sets.add(from);
        continue;
      }
      at++;
      if (!(from instanceof CharacterSet.Range(int low, int _)
              && member() instanceof CharacterSet.Range(int high, int _))
          || low > high) {
        throw wrong("bad range");
      }
      sets.add(new CharacterSet.Range(low, high));
    }
    CharacterSet all = new CharacterSet.OneOf(sets);
    return negated ? new CharacterSet.Not(all) : all;
  }

  private CharacterSet member() {
    int c = pattern.codePointAt(at);
    at += Character.charCount(c);
    return c == '\\' ? escape() : single(c);
  }

  private Part repeated(Part part) {
    int min;
    int max;
    if (next('*')) {
      min = 0;
      max = MANY;
    } else if (next('+')) {
      min = 1;
      max = MANY;
    } else if (next('?')) {
      min = 0;
      max = 1;
    } else if (next('{')) {
      min = number();
      max = next(',') ? (more() && pattern.charAt(at) == '}' ? MANY : number()) : min;
      if (!next('}')) {
        throw wrong("expected `}`");
      }
      if (min > max) {
        throw wrong("bad repetition");
      }
    } else {
      return part;
    }
    return new Repeat(part, min, max, !next('?'));
  }

  private int number() {
    int start = at;
    int number = 0;
    while (more() && pattern.charAt(at) >= '0' && pattern.charAt(at) <= '9') {
      number = Math.min(number * 10 + pattern.charAt(at) - '0', REPEAT_MAX + 1);
      at++;
    }
    if (at == start) {
      throw wrong("expected a number");
    }
    if (number > REPEAT_MAX) {
      throw wrong("repeated more than " + REPEAT_MAX + " times");
    }
    return number;
  }

  // --- Writing -----------------------------------------------------------------------------------

  private int add(List<Step> program, Step step) {
    if (program.size() >= STEPS_MAX) {
      throw tooBig();
    }
    program.add(step);
    return program.size() - 1;
  }

  private static BadPattern tooBig() {
    return new BadPattern("the pattern is too big");
  }

  private void emit(Part part, List<Step> program) {
    // Repetitions of nothing make no steps, but take time.
    emitted++;
    if (emitted > 10 * STEPS_MAX) {
      throw tooBig();
    }
    switch (part) {
      case One(Step step) -> add(program, step);
      case Sequence(List<Part> parts) -> parts.forEach(p -> emit(p, program));
      case Choice(List<Part> branches) -> emitChoice(branches, program);
      case Group(Part inside, int number) -> {
        add(program, new Mark(2 * number));
        emit(inside, program);
        add(program, new Mark(2 * number + 1));
      }
      case Repeat repeat -> emitRepeat(repeat, program);
    }
  }

  private void emitChoice(List<Part> branches, List<Step> program) {
    List<Integer> jumps = new ArrayList<>();
    for (int i = 0; i < branches.size(); i++) {
      boolean last = i == branches.size() - 1;
      int split = last ? -1 : add(program, new Jump(0));
      emit(branches.get(i), program);
      if (!last) {
        jumps.add(add(program, new Jump(0)));
        program.set(split, new Split(split + 1, program.size()));
      }
    }
    for (int jump : jumps) {
      program.set(jump, new Jump(program.size()));
    }
  }

  private void emitRepeat(Repeat repeat, List<Step> program) {
    for (int i = 0; i < repeat.min; i++) {
      emit(repeat.part, program);
    }
    if (repeat.max == MANY) {
      int split = add(program, new Jump(0));
      emit(repeat.part, program);
      add(program, new Jump(split));
      program.set(split, split(repeat, split + 1, program.size()));
      return;
    }
    List<Integer> splits = new ArrayList<>();
    for (int i = repeat.min; i < repeat.max; i++) {
      splits.add(add(program, new Jump(0)));
      emit(repeat.part, program);
    }
    for (int split : splits) {
      program.set(split, split(repeat, split + 1, program.size()));
    }
  }

  private static Split split(Repeat repeat, int inside, int after) {
    return repeat.greedy ? new Split(inside, after) : new Split(after, inside);
  }
}
