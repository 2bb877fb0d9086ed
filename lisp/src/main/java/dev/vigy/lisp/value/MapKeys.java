package dev.vigy.lisp.value;

/// How keys of maps compare and hash: by type, then by content.
final class MapKeys {
  private MapKeys() {}

  @SuppressWarnings("ReferenceEquality") // a short cut, and right for nil
  static boolean same(Object a, Object b) {
    if (a == b) {
      return true;
    }
    return switch (a) {
      case Keyword keyword -> b instanceof Keyword(String name) && keyword.name().equals(name);
      case String text -> text.equals(b);
      case Long number -> number.equals(b);
      case Symbol symbol -> b instanceof Symbol(String name) && symbol.name().equals(name);
      // By bits, with one NaN: what Double.equals does.
      case Double number -> number.equals(b);
      case Boolean truth -> truth.equals(b);
      default -> false;
    };
  }

  static int hash(Object key) {
    if (key instanceof Long number) {
      // Neighbours stay neighbours: tables that are full, and found in the cache by the next one.
      int folded = Long.hashCode(number);
      return folded ^ (folded >>> 15);
    }
    int raw =
        switch (key) {
          case Keyword keyword -> keyword.name().hashCode() * 31 + 1;
          case Symbol symbol -> symbol.name().hashCode() * 31 + 2;
          default -> key == Nil.NIL ? 3 : key.hashCode();
        };
    // Spreads runs of integers and short names over all bits.
    int mixed = raw * 0x9E3779B9;
    return mixed ^ (mixed >>> 15);
  }

  /// Some total order of all keys in which exactly the same keys are equal; for keys whose hashes
  /// collide.
  static int compare(Object a, Object b) {
    int rank = Integer.compare(rank(a), rank(b));
    if (rank != 0) {
      return rank;
    }
    return switch (a) {
      case Keyword keyword -> keyword.name().compareTo(((Keyword) b).name());
      case String text -> text.compareTo((String) b);
      case Long number -> number.compareTo((Long) b);
      case Symbol symbol -> symbol.name().compareTo(((Symbol) b).name());
      case Double number -> number.compareTo((Double) b);
      case Boolean truth -> truth.compareTo((Boolean) b);
      default -> 0;
    };
  }

  private static int rank(Object key) {
    return switch (key) {
      case Boolean _ -> 1;
      case Long _ -> 2;
      case Double _ -> 3;
      case String _ -> 4;
      case Symbol _ -> 5;
      case Keyword _ -> 6;
      default -> 0;
    };
  }
}
