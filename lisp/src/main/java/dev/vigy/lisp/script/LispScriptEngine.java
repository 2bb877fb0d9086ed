package dev.vigy.lisp.script;

import dev.vigy.lisp.Evaluation;
import dev.vigy.lisp.Lisp;
import dev.vigy.lisp.RunOptions;
import dev.vigy.lisp.Session;
import dev.vigy.lisp.read.ReadResult;
import dev.vigy.lisp.run.Interrupt;
import dev.vigy.lisp.run.Limits;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.lisp.source.Excerpt;
import dev.vigy.lisp.source.Source;
import dev.vigy.lisp.source.Span;
import dev.vigy.lisp.value.Procedure;
import dev.vigy.lisp.value.Value;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.script.AbstractScriptEngine;
import javax.script.Bindings;
import javax.script.Compilable;
import javax.script.CompiledScript;
import javax.script.Invocable;
import javax.script.ScriptContext;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptException;
import javax.script.SimpleBindings;
import org.jspecify.annotations.Nullable;

/// A script engine with one [Session].
///
/// ```java
/// ScriptEngine engine = new ScriptEngineManager().getEngineByName("tatara-lisp");
/// engine.put("rate", 3);
/// engine.eval("(define (price n) (* n rate))");
/// assert ((Invocable) engine).invokeFunction("price", 4).equals(12L);
/// assert engine.eval("(list :a 1 ())").equals(Arrays.asList("a", 1L, null));
/// ```
///
/// - What the engine's own bindings hold are the globals of its session; definitions are seen at
///   once. With other bindings, or with a context of its own, a script gets a fresh world that
///   begins with them, and what it defines is put into them at its end.
/// - Values go in by [Value#of(Object)] and come out as plain Java data ([Value#to(Class, Object)]
///   with `Object`); procedures and host objects as they are.
/// - The attributes [#LIMITS], [#INTERRUPT] and [#OPTIONS] of the context say how much a script may
///   use; what it prints goes to the context's writer when it ends.
/// - A script that fails is a [ScriptException] with line and column, caused by the [LispError].
///
/// Belongs to one thread at a time.
public final class LispScriptEngine extends AbstractScriptEngine implements Compilable, Invocable {
  /// Attribute of a context: a [Limits].
  public static final String LIMITS = "dev.vigy.lisp.limits";

  /// Attribute of a context: an [Interrupt] by which another thread ends scripts.
  public static final String INTERRUPT = "dev.vigy.lisp.interrupt";

  /// Attribute of a context: [RunOptions], for host, capabilities and observer.
  public static final String OPTIONS = "dev.vigy.lisp.options";

  private final ScriptEngineFactory factory;
  private final Lisp lisp;
  private final Session session;

  LispScriptEngine(ScriptEngineFactory factory, Lisp lisp) {
    this.factory = factory;
    this.lisp = lisp;
    this.session = lisp.session(RunOptions.standard());
    setBindings(new SessionBindings(session), ScriptContext.ENGINE_SCOPE);
  }

  @Override
  public ScriptEngineFactory getFactory() {
    return factory;
  }

  @Override
  public Bindings createBindings() {
    return new SimpleBindings();
  }

  // --- Evaluating --------------------------------------------------------------------------------

  @Override
  public @Nullable Object eval(String script, ScriptContext in) throws ScriptException {
    Source source = Source.of(fileName(in), script);
    return evaluate(in, world -> world.eval(source));
  }

  @Override
  public @Nullable Object eval(Reader script, ScriptContext in) throws ScriptException {
    return eval(textOf(script), in);
  }

  private static String textOf(Reader script) throws ScriptException {
    StringWriter text = new StringWriter();
    try {
      script.transferTo(text);
    } catch (IOException e) {
      throw new ScriptException(e);
    }
    return text.toString();
  }

  /// Does something in the world that belongs to a context.
  private @Nullable Object evaluate(ScriptContext in, Function<Session, Evaluation> work)
      throws ScriptException {
    Bindings own = in.getBindings(ScriptContext.ENGINE_SCOPE);
    boolean here = own instanceof SessionBindings bindings && bindings.session().equals(session);
    Session world = here ? session : lisp.session(RunOptions.standard());
    world.use(options(in));
    // Names that the engine has itself come before those that all engines share.
    define(world, in.getBindings(ScriptContext.GLOBAL_SCOPE), here);
    if (!here) {
      define(world, own, false);
    }
    Evaluation evaluation = work.apply(world);
    print(evaluation, in);
    if (!here) {
      own.putAll(new SessionBindings(world));
    }
    return switch (evaluation) {
      case Evaluation.Completed completed -> Value.to(Object.class, completed.value());
      case Evaluation.Failed(LispError error, var _) -> throw exception(error);
      case Evaluation.Left left -> throw left.exit();
    };
  }

  private static void define(Session world, @Nullable Bindings bindings, boolean onlyNew) {
    if (bindings == null) {
      return;
    }
    for (Map.Entry<String, Object> entry : bindings.entrySet()) {
      String name = entry.getKey();
      boolean wanted = !SessionBindings.isReserved(name);
      if (wanted && !(onlyNew && world.definitions().contains(name))) {
        world.define(name, entry.getValue());
      }
    }
  }

  private static RunOptions options(ScriptContext context) {
    RunOptions options =
        attribute(context, OPTIONS, RunOptions.class).orElseGet(RunOptions::standard);
    Optional<Limits> limits = attribute(context, LIMITS, Limits.class);
    if (limits.isPresent()) {
      options = options.withLimits(limits.get());
    }
    Optional<Interrupt> interrupt = attribute(context, INTERRUPT, Interrupt.class);
    return interrupt.isPresent() ? options.withInterrupt(interrupt.get()) : options;
  }

  private static <T> Optional<T> attribute(ScriptContext context, String name, Class<T> type) {
    Object value = context.getAttribute(name);
    if (value != null && !type.isInstance(value)) {
      throw new IllegalArgumentException(
          "the attribute " + name + " is no " + type.getSimpleName() + ": " + value);
    }
    return Optional.ofNullable(value).map(type::cast);
  }

  private static String fileName(ScriptContext context) {
    Object name = context.getAttribute(ScriptEngine.FILENAME);
    return name == null ? "script" : name.toString();
  }

  private static void print(Evaluation evaluation, ScriptContext context) throws ScriptException {
    String output = evaluation.meter().output();
    if (output.isEmpty()) {
      return;
    }
    try {
      context.getWriter().write(output);
      context.getWriter().flush();
    } catch (IOException e) {
      throw new ScriptException(e);
    }
  }

  private static ScriptException exception(LispError error) {
    return exception(error.fullMessage(), error.span(), error);
  }

  private static ScriptException exception(String message, Optional<Span> span, Throwable cause) {
    Optional<Excerpt> place = span.flatMap(Excerpt::of);
    ScriptException exception =
        place.isPresent()
            ? new ScriptException(
                message,
                span.orElseThrow().source().name(),
                place.get().line(),
                place.get().column())
            : new ScriptException(message);
    exception.initCause(cause);
    return exception;
  }

  // --- Compilable --------------------------------------------------------------------------------

  /// Reads a script; a text that cannot be read fails here. What its macros mean is found out at
  /// each evaluation, since the world it is evaluated in says so.
  @Override
  public CompiledScript compile(String script) throws ScriptException {
    Source source = Source.of(fileName(getContext()), script);
    if (Lisp.read(source) instanceof ReadResult.Unreadable(Diagnostic error)) {
      LispError cause = LispError.reader(error.message()).at(error.span());
      throw exception(cause);
    }
    return new Compiled(source);
  }

  @Override
  public CompiledScript compile(Reader script) throws ScriptException {
    return compile(textOf(script));
  }

  private final class Compiled extends CompiledScript {
    private final Source source;

    Compiled(Source source) {
      this.source = source;
    }

    @Override
    public @Nullable Object eval(ScriptContext in) throws ScriptException {
      return evaluate(in, world -> world.eval(source));
    }

    @Override
    public ScriptEngine getEngine() {
      return LispScriptEngine.this;
    }
  }

  // --- Invocable ---------------------------------------------------------------------------------

  @Override
  public @Nullable Object invokeFunction(String name, Object... arguments)
      throws ScriptException, NoSuchMethodException {
    if (!(session.lookup(name).orElse(null) instanceof Procedure procedure)) {
      throw new NoSuchMethodException(name);
    }
    return invoke(procedure, arguments);
  }

  /// Calls the procedure that a map of a script holds under this name.
  @Override
  public @Nullable Object invokeMethod(Object self, String name, Object... arguments)
      throws ScriptException, NoSuchMethodException {
    if (!(self instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("a script's objects are maps, not " + self);
    }
    if (!(map.get(name) instanceof Procedure procedure)) {
      throw new NoSuchMethodException(name);
    }
    return invoke(procedure, arguments);
  }

  private @Nullable Object invoke(Procedure procedure, Object @Nullable [] arguments)
      throws ScriptException {
    Object[] given = arguments == null ? new Object[0] : arguments;
    return evaluate(getContext(), world -> world.call(procedure, given));
  }

  /// An object whose methods call the procedures of the same names, in kebab-case or as they are:
  /// `unitPrice` calls `unit-price`. Null if one is missing.
  @Override
  public <T> @Nullable T getInterface(Class<T> type) {
    return proxy(type, name -> session.lookup(name).orElse(null));
  }

  /// As [#getInterface(Class)], with the procedures that a map of a script holds.
  @Override
  public <T> @Nullable T getInterface(Object self, Class<T> type) {
    if (!(self instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("a script's objects are maps, not " + self);
    }
    return proxy(type, map::get);
  }

  private <T> @Nullable T proxy(Class<T> type, Function<String, @Nullable Object> lookup) {
    if (!type.isInterface()) {
      throw new IllegalArgumentException(type + " is no interface");
    }
    for (var method : type.getMethods()) {
      if (isAbstract(method.getModifiers()) && procedure(method.getName(), lookup).isEmpty()) {
        return null;
      }
    }
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (method.getDeclaringClass() == Object.class) {
            return ofObject(proxy, method.getName(), arguments, type);
          }
          if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
          }
          Procedure procedure =
              procedure(method.getName(), lookup)
                  .orElseThrow(() -> new NoSuchMethodException(method.getName()));
          Object[] given = arguments == null ? new Object[0] : arguments;
          Evaluation[] ended = new Evaluation[1];
          evaluate(
              getContext(),
              world -> {
                ended[0] = world.call(procedure, given);
                return ended[0];
              });
          return method.getReturnType() == void.class ? null : ended[0].to(method.getReturnType());
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static boolean isAbstract(int modifiers) {
    return java.lang.reflect.Modifier.isAbstract(modifiers);
  }

  private static Optional<Procedure> procedure(
      String method, Function<String, @Nullable Object> lookup) {
    Object found = lookup.apply(Value.kebab(method));
    Object procedure = found instanceof Procedure ? found : lookup.apply(method);
    return procedure instanceof Procedure one ? Optional.of(one) : Optional.empty();
  }

  @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself only
  private static Object ofObject(
      Object proxy, String method, Object @Nullable [] arguments, Class<?> type) {
    return switch (method) {
      case "equals" -> arguments != null && arguments[0] == proxy;
      case "hashCode" -> System.identityHashCode(proxy);
      default -> type.getSimpleName() + " of a script";
    };
  }
}
