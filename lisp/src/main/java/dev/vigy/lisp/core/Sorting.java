package dev.vigy.lisp.core;

import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.value.LispList;

/// `sort-by` and `sort-by-key`: merge sorts, which end whatever a comparator answers.
final class Sorting {
  private Sorting() {}

  /// Whether one element must stand after another that it stands before.
  @FunctionalInterface
  private interface Disorder {
    boolean after(Object left, Object right);
  }

  /// Takes the right-hand element exactly when the comparator says that the left one comes after
  /// it: for every consistent comparator, `<=` included, that gives the list of the reference's
  /// insertion sort.
  static Object byComparator(Activation run, Object comparator, Object list) {
    LispList unsorted = Arguments.list(list);
    run.allocate(unsorted.length() * (Cost.CELL + Cost.SLOT));
    Object[] elements = unsorted.toArray();
    sort(
        elements,
        (left, right) ->
            switch (run.call(comparator, left, right)) {
              case Long order -> order > 0;
              case Boolean wrongOrder -> wrongOrder;
              case Object other -> throw Arguments.wrong("int (or bool) from comparator", other);
            });
    return LispList.of(elements);
  }

  private record Keyed(Object element, Object key) {}

  static Object byKey(Activation run, Object f, Object list) {
    LispList unsorted = Arguments.list(list);
    run.allocate(unsorted.length() * (2 * Cost.CELL + Cost.SLOT));
    Object[] elements = unsorted.toArray();
    Object[] keys = new Object[elements.length];
    boolean integers = true;
    for (int i = 0; i < keys.length; i++) {
      keys[i] = run.call(f, elements[i]);
      integers &= keys[i] instanceof Long;
    }
    return LispList.of(integers ? byIntegers(run, elements, keys) : byScalars(run, elements, keys));
  }

  private static Object[] byScalars(Activation run, Object[] elements, Object[] keys) {
    checkKeys(keys);
    Object[] keyed = new Object[keys.length];
    for (int i = 0; i < keyed.length; i++) {
      keyed[i] = new Keyed(elements[i], keys[i]);
    }
    sort(
        keyed,
        (left, right) -> {
          run.step(1);
          Work.longText(run, ((Keyed) left).key);
          return Comparison.order(((Keyed) left).key, ((Keyed) right).key) > 0;
        });
    for (int i = 0; i < keyed.length; i++) {
      keyed[i] = ((Keyed) keyed[i]).element;
    }
    return keyed;
  }

  /// Each key must have an order of its own, also the only one.
  private static void checkKeys(Object[] keys) {
    for (int i = 0; i < keys.length; i++) {
      Comparison.order(keys[i], keys[i]);
      if (keys[i] instanceof Double number && number.isNaN()) {
        throw LispError.nativeFn(
            "sort-by-key", "the key at position " + i + " is NaN, which has no order");
      }
    }
  }

  /// As [#byScalars], with as many comparisons: keys of the usual kind, which need no objects and
  /// cannot fail.
  private static Object[] byIntegers(Activation run, Object[] elements, Object[] keys) {
    var numbers = new long[keys.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (Long) keys[i];
    }
    int[] order = IntegerKeys.order(numbers, run::step);
    var sorted = new Object[elements.length];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = elements[order[i]];
    }
    return sorted;
  }

  private static void sort(Object[] elements, Disorder disorder) {
    Object[] from = elements.clone();
    Object[] to = elements;
    // Bottom up; the runs of one pass lie in one array and are merged into the other.
    int passes = 0;
    for (int width = 1; width < elements.length && width > 0; width *= 2) {
      for (int start = 0; start < from.length; start += 2 * width) {
        int middle = Math.min(start + width, from.length);
        int end = Math.min(start + 2 * width, from.length);
        merge(from, start, middle, end, to, disorder);
      }
      Object[] swap = from;
      from = to;
      to = swap;
      passes++;
    }
    if (passes % 2 == 0 && passes > 0) {
      System.arraycopy(from, 0, elements, 0, elements.length);
    }
  }

  private static void merge(
      Object[] from, int start, int middle, int end, Object[] to, Disorder disorder) {
    int left = start;
    int right = middle;
    for (int at = start; at < end; at++) {
      if (left < middle && (right >= end || !disorder.after(from[left], from[right]))) {
        to[at] = from[left];
        left++;
      } else {
        to[at] = from[right];
        right++;
      }
    }
  }
}
