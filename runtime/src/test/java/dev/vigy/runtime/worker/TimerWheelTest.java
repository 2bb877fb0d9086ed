package dev.vigy.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.runtime.vigy.VigyId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
  private static Line line(int number) {
    return new Line(new VigyId("%016x".formatted(number)));
  }

  @Test
  void fires_on_the_millisecond() {
    TimerWheel wheel = new TimerWheel(1_000);
    List<Line> fired = new ArrayList<>();
    Line line = line(1);
    wheel.arm(line, 5_003);
    while (wheel.next() < 5_003) {
      wheel.advance(wheel.next(), fired::add);
    }
    assertThat(wheel.next()).isEqualTo(5_003);
    wheel.advance(5_002, fired::add);
    assertThat(fired).isEmpty();
    wheel.advance(5_003, fired::add);
    assertThat(fired).containsExactly(line);
    assertThat(wheel.next()).isEqualTo(TimerWheel.NEVER);
  }

  @Test
  void an_empty_wheel_never_wakes_and_a_far_line_wakes_seldom() {
    TimerWheel wheel = new TimerWheel(0);
    assertThat(wheel.next()).isEqualTo(TimerWheel.NEVER);
    Line line = line(1);
    wheel.arm(line, 86_400_000L * 365);
    List<Line> fired = new ArrayList<>();
    int wakes = 0;
    while (fired.isEmpty()) {
      wheel.advance(wheel.next(), fired::add);
      wakes++;
    }
    assertThat(wakes).isLessThanOrEqualTo(6);
  }

  @Test
  void what_lies_beyond_its_reach_is_handed_over_early() {
    TimerWheel wheel = new TimerWheel(12_345);
    Line line = line(1);
    wheel.arm(line, Long.MAX_VALUE - 1);
    List<Line> fired = new ArrayList<>();
    for (int i = 0; i < 100 && fired.isEmpty(); i++) {
      wheel.advance(wheel.next(), fired::add);
    }
    assertThat(fired).containsExactly(line);
  }

  @Test
  void agrees_with_a_sorted_map_whatever_is_armed_moved_and_disarmed() {
    for (long seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      long now = random.nextLong(1L << 45);
      TimerWheel wheel = new TimerWheel(now);
      Map<Line, Long> expected = new HashMap<>();
      List<Line> lines = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        lines.add(line(i));
      }
      for (int step = 0; step < 2_000; step++) {
        Line line = lines.get(random.nextInt(lines.size()));
        switch (random.nextInt(4)) {
          case 0, 1 -> {
            long due = now + 1 + (long) Math.pow(10, random.nextDouble() * 10);
            wheel.arm(line, due);
            expected.put(line, due);
          }
          case 2 -> {
            wheel.disarm(line);
            expected.remove(line);
          }
          default -> {
            now += (long) Math.pow(10, random.nextDouble() * 8);
            TreeMap<Long, Integer> order = new TreeMap<>();
            List<Line> fired = new ArrayList<>();
            wheel.advance(now, fired::add);
            List<Line> due = new ArrayList<>();
            for (Map.Entry<Line, Long> entry : expected.entrySet()) {
              if (entry.getValue() <= now) {
                due.add(entry.getKey());
                order.merge(entry.getValue(), 1, Integer::sum);
              }
            }
            assertThat(fired).containsExactlyInAnyOrderElementsOf(due);
            assertThat(fired.stream().map(expected::get).toList()).isSorted();
            due.forEach(expected::remove);
          }
        }
        long nearest = expected.values().stream().min(Long::compare).orElse(TimerWheel.NEVER);
        assertThat(wheel.next()).isLessThanOrEqualTo(nearest);
      }
    }
  }
}
