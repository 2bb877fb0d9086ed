package dev.vigy.lisp.source;

/// A text with a name. Identity is what tells two sources apart: a span of one never points into
/// another.
public final class Source {
  /// The source of spans that stand in no text.
  public static final Source NONE = new Source("<synthetic>", "");

  /// The name of a text that has none of its own.
  public static final String UNNAMED = "program";

  private final String name;
  private final String text;

  private Source(String name, String text) {
    this.name = name;
    this.text = text;
  }

  /// @param name shown before the line number in messages, such as a file's name
  public static Source of(String name, String text) {
    return new Source(name, text);
  }

  public String name() {
    return name;
  }

  public String text() {
    return text;
  }

  /// Whether the other one has the same name and the same text.
  public boolean isSameText(Source other) {
    return name.equals(other.name) && text.equals(other.text);
  }

  @Override
  public String toString() {
    return name;
  }
}
