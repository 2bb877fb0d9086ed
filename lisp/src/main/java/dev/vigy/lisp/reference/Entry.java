package dev.vigy.lisp.reference;

import java.util.List;

/// What the reference documentation says of a name.
///
/// @param name as programs write it
/// @param kind what sort of thing it is
/// @param group the heading it stands under, such as `Arithmetic`
/// @param signature how it is used: `(cons element list)`; the bare name of what is no call
/// @param meaning in a sentence or two
/// @param example forms and what the last one gives, `(cons 1 '(2 3)) => (1 2 3)`; a test runs it
/// @param errors calls that fail, with the tag and the message that `catch` sees: `(car ()) =>
///   :native-fn in native fn car: car of empty list`; a test runs them too. That a wrong number of
///   arguments fails goes without saying
public record Entry(
    String name,
    Kind kind,
    String group,
    String signature,
    String meaning,
    String example,
    List<String> errors) {
  private static final String ARROW = " => ";

  public Entry {
    errors = List.copyOf(errors);
  }

  /// What sort of thing a name is.
  public enum Kind {
    /// Evaluates its parts by a rule of its own, whatever its word is bound to.
    SPECIAL_FORM("special form"),
    /// Recognised at the top level of a program only.
    DEFINITION("definition"),
    /// Rewritten before it is evaluated.
    MACRO("macro"),
    FUNCTION("function"),
    /// A name bound to something that is no function.
    VALUE("value"),
    /// A function that speaks to the tick it runs in.
    VERB("verb"),
    /// A verb that looks at the world outside.
    PROBE("probe");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  /// An entry without errors.
  public static Entry of(
      Kind kind, String group, String name, String signature, String meaning, String example) {
    return new Entry(name, kind, group, signature, meaning, example, List.of());
  }

  /// The same with errors.
  public Entry fails(String... more) {
    return new Entry(name, kind, group, signature, meaning, example, List.of(more));
  }

  /// The forms of [#example] without what they give.
  public String exampleForms() {
    return forms(example);
  }

  /// What the forms of [#example] give.
  public String exampleResult() {
    return result(example);
  }

  /// The part of a line `FORMS => RESULT` before its last arrow.
  public static String forms(String line) {
    return line.substring(0, arrow(line));
  }

  /// The part of a line `FORMS => RESULT` behind its last arrow.
  public static String result(String line) {
    return line.substring(arrow(line) + ARROW.length());
  }

  private static int arrow(String line) {
    int arrow = line.lastIndexOf(ARROW);
    if (arrow < 0) {
      throw new IllegalArgumentException("no arrow in: " + line);
    }
    return arrow;
  }
}
