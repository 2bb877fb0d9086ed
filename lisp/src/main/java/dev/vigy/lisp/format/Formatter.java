package dev.vigy.lisp.format;

import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.read.ReadResult;
import dev.vigy.lisp.read.Reader;
import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.lisp.source.Source;
import dev.vigy.lisp.source.Span;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Formats programs: the face of this package. Safe for any number of threads.
public final class Formatter {
  /// How deep lists and prefix operators may nest to be formatted. Nobody writes such a program by
  /// hand.
  public static final int NESTING_MAX = 200;

  /// Each round settles what the one before has moved; two are usual.
  private static final int ROUNDS_MAX = 20;

  private Formatter() {}

  /// What came of it.
  public sealed interface Result {
    /// The program in the one style, ending in a line end unless it is empty.
    record Formatted(String text) implements Result {}

    /// The text can't be read, or nests too deep; it is to be left as it is.
    record Refused(Diagnostic diagnostic) implements Result {}
  }

  /// The forms of a text that can be formatted, or why it can't be.
  private record Readable(List<Form> forms, Optional<Diagnostic> refusal) {}

  /// Formats a program.
  ///
  /// @throws IllegalStateException if that would change what the program is: a bug of ours
  public static Result format(Source source) {
    Readable readable = read(source);
    if (readable.refusal().isPresent()) {
      return new Result.Refused(readable.refusal().get());
    }
    var original = new PieceReader(source.text(), readable.forms());
    String text = print(original.read(readable.forms()));
    for (int round = 1; round < ROUNDS_MAX; round++) {
      List<Form> forms = read(Source.of(source.name(), text)).forms();
      var reader = new PieceReader(text, forms);
      String next = print(reader.read(forms));
      if (!reader.tokens().equals(original.tokens())
          || !reader.comments().equals(original.comments())) {
        throw new IllegalStateException("formatting would change `" + source.name() + "`");
      }
      if (next.equals(text)) {
        break;
      }
      text = next;
    }
    return new Result.Formatted(text);
  }

  private static Readable read(Source source) {
    return switch (Reader.read(source)) {
      case ReadResult.Unreadable(Diagnostic error) -> new Readable(List.of(), Optional.of(error));
      case ReadResult.Forms(List<Form> forms) -> new Readable(forms, tooDeep(forms));
    };
  }

  private static Optional<Diagnostic> tooDeep(List<Form> forms) {
    record Deep(Form form, int depth) {}
    Deque<Deep> open = new ArrayDeque<>();
    forms.forEach(form -> open.push(new Deep(form, 1)));
    while (!open.isEmpty()) {
      Deep next = open.pop();
      if (next.depth() > NESTING_MAX) {
        return Optional.of(
            Diagnostic.error(
                "nested deeper than " + NESTING_MAX + " levels, which is not formatted",
                next.form().span()));
      }
      switch (next.form()) {
        case Form.ListForm(List<Form> items, Span _) ->
            items.forEach(item -> open.push(new Deep(item, next.depth() + 1)));
        case Form.Prefixed prefixed -> open.push(new Deep(prefixed.operand(), next.depth() + 1));
        case Form.Atom _, Form.Standard _, Form.NilForm _ -> {}
      }
    }
    return Optional.empty();
  }

  private static String print(Piece.Group program) {
    StringBuilder out = new StringBuilder();
    Comments.placed(Layout.of(program)).forEach(line -> out.append(line).append('\n'));
    return out.toString();
  }
}
