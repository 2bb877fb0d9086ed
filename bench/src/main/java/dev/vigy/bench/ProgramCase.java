package dev.vigy.bench;

import java.util.List;
import java.util.function.LongSupplier;

/// One piece of work, written three times so that it does the same: as somebody would write it who
/// knows the language and does not tune. The last value is a number that all three agree on.
///
/// @param goalMs what tatara-lisp should take at most, 0 for no goal
/// @param lisp in tatara-lisp
/// @param clojure in Clojure, without type hints
/// @param java in Java with checked arithmetic, boxed where a list or map is
record ProgramCase(String name, double goalMs, String lisp, String clojure, LongSupplier java) {
  static List<ProgramCase> all() {
    return List.of(
        fib(25, 10),
        fib(32, 0),
        new ProgramCase(
            "tak 18 12 6",
            3,
            """
            (define (tak x y z)
              (if (< y x)
                  (tak (tak (- x 1) y z) (tak (- y 1) z x) (tak (- z 1) x y))
                  z))
            (tak 18 12 6)
            """,
            """
            (defn tak [x y z]
              (if (< y x)
                (recur (tak (- x 1) y z) (tak (- y 1) z x) (tak (- z 1) x y))
                z))
            (defn main [] (tak 18 12 6))
            """,
            () -> JavaPrograms.tak(18, 12, 6)),
        new ProgramCase(
            "loop of 1e6",
            40,
            """
            (define (count i sum) (if (= i 0) sum (count (- i 1) (+ sum i))))
            (count 1000000 0)
            """,
            """
            (defn main [] (loop [i 1000000 sum 0] (if (= i 0) sum (recur (- i 1) (+ sum i)))))
            """,
            () -> JavaPrograms.count(1_000_000)),
        new ProgramCase(
            "list of 1e6",
            250,
            """
            (define (build i all) (if (= i 0) all (build (- i 1) (cons i all))))
            (foldl + 0 (build 1000000 (list)))
            """,
            """
            (defn main []
              (reduce + 0 (loop [i 1000000 all (list)] (if (= i 0) all (recur (- i 1) (cons i all))))))
            """,
            () -> JavaPrograms.list(1_000_000)),
        new ProgramCase(
            "map of 1e5",
            0,
            """
            (define (fill i m) (if (= i 0) m (fill (- i 1) (assoc m i i))))
            (define (read i m sum) (if (= i 0) sum (read (- i 1) m (+ sum (get m i)))))
            (define (update i m) (if (= i 0) m (update (- i 1) (assoc m i (+ 1 (get m i))))))
            (define full (fill 100000 (hash-map)))
            (+ (read 100000 full 0) (read 100000 (update 100000 full) 0))
            """,
            """
            (defn fill [i m] (if (= i 0) m (recur (- i 1) (assoc m i i))))
            (defn sum-up [i m sum] (if (= i 0) sum (recur (- i 1) m (+ sum (get m i)))))
            (defn change [i m] (if (= i 0) m (recur (- i 1) (assoc m i (+ 1 (get m i))))))
            (defn main []
              (let [full (fill 100000 (hash-map))]
                (+ (sum-up 100000 full 0) (sum-up 100000 (change 100000 full) 0))))
            """,
            () -> JavaPrograms.map(100_000)),
        new ProgramCase(
            "1e5 strings",
            0,
            """
            (define (text i) (str "item-" i))
            (define (loop i sum) (if (= i 0) sum (loop (- i 1) (+ sum (string-length (text i))))))
            (loop 100000 0)
            """,
            """
            (defn text [i] (str "item-" i))
            (defn main []
              (loop [i 100000 sum 0] (if (= i 0) sum (recur (- i 1) (+ sum (count (text i)))))))
            """,
            () -> JavaPrograms.strings(100_000)),
        new ProgramCase(
            "closures, 1e6",
            180,
            """
            (define (adder n) (lambda (x) (+ x n)))
            (define (loop i sum) (if (= i 0) sum (loop (- i 1) ((adder i) sum))))
            (loop 1000000 0)
            """,
            """
            (defn adder [n] (fn [x] (+ x n)))
            (defn main [] (loop [i 1000000 sum 0] (if (= i 0) sum (recur (- i 1) ((adder i) sum)))))
            """,
            () -> JavaPrograms.closures(1_000_000)),
        new ProgramCase(
            "sort of 1e5",
            0,
            """
            (define (numbers n seed all)
              (if (= n 0)
                  all
                  (numbers (- n 1) (modulo (+ (* seed 1103515245) 12345) 2147483648) (cons seed all))))
            (nth 50000 (sort-by - (numbers 100000 42 (list))))
            """,
            """
            (defn numbers [n seed all]
              (if (= n 0)
                all
                (recur (- n 1) (mod (+ (* seed 1103515245) 12345) 2147483648) (cons seed all))))
            (defn main [] (nth (sort-by identity (numbers 100000 42 (list))) 50000))
            """,
            () -> JavaPrograms.sort(100_000)),
        new ProgramCase(
            "split and join 1e5 words",
            0,
            """
            (define words (string-join "," (map str (range 100000))))
            (string-length (string-join "; " (string-split words ",")))
            """,
            """
            (require '[clojure.string :as string])
            (defn main []
              (let [words (string/join "," (map str (range 100000)))]
                (count (string/join "; " (string/split words #",")))))
            """,
            () -> JavaPrograms.words(100_000)),
        new ProgramCase(
            "state machine, 1e5 steps",
            0,
            """
            (defsm light
              :initial :red
              :transitions '((:red :next :green) (:green :next :yellow) (:yellow :next :red)))
            (define (run i greens)
              (if (= i 0)
                  greens
                  (run (- i 1) (if (equal? (sm-send light :next) :green) (+ greens 1) greens))))
            (run 100000 0)
            """,
            """
            (defn machine [initial rows]
              (let [state (atom initial) history (atom (list initial))]
                (fn [event]
                  (when-let [row (some (fn [[from on to]] (when (and (= from @state) (= on event)) to)) rows)]
                    (reset! state row)
                    (swap! history conj row))
                  @state)))
            (defn main []
              (let [light (machine :red '((:red :next :green) (:green :next :yellow) (:yellow :next :red)))]
                (loop [i 100000 greens 0]
                  (if (= i 0) greens (recur (- i 1) (if (= (light :next) :green) (+ greens 1) greens))))))
            """,
            () -> JavaPrograms.machine(100_000)));
  }

  private static ProgramCase fib(int n, double goalMs) {
    return new ProgramCase(
        "fib " + n,
        goalMs,
        """
        (define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
        (fib %d)
        """
            .formatted(n),
        """
        (defn fib [n] (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
        (defn main [] (fib %d))
        """
            .formatted(n),
        () -> JavaPrograms.fib(n));
  }
}
