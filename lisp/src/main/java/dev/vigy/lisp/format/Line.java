package dev.vigy.lisp.format;

/// A line of the result.
///
/// @param comment what stands behind the code, empty for nothing
/// @param column where its author put it
record Line(String code, String comment, int column) {
  static final Line EMPTY = new Line("", "", 0);

  int width() {
    return code.codePointCount(0, code.length());
  }
}
