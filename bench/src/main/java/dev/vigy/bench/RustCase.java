package dev.vigy.bench;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// One program of the kind that the figures of the Rust version name, at the sizes that they give.
/// The texts are ours: the figures name the work and not its words. What prepares the data is part
/// of the program, and so of our time.
///
/// @param sizes ascending; 0 alone for work without a size
/// @param rustMs what the Rust version took at each size, in ms; where its two engines have a
///   figure each, the lesser
/// @param text the program for a size
/// @param printed what its value prints as for a size
record RustCase(
    String name,
    List<Integer> sizes,
    List<Double> rustMs,
    Function<Integer, String> text,
    Function<Integer, String> printed) {
  RustCase {
    sizes = List.copyOf(sizes);
    rustMs = List.copyOf(rustMs);
    if (sizes.size() != rustMs.size()) {
      throw new IllegalArgumentException(name + ": a figure for each size");
    }
  }

  private static final List<Integer> BIG = List.of(1_000, 10_000, 100_000);
  private static final List<Integer> RANGES = List.of(1_000, 10_000, 80_000);
  private static final List<Integer> SMALL = List.of(1_000, 4_000, 16_000);
  private static final List<Integer> QUADRATIC = List.of(250, 500, 1_000);

  static List<RustCase> compute() {
    return List.of(
        fib(15, 1.24),
        fib(20, 26.5),
        fib(25, 146),
        tak("18 12 6", 36.9, "7"),
        tak("14 8 3", 10.6, "4"),
        new RustCase(
            "tail loop",
            List.of(10_000, 100_000, 1_000_000),
            List.of(7.3, 69.0, 673.0),
            n -> "(define (f i s) (if (= i 0) s (f (- i 1) (+ s 1)))) (f %d 0)".formatted(n),
            String::valueOf),
        new RustCase(
            "`while` loop",
            List.of(10_000, 100_000),
            List.of(5.6, 54.8),
            n -> "(define i 0) (while (< i %d) (set! i (+ i 1))) i".formatted(n),
            String::valueOf));
  }

  private static RustCase fib(int n, double rustMs) {
    return new RustCase(
        "fib " + n,
        List.of(0),
        List.of(rustMs),
        _ ->
            "(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2))))) (fib %d)".formatted(n),
        _ -> String.valueOf(JavaPrograms.fib(n)));
  }

  private static RustCase tak(String arguments, double rustMs, String printed) {
    return new RustCase(
        "tak " + arguments,
        List.of(0),
        List.of(rustMs),
        _ ->
            """
            (define (tak x y z)
              (if (< y x) (tak (tak (- x 1) y z) (tak (- y 1) z x) (tak (- z 1) x y)) z))
            (tak %s)
            """
                .formatted(arguments),
        _ -> printed);
  }

  static List<RustCase> growth() {
    return Stream.of(lists(), maps(), objects()).flatMap(List::stream).toList();
  }

  private static List<RustCase> lists() {
    return List.of(
        new RustCase(
            "`cons` in a tail loop",
            BIG,
            List.of(1.18, 11.8, 121.0),
            n ->
                "(define (f i l) (if (= i 0) l (f (- i 1) (cons i l)))) (length (f %d (list)))"
                    .formatted(n),
            String::valueOf),
        new RustCase(
            "`cons` in `foldl`",
            BIG,
            List.of(0.77, 7.9, 85.6),
            n ->
                "(length (foldl (lambda (l x) (cons x l)) (list) (iterate inc 0 %d)))".formatted(n),
            String::valueOf),
        new RustCase(
            "`(append acc (list i))` loop",
            BIG,
            List.of(1.36, 13.6, 140.0),
            n ->
                """
                (define (f i acc) (if (= i 0) acc (f (- i 1) (append acc (list i)))))
                (length (f %d (list)))
                """
                    .formatted(n),
            String::valueOf),
        new RustCase(
            "the same, old version still held",
            SMALL,
            List.of(1.8, 7.3, 30.3),
            n ->
                """
                (define (f i acc old)
                  (if (= i 0) (list acc old) (f (- i 1) (append acc (list i)) acc)))
                (map length (f %d (list) (list)))
                """
                    .formatted(n),
            n -> "(" + n + " " + (n - 1) + ")"),
        new RustCase(
            "walk with `cdr`",
            BIG,
            List.of(1.8, 18.1, 190.0),
            n ->
                """
                (define (f l s) (if (null? l) s (f (cdr l) (+ s (car l)))))
                (f (iterate inc 0 %d) 0)
                """
                    .formatted(n),
            RustCase::sumBelow),
        new RustCase(
            "`nth` at every index",
            BIG,
            List.of(1.0, 10.1, 101.0),
            n ->
                """
                (define l (iterate inc 0 %1$d))
                (define (f i s) (if (= i %1$d) s (f (+ i 1) (+ s (nth i l)))))
                (f 0 0)
                """
                    .formatted(n),
            RustCase::sumBelow),
        new RustCase(
            "`range` + `length`",
            RANGES,
            List.of(1.5, 18.6, 171.0),
            n -> "(length (range %d))".formatted(n),
            String::valueOf),
        new RustCase(
            "`iterate` + `length`",
            BIG,
            List.of(0.34, 3.3, 34.2),
            n -> "(length (iterate inc 0 %d))".formatted(n),
            String::valueOf),
        new RustCase(
            "range + map + filter + foldl",
            RANGES,
            List.of(2.5, 28.7, 241.0),
            n -> "(foldl + 0 (filter even? (map (lambda (x) (* x 3)) (range %d))))".formatted(n),
            RustCase::thriceEvenSum),
        new RustCase(
            "map + filter + foldl over `iterate`",
            BIG,
            List.of(1.2, 12.1, 118.0),
            n ->
                "(foldl + 0 (filter even? (map (lambda (x) (* x 3)) (iterate inc 0 %d))))"
                    .formatted(n),
            RustCase::thriceEvenSum),
        new RustCase(
            "`distinct`, all different",
            QUADRATIC,
            List.of(13.1, 52.3, 210.0),
            n -> "(length (distinct (iterate inc 0 %d)))".formatted(n),
            String::valueOf),
        new RustCase(
            "`flatten` of one-element lists",
            SMALL,
            List.of(9.3, 73.7, 801.0),
            n -> "(length (flatten (map list (iterate inc 0 %d))))".formatted(n),
            String::valueOf),
        new RustCase(
            "`last`",
            BIG,
            List.of(2.3, 24.5, 235.0),
            n -> "(last (iterate inc 0 %d))".formatted(n),
            n -> String.valueOf(n - 1)),
        new RustCase(
            "`sort-by -`, mixed order",
            QUADRATIC,
            List.of(1.0, 3.5, 13.2),
            n -> "(nth 7 (sort-by - %s))".formatted(mixed(n)),
            _ -> "7"),
        new RustCase(
            "`sort-by-key identity`",
            BIG,
            List.of(1.1, 11.9, 121.0),
            n -> "(nth 7 (sort-by-key identity %s))".formatted(mixed(n)),
            _ -> "7"),
        new RustCase(
            "`string-append` one character",
            BIG,
            List.of(0.84, 10.7, 339.0),
            n ->
                """
                (define (f i s) (if (= i 0) s (f (- i 1) (string-append s "x"))))
                (string-length (f %d ""))
                """
                    .formatted(n),
            String::valueOf));
  }

  /// The numbers below `n`, in another order: 7919 has no factor in common with any size.
  private static String mixed(int n) {
    return "(map (lambda (x) (modulo (* x 7919) %1$d)) (iterate inc 0 %1$d))".formatted(n);
  }

  private static String sumBelow(long n) {
    return String.valueOf(n * (n - 1) / 2);
  }

  /// The sum of all `3 * i` that are even, `i` below an even `n`.
  private static String thriceEvenSum(long n) {
    return String.valueOf(6 * (n / 2) * (n / 2 - 1) / 2);
  }

  private static List<RustCase> maps() {
    return List.of(
        new RustCase(
            "`hash-map-set` loop",
            BIG,
            List.of(1.9, 21.7, 302.0),
            n ->
                """
                (define (f i m) (if (= i 0) m (f (- i 1) (hash-map-set m i i))))
                (length (hash-map-keys (f %d (hash-map))))
                """
                    .formatted(n),
            String::valueOf),
        new RustCase(
            "`assoc` loop",
            BIG,
            List.of(2.4, 26.7, 358.0),
            n ->
                """
                (define (f i m) (if (= i 0) m (f (- i 1) (assoc m i i))))
                (length (hash-map-keys (f %d (hash-map))))
                """
                    .formatted(n),
            String::valueOf),
        new RustCase(
            "`assoc` into a `set!` global",
            BIG,
            List.of(2.4, 26.7, 355.0),
            n ->
                """
                (define m (hash-map))
                (define (f i) (if (= i 0) () (begin (set! m (assoc m i i)) (f (- i 1)))))
                (f %d)
                (length (hash-map-keys m))
                """
                    .formatted(n),
            String::valueOf),
        new RustCase(
            "`get` from a map of 1,000",
            BIG,
            List.of(1.4, 14.6, 144.0),
            n ->
                """
                (define m (foldl (lambda (m i) (assoc m i i)) (hash-map) (iterate inc 0 1000)))
                (define (f i s) (if (= i 0) s (f (- i 1) (+ s (get m (modulo i 1000))))))
                (f %d 0)
                """
                    .formatted(n),
            n -> String.valueOf(n / 1_000 * 499_500L)),
        new RustCase(
            "`dissoc` until empty (with `frequencies`)",
            BIG,
            List.of(4.1, 43.8, 567.0),
            n ->
                """
                (define (f i m) (if (= i %1$d) m (f (+ i 1) (dissoc m i))))
                (length (hash-map-keys (f 0 (frequencies (iterate inc 0 %1$d)))))
                """
                    .formatted(n),
            _ -> "0"),
        new RustCase(
            "`frequencies`, 100 keys",
            BIG,
            List.of(2.9, 29.7, 304.0),
            n -> "(get (frequencies %s) 7)".formatted(hundred(n)),
            n -> String.valueOf(n / 100)),
        new RustCase(
            "`group-by`, 100 keys",
            BIG,
            List.of(0.88, 8.8, 84.8),
            n -> "(length (group-by (lambda (x) (modulo x 100)) (iterate inc 0 %d)))".formatted(n),
            _ -> "100"),
        new RustCase(
            "`group-by-into-map`, 100 keys",
            SMALL,
            List.of(2.8, 11.3, 47.9),
            n ->
                "(length (get (group-by-into-map (lambda (x) (modulo x 100)) (iterate inc 0 %d)) 7))"
                    .formatted(n),
            n -> String.valueOf(n / 100)));
  }

  private static String hundred(int n) {
    return "(map (lambda (x) (modulo x 100)) (iterate inc 0 %d))".formatted(n);
  }

  private static List<RustCase> objects() {
    return List.of(
        new RustCase(
            "actor: tell n, drain",
            List.of(250, 1_000, 4_000),
            List.of(2.1, 8.6, 34.7),
            n ->
                """
                (defactor a 0 (lambda (s m) (+ s m)))
                (define (f i) (if (= i 0) () (begin (actor-tell a 1) (f (- i 1)))))
                (f %d)
                (actor-drain! a)
                """
                    .formatted(n),
            String::valueOf),
        new RustCase(
            "`event-append!`",
            SMALL,
            List.of(3.0, 11.9, 47.2),
            n ->
                """
                (define s (make-event-store))
                (define (f i) (if (= i 0) () (begin (event-append! s i) (f (- i 1)))))
                (f %d)
                (length (event-history s))
                """
                    .formatted(n),
            String::valueOf),
        new RustCase(
            "`memoize`, all misses",
            SMALL,
            List.of(4.3, 17.9, 76.2),
            n ->
                """
                (define g (memoize (lambda (x) (* x 2))))
                (define (f i s) (if (= i 0) s (f (- i 1) (+ s (g i)))))
                (f %d 0)
                """
                    .formatted(n),
            n -> String.valueOf(n * (n + 1L))),
        new RustCase(
            "channel: send n, drain",
            BIG,
            List.of(0.84, 8.5, 84.6),
            n ->
                """
                (define ch (chan))
                (define (f i) (if (= i 0) () (begin (>! ch i) (f (- i 1)))))
                (f %d)
                (length (drain! ch))
                """
                    .formatted(n),
            String::valueOf),
        new RustCase(
            "defining n procedures",
            List.of(100, 400, 1_600),
            List.of(0.06, 0.23, 0.94),
            RustCase::procedures,
            n -> String.valueOf(2 * n)));
  }

  /// A text of `n` definitions and one call.
  static String procedures(int n) {
    var text = new StringBuilder();
    for (int i = 1; i <= n; i++) {
      text.append("(define (f%d x) (+ x %d))\n".formatted(i, i));
    }
    return text.append("(f%d %d)".formatted(n, n)).toString();
  }
}
