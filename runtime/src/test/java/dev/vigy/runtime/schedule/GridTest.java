package dev.vigy.runtime.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.runtime.vigy.VigyId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GridTest {
  private static final Grid GRID = new Grid(1_000, 100, 30);

  @Test
  void instants_are_the_anchor_and_whole_intervals_after_it() {
    assertThat(GRID.atOrAfter(0)).isEqualTo(1_000);
    assertThat(GRID.atOrAfter(1_000)).isEqualTo(1_000);
    assertThat(GRID.atOrAfter(1_001)).isEqualTo(1_100);
    assertThat(GRID.after(1_000)).isEqualTo(1_100);
    assertThat(GRID.after(1_099)).isEqualTo(1_100);
    assertThat(GRID.due(1_100)).isEqualTo(1_130);
  }

  @Test
  void the_newest_due_instant_counts_with_the_offset() {
    assertThat(GRID.newestDue(1_029)).isLessThan(1_000);
    assertThat(GRID.newestDue(1_030)).isEqualTo(1_000);
    assertThat(GRID.newestDue(1_129)).isEqualTo(1_000);
    assertThat(GRID.newestDue(1_130)).isEqualTo(1_100);
  }

  @Test
  void a_thousand_years_do_not_drift() {
    Grid grid = new Grid(7, 333, 0);
    long far = 1_000L * 365 * 86_400_000;
    long instant = grid.atOrAfter(far);
    assertThat((instant - 7) % 333).isZero();
    assertThat(grid.count(7, instant)).isEqualTo((instant - 7) / 333 + 1);
  }

  @Test
  void offsets_depend_on_the_id_alone_and_spread_over_the_jitter() {
    VigyId id = new VigyId("8c5f16a99099ee58");
    assertThat(Grid.offset(id, 3_000)).isEqualTo(Grid.offset(id, 3_000)).isBetween(0L, 2_999L);
    assertThat(Grid.offset(id, 0)).isZero();

    List<Integer> buckets = new ArrayList<>(List.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    for (int i = 0; i < 10_000; i++) {
      int bucket = (int) (Grid.offset(new VigyId("%016x".formatted(i)), 1_000) / 100);
      buckets.set(bucket, buckets.get(bucket) + 1);
    }
    assertThat(buckets).allSatisfy(count -> assertThat(count).isBetween(850, 1_150));
  }
}
