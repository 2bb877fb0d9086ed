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
  /// (from 1), `span` (bytes), the `source` line and the `width` of the trouble on it; of a very
  /// long line what stands around the trouble, which then begins at `sourceColumn`; `hint` where
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
        place -> {
          Excerpt.Window shown = place.window();
          fields
              .put("file", diagnostic.span().source().name())
              .put("line", place.line())
              .put("column", place.column())
              .put("span", diagnostic.span().toString())
              .put("source", shown.text())
              .put("width", shown.width());
          if (shown.text().length() != place.text().length()) {
            fields.put("sourceColumn", shown.column());
          }
        });
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
