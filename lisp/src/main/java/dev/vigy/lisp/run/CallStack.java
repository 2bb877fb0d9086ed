package dev.vigy.lisp.run;

import dev.vigy.lisp.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The calls of a program's own procedures that an error came out of.
///
/// A call in tail position takes the place of the procedure it stands in, so of a chain of tail
/// calls only the first and the last procedure are known ([Call#entered], [Call#procedure]). What
/// macros make in place of their calls, such as the body of a `dolist`, is no call of its own.
///
/// @param innermost the calls nearest to the error, the nearest first
/// @param omitted how many calls between the two lists are not kept
/// @param outermost the calls furthest from the error, the nearest first
public record CallStack(List<Call> innermost, long omitted, List<Call> outermost) {
  public static final CallStack EMPTY = new CallStack(List.of(), 0, List.of());

  public CallStack {
    innermost = List.copyOf(innermost);
    outermost = List.copyOf(outermost);
  }

  /// What sort of code was running.
  public enum Kind {
    PROCEDURE,
    /// The expression of a `delay` or `lazy-cons`.
    DELAYED,
    /// The body of a macro.
    MACRO,
    /// What a macro made where its call stands, such as the body of a `dolist`: nothing that
    /// anybody calls by a name. No stack shows it.
    IN_PLACE
  }

  /// A piece of code as it is called in messages.
  ///
  /// @param name what it was defined as; empty if it has no name
  /// @param definition where it stands
  public record Callee(Kind kind, String name, Span definition) {
    /// Longer names of procedures are cut where people read them.
    private static final int NAME_MAX = 64;

    /// A name, or where the code stands.
    String described(Function<Span, String> place) {
      return switch (kind) {
        case MACRO -> "macro " + quoted();
        case DELAYED -> "the delayed expression at " + place.apply(definition);
        case PROCEDURE, IN_PLACE ->
            name.isEmpty() ? "the procedure at " + place.apply(definition) : quoted();
      };
    }

    private String quoted() {
      int end =
          name.offsetByCodePoints(0, Math.min(NAME_MAX, name.codePointCount(0, name.length())));
      return "`" + name.substring(0, end) + (end < name.length() ? "…" : "") + "`";
    }
  }

  /// One call.
  ///
  /// @param procedure what was running
  /// @param entered what had been called; another procedure than `procedure` after tail calls
  /// @param by the native function that called it, such as `map`; empty if the call is written
  /// @param at the call; [Span#SYNTHETIC] if it is not known
  public record Call(Callee procedure, Callee entered, String by, Span at) {
    String line(Function<Span, String> place) {
      var text = new StringBuilder("in ").append(procedure.described(place));
      if (!procedure.equals(entered)) {
        text.append(", after tail calls from ").append(entered.described(place));
      }
      if (!at.isSynthetic()) {
        text.append(procedure.kind() == Kind.MACRO ? ", expanded" : ", called");
        text.append(by.isEmpty() ? "" : " by `" + by + "`").append(" at ").append(place.apply(at));
      }
      return text.toString();
    }
  }

  public boolean isEmpty() {
    return innermost.isEmpty();
  }

  /// A line for each call that is kept, equal neighbours in one, and one for those that are not:
  /// `in `f`, called at line 3, column 5`.
  ///
  /// @param place a span in words, such as `line 3, column 5`
  public List<String> lines(Function<Span, String> place) {
    var lines = new ArrayList<String>();
    add(lines, innermost, place);
    if (omitted > 0) {
      lines.add("… " + omitted + " more");
    }
    add(lines, outermost, place);
    return lines;
  }

  /// One line for equal calls that follow each other.
  private static void add(List<String> lines, List<Call> calls, Function<Span, String> place) {
    int from = 0;
    while (from < calls.size()) {
      int to = from + 1;
      while (to < calls.size() && calls.get(to).equals(calls.get(from))) {
        to++;
      }
      int times = to - from;
      lines.add(calls.get(from).line(place) + (times > 1 ? " (" + times + " times)" : ""));
      from = to;
    }
  }
}
