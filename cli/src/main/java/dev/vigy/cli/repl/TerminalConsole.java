package dev.vigy.cli.repl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jline.reader.Candidate;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/// A terminal with line editing, history and completion of names.
public final class TerminalConsole implements Console {
  private static final String PROMPT = "vigy> ";
  private static final String MORE = "    > ";
  private static final int HISTORY_ENTRIES = 2_000;

  private final Terminal terminal;
  private final LineReader reader;

  private TerminalConsole(Terminal terminal, LineReader reader) {
    this.terminal = terminal;
    this.reader = reader;
  }

  /// The terminal of this process.
  ///
  /// @param history the file that keeps what was entered
  /// @param names what Tab completes, asked for each time
  public static Console ofTheSystem(Path history, Supplier<Collection<String>> names) {
    try {
      return of(TerminalBuilder.builder().name("vigy").system(true).build(), history, names);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Any terminal.
  static Console of(Terminal terminal, Path history, Supplier<Collection<String>> names) {
    LineReader reader =
        LineReaderBuilder.builder()
            .appName("vigy")
            .terminal(terminal)
            .parser(new FormParser())
            .completer(
                (_, line, candidates) ->
                    names.get().stream()
                        .filter(name -> name.startsWith(beginning(line)))
                        .forEach(name -> candidates.add(new Candidate(name))))
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, MORE)
            .variable(LineReader.HISTORY_SIZE, HISTORY_ENTRIES)
            .variable(LineReader.HISTORY_FILE_SIZE, HISTORY_ENTRIES)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .build();
    if (isWritable(history)) {
      reader.setVariable(LineReader.HISTORY_FILE, history);
    }
    return new TerminalConsole(terminal, reader);
  }

  /// A console without a place for its history does without one.
  private static boolean isWritable(Path history) {
    try {
      Path folder = history.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      return Files.exists(history) ? Files.isWritable(history) : true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String beginning(ParsedLine line) {
    return line.word().substring(0, line.wordCursor());
  }

  @Override
  public Optional<String> read() {
    try {
      return Optional.of(reader.readLine(PROMPT));
    } catch (EndOfFileException e) {
      return Optional.empty();
    } catch (UserInterruptException e) {
      throw new Cancelled();
    }
  }

  @Override
  public void print(String text) {
    terminal.writer().print(text);
    terminal.flush();
  }

  @Override
  public void complain(String text) {
    print(text);
  }

  @Override
  public boolean isPersonal() {
    return true;
  }

  @Override
  public void during(Runnable work, Runnable interrupt) {
    Terminal.SignalHandler before = terminal.handle(Terminal.Signal.INT, _ -> interrupt.run());
    try {
      work.run();
    } finally {
      terminal.handle(Terminal.Signal.INT, before);
    }
  }

  @Override
  public void close() {
    try {
      reader.getHistory().save();
      terminal.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Ends an entry when its forms have ended, and finds the word before the cursor.
  private static final class FormParser implements Parser {
    /// The word at the cursor.
    private record Word(String line, int cursor, int start, int end)
        implements CompletingParsedLine {
      /// Names need no quotes.
      @Override
      public CharSequence escape(CharSequence candidate, boolean complete) {
        return candidate;
      }

      @Override
      public int rawWordCursor() {
        return wordCursor();
      }

      @Override
      public int rawWordLength() {
        return end - start;
      }

      @Override
      public String word() {
        return line.substring(start, end);
      }

      @Override
      public int wordCursor() {
        return cursor - start;
      }

      @Override
      public int wordIndex() {
        return 0;
      }

      @Override
      public List<String> words() {
        return List.of(word());
      }
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
      if ((context == ParseContext.ACCEPT_LINE || context == ParseContext.SECONDARY_PROMPT)
          && Entries.isUnfinished(line)) {
        throw new EOFError(-1, cursor, "unfinished");
      }
      int start = cursor;
      while (start > 0 && isOfWord(line.charAt(start - 1))) {
        start--;
      }
      int end = cursor;
      while (end < line.length() && isOfWord(line.charAt(end))) {
        end++;
      }
      return new Word(line, cursor, start, end);
    }

    @Override
    public boolean isEscapeChar(char c) {
      return false;
    }

    private static boolean isOfWord(char c) {
      return !Character.isWhitespace(c) && "()'`,\";".indexOf(c) < 0;
    }
  }
}
