package dev.vigy.cli.repl;

import dev.vigy.lisp.Lisp;
import dev.vigy.lisp.read.ReadResult;
import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.lisp.source.Source;

/// What an entry is.
final class Entries {
  private Entries() {}

  /// Whether more lines may make the text readable: a list, a string or a quote has not ended.
  static boolean isUnfinished(String text) {
    return switch (Lisp.read(Source.of("console", text))) {
      case ReadResult.Forms _ -> false;
      case ReadResult.Unreadable(Diagnostic error) ->
          error.message().startsWith("unmatched opening paren")
              || error.message().startsWith("unterminated string")
              || error.message().startsWith("unexpected end of input");
    };
  }
}
