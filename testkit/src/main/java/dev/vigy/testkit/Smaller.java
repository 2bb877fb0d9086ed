package dev.vigy.testkit;

import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// The sequences that are simpler than a sequence of decisions, most promising first: without a run
/// of them (halves first, then quarters, down to one), then with one of them 0, halved or less by
/// one.
record Smaller(long... decisions) implements Iterable<long[]> {

  /// Whether `candidate` is simpler than `best`: shorter, or as long and smaller at the first
  /// difference. A search that only goes down this order ends.
  static boolean than(long[] best, long[] candidate) {
    return candidate.length != best.length
        ? candidate.length < best.length
        : Arrays.compare(candidate, best) < 0;
  }

  @Override
  public Iterator<long[]> iterator() {
    return Stream.of(shorter(), lower(), lowerTogether()).flatMap(steps -> steps).iterator();
  }

  private Stream<long[]> shorter() {
    return IntStream.iterate(decisions.length, length -> length > 0, length -> length / 2)
        .boxed()
        .flatMap(
            length ->
                IntStream.iterate(
                        0,
                        from -> from + length <= decisions.length,
                        from -> from + Math.max(1, length / 2))
                    .mapToObj(from -> without(from, from + length)));
  }

  private Stream<long[]> lower() {
    return IntStream.range(0, decisions.length)
        .boxed()
        .flatMap(at -> lower(decisions[at]).mapToObj(choice -> with(at, choice)));
  }

  /// For what fails only while two decisions agree.
  private Stream<long[]> lowerTogether() {
    return LongStream.of(decisions)
        .distinct()
        .boxed()
        .flatMap(
            old ->
                lower(old)
                    .mapToObj(
                        choice ->
                            LongStream.of(decisions).map(d -> d == old ? choice : d).toArray()));
  }

  private static LongStream lower(long choice) {
    return LongStream.of(0, choice / 2, choice - 1)
        .filter(less -> less >= 0 && less < choice)
        .distinct();
  }

  private long[] without(int from, int to) {
    long[] rest = new long[decisions.length - (to - from)];
    System.arraycopy(decisions, 0, rest, 0, from);
    System.arraycopy(decisions, to, rest, from, decisions.length - to);
    return rest;
  }

  private long[] with(int at, long choice) {
    long[] changed = decisions.clone();
    changed[at] = choice;
    return changed;
  }
}
