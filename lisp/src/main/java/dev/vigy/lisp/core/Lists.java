package dev.vigy.lisp.core;

import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Arity;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.Nil;
import java.util.List;

/// The natives that build lists and take them apart (language reference 6.5).
final class Lists {
  private Lists() {}

  static List<LibraryEntry> entries() {
    return new Table("Lists")
        .add(
            NativeFunction.of(
                "list",
                Arity.ANY,
                (run, xs) -> {
                  run.allocate(xs.length * Cost.CELL);
                  return LispList.of(xs);
                }),
            "element…",
            "A list of the arguments.",
            "(list 1 2 3) => (1 2 3)")
        .add(
            NativeFunction.of1("car", (run, list) -> car(list)),
            "list",
            "The first element. It is an error if there is none.",
            "(car '(1 2)) => 1")
        .fails(
            "(car 5) => :type-mismatch type mismatch: expected pair, got int",
            "(car ()) => :native-fn in native `car`: car of empty list")
        .add(
            NativeFunction.of1("cdr", (run, list) -> cdr(run, list)),
            "list",
            "All but the first element; Nil after the last. It is an error if there is none.",
            "(cdr '(1 2 3)) => (2 3)")
        .fails(
            "(cdr 5) => :type-mismatch type mismatch: expected pair, got int",
            "(cdr ()) => :native-fn in native `cdr`: cdr of empty list")
        .add(
            NativeFunction.of2("cons", Lists::cons),
            "element list",
            "The list with one more element in front. In front of anything but a list it makes a"
                + " list of both.",
            "(cons 1 '(2 3)) => (1 2 3)")
        .add(
            NativeFunction.of1("length", (run, list) -> (long) Arguments.list(list).length()),
            "list",
            "How many elements it has.",
            "(length '(a b)) => 2")
        .fails("(length 5) => :type-mismatch type mismatch: expected list, got int")
        .add(
            NativeFunction.of1("reverse", Lists::reverse),
            "list",
            "The elements in the opposite order.",
            "(reverse '(1 2 3)) => (3 2 1)")
        .fails("(reverse 5) => :type-mismatch type mismatch: expected list, got int")
        .add(
            NativeFunction.of("append", Arity.ANY, (run, lists) -> append(run, lists, 0)),
            "list…",
            "The elements of all lists, one after the other.",
            "(append '(1) '(2) () '(3)) => (1 2 3)")
        .fails("(append 5 '(2) () '(3)) => :type-mismatch type mismatch: expected list, got int")
        .add(
            NativeFunction.of2(
                "take",
                (run, n, list) -> {
                  long count = Arguments.integer(n);
                  LispList elements = Arguments.list(list);
                  run.allocate(10 * Cost.CELL);
                  return elements.take(Arguments.clamped(count));
                }),
            "n list",
            "The first n elements, all if there are fewer.",
            "(take 2 '(1 2 3)) => (1 2)")
        .fails(
            "(take \"x\" '(1 2 3)) => :type-mismatch type mismatch: expected integer, got string",
            "(take 2 5) => :type-mismatch type mismatch: expected list, got int")
        .add(
            NativeFunction.of2(
                "drop",
                (run, n, list) -> {
                  long count = Arguments.integer(n);
                  LispList elements = Arguments.list(list);
                  run.allocate(10 * Cost.CELL);
                  return elements.drop(Arguments.clamped(count));
                }),
            "n list",
            "All but the first n elements.",
            "(drop 2 '(1 2 3)) => (3)")
        .fails(
            "(drop \"x\" '(1 2 3)) => :type-mismatch type mismatch: expected integer, got string",
            "(drop 2 5) => :type-mismatch type mismatch: expected list, got int")
        .add(
            NativeFunction.of2(
                "nth",
                (run, n, list) -> {
                  long index = Arguments.integer(n);
                  return nth(Arguments.list(list), index);
                }),
            "n list",
            "The element at an index from 0, or Nil.",
            "(nth 1 '(a b)) => b")
        .fails(
            "(nth \"x\" '(a b)) => :type-mismatch type mismatch: expected integer, got string",
            "(nth 1 5) => :type-mismatch type mismatch: expected list, got int")
        .entries();
  }

  static Object car(Object list) {
    return nonEmpty(list, "car").first();
  }

  static Object cdr(Activation run, Object list) {
    LispList elements = nonEmpty(list, "cdr");
    run.allocate(Cost.CELL);
    return Arguments.orNil(elements.rest());
  }

  /// As `cdr`, without the charge: where the caller charges for the whole walk.
  static LispList rest(Object list) {
    return nonEmpty(list, "cdr").rest();
  }

  private static LispList nonEmpty(Object list, String name) {
    LispList elements = Arguments.list(list, "pair");
    if (elements.isEmpty()) {
      throw LispError.nativeFn(name, name + " of empty list");
    }
    return elements;
  }

  private static Object cons(Activation run, Object element, Object list) {
    if (list instanceof LispList elements) {
      roomFor("cons", elements.length(), 1);
      run.allocate(elements.prependBytes());
      return elements.prepend(element);
    }
    run.allocate(2 * Cost.CELL);
    return list == Nil.NIL ? LispList.EMPTY.prepend(element) : LispList.of(element, list);
  }

  private static Object reverse(Activation run, Object list) {
    LispList elements = Arguments.list(list);
    Work.cells(run, elements.length());
    return list == Nil.NIL ? list : elements.reverse();
  }

  /// Lists that share their parts get longer than they are big: a list appended to itself thirty
  /// times costs nearly nothing.
  private static void roomFor(String name, int length, int more) {
    if (length > Integer.MAX_VALUE - more) {
      throw LispError.nativeFn(
          name, "the list would have more than " + Integer.MAX_VALUE + " elements");
    }
  }

  /// The elements of all lists from an index on.
  static Object append(Activation run, Object[] lists, int from) {
    LispList all = LispList.EMPTY;
    for (int i = from; i < lists.length; i++) {
      LispList next = Arguments.list(lists[i]);
      roomFor("append", all.length(), next.length());
      run.allocate(all.concatBytes(next));
      all = all.concat(next);
    }
    return Arguments.orNil(all);
  }

  static Object nth(LispList list, long index) {
    return index >= 0 && index < list.length() ? list.nth((int) index) : Nil.NIL;
  }
}
