package dev.vigy.cli.repl;

import java.util.Optional;

/// Where forms come from and answers go to.
public interface Console extends AutoCloseable {
  /// One entry: whole forms over any number of lines, or a command. Empty at the end.
  ///
  /// @throws Cancelled if the person has given up the entry
  Optional<String> read();

  void print(String text);

  /// Prints what went wrong.
  void complain(String text);

  /// Whether a person sits there: wants a greeting and hints.
  boolean isPersonal();

  /// While the work runs, Ctrl-C calls `interrupt` instead of ending anything.
  void during(Runnable work, Runnable interrupt);

  @Override
  void close();

  /// A person has pressed Ctrl-C at the prompt.
  final class Cancelled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Cancelled() {
      super(null, null, false, false);
    }
  }
}
