package dev.vigy.lisp.value;

/// A symbol. Any text is a name; two symbols are equal when their names are. Not interned, so that
/// programs can't fill a table of the host.
public record Symbol(String name) {
  @Override
  public String toString() {
    return name;
  }
}
