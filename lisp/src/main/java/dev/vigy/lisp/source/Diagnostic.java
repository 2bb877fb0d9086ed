package dev.vigy.lisp.source;

/// What is wrong, or doubtful, in a text, and where.
///
/// @param message one sentence without the place
/// @param span where; [Span#SYNTHETIC] if it stands in no text
/// @param hint what would be right, such as the nearest name; empty if nothing is known
public record Diagnostic(Severity severity, String message, Span span, String hint) {
  /// How bad it is: an error refuses a registration, a warning is kept with it.
  public enum Severity {
    ERROR,
    WARNING
  }

  public static Diagnostic error(String message, Span span) {
    return new Diagnostic(Severity.ERROR, message, span, "");
  }

  public static Diagnostic warning(String message, Span span) {
    return new Diagnostic(Severity.WARNING, message, span, "");
  }

  public Diagnostic withHint(String newHint) {
    return new Diagnostic(severity, message, span, newHint);
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /// Message, line, column, the source line and carets, as in the language reference 7.6; a hint
  /// follows on a line of its own.
  public String rendered() {
    String word = isError() ? "error: " : "warning: ";
    String page =
        Excerpt.of(span)
            .map(excerpt -> word + message + "\n" + excerpt.rendered())
            .orElse(word + message);
    return hint.isEmpty() ? page : page + "\nhint: " + hint;
  }
}
