package dev.vigy.runtime.extension;

import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Arity;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.LispError.Kind;
import dev.vigy.lisp.run.NativeFunction;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a program finds bound besides the language: the verbs of all extensions, by name.
///
/// A verb that reaches the tick gets its [VigyHost] by `activation.host(VigyHost.class)`.
public final class Verbs {
  private final Map<String, NativeFunction> functions = new LinkedHashMap<>();
  private final Map<String, HostFunction> asked = new LinkedHashMap<>();

  /// The verbs of these extensions, installed in order.
  public static Verbs of(Collection<? extends HostExtension> extensions) {
    Verbs verbs = new Verbs();
    extensions.forEach(extension -> extension.install(verbs));
    return verbs;
  }

  /// Registers a verb; it replaces one of the same name.
  public void register(NativeFunction function) {
    asked.remove(function.boundName());
    functions.put(function.boundName(), function);
  }

  /// Registers a function that touches nothing but the tick's own host; it runs again in each pass.
  public void register(String name, Arity arity, HostFunction function) {
    register(
        NativeFunction.of(
            name,
            arity,
            (run, arguments) ->
                answer(name, List.of(arguments), run, run.host(VigyHost.class), function)));
  }

  /// Registers a function that needs nothing but its arguments; it runs again in each pass.
  public void registerPure(String name, Arity arity, HostFunction function) {
    register(
        NativeFunction.of(
            name,
            arity,
            (run, arguments) -> answer(name, List.of(arguments), run, null, function)));
  }

  /// Registers a function that is asked once in a tick, elsewhere, and whose answer is recorded.
  public void registerAsked(String name, Arity arity, HostFunction function) {
    register(
        NativeFunction.of(
            name,
            arity,
            (run, arguments) ->
                run.host(VigyHost.class).answer(run, Questions.of(run, name, arguments))));
    asked.put(name, function);
  }

  /// All verbs in order of first registration.
  public Collection<NativeFunction> functions() {
    return Collections.unmodifiableCollection(functions.values());
  }

  /// The functions that are asked elsewhere, by name.
  public Map<String, HostFunction> asked() {
    return Collections.unmodifiableMap(asked);
  }

  /// Calls an embedder's function that is asked elsewhere. It has no host.
  ///
  /// @return a Lisp value
  /// @throws LispError whatever it threw, as an error of the program
  public static Object answer(String name, List<Object> arguments, HostFunction function) {
    return answer(name, arguments, null, null, function);
  }

  /// Calls an embedder's function; whatever it throws becomes an error of the program.
  private static Object answer(
      String name,
      List<Object> arguments,
      @Nullable Activation run,
      @Nullable VigyHost host,
      HostFunction function) {
    try {
      return JavaValues.toLisp(function.call(new Call(name, arguments, run, host)));
    } catch (LispError | Exits.Stop | Exits.Unanswered | StackOverflowError passing) {
      throw passing;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw LispError.nativeFn(name, "interrupted");
    } catch (Exception e) {
      throw LispError.nativeFn(name, reason(e));
    } catch (Error e) {
      String text = "fatal panic: `" + name + "` threw " + reason(e);
      throw LispError.of(Kind.FATAL, text, text);
    }
  }

  private static String reason(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
  }
}
