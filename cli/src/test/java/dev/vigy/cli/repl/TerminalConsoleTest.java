package dev.vigy.cli.repl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.cli.text.Style;
import dev.vigy.lisp.run.Limits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The console at a terminal that only takes and gives characters.
class TerminalConsoleTest {
  @TempDir Path folder;

  /// What a terminal shows that only takes and gives lines.
  private String typed(String keys) throws IOException {
    var out = new ByteArrayOutputStream();
    run(new DumbTerminal("test", "dumb", in(keys), out, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8).replace("\r", "");
  }

  /// What a terminal shows that knows keys, without what moves its cursor.
  private String edited(String keys) throws IOException {
    var out = new ByteArrayOutputStream();
    run(new ExternalTerminal("test", "xterm", in(keys), out, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8)
        .replaceAll("\u001b\\[[0-9;?]*[a-zA-Z]", "")
        .replace("\r", "");
  }

  private static ByteArrayInputStream in(String keys) {
    return new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8));
  }

  private void run(Terminal terminal) {
    try (Repl repl = new Repl(0, Style.PLAIN);
        Console console =
            TerminalConsole.of(terminal, folder.resolve("state").resolve("history"), repl::names)) {
      repl.run(console);
    }
  }

  @Test
  void forms_go_over_lines_until_they_are_complete() throws IOException {
    assertThat(typed("(+ 1\n2\n3)\n"))
        .startsWith(":help lists the commands, Ctrl-D ends the console.\n")
        .endsWith("vigy> 6\nvigy> ");
    assertThat(edited("(+ 1\n2\n3)\n")).contains("    > ").contains("6\n");
  }

  @Test
  void definitions_stay_and_errors_do_not_end_it() throws IOException {
    assertThat(typed("(define (twice n) (* 2 n))\n(car '())\n(twice 21)\n"))
        .contains("error: in native `car`: car of empty list")
        .contains("42\n");
  }

  @Test
  void tab_completes_names() throws IOException {
    assertThat(edited("(define magnitude 7)\n(inc magn\t)\n")).contains("8\n");
    assertThat(edited("(hash-map-mer\t(dict :a 1))\n")).contains("{\"a\" 1}");
  }

  @Test
  void what_was_entered_is_kept_for_the_next_time() throws IOException {
    typed("(+ 20 22)\n");
    assertThat(Files.readString(folder.resolve("state").resolve("history"))).contains("(+ 20 22)");
    // Ctrl-P fetches the line before.
    assertThat(edited("\u0010\n")).contains("42\n");
  }

  @Test
  void exclamation_marks_are_nothing_special() throws IOException {
    assertThat(typed("(define n 1)\n(set! n 5)\nn\n")).contains("5\n");
  }

  @Test
  @Timeout(60)
  void an_interrupt_ends_the_running_form_only() {
    var answers = new StringBuilder();
    try (Repl repl = new Repl(0, Style.PLAIN, Limits.LANGUAGE)) {
      var forms = List.of("(define (forever) (forever))", "(forever)", "(+ 1 1)").iterator();
      boolean well =
          repl.run(
              new Console() {
                private int entered;

                @Override
                public Optional<String> read() {
                  return forms.hasNext() ? Optional.of(forms.next()) : Optional.empty();
                }

                @Override
                public void print(String text) {
                  answers.append(text);
                }

                @Override
                public void complain(String text) {
                  answers.append(text);
                }

                @Override
                public boolean isPersonal() {
                  return false;
                }

                @Override
                public void during(Runnable work, Runnable interrupt) {
                  // The key is pressed at the second form, before or while it runs.
                  if (++entered == 2) {
                    Thread.ofVirtual().start(interrupt);
                  }
                  work.run();
                }

                @Override
                public void close() {}
              });
      assertThat(well).isFalse();
    }
    assertThat(answers.toString()).contains("error: halted").endsWith("2\n");
  }
}
