package dev.vigy.bench;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// The Java side of [ProgramCase].
final class JavaPrograms {
  private JavaPrograms() {}

  static long fib(long n) {
    return n < 2 ? n : Math.addExact(fib(n - 1), fib(n - 2));
  }

  static long tak(long x, long y, long z) {
    return y < x ? tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y)) : z;
  }

  static long count(long n) {
    long sum = 0;
    for (long i = n; i != 0; i--) {
      sum = Math.addExact(sum, i);
    }
    return sum;
  }

  /// A linked list of boxed numbers, as `cons` makes one.
  private record Cell(Long head, @Nullable Cell tail) {}

  static long list(long n) {
    Cell all = null;
    for (long i = n; i != 0; i--) {
      all = new Cell(i, all);
    }
    long sum = 0;
    for (Cell cell = all; cell != null; cell = cell.tail()) {
      sum = Math.addExact(sum, cell.head());
    }
    return sum;
  }

  static long map(long n) {
    Map<Long, Long> map = new HashMap<>();
    for (long i = n; i != 0; i--) {
      map.put(i, i);
    }
    long sum = 0;
    for (long i = n; i != 0; i--) {
      sum += map.getOrDefault(i, 0L);
    }
    for (long i = n; i != 0; i--) {
      map.put(i, map.getOrDefault(i, 0L) + 1);
    }
    for (long i = n; i != 0; i--) {
      sum += map.getOrDefault(i, 0L);
    }
    return sum;
  }

  static long strings(long n) {
    long sum = 0;
    for (long i = n; i != 0; i--) {
      sum += ("item-" + i).length();
    }
    return sum;
  }

  private static LongUnaryOperator adder(long n) {
    return x -> Math.addExact(x, n);
  }

  static long closures(long n) {
    long sum = 0;
    for (long i = n; i != 0; i--) {
      sum = adder(i).applyAsLong(sum);
    }
    return sum;
  }

  static long sort(int n) {
    Deque<Long> numbers = new ArrayDeque<>(n);
    long seed = 42;
    for (int i = 0; i < n; i++) {
      numbers.addFirst(seed);
      seed = (seed * 1_103_515_245L + 12_345) % 2_147_483_648L;
    }
    List<Long> sorted = new ArrayList<>(numbers);
    sorted.sort(Comparator.naturalOrder());
    return sorted.get(50_000);
  }

  static long words(int n) {
    List<String> numbers = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      numbers.add(Integer.toString(i));
    }
    String words = String.join(",", numbers);
    return String.join("; ", words.split(",")).length();
  }

  private record Row(String from, String on, String to) {}

  static long machine(int n) {
    List<Row> rows =
        List.of(
            new Row("red", "next", "green"),
            new Row("green", "next", "yellow"),
            new Row("yellow", "next", "red"));
    String state = "red";
    Deque<String> history = new ArrayDeque<>(List.of(state));
    long greens = 0;
    for (int i = 0; i < n; i++) {
      for (Row row : rows) {
        if (row.from().equals(state) && row.on().equals("next")) {
          state = row.to();
          history.addFirst(state);
          break;
        }
      }
      greens += state.equals("green") ? 1 : 0;
    }
    return greens;
  }
}
