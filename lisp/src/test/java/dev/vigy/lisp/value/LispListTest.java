package dev.vigy.lisp.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LispListTest {
  /// A list beside what it should be.
  private record Both(LispList list, List<Object> model) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void any_mix_of_operations_on_any_versions_agrees_with_a_plain_list(long seed) {
    Random random = new Random(seed);
    List<Both> versions = new ArrayList<>();
    versions.add(new Both(LispList.EMPTY, List.of()));
    for (int step = 0; step < 3_000; step++) {
      Both from = versions.get(random.nextInt(versions.size()));
      Both next = changed(from, versions.get(random.nextInt(versions.size())), random, step);
      check(next, random);
      if (versions.size() < 60) {
        versions.add(next);
      } else {
        versions.set(1 + random.nextInt(versions.size() - 1), next);
      }
    }
    versions.forEach(both -> assertThat(both.list.toJavaList()).isEqualTo(both.model));
  }

  private static Both changed(Both from, Both other, Random random, int step) {
    List<Object> model = new ArrayList<>(from.model);
    Object element = (long) step;
    int some = random.nextInt(120);
    return switch (random.nextInt(10)) {
      case 0, 1 -> {
        LispList list = from.list;
        for (int i = 0; i < some; i++) {
          list = list.prepend(element);
        }
        model.addAll(0, Collections.nCopies(some, element));
        yield new Both(list, model);
      }
      case 2, 3 -> {
        LispList list = from.list;
        for (int i = 0; i < some; i++) {
          list = list.append((long) i);
          model.add((long) i);
        }
        yield new Both(list, model);
      }
      case 4 -> {
        if (model.size() + other.model.size() > 20_000) {
          yield from;
        }
        model.addAll(other.model);
        yield new Both(from.list.concat(other.list), model);
      }
      case 5 -> {
        LispList list = from.list;
        for (int i = 0; i < some && !list.isEmpty(); i++) {
          list = list.rest();
          model.removeFirst();
        }
        yield new Both(list, model);
      }
      case 6 -> {
        int count = random.nextInt(model.size() + 3) - 1;
        int clamped = Math.clamp(count, 0, model.size());
        yield new Both(from.list.take(count), model.subList(0, clamped));
      }
      case 7 -> {
        int count = random.nextInt(model.size() / 2 + 3) - 1;
        int clamped = Math.clamp(count, 0, model.size());
        yield new Both(from.list.drop(count), model.subList(clamped, model.size()));
      }
      case 8 -> {
        Collections.reverse(model);
        yield new Both(from.list.reverse(), model);
      }
      default -> {
        yield new Both(LispList.copyOf(model), model);
      }
    };
  }

  private static void check(Both both, Random random) {
    assertThat(both.list.length()).isEqualTo(both.model.size());
    for (int i = 0; i < 5 && !both.model.isEmpty(); i++) {
      int index = random.nextInt(both.model.size());
      assertThat(both.list.nth(index)).isEqualTo(both.model.get(index));
    }
    List<Object> walked = new ArrayList<>();
    both.list.forEach(walked::add);
    assertThat(walked).isEqualTo(both.model);
    if (!both.model.isEmpty()) {
      assertThat(both.list.first()).isEqualTo(both.model.getFirst());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {31, 32, 33, 63, 64, 65, 1_000, 1_024, 100_000})
  void a_list_built_from_either_end_is_the_same(int length) {
    LispList front = LispList.EMPTY;
    LispList back = LispList.EMPTY;
    for (long i = 0; i < length; i++) {
      front = front.prepend(length - 1 - i);
      back = back.append(i);
    }
    assertThat(front).isEqualTo(back);
    assertThat(front.hashCode()).isEqualTo(back.hashCode());
    for (int i = 0; i < length; i += 97) {
      assertThat(front.nth(i)).isEqualTo((long) i);
      assertThat(back.nth(i)).isEqualTo((long) i);
    }
    LispList left = back;
    for (long i = 0; i < length; i++) {
      assertThat(left.first()).isEqualTo(i);
      left = left.rest();
    }
    assertThat(left).isSameAs(LispList.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 10_000, 1_000_000})
  void a_version_that_is_extended_again_and_again_stays_low(int rounds) {
    // Every branch of the tree is made by one step; heights bound the cost of all steps.
    LispList kept = LispList.EMPTY;
    for (int i = 0; i < 1_000; i++) {
      kept = kept.append(1L);
    }
    LispList list = kept;
    for (int i = 0; i < rounds / 100; i++) {
      list = kept.concat(list).take(5_000).append(2L).prepend(3L);
      ListTree tree = list.deque().tree();
      assertThat(tree).isNotNull();
      assertThat(tree.height()).isLessThan(24);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 1_000_000})
  void every_branch_is_balanced(int length) {
    LispList list = LispList.EMPTY;
    for (long i = 0; i < length; i++) {
      list = i % 3 == 0 ? list.prepend(i) : list.append(i);
    }
    ListTree tree = list.deque().tree();
    assertThat(tree).isNotNull();
    assertBalanced(tree);
  }

  private static void assertBalanced(ListTree tree) {
    if (tree instanceof ListTree.Branch branch) {
      assertThat(Math.abs(branch.left().height() - branch.right().height())).isLessThan(2);
      assertThat(branch.size()).isEqualTo(branch.left().size() + branch.right().size());
      assertBalanced(branch.left());
      assertBalanced(branch.right());
    }
  }
}
