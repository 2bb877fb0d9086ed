package dev.vigy.cli.repl;

import dev.vigy.cli.text.EntryText;
import dev.vigy.cli.text.Problems;
import dev.vigy.cli.text.Style;
import dev.vigy.cli.text.View;
import dev.vigy.lisp.Evaluation;
import dev.vigy.lisp.Lisp;
import dev.vigy.lisp.Meter;
import dev.vigy.lisp.RunOptions;
import dev.vigy.lisp.Session;
import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.read.ReadResult;
import dev.vigy.lisp.reference.Reference;
import dev.vigy.lisp.run.Arity;
import dev.vigy.lisp.run.Interrupt;
import dev.vigy.lisp.run.Limits;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.lisp.source.Source;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Symbol;
import dev.vigy.lisp.value.Value;
import dev.vigy.runtime.ProgramReference;
import dev.vigy.runtime.extension.StandardExtensions;
import dev.vigy.runtime.extension.Verbs;
import dev.vigy.runtime.extension.VigyHost;
import dev.vigy.server.operation.DiagnosticShape;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Reads, evaluates, prints, until there is nothing more to read or somebody says `:quit`.
///
/// Programs find the language and the verbs of a vigy, which speak to a tick that never ends; there
/// are no probes.
public final class Repl implements AutoCloseable {
  /// What each form may use. An endless loop ends after ten seconds of CPU time at the latest.
  static final Limits LIMITS =
      new Limits(2_000_000_000L, 512L << 20, 100_000, Duration.ofSeconds(10).toNanos(), 1 << 20);

  private static final long STACK_BYTES = 1L << 30;

  private static final String HELP =
      """
      A form is evaluated when it is complete; what it defines stays.
        :doc NAME     what a name means, with an example
        :time FORM    how long it takes, and how much it does
        :check FORM   what is wrong with it, without evaluating it
        :help         this
        :quit         ends the console, as Ctrl-D does
      Tab completes names, the arrow keys fetch earlier forms, Ctrl-C ends a running form.
      """;

  private final Session session;
  private final Reference reference = ProgramReference.all();
  private final Interrupt interrupt = new Interrupt();
  private final ExecutorService evaluator;
  private final Style style;
  private boolean failed;

  /// @param nowMs what `(vigy-tick)` answers
  public Repl(long nowMs, Style style) {
    this(nowMs, style, LIMITS);
  }

  Repl(long nowMs, Style style, Limits limits) {
    this.style = style;
    Lisp lisp = Lisp.builder().functions(Verbs.of(StandardExtensions.all()).functions()).build();
    this.session =
        lisp.session(
            RunOptions.standard()
                .withLimits(limits)
                .withHost(VigyHost.at(nowMs))
                .withInterrupt(interrupt));
    this.evaluator =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(null, task, "console", STACK_BYTES);
              thread.setDaemon(true);
              return thread;
            });
  }

  /// What Tab completes: names, words and commands.
  public Collection<String> names() {
    TreeSet<String> names = new TreeSet<>(session.names());
    reference.entries().forEach(entry -> names.add(entry.name()));
    names.addAll(List.of(":doc", ":time", ":check", ":help", ":quit"));
    return names;
  }

  /// Reads to the end.
  ///
  /// @return whether every form was readable and ended well
  public boolean run(Console console) {
    if (console.isPersonal()) {
      console.print(":help lists the commands, Ctrl-D ends the console.\n");
    }
    while (true) {
      try {
        Optional<String> entry = console.read();
        if (entry.isEmpty() || !take(console, entry.get().strip())) {
          return !failed;
        }
      } catch (Console.Cancelled e) {
        // A person begins anew.
      }
    }
  }

  /// @return whether to go on
  private boolean take(Console console, String entry) {
    int blank = entry.indexOf(' ');
    String word = blank < 0 ? entry : entry.substring(0, blank);
    String rest = blank < 0 ? "" : entry.substring(blank + 1).strip();
    switch (word) {
      case ":quit" -> {
        return false;
      }
      case ":help" -> console.print(HELP);
      case ":doc" -> doc(console, rest);
      case ":check" -> check(console, rest);
      case ":time" -> forms(console, rest, true);
      default -> forms(console, entry, false);
    }
    return true;
  }

  private void doc(Console console, String name) {
    reference
        .find(name)
        .ifPresentOrElse(
            entry -> console.print(EntryText.of(entry, style)),
            () -> {
              List<String> near = reference.nearest(name);
              complain(
                  console,
                  "there is no `" + name + "` in the language",
                  near.isEmpty() ? "" : "did you mean `" + String.join("`, `", near) + "`?");
            });
  }

  private void complain(Console console, String message, String hint) {
    failed = true;
    console.complain(
        Problems.text(
            message, hint.isEmpty() ? Optional.empty() : Optional.of(hint), List.of(), style));
  }

  private void complain(Console console, Diagnostic diagnostic) {
    failed |= diagnostic.isError();
    console.complain(Problems.diagnostic(View.of(DiagnosticShape.of(diagnostic)), style));
  }

  /// Names of this console count as known, whatever they are.
  private void check(Console console, String text) {
    Lisp.Builder known = Lisp.builder().functions(Verbs.of(StandardExtensions.all()).functions());
    for (String name : session.names()) {
      if (!session.lisp().names().containsKey(name)) {
        known.function(NativeFunction.of(name, Arity.ANY, (_, _) -> Nil.NIL));
      }
    }
    List<Diagnostic> found = known.build().compile(Source.of("console", text)).check();
    if (found.isEmpty()) {
      console.print("no errors\n");
    }
    found.forEach(diagnostic -> complain(console, diagnostic));
  }

  private void forms(Console console, String text, boolean timed) {
    switch (Lisp.read(Source.of("console", text))) {
      case ReadResult.Unreadable(Diagnostic error) -> complain(console, error);
      case ReadResult.Forms(List<Form> forms) -> {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (Form form : forms) {
          int start = form.span().start();
          String written =
              new String(bytes, start, form.span().end() - start, StandardCharsets.UTF_8);
          if (!form(console, form, written, timed)) {
            return;
          }
        }
      }
    }
  }

  /// @return whether it ended well
  private boolean form(Console console, Form form, String text, boolean timed) {
    interrupt.clear();
    Evaluation[] ended = new Evaluation[1];
    long began = System.nanoTime();
    console.during(() -> ended[0] = evaluated(text), interrupt::request);
    long nanos = System.nanoTime() - began;
    Evaluation evaluation = ended[0];
    Meter meter = evaluation.meter();
    String output = meter.output();
    if (!output.isEmpty()) {
      console.print(output.endsWith("\n") ? output : output + "\n");
    }
    if (meter.outputCut()) {
      console.print("(more was printed than is kept)\n");
    }
    boolean well =
        switch (evaluation) {
          case Evaluation.Completed(Object value, Meter _) -> {
            if (!(value == Nil.NIL && isDefinition(form))) {
              console.print(shown(value) + "\n");
            }
            yield true;
          }
          case Evaluation.Failed(LispError error, Meter _) -> {
            failed = true;
            String report = session.explain(error).rendered();
            report.lines().map(Style::visible).forEach(line -> console.complain(line + "\n"));
            yield false;
          }
          case Evaluation.Left _ -> {
            console.print("(the tick would end here)\n");
            yield true;
          }
        };
    if (timed) {
      console.print(
          "%.3f ms, %d steps, %d bytes built%n"
              .formatted(nanos / 1e6, meter.steps(), meter.memory()));
    }
    return well;
  }

  private static String shown(Object value) {
    return Value.print(value);
  }

  private static boolean isDefinition(Form form) {
    return form instanceof Form.ListForm(List<Form> items, var _)
        && !items.isEmpty()
        && items.getFirst() instanceof Form.Atom(Object head, var _)
        && head instanceof Symbol(String name)
        && (name.startsWith("def") || name.equals("set!") || name.equals("require"));
  }

  private Evaluation evaluated(String text) {
    try {
      return evaluator.submit(() -> session.eval(Source.of("console", text))).get();
    } catch (InterruptedException e) {
      interrupt.request();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    interrupt.request();
    evaluator.shutdownNow();
  }
}
