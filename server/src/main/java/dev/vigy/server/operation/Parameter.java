package dev.vigy.server.operation;

/// One argument of an operation, as every protocol shows and checks it.
///
/// @param text what it means, a few words
public record Parameter(String name, Type type, boolean required, String text) {
  /// The types there are, with the word that messages use for each.
  public enum Type {
    TEXT("a string"),
    INTEGER("an integer"),
    BOOLEAN("a boolean"),
    /// An object whose values are strings.
    LABELS("an object of strings"),
    OBJECT("an object"),
    ARRAY("an array"),
    /// Any JSON, null included.
    JSON("JSON");

    private final String word;

    Type(String word) {
      this.word = word;
    }

    /// With its article: `a string`.
    public String word() {
      return word;
    }
  }

  static Parameter required(String name, Type type, String text) {
    return new Parameter(name, type, true, text);
  }

  static Parameter optional(String name, Type type, String text) {
    return new Parameter(name, type, false, text);
  }
}
