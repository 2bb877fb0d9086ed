package dev.vigy.runtime.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.runtime.vigy.LedgerRange;
import dev.vigy.runtime.vigy.LedgerRange.Fate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static LedgerRange range(long from, long to, long count, Fate fate, long seq) {
    return new LedgerRange(
        Instant.ofEpochMilli(from),
        Instant.ofEpochMilli(to),
        count,
        fate,
        fate == Fate.SKIPPED ? Optional.of("paused") : Optional.empty(),
        seq,
        seq);
  }

  @Test
  void neighbours_of_equal_fate_are_one_range() {
    List<LedgerRange> ledger = List.of();
    for (int i = 0; i < 1_000; i++) {
      ledger = Ledger.append(ledger, List.of(Ledger.ran(i * 1_000L, i + 1)));
    }
    assertThat(ledger)
        .containsExactly(
            new LedgerRange(
                Instant.ofEpochMilli(0),
                Instant.ofEpochMilli(999_000),
                1_000,
                Fate.RAN,
                Optional.empty(),
                1,
                1_000));
  }

  @Test
  void what_went_into_different_runs_stays_apart() {
    List<LedgerRange> ledger =
        Ledger.append(
            List.of(range(0, 1_000, 2, Fate.COALESCED, 5)),
            List.of(range(2_000, 2_000, 1, Fate.COALESCED, 6)));
    assertThat(ledger).hasSize(2);
  }

  @Test
  void a_long_ledger_is_summed_up_from_its_old_end_and_loses_no_count() {
    List<LedgerRange> ledger = List.of();
    long at = 0;
    for (int i = 0; i < 100_000; i++) {
      ledger =
          Ledger.append(
              ledger,
              List.of(
                  range(at, at, 1, Fate.COALESCED, i + 1),
                  range(at + 60_000, at + 60_000, 1, Fate.RAN, i + 1)));
      at += 120_000;
    }
    assertThat(ledger.size()).isLessThanOrEqualTo(Ledger.LONGEST);
    assertThat(Ledger.count(ledger)).isEqualTo(200_000);
    assertThat(ledger.getFirst().from()).isEqualTo(Instant.ofEpochMilli(0));
    assertThat(ledger.getLast().toSeq()).isEqualTo(100_000);
  }
}
