package dev.vigy.lisp;

import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Arity;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.run.NonLocalExit;
import dev.vigy.lisp.value.Value;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A function of the host with typed parameters, for [Lisp.Builder#function(HostFunction)]. Checks
/// and errors follow from the parameters.
///
/// ```java
/// record Shop(java.util.Map<String, Long> prices) {}
/// HostFunction price =
///     HostFunction.named("price")
///         .doc("The price of so many pieces of an article, in cents.")
///         .capability("shop")
///         .of(
///             Param.host(Shop.class),
///             Param.text("article"),
///             Param.optional(Param.natural("count")),
///             (shop, article, count) -> shop.prices().get(article) * count.orElse(1L));
/// Lisp lisp = Lisp.builder().function(price).build();
/// RunOptions options =
///     RunOptions.standard().withHost(new Shop(java.util.Map.of("tea", 250L))).granting("shop");
///
/// assert price.signature().equals("(price article [count])");
/// assert lisp.compile("(price :tea 3)").run(options).valueOrThrow().equals(750L);
/// assert lisp.compile("(price 3)").run(options) instanceof Evaluation.Failed failed
///     && failed
///         .error()
///         .fullMessage()
///         .equals("type mismatch: expected string/symbol, got int at 0..9");
/// ```
///
/// What the function returns becomes a Lisp value by the rules of [Value#of(Object)]; the run pays
/// for it in steps and memory. What it throws becomes an error of the program, `in native fn price:
/// {message}`, which a program may catch; only a [LispError] is taken as it is, and a
/// [NonLocalExit] leaves the run. It is called on the thread that runs the program, or on a virtual
/// thread if a spawned fiber calls it.
public final class HostFunction {
  private final String doc;
  private final String signature;
  private final NativeFunction function;

  private HostFunction(String doc, String signature, NativeFunction function) {
    this.doc = doc;
    this.signature = signature;
    this.function = function;
  }

  /// Begins a function of that name.
  public static Named named(String name) {
    return new Named(name, "", "");
  }

  public String name() {
    return function.boundName();
  }

  /// What it means, for whoever writes programs; empty if nobody said.
  public String doc() {
    return doc;
  }

  /// How it is called: `(price article [count])`.
  public String signature() {
    return signature;
  }

  /// The capability that a run needs for it.
  public Optional<String> capability() {
    return function.capability();
  }

  /// The function as the language has it.
  public NativeFunction function() {
    return function;
  }

  /// A function of no parameter.
  @FunctionalInterface
  public interface Function0 {
    @Nullable Object call() throws Exception;
  }

  /// A function of one parameter.
  @FunctionalInterface
  public interface Function1<A> {
    @Nullable Object call(A a) throws Exception;
  }

  /// A function of two parameters.
  @FunctionalInterface
  public interface Function2<A, B> {
    @Nullable Object call(A a, B b) throws Exception;
  }

  /// A function of three parameters.
  @FunctionalInterface
  public interface Function3<A, B, C> {
    @Nullable Object call(A a, B b, C c) throws Exception;
  }

  /// A function of four parameters.
  @FunctionalInterface
  public interface Function4<A, B, C, D> {
    @Nullable Object call(A a, B b, C c, D d) throws Exception;
  }

  /// A function of five parameters.
  @FunctionalInterface
  public interface Function5<A, B, C, D, E> {
    @Nullable Object call(A a, B b, C c, D d, E e) throws Exception;
  }

  /// Reads the arguments of one call from left to right.
  private static final class Arguments {
    private final Activation run;
    private final Object[] values;
    private int next;

    Arguments(Activation run, Object[] values) {
      this.run = run;
      this.values = values;
    }

    <T> T take(Param<T> param) {
      boolean given = param.place() != Param.Place.RUN && next < values.length;
      return param.read(run, given ? values[next++] : null);
    }
  }

  /// What is called once all parameters are known.
  @FunctionalInterface
  private interface Body {
    @Nullable Object call(Arguments arguments) throws Exception;
  }

  /// A function that has a name and still lacks parameters and body.
  public static final class Named {
    private final String name;
    private final String doc;
    private final String capability;

    private Named(String name, String doc, String capability) {
      this.name = name;
      this.doc = doc;
      this.capability = capability;
    }

    /// What it means, in a sentence or two.
    public Named doc(String sentence) {
      return new Named(name, sentence, capability);
    }

    /// The capability that a run must have been granted ([RunOptions#granting]) to call it.
    public Named capability(String needed) {
      return new Named(name, doc, needed);
    }

    public HostFunction of(Function0 body) {
      return make(List.of(), _ -> body.call());
    }

    public <A> HostFunction of(Param<A> a, Function1<A> body) {
      return make(List.of(a), in -> body.call(in.take(a)));
    }

    public <A, B> HostFunction of(Param<A> a, Param<B> b, Function2<A, B> body) {
      return make(List.of(a, b), in -> body.call(in.take(a), in.take(b)));
    }

    public <A, B, C> HostFunction of(Param<A> a, Param<B> b, Param<C> c, Function3<A, B, C> body) {
      return make(List.of(a, b, c), in -> body.call(in.take(a), in.take(b), in.take(c)));
    }

    public <A, B, C, D> HostFunction of(
        Param<A> a, Param<B> b, Param<C> c, Param<D> d, Function4<A, B, C, D> body) {
      return make(
          List.of(a, b, c, d), in -> body.call(in.take(a), in.take(b), in.take(c), in.take(d)));
    }

    public <A, B, C, D, E> HostFunction of(
        Param<A> a, Param<B> b, Param<C> c, Param<D> d, Param<E> e, Function5<A, B, C, D, E> body) {
      return make(
          List.of(a, b, c, d, e),
          in -> body.call(in.take(a), in.take(b), in.take(c), in.take(d), in.take(e)));
    }

    private HostFunction make(List<Param<?>> params, Body body) {
      int least = 0;
      int most = 0;
      StringBuilder signature = new StringBuilder("(").append(name);
      for (Param<?> param : params) {
        switch (param.place()) {
          case REQUIRED -> {
            most++;
            least = most;
            signature.append(' ').append(param.name());
          }
          case OPTIONAL -> {
            most++;
            signature.append(" [").append(param.name()).append(']');
          }
          case RUN -> {}
        }
      }
      NativeFunction function =
          NativeFunction.of(
              name,
              Arity.range(least, most),
              (run, arguments) -> call(body, new Arguments(run, arguments)));
      return new HostFunction(
          doc,
          signature.append(')').toString(),
          capability.isEmpty() ? function : function.requiring(capability));
    }

    private Object call(Body body, Arguments arguments) {
      try {
        return Value.of(body.call(arguments), new Paid(arguments.run));
      } catch (LispError | NonLocalExit passing) {
        throw passing;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw LispError.nativeFn(name, "interrupted");
      } catch (Exception e) {
        String message = e.getMessage();
        throw LispError.nativeFn(
            name, message == null || message.isBlank() ? e.getClass().getSimpleName() : message);
      }
    }
  }
}
