package dev.vigy.lisp.source;

import java.util.Optional;

/// What is wrong, or doubtful, in a text, and where.
///
/// @param code a word for this sort of finding, the same in every version, such as `unknown-name`;
///   empty if it has none
/// @param message one sentence without the place
/// @param span where; [Span#SYNTHETIC] if it stands in no text
/// @param hint what would be right, such as the nearest name; empty if nothing is known
/// @param mend a change of the text that is probably right, where one is known
public record Diagnostic(
    Severity severity, String code, String message, Span span, String hint, Optional<Mend> mend) {
  /// How bad it is: an error refuses a registration, a warning is kept with it, a note is only told
  /// to those who ask.
  public enum Severity {
    ERROR,
    WARNING,
    NOTE
  }

  /// What to put in place of a piece of text.
  public record Mend(Span span, String replacement) {}

  public static Diagnostic error(String message, Span span) {
    return of(Severity.ERROR, message, span);
  }

  public static Diagnostic warning(String message, Span span) {
    return of(Severity.WARNING, message, span);
  }

  public static Diagnostic note(String message, Span span) {
    return of(Severity.NOTE, message, span);
  }

  private static Diagnostic of(Severity severity, String message, Span span) {
    return new Diagnostic(severity, "", message, span, "", Optional.empty());
  }

  public Diagnostic withHint(String newHint) {
    return new Diagnostic(severity, code, message, span, newHint, mend);
  }

  public Diagnostic withCode(String newCode) {
    return new Diagnostic(severity, newCode, message, span, hint, mend);
  }

  /// With other text for what stands at the span.
  public Diagnostic mendedBy(String replacement) {
    return new Diagnostic(
        severity, code, message, span, hint, Optional.of(new Mend(span, replacement)));
  }

  /// The same finding at another place, where the same text stands.
  public Diagnostic movedTo(Span place) {
    Optional<Mend> moved =
        mend.filter(known -> known.span().equals(span))
            .map(known -> new Mend(place, known.replacement()));
    return new Diagnostic(severity, code, message, place, hint, moved);
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  public boolean isNote() {
    return severity == Severity.NOTE;
  }

  /// Message, line, column, the source line and carets, as in the language reference 7.6; a hint
  /// follows on a line of its own.
  public String rendered() {
    String word =
        switch (severity) {
          case ERROR -> "error: ";
          case WARNING -> "warning: ";
          case NOTE -> "note: ";
        };
    String page =
        Excerpt.of(span)
            .map(excerpt -> word + message + "\n" + excerpt.rendered())
            .orElse(word + message);
    return hint.isEmpty() ? page : page + "\nhint: " + hint;
  }
}
