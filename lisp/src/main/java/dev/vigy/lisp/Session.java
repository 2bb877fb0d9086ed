package dev.vigy.lisp;

import dev.vigy.lisp.expand.MacroTable;
import dev.vigy.lisp.read.ReadResult;
import dev.vigy.lisp.read.Reader;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.lisp.source.Places;
import dev.vigy.lisp.source.Source;
import dev.vigy.lisp.source.Span;
import dev.vigy.lisp.value.Procedure;
import dev.vigy.lisp.value.Value;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A world that lives on from one text to the next: what one evaluation defines, the next one
/// finds, macros and modules included. For consoles, for scripts that are called again and again,
/// and for a prelude that many begin with.
///
/// ```java
/// Session session = Lisp.builder().build().session(RunOptions.standard());
/// session.eval("(define (square x) (* x x))");
/// assert session.eval("(square 7)").valueOrThrow().equals(49L);
/// assert session.call("square", 8).valueOrThrow().equals(64L);
/// ```
///
/// A text that is evaluated again is not compiled again, unless it calls a macro that was defined
/// in the session, or macros were defined in between; its value and its cost are the same either
/// way.
///
/// Each evaluation has the limits of the session's options for itself. One that fails leaves what
/// it had done until then. Fibers end with the evaluation that spawned them.
///
/// Belongs to one thread at a time. Like [Program#run], an evaluation needs a big stack for deep
/// recursion.
public final class Session {
  /// How many texts are kept compiled.
  private static final int TEXTS_MAX = 1_000;

  private final Lisp lisp;

  /// The texts that this session and its forks have evaluated.
  private final SourceCache<Text> texts;

  /// The last one of them: most texts come again at once or never.
  private @Nullable Text last;

  private final Execution execution;
  private RunOptions options;

  Session(Lisp lisp, RunOptions options) {
    this.lisp = lisp;
    this.options = options;
    ProgramCode code = ProgramCode.empty(lisp.names(), lisp.standardNames(), "session");
    this.execution = new Execution(lisp, code, _ -> {}, Execution.Purpose.SESSION, options);
    this.texts = new SourceCache<>(TEXTS_MAX);
  }

  private Session(Session parent, RunOptions options) {
    this.lisp = parent.lisp;
    this.options = options;
    this.execution = new Execution(parent.execution, options);
    this.texts = parent.texts;
    this.last = parent.last;
  }

  /// Evaluates the forms of a text; the value of the last one, Nil if there is none.
  public Evaluation eval(String text) {
    return eval(Source.of("session", text));
  }

  /// As [#eval(String)], for a text with a name, which diagnostics mention.
  public Evaluation eval(Source source) {
    return Execution.evaluate(
        () -> execution.runMore(compiled(source).unit(), options), execution::meter);
  }

  /// A text and what it was compiled to as far as that does not depend on what is defined: with
  /// other macros it would mean something else.
  ///
  /// @param macros the macros that were there before its first form
  private record Text(Unit unit, MacroTable macros) implements SourceCache.Made {
    @Override
    public Source source() {
      return unit.source();
    }

    @SuppressWarnings("ReferenceEquality") // a table of macros is known by its identity
    boolean fits(MacroTable others) {
      return macros == others;
    }
  }

  private Text compiled(Source source) {
    MacroTable macros = execution.macros();
    Text text = last;
    if (text == null || !text.fits(macros) || !text.source().isSameText(source)) {
      text = texts.get(source, known -> known.fits(macros), missing -> read(missing, macros));
      last = text;
    }
    return text;
  }

  private Text read(Source source, MacroTable macros) {
    return switch (Reader.read(source)) {
      case ReadResult.Forms forms -> new Text(execution.unit(source, forms.forms()), macros);
      case ReadResult.Unreadable(Diagnostic error) ->
          throw LispError.reader(error.message()).at(error.span());
    };
  }

  /// Calls the procedure that a name is bound to, with these arguments as Lisp values
  /// ([Value#of(Object)]).
  public Evaluation call(String name, Object... arguments) {
    return Execution.evaluate(
        () ->
            execution.call(
                lookup(name).orElseThrow(() -> LispError.unboundSymbol(name).at(Span.SYNTHETIC)),
                values(arguments),
                options),
        execution::meter);
  }

  /// Calls a procedure that this session gave out, with these arguments as Lisp values.
  public Evaluation call(Procedure procedure, Object... arguments) {
    return Execution.evaluate(
        () -> execution.call(procedure, values(arguments), options), execution::meter);
  }

  private static Object[] values(Object[] arguments) {
    Object[] values = new Object[arguments.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Value.of(arguments[i]);
    }
    return values;
  }

  /// A session that begins with everything this one has defined so far, and from there on goes its
  /// own way: neither sees what the other defines or sets. Takes about as long as copying a table
  /// of this session's names, however big the values are.
  ///
  /// ```java
  /// Session prelude = Lisp.builder().build().session(RunOptions.standard());
  /// prelude.eval("(define rate 3) (define (price n) (* n rate))");
  /// Session mine = prelude.fork(RunOptions.standard());
  /// mine.eval("(set! rate 4)");
  /// assert mine.eval("(price 10)").valueOrThrow().equals(40L);
  /// assert prelude.eval("(price 10)").valueOrThrow().equals(30L);
  /// ```
  ///
  /// Objects that nobody can look into stay one object for both: those of the host, and what
  /// functions of the library keep to themselves (machines, actors, subjects, event stores).
  ///
  /// Several threads may fork a session at a time in which nothing is evaluated.
  public Session fork(RunOptions newOptions) {
    return new Session(this, newOptions);
  }

  /// Limits, host and interrupt of the evaluations from here on.
  public void use(RunOptions newOptions) {
    options = newOptions;
  }

  public RunOptions options() {
    return options;
  }

  public Lisp lisp() {
    return lisp;
  }

  /// The value that a name has, the library's names included.
  public Optional<Object> lookup(String name) {
    return Optional.ofNullable(execution.world().global(0, name));
  }

  /// Binds a name to a value ([Value#of(Object)]).
  public void define(String name, @Nullable Object value) {
    execution.world().defineGlobal(0, name, Value.of(value));
  }

  /// The names that this session itself has given a value.
  public Set<String> definitions() {
    return execution.world().ownNames(0);
  }

  /// All names that have a value or are macros or special forms, in order, as a console completes
  /// them.
  public Set<String> names() {
    Set<String> names = new TreeSet<>(lisp.names().keySet());
    names.addAll(execution.ownNames());
    return names;
  }

  /// An error of this session, made ready for people.
  public ErrorReport explain(LispError error) {
    Source source = error.span().map(Span::source).orElse(Source.NONE);
    return ErrorReport.of(error, new Hints(lisp, names(), Places.in(source)).of(error));
  }
}
