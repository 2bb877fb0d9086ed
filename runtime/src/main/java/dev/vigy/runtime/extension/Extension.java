package dev.vigy.runtime.extension;

import dev.vigy.lisp.run.Arity;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Builds an extension from functions.
///
/// ```java
/// HostExtension shop =
///     Extension.named("shop")
///         .function("shop-open-orders", Arity.exactly(0), call -> Value.of(orders.open()))
///         .build();
/// ```
///
/// A function is of one of three sorts, because a tick may be evaluated several times:
///
/// | Sort | It may | It runs |
/// | --- | --- | --- |
/// | [#function] (the default) | do anything, also wait | once in a tick, on another thread; its answer is recorded with the run |
/// | [#pure] | compute from its arguments | in each pass |
/// | [#verb] | read and fill the tick's own [VigyHost] | in each pass, on a fresh host |
public final class Extension {
  private final String name;
  private final List<Consumer<Verbs>> installers = new ArrayList<>();

  private Extension(String name) {
    this.name = name;
  }

  public static Extension named(String name) {
    return new Extension(name);
  }

  /// Adds a function that is asked once in a tick. It gets its arguments as values, and no host.
  public Extension function(String function, Arity arity, HostFunction body) {
    installers.add(verbs -> verbs.registerAsked(function, arity, body));
    return this;
  }

  /// Adds a function of its arguments alone.
  public Extension pure(String function, Arity arity, HostFunction body) {
    installers.add(verbs -> verbs.registerPure(function, arity, body));
    return this;
  }

  /// Adds a host verb.
  public Extension verb(String function, Arity arity, HostFunction body) {
    installers.add(verbs -> verbs.register(function, arity, body));
    return this;
  }

  public HostExtension build() {
    List<Consumer<Verbs>> all = List.copyOf(installers);
    return of(name, verbs -> all.forEach(installer -> installer.accept(verbs)));
  }

  /// An extension from a closure that registers its verbs.
  public static HostExtension of(String name, Consumer<Verbs> installer) {
    return new HostExtension() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void install(Verbs verbs) {
        installer.accept(verbs);
      }

      @Override
      public String toString() {
        return name;
      }
    };
  }
}
