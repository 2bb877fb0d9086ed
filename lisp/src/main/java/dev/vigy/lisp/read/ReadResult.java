package dev.vigy.lisp.read;

import dev.vigy.lisp.source.Diagnostic;
import java.util.List;

/// What reading a text gives: all its forms, or the first thing wrong with it.
public sealed interface ReadResult {
  /// The top-level forms, in order.
  record Forms(List<Form> forms) implements ReadResult {
    public Forms {
      forms = List.copyOf(forms);
    }
  }

  /// Text that cannot be read; the message is that of the language reference 1.7, without `reader
  /// error: `.
  record Unreadable(Diagnostic error) implements ReadResult {}
}
