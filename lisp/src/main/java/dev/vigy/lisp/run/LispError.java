package dev.vigy.lisp.run;

import dev.vigy.lisp.source.Span;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An evaluation error of the language reference, section 7: a kind, the short message, and where
/// it happened.
///
/// Natives throw it without a span; the node that called the native adds its own. Carries no Java
/// stack trace: it is a program's failure.
public final class LispError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// The kinds of 7.1 and the tag that `catch` sees.
  public enum Kind {
    UNBOUND_SYMBOL("unbound-symbol", true),
    ARITY_MISMATCH("arity-mismatch", true),
    TYPE_MISMATCH("type-mismatch", true),
    DIVISION_BY_ZERO("division-by-zero", true),
    INTEGER_OVERFLOW("integer-overflow", true),
    DEPTH_EXCEEDED("depth-exceeded", true),
    FUEL_EXHAUSTED("fuel-exhausted", false),
    MACRO_EXPANSION_LIMIT("macro-expansion-limit", true),
    SET_SEALED("set-sealed", true),
    NOT_CALLABLE("not-callable", true),
    BAD_SPECIAL_FORM("bad-special-form", true),
    NATIVE_FN("native-fn", true),
    READER("reader", true),
    USER("user", true),
    /// Every fiber waits for another one.
    DEADLOCK("deadlock", true),
    /// A limit of the tick that a program may catch (product 5); tag `limit-exceeded`.
    LIMIT("limit-exceeded", true),
    HALTED("halted", false),
    FATAL("fatal", false);

    private final String tag;
    private final boolean catchable;

    Kind(String tag, boolean catchable) {
      this.tag = tag;
      this.catchable = catchable;
    }

    public String tag() {
      return tag;
    }

    /// Whether a program's `catch` sees it.
    public boolean isCatchable() {
      return catchable;
    }
  }

  /// Which limit ended the run, for errors that a limit caused.
  public enum Limit {
    STEPS,
    MEMORY,
    TIME,
    DEPTH,
    INTERRUPT,
    OTHER
  }

  private final Kind kind;
  private final String shortMessage;
  private final String beforeSpan;
  private final String afterSpan;
  private final transient @Nullable Object thrown;
  private final @Nullable Limit limit;
  private transient @Nullable Span span;
  private transient @Nullable Unwinding calls;
  private transient @Nullable Cause cause;

  /// What an error is about, for a hint: what was called, and with what.
  ///
  /// @param signature how it is to be called: `(f a b)`; empty if that is not known
  /// @param definition where it is written; [Span#SYNTHETIC] if nowhere
  public record Cause(String name, String signature, Span definition, List<Object> arguments) {
    public Cause {
      arguments = List.copyOf(arguments);
    }
  }

  private LispError(
      Kind kind,
      String shortMessage,
      String beforeSpan,
      String afterSpan,
      @Nullable Object thrown,
      @Nullable Limit limit) {
    super(shortMessage, null, false, false);
    this.kind = kind;
    this.shortMessage = shortMessage;
    this.beforeSpan = beforeSpan;
    this.afterSpan = afterSpan;
    this.thrown = thrown;
    this.limit = limit;
  }

  /// An error with its two texts: the short message, and the full message without ` at SPAN`.
  public static LispError of(Kind kind, String shortMessage, String fullWithoutSpan) {
    return new LispError(kind, shortMessage, fullWithoutSpan, "", null, null);
  }

  public static LispError unboundSymbol(String name) {
    return of(Kind.UNBOUND_SYMBOL, "unbound symbol `" + name + "`", "unbound symbol: " + name);
  }

  /// A call of something that cannot be called; `got` is a type name.
  public static LispError notCallable(String got) {
    return of(
        Kind.NOT_CALLABLE,
        "value of type " + got + " is not callable",
        "not callable: value of type " + got);
  }

  public static LispError badSpecialForm(String form, String reason) {
    return of(
        Kind.BAD_SPECIAL_FORM,
        "bad `" + form + "`: " + reason,
        "bad special form `" + form + "`: " + reason);
  }

  /// Text that cannot be read, or a macro definition that cannot be registered.
  public static LispError reader(String message) {
    return of(Kind.READER, "reader: " + message, "reader error: " + message);
  }

  /// One closure call too many at the same time.
  ///
  /// @param function the procedure about to be entered; empty if it has no name
  public static LispError depthExceeded(long most, String function) {
    String text =
        "call depth budget of "
            + most
            + " exceeded"
            + (function.isEmpty() ? "" : " in `" + function + "`");
    return new LispError(Kind.DEPTH_EXCEEDED, text, text, "", null, Limit.DEPTH);
  }

  /// Something nests deeper than it may, or than the stack of the thread carries.
  public static LispError tooDeep(String what) {
    return ended(Kind.DEPTH_EXCEEDED, Limit.DEPTH, what);
  }

  /// The end of a run that has used up its steps.
  public static LispError fuelExhausted(long most) {
    return ended(Kind.FUEL_EXHAUSTED, Limit.STEPS, "fuel budget of " + most + " exceeded");
  }

  /// The end of a run by memory, time or an interrupt.
  public static LispError halted(Limit why) {
    return new LispError(Kind.HALTED, "halted", "halted (host-initiated interrupt)", "", null, why);
  }

  public static LispError macroExpansionLimit(String macro, int most) {
    return new LispError(
        Kind.MACRO_EXPANSION_LIMIT,
        "macro `" + macro + "` exceeded " + most + " expansion steps",
        "macro `" + macro + "` exceeded the expansion limit of " + most + " rewrites",
        " — it likely expands to a call to itself",
        null,
        null);
  }

  /// A `set!` in the body of a macro that reaches a global.
  public static LispError setSealed(String name) {
    return of(
        Kind.SET_SEALED,
        "`set!` of sealed binding `" + name + "` (MacroExpansion)",
        "cannot `set!` `"
            + name
            + "`: it is bound outside the expansion and sealed. Macro expansion must be"
            + " deterministic, so compile-time state cannot outlive the expansion. Use a local"
            + " binding, or return the value in the expansion.");
  }

  /// `type mismatch: expected {expected}, got {got}`; `got` is a type name.
  public static LispError typeMismatch(String expected, String got) {
    String text = "type mismatch: expected " + expected + ", got " + got;
    return of(Kind.TYPE_MISMATCH, text, text);
  }

  /// A native's own complaint.
  public static LispError nativeFn(String name, String reason) {
    return of(
        Kind.NATIVE_FN,
        "in native `" + name + "`: " + reason,
        "in native fn " + name + ": " + reason);
  }

  public static LispError arity(String name, Arity expected, int got) {
    return of(
        Kind.ARITY_MISMATCH,
        "`" + name + "` expected " + expected + ", got " + got,
        "arity mismatch in " + name + ": expected " + expected + ", got " + got);
  }

  public static LispError divisionByZero() {
    return of(Kind.DIVISION_BY_ZERO, "division by zero", "division by zero");
  }

  public static LispError overflow(String name) {
    String text = "integer overflow in `" + name + "`";
    return of(Kind.INTEGER_OVERFLOW, text, text);
  }

  /// A value thrown by `throw`; `printed` is its printed form.
  public static LispError thrown(Object value, String printed) {
    return new LispError(
        Kind.USER, "uncaught: " + printed, "user error: " + printed, "", value, null);
  }

  /// A limit of the embedder that the program may catch: `{what} exceeds the limit of {n} {unit}`.
  public static LispError limit(String what, long most, String unit) {
    String text = what + " exceeds the limit of " + most + " " + unit;
    return new LispError(Kind.LIMIT, text, text, "", null, Limit.OTHER);
  }

  /// An error that a limit caused, with a text of its own.
  public static LispError ended(Kind kind, Limit limit, String text) {
    return new LispError(kind, text, text, "", null, limit);
  }

  public Kind kind() {
    return kind;
  }

  /// The text without a span that `error-message` gives (7.2).
  public String shortMessage() {
    return shortMessage;
  }

  /// The text of 7.1, with the span where that kind shows one.
  public String fullMessage() {
    return switch (kind) {
      case USER, HALTED, READER -> beforeSpan;
      default -> beforeSpan + " at " + span().orElse(Span.SYNTHETIC) + afterSpan;
    };
  }

  /// The value a program threw.
  public Optional<Object> thrownValue() {
    return Optional.ofNullable(thrown);
  }

  public Optional<Limit> limit() {
    return Optional.ofNullable(limit);
  }

  public Optional<Span> span() {
    return Optional.ofNullable(span);
  }

  /// The calls of the program's own procedures that it came out of so far.
  public CallStack calls() {
    return calls == null ? CallStack.EMPTY : calls.stack();
  }

  /// What was called, and with what, where a call itself failed.
  public Optional<Cause> about() {
    return Optional.ofNullable(cause);
  }

  /// Says what was called, unless that is known already.
  public LispError about(Cause what) {
    if (cause == null && span == null) {
      cause = what;
    }
    return this;
  }

  /// Says that it came out of a call of a procedure.
  ///
  /// @param procedure what was running
  /// @param entered what had been called
  /// @param at the call; null if a native function made it
  public void leave(CallStack.Callee procedure, CallStack.Callee entered, @Nullable Span at) {
    Unwinding unwinding = calls;
    if (unwinding == null) {
      unwinding = new Unwinding();
      calls = unwinding;
    }
    unwinding.leave(procedure, entered, at);
  }

  /// Says that it came out of a native function.
  public void leaveNative(String name, Span at) {
    if (calls != null) {
      calls.leaveNative(name, at);
    }
  }

  /// The same error, to be thrown in another place: the calls that each comes out of from here on
  /// are its own.
  public LispError again() {
    var copy = new LispError(kind, shortMessage, beforeSpan, afterSpan, thrown, limit);
    copy.span = span;
    copy.cause = cause;
    copy.calls = calls == null ? null : calls.copy();
    return copy;
  }

  /// Says where it happened, unless that is known already.
  public LispError at(Span where) {
    if (span == null) {
      span = where;
    }
    return this;
  }
}
