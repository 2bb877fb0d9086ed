package dev.vigy.server.operation;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.lisp.source.Excerpt;
import java.util.Locale;
import java.util.Optional;

/// The JSON of what a check found.
public final class DiagnosticShape {
  private DiagnosticShape() {}

  /// `severity`, `message` and mostly `code`; where the place is known `file`, `line`, `column`
  /// (from 1), `span` (bytes), the `source` line and the `width` of the trouble on it; `hint` where
  /// one is known, and `mend`, a `replacement` for a `span`.
  public static Json of(Diagnostic diagnostic) {
    Fields fields =
        new Fields()
            .put("severity", diagnostic.severity().name().toLowerCase(Locale.ROOT))
            .put("message", diagnostic.message());
    if (!diagnostic.code().isEmpty()) {
      fields.put("code", diagnostic.code());
    }
    Optional<Excerpt> excerpt = Excerpt.of(diagnostic.span());
    excerpt.ifPresent(
        place ->
            fields
                .put("file", diagnostic.span().source().name())
                .put("line", place.line())
                .put("column", place.column())
                .put("span", diagnostic.span().toString())
                .put("source", place.text())
                .put("width", place.width()));
    if (!diagnostic.hint().isEmpty()) {
      fields.put("hint", diagnostic.hint());
    }
    diagnostic
        .mend()
        .ifPresent(
            mend ->
                fields.put(
                    "mend",
                    new Fields()
                        .put("span", mend.span().toString())
                        .put("replacement", mend.replacement())
                        .object()));
    return fields.object();
  }
}
