package dev.vigy.lisp.value;

/// What can be called: closures of programs and native functions of the host.
public abstract class Procedure {
  /// The name used in messages: a native's name, `<closure>` for a closure.
  public abstract String name();

  /// How it prints: `#<native car>`, `#<closure (a . rest)>`.
  public abstract String printed();

  /// `native-fn` or `closure`, as messages call it.
  public abstract String typeName();

  @Override
  public final String toString() {
    return printed();
  }
}
