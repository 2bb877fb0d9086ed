package dev.vigy.lisp.value;

/// A keyword; `name` is without the colon.
public record Keyword(String name) {
  @Override
  public String toString() {
    return ":" + name;
  }
}
