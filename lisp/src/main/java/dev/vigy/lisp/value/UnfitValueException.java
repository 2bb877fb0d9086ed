package dev.vigy.lisp.value;

/// A Lisp value that is none of the Java type asked for.
public final class UnfitValueException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String expected;
  private final String got;

  /// @param expected what would fit, as the language's messages have it: `integer`
  /// @param got the type name of the value, or what is wrong with it
  public UnfitValueException(String expected, String got) {
    super("expected " + expected + ", got " + got);
    this.expected = expected;
    this.got = got;
  }

  public String expected() {
    return expected;
  }

  public String got() {
    return got;
  }
}
