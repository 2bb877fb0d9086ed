package dev.vigy.lisp.core;

import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Arity;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Numbers;
import dev.vigy.lisp.value.Symbol;
import java.util.ArrayList;
import java.util.List;

/// The natives that call procedures back (language reference 6.10). They walk the list in place,
/// from left to right unless said otherwise; the procedure is looked at when it is called, so that
/// over an empty list anything will do.
final class HigherOrder {
  private HigherOrder() {}

  static List<LibraryEntry> entries() {
    return generating(
            grouping(
                searching(
                    folding(
                        selecting(
                            new Table("Higher-order functions")
                                .add(
                                    NativeFunction.of(
                                        "apply", Arity.atLeast(2), HigherOrder::apply),
                                    "f argument… list",
                                    "Calls f with the arguments and the elements of the list.",
                                    "(apply + 1 2 '(3)) => 6")
                                .fails(
                                    "(apply 5 1 2 '(3)) => :not-callable value of type int is not callable",
                                    "(apply + \"x\" 2 '(3)) => :type-mismatch type mismatch: expected number, got string",
                                    "(apply + 1 2 5) => :type-mismatch type mismatch: expected list (last arg of apply), got int")
                                .add(
                                    NativeFunction.of("map", Arity.atLeast(2), HigherOrder::map),
                                    "f list…",
                                    "A list of what f gives for each element; of several lists f gets one element each, as long as all have one.",
                                    "(map + '(1 2 3) '(10 20)) => (11 22)")
                                .fails(
                                    "(map 5 '(1 2 3) '(10 20)) => :not-callable value of type int is not callable",
                                    "(map + 5 '(10 20)) => :type-mismatch type mismatch: expected list, got int")
                                .add(
                                    NativeFunction.of2(
                                        "for-each",
                                        (run, f, list) -> {
                                          for (Object element : Arguments.list(list)) {
                                            run.call(f, element);
                                          }
                                          return Nil.NIL;
                                        }),
                                    "f list",
                                    "Calls f with each element.",
                                    "(for-each inc '(1 2)) => ()")
                                .fails(
                                    "(for-each 5 '(1 2)) => :not-callable value of type int is not callable",
                                    "(for-each inc 5) => :type-mismatch type mismatch: expected list, got int"))))))
        .entries();
  }

  private static Table selecting(Table table) {
    return table
        .add(
            NativeFunction.of2("filter", (run, f, list) -> filter(run, f, list, true)),
            "test list",
            "The elements for which the test is true.",
            "(filter even? '(1 2 3 4)) => (2 4)")
        .fails(
            "(filter 5 '(1 2 3 4)) => :not-callable value of type int is not callable",
            "(filter even? 5) => :type-mismatch type mismatch: expected list, got int")
        .add(
            NativeFunction.of2("remove", (run, f, list) -> filter(run, f, list, false)),
            "test list",
            "The elements for which the test is false.",
            "(remove even? '(1 2 3)) => (1 3)")
        .fails(
            "(remove 5 '(1 2 3)) => :not-callable value of type int is not callable",
            "(remove even? 5) => :type-mismatch type mismatch: expected list, got int")
        .add(
            NativeFunction.of2(
                "take-while",
                (run, f, list) -> {
                  LispList elements = Arguments.list(list);
                  run.allocate(10 * Cost.CELL);
                  return elements.take(prefix(run, f, elements));
                }),
            "test list",
            "The elements before the first for which the test is false.",
            "(take-while even? '(2 4 5 6)) => (2 4)")
        .fails(
            "(take-while 5 '(2 4 5 6)) => :not-callable value of type int is not callable",
            "(take-while even? 5) => :type-mismatch type mismatch: expected list, got int")
        .add(
            NativeFunction.of2(
                "drop-while",
                (run, f, list) -> {
                  LispList elements = Arguments.list(list);
                  run.allocate(10 * Cost.CELL);
                  return elements.drop(prefix(run, f, elements));
                }),
            "test list",
            "The elements from the first on for which the test is false.",
            "(drop-while even? '(2 4 5 6)) => (5 6)")
        .fails(
            "(drop-while 5 '(2 4 5 6)) => :not-callable value of type int is not callable",
            "(drop-while even? 5) => :type-mismatch type mismatch: expected list, got int")
        .add(
            NativeFunction.of2("partition", HigherOrder::partition),
            "test list",
            "A list of two lists: the elements for which the test is true, and the others.",
            "(partition even? '(1 2 3 4)) => ((2 4) (1 3))")
        .fails(
            "(partition 5 '(1 2 3 4)) => :not-callable value of type int is not callable",
            "(partition even? 5) => :type-mismatch type mismatch: expected list, got int");
  }

  private static Table folding(Table table) {
    return table
        .add(
            NativeFunction.of3(
                "foldl", (run, f, init, list) -> fold(run, f, init, Arguments.list(list).cursor())),
            "f init list",
            "Goes from the left: the next value is `(f value element)`.",
            "(foldl - 10 '(1 2)) => 7")
        .fails(
            "(foldl 5 10 '(1 2)) => :not-callable value of type int is not callable",
            "(foldl - \"x\" '(1 2)) => :type-mismatch type mismatch: expected number, got string",
            "(foldl - 10 5) => :type-mismatch type mismatch: expected list, got int")
        .add(
            NativeFunction.of3("foldr", HigherOrder::foldRight),
            "f init list",
            "Goes from the right: the next value is `(f element value)`.",
            "(foldr cons () '(1 2 3)) => (1 2 3)")
        .fails(
            "(foldr 5 () '(1 2 3)) => :not-callable value of type int is not callable",
            "(foldr cons () 5) => :type-mismatch type mismatch: expected list, got int")
        .add(
            NativeFunction.of("reduce", Arity.range(2, 3), HigherOrder::reduce),
            "f [init] list",
            "As `foldl`; without init the first element begins.",
            "(reduce + '(1 2 3)) => 6")
        .fails(
            "(reduce 5 '(1 2 3)) => :not-callable value of type int is not callable",
            "(reduce + 5) => :type-mismatch type mismatch: expected list, got int",
            "(reduce + ()) => :native-fn in native `reduce`: no init and empty list")
        .add(
            NativeFunction.of3("scan-left", HigherOrder::scan),
            "f init list",
            "A list of all values that `foldl` goes through.",
            "(scan-left + 0 '(1 2 3)) => (0 1 3 6)")
        .fails(
            "(scan-left 5 0 '(1 2 3)) => :not-callable value of type int is not callable",
            "(scan-left + \"x\" '(1 2 3)) => :type-mismatch type mismatch: expected number, got string",
            "(scan-left + 0 5) => :type-mismatch type mismatch: expected list, got int");
  }

  private static Table searching(Table table) {
    return table
        .add(
            NativeFunction.of2(
                "find",
                (run, f, list) -> {
                  LispList elements = Arguments.list(list);
                  int index = index(run, f, elements);
                  return index < 0 ? Nil.NIL : elements.nth(index);
                }),
            "test list",
            "The first element for which the test is true, or Nil.",
            "(find even? '(1 2 4)) => 2")
        .fails(
            "(find 5 '(1 2 4)) => :not-callable value of type int is not callable",
            "(find even? 5) => :type-mismatch type mismatch: expected list, got int")
        .add(
            NativeFunction.of2(
                "find-index", (run, f, list) -> (long) index(run, f, Arguments.list(list))),
            "test list",
            "The index of the first element for which the test is true, or -1.",
            "(find-index even? '(1 2 4)) => 1")
        .fails(
            "(find-index 5 '(1 2 4)) => :not-callable value of type int is not callable",
            "(find-index even? 5) => :type-mismatch type mismatch: expected list, got int")
        .add(
            NativeFunction.of2(
                "some",
                (run, f, list) -> {
                  for (Object element : Arguments.list(list)) {
                    Object result = run.call(f, element);
                    if (Work.isTrue(result)) {
                      return result;
                    }
                  }
                  return Nil.NIL;
                }),
            "test list",
            "The first true result of the test, or Nil.",
            "(some (lambda (x) (if (> x 1) (* x 10) #f)) '(1 2 3)) => 20")
        .fails(
            "(some 5 '(1 2 3)) => :not-callable value of type int is not callable",
            "(some (lambda (x) (if (> x 1) (* x 10) #f)) 5) => :type-mismatch type mismatch: expected list, got int")
        .add(
            NativeFunction.of2("any?", (run, f, list) -> index(run, f, Arguments.list(list)) >= 0),
            "test list",
            "Whether the test is true for some element.",
            "(any? even? '(1 2)) => #t")
        .fails(
            "(any? 5 '(1 2)) => :not-callable value of type int is not callable",
            "(any? even? 5) => :type-mismatch type mismatch: expected list, got int")
        .add(
            NativeFunction.of2(
                "every?",
                (run, f, list) -> {
                  LispList elements = Arguments.list(list);
                  return prefix(run, f, elements) == elements.length();
                }),
            "test list",
            "Whether the test is true for all elements.",
            "(every? even? '(2 4)) => #t")
        .fails(
            "(every? 5 '(2 4)) => :not-callable value of type int is not callable",
            "(every? even? 5) => :type-mismatch type mismatch: expected list, got int")
        .add(
            NativeFunction.of2(
                "count-if",
                (run, f, list) -> {
                  long count = 0;
                  for (Object element : Arguments.list(list)) {
                    if (Work.isTrue(run.call(f, element))) {
                      count++;
                    }
                  }
                  return count;
                }),
            "test list",
            "For how many elements the test is true.",
            "(count-if string? '(\"a\" 1)) => 1")
        .fails(
            "(count-if 5 '(\"a\" 1)) => :not-callable value of type int is not callable",
            "(count-if string? 5) => :type-mismatch type mismatch: expected list, got int");
  }

  private static Table grouping(Table table) {
    return table
        .add(
            NativeFunction.of2("group-by", HigherOrder::groupBy),
            "f list",
            "A list of `(key elements)`, in order of first appearance. The key is a text made from what f gives.",
            "(group-by even? '(1 2 3)) => ((\":bool false\" (1 3)) (\":bool true\" (2)))")
        .fails(
            "(group-by 5 '(1 2 3)) => :not-callable value of type int is not callable",
            "(group-by even? 5) => :type-mismatch type mismatch: expected list, got int")
        .add(
            NativeFunction.of2("sort-by", Sorting::byComparator),
            "cmp list",
            "Sorted; `(cmp a b)` is greater than 0, or #t, if a comes after b. So `<` sorts downwards.",
            "(sort-by - '(3 1 2)) => (1 2 3)")
        .fails(
            "(sort-by 5 '(3 1 2)) => :not-callable value of type int is not callable",
            "(sort-by - 5) => :type-mismatch type mismatch: expected list, got int",
            "(sort-by (lambda (a b) :x) '(2 1)) => :type-mismatch type mismatch: expected int (or bool) from comparator, got keyword")
        .add(
            NativeFunction.of2("sort-by-key", Sorting::byKey),
            "f list",
            "Sorted upwards by what f gives, numbers or strings or symbols or keywords.",
            "(sort-by-key string-length '(\"ccc\" \"a\" \"bb\")) => (\"a\" \"bb\" \"ccc\")")
        .fails(
            "(sort-by-key 5 '(\"ccc\" \"a\" \"bb\")) => :not-callable value of type int is not callable",
            "(sort-by-key string-length 5) => :type-mismatch type mismatch: expected list, got int",
            "(sort-by-key string-length '(1)) => :type-mismatch type mismatch: expected string, got int",
            "(sort-by-key sqrt '(1 -1)) => :native-fn in native `sort-by-key`: the key at position 1 is NaN, which has no order");
  }

  private static Table generating(Table table) {
    return table
        .add(
            NativeFunction.of3("iterate", HigherOrder::iterate),
            "f x n",
            "A list of x, (f x), (f (f x)) …, n elements.",
            "(iterate (lambda (n) (* n 3)) 1 4) => (1 3 9 27)")
        .fails(
            "(iterate 5 1 4) => :not-callable value of type int is not callable",
            "(iterate (lambda (n) (* n 3)) \"x\" 4) => :type-mismatch type mismatch: expected number, got string",
            "(iterate (lambda (n) (* n 3)) 1 \"x\") => :type-mismatch type mismatch: expected integer, got string",
            "(iterate (lambda (n) (* n 3)) 1 -1) => :native-fn in native `hof`: expected non-negative int")
        .add(
            NativeFunction.of2("repeatedly", HigherOrder::repeatedly),
            "thunk n",
            "A list of what n calls give.",
            "(repeatedly (lambda () 7) 3) => (7 7 7)")
        .fails(
            "(repeatedly 5 3) => :not-callable value of type int is not callable",
            "(repeatedly (lambda () 7) \"x\") => :type-mismatch type mismatch: expected integer, got string",
            "(repeatedly (lambda () 7) -1) => :native-fn in native `hof`: expected non-negative int");
  }

  private static Object apply(Activation run, Object[] xs) {
    int last = xs.length - 1;
    LispList rest = Arguments.list(xs[last], "list (last arg of apply)");
    Work.cells(run, rest.length());
    Object[] arguments = new Object[last - 1 + rest.length()];
    System.arraycopy(xs, 1, arguments, 0, last - 1);
    System.arraycopy(rest.toArray(), 0, arguments, last - 1, rest.length());
    return run.apply(xs[0], arguments);
  }

  private static Object map(Activation run, Object[] xs) {
    Object f = xs[0];
    if (xs.length == 2) {
      LispList elements = Arguments.list(xs[1]);
      run.allocate(elements.length() * Cost.CELL);
      LispList.Builder results = new LispList.Builder(elements.length());
      for (Object element : elements) {
        results.add(run.call(f, element));
      }
      return results.build();
    }
    List<LispList.Cursor> cursors = new ArrayList<>();
    int count = Integer.MAX_VALUE;
    for (int i = 1; i < xs.length; i++) {
      LispList elements = Arguments.list(xs[i]);
      count = Math.min(count, elements.length());
      cursors.add(elements.cursor());
    }
    LispList.Builder results = new LispList.Builder();
    for (int i = 0; i < count; i++) {
      run.allocate(Cost.CELL + cursors.size() * Cost.SLOT);
      Object[] row = new Object[cursors.size()];
      for (int j = 0; j < row.length; j++) {
        row[j] = cursors.get(j).next();
      }
      results.add(run.apply(f, row));
    }
    return results.build();
  }

  private static Object filter(Activation run, Object f, Object list, boolean wanted) {
    LispList.Builder kept = new LispList.Builder();
    for (Object element : Arguments.list(list)) {
      if (Work.isTrue(run.call(f, element)) == wanted) {
        run.allocate(Cost.CELL);
        kept.add(element);
      }
    }
    return kept.build();
  }

  /// How many elements at the front pass the test; it is not called after the first that fails.
  private static int prefix(Activation run, Object f, LispList elements) {
    int count = 0;
    for (Object element : elements) {
      if (!Work.isTrue(run.call(f, element))) {
        return count;
      }
      count++;
    }
    return count;
  }

  private static Object partition(Activation run, Object f, Object list) {
    LispList.Builder yes = new LispList.Builder();
    LispList.Builder no = new LispList.Builder();
    for (Object element : Arguments.list(list)) {
      run.allocate(Cost.CELL);
      (Work.isTrue(run.call(f, element)) ? yes : no).add(element);
    }
    return LispList.of(yes.build(), no.build());
  }

  static Object fold(Activation run, Object f, Object init, LispList.Cursor elements) {
    Object value = init;
    while (elements.hasNext()) {
      value = run.call(f, value, elements.next());
    }
    return value;
  }

  private static Object foldRight(Activation run, Object f, Object init, Object list) {
    LispList elements = Arguments.list(list);
    run.allocate(elements.length() * Cost.SLOT);
    Object[] array = elements.toArray();
    Object value = init;
    for (int i = array.length - 1; i >= 0; i--) {
      value = run.call(f, array[i], value);
    }
    return value;
  }

  private static Object reduce(Activation run, Object[] xs) {
    LispList.Cursor elements = Arguments.list(xs[xs.length - 1]).cursor();
    if (xs.length == 3) {
      return fold(run, xs[0], xs[1], elements);
    }
    if (!elements.hasNext()) {
      throw LispError.nativeFn("reduce", "no init and empty list");
    }
    return fold(run, xs[0], elements.next(), elements);
  }

  private static Object scan(Activation run, Object f, Object init, Object list) {
    LispList elements = Arguments.list(list);
    LispList.Builder values = new LispList.Builder();
    run.allocate(Cost.CELL);
    values.add(init);
    Object value = init;
    for (Object element : elements) {
      value = run.call(f, value, element);
      run.allocate(Cost.CELL);
      values.add(value);
    }
    return values.build();
  }

  private static int index(Activation run, Object f, LispList elements) {
    int index = 0;
    for (Object element : elements) {
      if (Work.isTrue(run.call(f, element))) {
        return index;
      }
      index++;
    }
    return -1;
  }

  private record Group(String text, LispList.Builder elements) {}

  private static Object groupBy(Activation run, Object f, Object list) {
    EqualIndex<Group> index = new EqualIndex<>();
    List<Group> groups = new ArrayList<>();
    for (Object element : Arguments.list(list)) {
      Object key = run.call(f, element);
      Group group = index.get(run, key);
      if (group == null) {
        run.allocate(Cost.MAP_NODE + 2 * Cost.CELL);
        group = new Group(keyText(run, key), new LispList.Builder());
        groups.add(group);
        index.put(run, key, group);
      }
      run.allocate(Cost.CELL);
      group.elements.add(element);
    }
    LispList.Builder result = new LispList.Builder(groups.size());
    for (Group group : groups) {
      result.add(LispList.of(group.text, group.elements.build()));
    }
    return result.build();
  }

  private static String keyText(Activation run, Object key) {
    return switch (key) {
      case String text -> text;
      case Symbol symbol -> ":sym " + symbol.name();
      case Keyword keyword -> ":kw " + keyword.name();
      case Long number -> ":int " + number;
      case Double number -> ":float " + Numbers.print(number);
      case Boolean truth -> ":bool " + truth;
      case Nil _ -> ":nil";
      default -> ":" + Work.printed(run, key);
    };
  }

  private static long count(Object n) {
    long count = Arguments.integer(n);
    if (count < 0) {
      throw LispError.nativeFn("hof", "expected non-negative int");
    }
    return count;
  }

  private static Object iterate(Activation run, Object f, Object x, Object n) {
    long count = count(n);
    LispList.Builder values = new LispList.Builder();
    Object value = x;
    for (long i = 0; i < count; i++) {
      run.allocate(Cost.CELL);
      values.add(value);
      // Once more than needed, as the reference does: what f prints is part of the result.
      value = run.call(f, value);
    }
    return values.build();
  }

  private static Object repeatedly(Activation run, Object thunk, Object n) {
    long count = count(n);
    LispList.Builder values = new LispList.Builder();
    for (long i = 0; i < count; i++) {
      run.allocate(Cost.CELL);
      values.add(run.apply(thunk));
    }
    return values.build();
  }
}
