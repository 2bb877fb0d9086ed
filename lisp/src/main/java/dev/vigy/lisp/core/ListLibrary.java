package dev.vigy.lisp.core;

import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Arity;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.value.ErrorValue;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.LispMap;
import dev.vigy.lisp.value.Nil;
import java.util.ArrayDeque;
import java.util.List;

/// Functions on lists that the reference writes in Lisp (language reference 6.6), here without
/// recursion.
final class ListLibrary {
  private ListLibrary() {}

  static List<LibraryEntry> entries() {
    return searching(
            building(
                elements(
                    new Table("List library")
                        .library(
                            NativeFunction.of1("first", (run, xs) -> Lists.car(xs)),
                            "xs",
                            "The first element, as `car`.",
                            "(first '(1 2)) => 1")
                        .fails(
                            "(first 5) => :type-mismatch type mismatch: expected pair, got int",
                            "(first ()) => :native-fn in native `car`: car of empty list")
                        .library(
                            NativeFunction.of1("rest", Lists::cdr),
                            "xs",
                            "All but the first element, as `cdr`.",
                            "(rest '(1 2)) => (2)")
                        .fails(
                            "(rest 5) => :type-mismatch type mismatch: expected pair, got int",
                            "(rest ()) => :native-fn in native `cdr`: cdr of empty list"))))
        .entries();
  }

  private static Table elements(Table table) {
    return table
        .library(
            NativeFunction.of1("second", (run, xs) -> element(run, xs, 1)),
            "xs",
            "The second element.",
            "(second '(1 2)) => 2")
        .fails(
            "(second 5) => :type-mismatch type mismatch: expected pair, got int",
            "(second '(1)) => :native-fn in native `car`: car of empty list",
            "(second ()) => :native-fn in native `cdr`: cdr of empty list")
        .library(
            NativeFunction.of1("third", (run, xs) -> element(run, xs, 2)),
            "xs",
            "The third element.",
            "(third '(1 2 3)) => 3")
        .fails(
            "(third 5) => :type-mismatch type mismatch: expected pair, got int",
            "(third '(1)) => :native-fn in native `cdr`: cdr of empty list")
        .library(
            NativeFunction.of1("fourth", (run, xs) -> element(run, xs, 3)),
            "xs",
            "The fourth element.",
            "(fourth '(1 2 3 4)) => 4")
        .fails(
            "(fourth 5) => :type-mismatch type mismatch: expected pair, got int",
            "(fourth '(1)) => :native-fn in native `cdr`: cdr of empty list")
        .library(
            NativeFunction.of1(
                "last",
                (run, xs) -> {
                  Lists.rest(xs);
                  LispList elements = Arguments.list(xs);
                  return elements.nth(elements.length() - 1);
                }),
            "xs",
            "The last element.",
            "(last '(1 2 3)) => 3")
        .fails(
            "(last 5) => :type-mismatch type mismatch: expected pair, got int",
            "(last ()) => :native-fn in native `cdr`: cdr of empty list")
        .library(
            NativeFunction.of1(
                "butlast",
                (run, xs) -> {
                  Lists.rest(xs);
                  LispList elements = Arguments.list(xs);
                  run.allocate(10 * Cost.CELL);
                  return Arguments.orNil(elements.take(elements.length() - 1));
                }),
            "xs",
            "All but the last element; Nil of one.",
            "(butlast '(1 2 3)) => (1 2)")
        .fails(
            "(butlast 5) => :type-mismatch type mismatch: expected pair, got int",
            "(butlast ()) => :native-fn in native `cdr`: cdr of empty list")
        .library(
            NativeFunction.of2("safe-nth", ListLibrary::safeNth),
            "n xs",
            "The element at an index; the first one for a negative index, Nil beyond the end.",
            "(safe-nth 9 '(a b)) => ()")
        .fails(
            "(safe-nth \"x\" '(a b)) => :type-mismatch type mismatch: expected number, got string",
            "(safe-nth 9 5) => :type-mismatch type mismatch: expected pair, got int");
  }

  private static Table building(Table table) {
    return table
        .libraryOfRest(
            NativeFunction.of("range", Arity.ANY, Ranges::range),
            "[start] end [step]",
            "The numbers from start, 0 unless given, up to end without end, by step, 1 unless given.",
            "(range 2 6) => (2 3 4 5)")
        .fails(
            "(range \"x\" 6) => :type-mismatch type mismatch: expected number, got string",
            "(range 0 5 0) => :native-fn in native `range`: step must not be zero",
            "(range 0 inf) => :native-fn in native `range`: the range has no end")
        .library(
            NativeFunction.of3("range-impl", Ranges::range),
            "start end step",
            "What `range` calls.",
            "(range-impl 0 10 3) => (0 3 6 9)")
        .fails(
            "(range-impl \"x\" 10 3) => :type-mismatch type mismatch: expected number, got string",
            "(range-impl 0 5 0) => :native-fn in native `range`: step must not be zero")
        .library(
            NativeFunction.of2("repeat-list", ListLibrary::repeat),
            "x n",
            "A list of n times x.",
            "(repeat-list 7 3) => (7 7 7)")
        .fails(
            "(repeat-list 7 \"x\") => :type-mismatch type mismatch: expected number, got string",
            "(repeat-list 7 inf) => :native-fn in native `repeat-list`: the count must be finite")
        .libraryOfRest(
            NativeFunction.of("concat", Arity.ANY, (run, lists) -> Lists.append(run, lists, 0)),
            "lists…",
            "The elements of all lists, one after the other.",
            "(concat '(1) '(2 3)) => (1 2 3)")
        .fails("(concat 5 '(2 3)) => :type-mismatch type mismatch: expected list, got int")
        .library(
            NativeFunction.of2("zip", ListLibrary::zip),
            "xs ys",
            "A list of two-element lists, as long as the shorter one.",
            "(zip '(1 2) '(a b c)) => ((1 a) (2 b))")
        .fails("(zip 5 '(a b c)) => :type-mismatch type mismatch: expected list, got int")
        .library(
            NativeFunction.of2("interleave", ListLibrary::interleave),
            "xs ys",
            "Elements of both in turn, as long as both have one.",
            "(interleave '(1 2) '(a b c)) => (1 a 2 b)")
        .fails("(interleave 5 '(a b c)) => :type-mismatch type mismatch: expected list, got int")
        .library(
            NativeFunction.of2("intersperse", ListLibrary::intersperse),
            "sep xs",
            "The elements with a separator between them.",
            "(intersperse 0 '(1 2 3)) => (1 0 2 0 3)")
        .fails("(intersperse 0 5) => :type-mismatch type mismatch: expected pair, got int")
        .library(
            NativeFunction.of1("flatten", ListLibrary::flatten),
            "xs",
            "The elements of all lists inside, without the lists.",
            "(flatten '(1 (2 (3)) () 4)) => (1 2 3 4)")
        .fails("(flatten 5) => :type-mismatch type mismatch: expected pair, got int")
        .library(
            NativeFunction.of1("distinct", ListLibrary::distinct),
            "xs",
            "Without later elements that are `equal?` to an earlier one.",
            "(distinct '(1 2 1 1.0)) => (1 2 1)")
        .fails("(distinct 5) => :type-mismatch type mismatch: expected list, got int");
  }

  private static Table searching(Table table) {
    return table
        .library(
            NativeFunction.of2("member?", (run, x, xs) -> position(run, x, xs) >= 0),
            "x xs",
            "Whether some element is `equal?` to x.",
            "(member? 2 '(1 2)) => #t")
        .fails("(member? 2 5) => :type-mismatch type mismatch: expected list, got int")
        .library(
            NativeFunction.of2("position", (run, x, xs) -> position(run, x, xs)),
            "x xs",
            "The index of the first element that is `equal?` to x, or -1.",
            "(position 9 '(1 2)) => -1")
        .fails("(position 9 5) => :type-mismatch type mismatch: expected list, got int")
        .library(
            NativeFunction.of2("max-by", (run, f, xs) -> extreme(run, f, xs, Comparison.GREATER)),
            "f xs",
            "The element for which f gives the largest number; the first of equals.",
            "(max-by string-length '(\"a\" \"abc\" \"ab\")) => \"abc\"")
        .fails(
            "(max-by 5 '(\"a\" \"abc\" \"ab\")) => :not-callable value of type int is not callable",
            "(max-by string-length 5) => :type-mismatch type mismatch: expected pair, got int",
            "(max-by string-length ()) => :native-fn in native `car`: car of empty list",
            "(max-by identity '(\"a\" \"b\")) => :type-mismatch type mismatch: expected number, got string")
        .library(
            NativeFunction.of2("min-by", (run, f, xs) -> extreme(run, f, xs, Comparison.LESS)),
            "f xs",
            "The element for which f gives the smallest number; the first of equals.",
            "(min-by abs '(3 -1 2)) => -1")
        .fails(
            "(min-by 5 '(3 -1 2)) => :not-callable value of type int is not callable",
            "(min-by abs 5) => :type-mismatch type mismatch: expected pair, got int",
            "(min-by abs ()) => :native-fn in native `car`: car of empty list")
        .library(
            NativeFunction.of2("plist-get", ListLibrary::plistGet),
            "plist key",
            "The value after a key in a list of keys and values in turn, or Nil.",
            "(plist-get '(:a 1 :b 2) :b) => 2")
        .fails("(plist-get 5 :b) => :type-mismatch type mismatch: expected pair, got int")
        .library(
            NativeFunction.of1("count", ListLibrary::count),
            "xs",
            "The size of a list, a map or a string. Of anything else it returns, not throws, an Error value.",
            "(count \"héllo\") => 5");
  }

  /// By `car` of `cdr`s, so that a short list fails as they do.
  private static Object element(Activation run, Object xs, int index) {
    Object left = xs;
    for (int i = 0; i < index; i++) {
      left = Lists.cdr(run, left);
    }
    return Lists.car(left);
  }

  private static Object safeNth(Activation run, Object n, Object xs) {
    if (Arguments.isNull(xs)) {
      return Nil.NIL;
    }
    double index = Arguments.number(n);
    if (index <= 0) {
      return Lists.car(xs);
    }
    LispList elements = Arguments.list(xs, "pair");
    double whole = Math.ceil(index);
    return whole < elements.length() ? elements.nth((int) whole) : Nil.NIL;
  }

  /// `range` and its worker.
  private static final class Ranges {
    static Object range(Activation run, Object[] xs) {
      return switch (xs.length) {
        case 1 -> range(run, 0L, xs[0], 1L);
        case 2 -> range(run, xs[0], xs[1], 1L);
        case 3 -> range(run, xs[0], xs[1], xs[2]);
        default -> throw Work.thrown(run, "arity", "range: arity 1, 2, or 3");
      };
    }

    static Object range(Activation run, Object start, Object end, Object step) {
      double by = Arguments.number(step);
      double first = Arguments.number(start);
      double last = Arguments.number(end);
      if (Double.isNaN(by) || Double.isNaN(first) || Double.isNaN(last)) {
        throw LispError.nativeFn("range", "bounds must not be NaN");
      }
      if (by == 0) {
        throw LispError.nativeFn("range", "step must not be zero");
      }
      Comparison before = by > 0 ? Comparison.LESS : Comparison.GREATER;
      if (before.holds(start, end) && Double.isInfinite(last)) {
        throw LispError.nativeFn("range", "the range has no end");
      }
      LispList.Builder numbers = new LispList.Builder();
      Object number = start;
      while (before.holds(number, end)) {
        run.step(1);
        run.allocate(Cost.CELL + Cost.BOX);
        numbers.add(number);
        Object next = Arithmetic.add(number, step);
        if (Comparison.EQUAL.holds(next, number)) {
          // A step that is lost in rounding.
          throw LispError.nativeFn("range", "the range has no end");
        }
        number = next;
      }
      return Arguments.orNil(numbers.build());
    }
  }

  private static Object repeat(Activation run, Object x, Object n) {
    double times = Arguments.number(n);
    if (Double.isNaN(times) || times == Double.POSITIVE_INFINITY) {
      throw LispError.nativeFn("repeat-list", "the count must be finite");
    }
    LispList.Builder copies = new LispList.Builder();
    for (double i = times; i > 0; i--) {
      run.step(1);
      run.allocate(Cost.CELL);
      copies.add(x);
    }
    return Arguments.orNil(copies.build());
  }

  static Object zip(Activation run, Object xs, Object ys) {
    LispList first = Arguments.list(xs);
    LispList second = Arguments.list(ys);
    int count = Math.min(first.length(), second.length());
    Work.cells(run, 3L * count);
    LispList.Builder pairs = new LispList.Builder(count);
    LispList.Cursor a = first.cursor();
    LispList.Cursor b = second.cursor();
    for (int i = 0; i < count; i++) {
      pairs.add(LispList.of(a.next(), b.next()));
    }
    return pairs.build();
  }

  private static Object interleave(Activation run, Object xs, Object ys) {
    LispList first = Arguments.list(xs);
    LispList second = Arguments.list(ys);
    int count = Math.min(first.length(), second.length());
    Work.cells(run, 2L * count);
    LispList.Builder elements = new LispList.Builder(2 * count);
    LispList.Cursor a = first.cursor();
    LispList.Cursor b = second.cursor();
    for (int i = 0; i < count; i++) {
      elements.add(a.next()).add(b.next());
    }
    return Arguments.orNil(elements.build());
  }

  private static Object intersperse(Activation run, Object separator, Object xs) {
    LispList elements = Arguments.list(xs, "pair");
    Work.cells(run, 2L * elements.length());
    LispList.Builder result = new LispList.Builder(2 * elements.length());
    boolean first = true;
    for (Object element : elements) {
      if (!first) {
        result.add(separator);
      }
      first = false;
      result.add(element);
    }
    return Arguments.orNil(result.build());
  }

  private static Object flatten(Activation run, Object xs) {
    LispList.Builder leaves = new LispList.Builder();
    ArrayDeque<LispList.Cursor> open = new ArrayDeque<>();
    open.addLast(Arguments.list(xs, "pair").cursor());
    while (!open.isEmpty()) {
      LispList.Cursor innermost = open.getLast();
      if (!innermost.hasNext()) {
        open.removeLast();
        continue;
      }
      run.step(1);
      run.allocate(Cost.CELL);
      Object element = innermost.next();
      if (element instanceof LispList list) {
        open.addLast(list.cursor());
      } else if (element != Nil.NIL) {
        leaves.add(element);
      }
    }
    return Arguments.orNil(leaves.build());
  }

  private static Object distinct(Activation run, Object xs) {
    LispList elements = Arguments.list(xs);
    LispList.Builder different = new LispList.Builder();
    EqualIndex<Boolean> seen = new EqualIndex<>();
    for (Object element : elements) {
      run.step(1);
      if (seen.get(run, element) == null) {
        run.allocate(Cost.MAP_NODE + Cost.CELL);
        seen.put(run, element, true);
        different.add(element);
      }
    }
    return different.build();
  }

  static long position(Activation run, Object x, Object xs) {
    long index = 0;
    for (Object element : Arguments.list(xs)) {
      run.step(1);
      if (Work.equal(run, element, x)) {
        return index;
      }
      index++;
    }
    return -1;
  }

  /// Calls `f` twice a step, as the reference does: what it prints is part of the result.
  private static Object extreme(Activation run, Object f, Object xs, Comparison better) {
    Object best = Lists.car(xs);
    LispList.Cursor others = Lists.rest(xs).cursor();
    while (others.hasNext()) {
      Object element = others.next();
      Object value = run.call(f, element);
      if (better.holds(value, run.call(f, best))) {
        best = element;
      }
    }
    return best;
  }

  static Object plistGet(Activation run, Object plist, Object key) {
    LispList.Cursor cursor = Arguments.list(plist, "pair").cursor();
    while (cursor.hasNext()) {
      run.step(1);
      boolean found = Work.equal(run, cursor.next(), key);
      Object value = cursor.hasNext() ? cursor.next() : Nil.NIL;
      if (found) {
        return value;
      }
    }
    return Nil.NIL;
  }

  private static Object count(Activation run, Object xs) {
    return switch (xs) {
      case Nil _ -> 0L;
      case LispList list -> (long) list.length();
      case LispMap map -> (long) map.count();
      case String text -> {
        run.step(text.length() / 16);
        yield (long) text.codePointCount(0, text.length());
      }
      default -> new ErrorValue("count", "not countable");
    };
  }
}
