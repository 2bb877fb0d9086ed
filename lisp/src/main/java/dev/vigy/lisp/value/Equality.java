package dev.vigy.lisp.value;

import java.util.ArrayDeque;

/// Compares and hashes values with a stack of its own.
final class Equality {
  /// What can be said of two values without looking into them.
  enum Leaf {
    EQUAL,
    DIFFERENT,
    DEEPER
  }

  /// Texts beyond this length are charged for by their length, when they stand in lists.
  private static final int LONG = 64;

  private final Charge charge;

  /// Lists being walked side by side; none of them at its end, so lists nested in last place need
  /// no room.
  private final ArrayDeque<Pair> pending = new ArrayDeque<>();

  private record Pair(LispList.Cursor left, LispList.Cursor right) {}

  Equality(Charge charge) {
    this.charge = charge;
  }

  @SuppressWarnings("ReferenceEquality") // identity is what the language asks for here
  static Leaf leaf(Object a, Object b) {
    boolean equal =
        switch (a) {
          case Long x -> b instanceof Long y && x.longValue() == y.longValue();
          case Double x -> b instanceof Double y && x.doubleValue() == y.doubleValue();
          case String x -> x.equals(b);
          case Keyword x -> b instanceof Keyword(String name) && x.name().equals(name);
          case Symbol x -> b instanceof Symbol(String name) && x.name().equals(name);
          case Boolean x -> x.equals(b);
          case LispList x -> x.isEmpty() && b instanceof LispList y && y.isEmpty();
          case LispMap x -> x == b;
          case Sexp x -> x.equals(b);
          case Procedure x ->
              x == b
                  || (b instanceof Procedure y
                      && x.typeName().equals("native-fn")
                      && y.typeName().equals("native-fn")
                      && x.name().equals(y.name()));
          default -> a == b;
        };
    if (equal) {
      return Leaf.EQUAL;
    }
    if (a instanceof LispList x && b instanceof LispList y) {
      return x.length() == y.length() ? Leaf.DEEPER : Leaf.DIFFERENT;
    }
    if (a instanceof LispMap x && b instanceof LispMap y) {
      return x.count() == y.count() ? Leaf.DEEPER : Leaf.DIFFERENT;
    }
    return Leaf.DIFFERENT;
  }

  /// Two lists of one length, or two maps of one size.
  boolean deep(Object a, Object b) {
    if (!push(a, b)) {
      return false;
    }
    while (!pending.isEmpty()) {
      Pair pair = pending.getLast();
      Object x = pair.left.next();
      Object y = pair.right.next();
      if (!pair.left.hasNext()) {
        pending.removeLast();
      }
      if (x instanceof String text && text.length() > LONG) {
        charge.work(text.length() / LONG);
      }
      switch (leaf(x, y)) {
        case DIFFERENT -> {
          return false;
        }
        case EQUAL -> {}
        case DEEPER -> {
          if (!push(x, y)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /// Puts the elements of both on the stack; false if it is plain already that they differ.
  @SuppressWarnings("ReferenceEquality") // of the mark for a missing key
  private boolean push(Object a, Object b) {
    if (a instanceof LispList x && b instanceof LispList y) {
      charge.work(x.length() + 1L);
      charge.level();
      pending.addLast(new Pair(x.cursor(), y.cursor()));
      return true;
    }
    LispMap x = (LispMap) a;
    LispMap y = (LispMap) b;
    charge.work(2L * x.count() + 1);
    Object[] values = new Object[x.count()];
    Object[] others = new Object[x.count()];
    int at = 0;
    for (LispMap.Entry entry : x.entries()) {
      Object other = y.getOr(entry.key(), MISSING);
      if (other == MISSING) {
        return false;
      }
      values[at] = entry.value();
      others[at] = other;
      at++;
    }
    if (at > 0) {
      charge.level();
      pending.addLast(new Pair(LispList.of(values).cursor(), LispList.of(others).cursor()));
    }
    return true;
  }

  private static final Object MISSING = new Object();

  static int hash(Object value, Charge charge) {
    if (!(value instanceof LispList) && !(value instanceof LispMap)) {
      return leafHash(value);
    }
    // Every leaf and every bracket is mixed in on the way, in order; entries of maps, which have
    // none, by a sum at their own level.
    ArrayDeque<LispList.Cursor> pending = new ArrayDeque<>();
    int hash = begin(value, charge, pending);
    while (!pending.isEmpty()) {
      LispList.Cursor cursor = pending.getLast();
      if (!cursor.hasNext()) {
        pending.removeLast();
        hash = hash * 31 + 7;
        continue;
      }
      Object element = cursor.next();
      hash =
          hash * 31
              + (element instanceof LispList || element instanceof LispMap
                  ? begin(element, charge, pending)
                  : leafHash(element));
    }
    return hash;
  }

  /// Pushes a list's elements. Of a map only the keys count: its values may come in any order.
  private static int begin(Object value, Charge charge, ArrayDeque<LispList.Cursor> pending) {
    if (value instanceof LispList list) {
      charge.work(list.length() + 1L);
      charge.level();
      pending.addLast(list.cursor());
      return 17;
    }
    LispMap map = (LispMap) value;
    charge.work(map.count() + 1L);
    int sum = map.count();
    for (LispMap.Entry entry : map.entries()) {
      Object content = entry.value();
      int hash = MapKeys.hash(entry.key());
      sum +=
          content instanceof LispList || content instanceof LispMap
              ? hash
              : hash * 31 + leafHash(content);
    }
    pending.addLast(LispList.EMPTY.cursor());
    return sum;
  }

  private static int leafHash(Object value) {
    return switch (value) {
      case Double number -> number == 0 ? 0 : Double.hashCode(number);
      case Boolean _, String _, Long _ -> value.hashCode();
      case Keyword keyword -> keyword.name().hashCode() + 1;
      case Symbol symbol -> symbol.name().hashCode() + 2;
      case Sexp sexp -> sexp.hashCode();
      case Procedure procedure ->
          procedure.typeName().equals("native-fn") ? procedure.name().hashCode() : 5;
      // What is equal by identity has one hash: an identity hash differs from run to run.
      default -> 3;
    };
  }
}
