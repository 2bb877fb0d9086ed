package dev.vigy.cli.repl;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Standard input that is no terminal: no prompts, answers on standard output, errors on standard
/// error.
public final class PipedConsole implements Console {
  private static final int LINES_READ_EACH = 200;

  private final BufferedReader in;
  private final PrintStream out;
  private final PrintStream err;

  public PipedConsole(InputStream in, PrintStream out, PrintStream err) {
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.out = out;
    this.err = err;
  }

  @Override
  public Optional<String> read() {
    try {
      String line = in.readLine();
      if (line == null) {
        return Optional.empty();
      }
      StringBuilder entry = new StringBuilder(line);
      long depth = depth(line);
      // Reading a long entry again at each line would take ever longer: then it is read where its
      // parentheses seem to match. Forms that come a little late give the same.
      for (int lines = 1; (lines > LINES_READ_EACH && depth > 0) || isUnfinished(entry); lines++) {
        line = in.readLine();
        if (line == null) {
          break;
        }
        entry.append('\n').append(line);
        depth += depth(line);
      }
      return Optional.of(entry.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isUnfinished(StringBuilder entry) {
    return Entries.isUnfinished(entry.toString());
  }

  /// Opening parentheses minus closing ones, wherever they stand.
  private static long depth(String line) {
    return line.chars().filter(c -> c == '(').count() - line.chars().filter(c -> c == ')').count();
  }

  @Override
  public void print(String text) {
    out.print(text);
    out.flush();
  }

  @Override
  public void complain(String text) {
    out.flush();
    err.print(text);
    err.flush();
  }

  @Override
  public boolean isPersonal() {
    return false;
  }

  @Override
  public void during(Runnable work, Runnable interrupt) {
    work.run();
  }

  @Override
  public void close() {
    out.flush();
    err.flush();
  }
}
