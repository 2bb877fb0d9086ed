package dev.vigy.runtime.tick;

import dev.vigy.lisp.Program;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.LispError.Kind;
import dev.vigy.lisp.run.LispError.Limit;
import dev.vigy.lisp.source.Excerpt;
import dev.vigy.lisp.source.Places;
import dev.vigy.lisp.source.Span;
import dev.vigy.runtime.vigy.Budget;
import dev.vigy.runtime.vigy.Run.RunError;
import dev.vigy.runtime.vigy.Vigy.LineMap;
import java.util.List;
import java.util.Optional;

/// Why a run failed, in the words of the contracts (1.10) and of the limits (product, section 5).
final class Failures {
  private static final String LIMIT = "limit";

  /// A program may throw a text of many megabytes; as much as a log line may have is kept of it.
  private static final int MOST_CHARACTERS = 16 * 1024;

  private static final int HINT_MOST = 1_024;

  /// A line of the call stack.
  private static final int CALL_MOST = 512;

  private Failures() {}

  /// An error of a Lisp program.
  ///
  /// @param lines where its lines stand in the operator's file
  static RunError of(LispError error, Program program, Optional<LineMap> lines, Budget budget) {
    boolean unreadable = error.kind() == Kind.READER && !program.diagnostics().isEmpty();
    String message = cut(unreadable ? bareReaderMessage(error) : message(error, budget));
    Optional<Excerpt> place =
        error.span().filter(span -> span.source() == program.source()).flatMap(Excerpt::of);
    Places places = new Places(program.source(), line -> fileLine(lines, line));
    // The message of a limit says already what the hint would say.
    String hint = error.limit().isPresent() ? "" : program.explain(error, places).hint();
    return new RunError(
        (unreadable ? "parse: " : "eval: ") + message,
        kind(error),
        message,
        unreadable || error.limit().isPresent() ? message : cut(error.shortMessage()),
        error.span().filter(span -> !span.isSynthetic()).map(Span::toString),
        place.map(excerpt -> fileLine(lines, excerpt.line())),
        place.map(Excerpt::column),
        hint.isEmpty() ? Optional.empty() : Optional.of(cut(hint, HINT_MOST)),
        error.calls().lines(places).stream().map(line -> cut(line, CALL_MOST)).toList(),
        isRepeatable(error));
  }

  /// An error of a host outside of any program: a limit that a Java reconciler passed, or whatever
  /// it threw.
  static RunError of(Throwable failure) {
    return switch (failure) {
      case LispError error -> bare(kind(error), error.shortMessage(), isRepeatable(error));
      case OutOfMemoryError _ -> bare(LIMIT, "memory of the whole process is used up", false);
      case StackOverflowError _ -> bare("fatal", "the thread's stack is used up", false);
      default -> bare("fatal", "the reconciler threw " + failure, false);
    };
  }

  private static String cut(String message) {
    return cut(message, MOST_CHARACTERS);
  }

  private static String cut(String message, int most) {
    if (message.length() <= most) {
      return message;
    }
    int end = Character.isHighSurrogate(message.charAt(most - 1)) ? most - 1 : most;
    return message.substring(0, end) + "…";
  }

  private static RunError bare(String kind, String whole, boolean repeatable) {
    String message = cut(whole);
    return new RunError(
        "eval: " + message,
        kind,
        message,
        message,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        repeatable);
  }

  private static String bareReaderMessage(LispError error) {
    String prefix = "reader: ";
    String text = error.shortMessage();
    return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
  }

  private static String message(LispError error, Budget budget) {
    return switch (error.limit().orElse(Limit.OTHER)) {
      case STEPS -> "steps limit of " + budget.steps() + " exceeded";
      case MEMORY -> "memory limit of " + budget.memoryBytes() + " bytes exceeded";
      case TIME -> "time limit of " + budget.time().toMillis() + " ms exceeded";
      case DEPTH, INTERRUPT, OTHER -> error.fullMessage();
    };
  }

  private static String kind(LispError error) {
    return switch (error.limit().orElse(null)) {
      case STEPS, MEMORY, TIME, OTHER -> LIMIT;
      // The depth error is one of the language, with a kind of its own.
      case DEPTH, INTERRUPT -> error.kind().tag();
      case null -> error.kind().tag();
    };
  }

  private static boolean isRepeatable(LispError error) {
    return switch (error.limit().orElse(null)) {
      case TIME, INTERRUPT -> false;
      case STEPS, MEMORY, DEPTH, OTHER -> true;
      case null -> error.kind() != Kind.FATAL;
    };
  }

  private static int fileLine(Optional<LineMap> lines, int line) {
    return lines
        .map(LineMap::lines)
        .filter(map -> line <= map.size())
        .map(map -> map.get(line - 1))
        .orElse(line);
  }
}
