package dev.vigy.lisp.json;

/// Text that is no JSON, or JSON nested too deep: a fault of whoever wrote the text.
public final class JsonSyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final int line;
  private final int column;
  private final boolean tooDeep;

  JsonSyntaxException(String reason, int line, int column, boolean tooDeep) {
    super(reason + " at line " + line + ", column " + column);
    this.reason = reason;
    this.line = line;
    this.column = column;
    this.tooDeep = tooDeep;
  }

  /// What is wrong and where; the same as the message.
  public String text() {
    return reason + " at line " + line + ", column " + column;
  }

  /// What is wrong, without the place.
  public String reason() {
    return reason;
  }

  /// 1-based.
  public int line() {
    return line;
  }

  /// 1-based, in characters.
  public int column() {
    return column;
  }

  /// Whether the text is nested beyond the limit that the parser was given.
  public boolean isTooDeep() {
    return tooDeep;
  }
}
