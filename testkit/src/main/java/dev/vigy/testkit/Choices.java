package dev.vigy.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Where a generator takes its decisions from. Smaller decisions make simpler values, and zero the
/// simplest of all: that is what lets [Property] shrink a value of any type, by making the
/// decisions smaller that led to it and generating again.
///
/// So write generators with the plainest alternative first.
public final class Choices {
  private static final long[] EDGES = {
    0,
    1,
    -1,
    2,
    10,
    127,
    128,
    255,
    256,
    65_536,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 53,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private final RandomGenerator random;
  private final long[] given;
  private final boolean fresh;
  private final List<Long> taken = new ArrayList<>();
  private final int size;

  private Choices(RandomGenerator random, long[] given, boolean fresh, int size) {
    this.random = random;
    this.given = given;
    this.fresh = fresh;
    this.size = size;
  }

  static Choices fresh(RandomGenerator random, int size) {
    return new Choices(random, new long[0], true, size);
  }

  /// Takes the decisions of an earlier run again; where they end, the simplest follow.
  static Choices replay(RandomGenerator unused, long[] decisions, int size) {
    return new Choices(unused, decisions, false, size);
  }

  long[] taken() {
    return taken.stream().mapToLong(Long::longValue).toArray();
  }

  /// How large collections should be about now; grows from run to run of a property.
  public int size() {
    return size;
  }

  /// A number from 0 to `bound - 1`; `bound` is at least 1.
  public long below(long bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("`bound` must be at least 1, was " + bound);
    }
    long choice;
    if (fresh) {
      choice = random.nextLong(bound);
    } else {
      choice = taken.size() < given.length ? Math.min(given[taken.size()], bound - 1) : 0;
    }
    taken.add(choice);
    return choice;
  }

  /// A number from `min` to `max`, both included and less than 2^63 apart; the simplest is `min`.
  public long between(long min, long max) {
    return min + below(Math.addExact(Math.subtractExact(max, min), 1));
  }

  /// Any `long`, often a small one or one at the edge of something; the simplest is 0.
  public long anyLong() {
    return switch ((int) below(4)) {
      case 0 -> below(20);
      case 1 -> -below(200);
      case 2 -> EDGES[(int) below(EDGES.length)];
      default -> below(Long.MAX_VALUE) - Long.MAX_VALUE / 2;
    };
  }

  /// `false` or `true`; the simplest is `false`.
  public boolean flag() {
    return below(2) == 1;
  }

  /// One of `alternatives`; the simplest is the first.
  @SafeVarargs
  public final <T> T oneOf(T... alternatives) {
    return alternatives[(int) below(alternatives.length)];
  }

  /// What one of `alternatives` makes; the simplest is the first.
  @SafeVarargs
  public final <T> T from(Supplier<? extends T>... alternatives) {
    return alternatives[(int) below(alternatives.length)].get();
  }

  /// A list of about [#size] elements and at most `max`.
  ///
  /// Asks before each element whether there is one more, rather than for a length up front: then
  /// leaving out an element's decisions is the same as leaving out the element.
  public <T> List<T> listOf(int max, Supplier<? extends T> element) {
    var list = new ArrayList<T>();
    while (list.size() < max && below(size + 1L) > 0) {
      list.add(element.get());
    }
    return list;
  }

  /// A text of about [#size] characters of `alphabet`, code points of any plane, and at most `max`.
  public String text(int max, String alphabet) {
    int[] letters = alphabet.codePoints().toArray();
    var text = new StringBuilder();
    for (int letter : listOf(max, () -> letters[(int) below(letters.length)])) {
      text.appendCodePoint(letter);
    }
    return text.toString();
  }
}
