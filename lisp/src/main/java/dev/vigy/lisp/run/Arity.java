package dev.vigy.lisp.run;

/// How many arguments a procedure takes. The printed form is part of error messages (language
/// reference 7.1).
///
/// @param min fewest arguments
/// @param max most arguments, [Integer#MAX_VALUE] for no bound
public record Arity(int min, int max) {
  public static final Arity ANY = new Arity(0, Integer.MAX_VALUE);

  public static Arity exactly(int n) {
    return new Arity(n, n);
  }

  public static Arity atLeast(int n) {
    return new Arity(n, Integer.MAX_VALUE);
  }

  public static Arity range(int min, int max) {
    return new Arity(min, max);
  }

  public boolean accepts(int count) {
    return count >= min && count <= max;
  }

  /// `Exact(2)`, `AtLeast(1)`, `Range(1, 2)` or `Any`.
  @Override
  public String toString() {
    if (this.equals(ANY)) {
      return "Any";
    }
    if (max == Integer.MAX_VALUE) {
      return "AtLeast(" + min + ")";
    }
    return min == max ? "Exact(" + min + ")" : "Range(" + min + ", " + max + ")";
  }
}
