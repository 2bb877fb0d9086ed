package dev.vigy.cli.command;

import dev.vigy.cli.text.Problems;
import dev.vigy.cli.text.Style;
import dev.vigy.cli.text.View;
import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.server.operation.DiagnosticShape;
import java.util.List;

/// Findings of a check on standard error.
final class Diagnostics {
  private Diagnostics() {}

  static void tell(Session session, List<Diagnostic> diagnostics) {
    for (Diagnostic diagnostic : diagnostics) {
      session
          .world()
          .err()
          .print(Problems.diagnostic(View.of(DiagnosticShape.of(diagnostic)), Style.PLAIN));
    }
    session.world().err().flush();
  }
}
