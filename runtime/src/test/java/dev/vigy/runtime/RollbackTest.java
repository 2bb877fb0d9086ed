package dev.vigy.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.Vigies.Registration;
import dev.vigy.runtime.VigyException.Kind;
import dev.vigy.runtime.store.jdbc.SqliteStore;
import dev.vigy.runtime.vigy.Budget;
import dev.vigy.runtime.vigy.Mode;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.Vigy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Generations: going back to one, and staying there.
class RollbackTest {
  private static final String GOOD = "(vigy-set \"runs\" \"good\")";
  private static final String BAD = "(vigy-set \"runs\" \"bad\")";

  @TempDir Path folder;

  @BeforeEach
  void twoGenerations() {
    try (Vigies vigies = open(false)) {
      vigies.register(spec(GOOD).label("team", "web").mode(Mode.OBSERVE));
      vigies.tick("v");
      vigies.register(spec(BAD).every(Duration.ofHours(1)).label("team", "db"));
      vigies.tick("v");
    }
  }

  private Vigies open(boolean ticking) {
    return Vigies.builder()
        .store(SqliteStore.at(folder.resolve("state.db")))
        .ticking(ticking)
        .workers(1)
        .by(ticking ? "daemon" : "ana")
        .start();
  }

  private static VigySpec spec(String program) {
    return VigySpec.named("v").schedule(new Schedule.Manual()).program(program);
  }

  @Test
  void an_earlier_generation_comes_back_as_a_new_one_with_what_belongs_to_it() {
    try (Vigies vigies = open(false)) {
      Vigy before = vigies.vigy("v").vigy();
      Vigy back = vigies.rollback("v", 1).vigy();

      assertThat(back.generation()).isEqualTo(3);
      assertThat(back.program()).isEqualTo(GOOD);
      assertThat(back.schedule()).isEqualTo(new Schedule.Manual());
      assertThat(back.mode()).isEqualTo(Mode.OBSERVE);
      assertThat(back.labels()).as("belong to no generation").isEqualTo(before.labels());
      assertThat(back.id()).isEqualTo(before.id());
      assertThat(back.createdAt()).isEqualTo(before.createdAt());
      assertThat(back.pin().orElseThrow().by()).isEqualTo("ana");
      assertThat(vigies.versions("v")).extracting("generation").containsExactly(3L, 2L, 1L);

      assertThat(vigies.tick("v").generation()).isEqualTo(3);
      assertThat(vigies.kv("v", "runs").orElseThrow().value()).isEqualTo(new Json.Text("good"));
      assertThat(vigies.tick("v").seq()).as("history goes on").isEqualTo(4);
    }
  }

  @Test
  void a_pinned_vigy_keeps_its_generation_until_it_is_unpinned() {
    try (Vigies vigies = open(false)) {
      vigies.rollback("v", 1);
    }
    try (Vigies vigies = open(false)) {
      assertThatThrownBy(() -> vigies.register(spec(BAD)))
          .isInstanceOf(VigyException.class)
          .hasMessage("pinned at generation 3 by ana")
          .extracting("kind")
          .isEqualTo(Kind.CONFLICT);
      assertThat(vigies.vigy("v").vigy().program()).isEqualTo(GOOD);

      assertThat(vigies.register(spec(GOOD).mode(Mode.OBSERVE).label("team", "ops")).what())
          .as("labels make no generation")
          .isEqualTo(Registration.EDITED);
      assertThat(vigies.disable("v").vigy().pin()).isPresent();
      assertThat(vigies.unpin("v").vigy().pin()).isEmpty();
      assertThat(vigies.unpin("v").vigy().generation()).isEqualTo(3);
      assertThat(vigies.register(spec(BAD)).vigy().vigy().generation()).isEqualTo(4);
    }
  }

  @Test
  void a_registration_can_take_the_pin_away() {
    try (Vigies vigies = open(false)) {
      vigies.rollback("v", 1);
      Vigies.Registered registered = vigies.register(spec(BAD).unpin(true));
      assertThat(registered.what()).isEqualTo(Registration.EDITED);
      assertThat(registered.vigy().vigy().generation()).isEqualTo(4);
      assertThat(registered.vigy().vigy().pin()).isEmpty();
    }
  }

  @Test
  void who_is_rolled_back_again_is_pinned_there() {
    try (Vigies vigies = open(false)) {
      vigies.rollback("v", 1);
      Vigy forth = vigies.rollback("v", 2).vigy();
      assertThat(forth.generation()).isEqualTo(4);
      assertThat(forth.program()).isEqualTo(BAD);
      assertThat(forth.pin()).isPresent();
    }
  }

  @Test
  void what_is_not_there_or_current_is_refused_in_a_sentence() {
    try (Vigies vigies = open(false)) {
      assertThatThrownBy(() -> vigies.rollback("v", 7))
          .hasMessage("`v` has no generation 7")
          .extracting("kind")
          .isEqualTo(Kind.NOT_FOUND);
      assertThatThrownBy(() -> vigies.rollback("v", 2))
          .hasMessage("`v` is at generation 2 already")
          .extracting("kind")
          .isEqualTo(Kind.CONFLICT);
      assertThatThrownBy(() -> vigies.rollback("w", 1)).hasMessage("not found: vigy w");
      assertThat(vigies.vigy("v").vigy().generation()).isEqualTo(2);
    }
  }

  @Test
  void an_earlier_generation_must_stay_under_the_ceiling_of_today() {
    try (Vigies vigies = open(false)) {
      vigies.register(spec(GOOD).budget(steps(1_000_000)));
      vigies.register(spec(BAD));
    }
    try (Vigies vigies =
        Vigies.builder()
            .store(SqliteStore.at(folder.resolve("state.db")))
            .ceiling(steps(10_000))
            .ticking(false)
            .start()) {
      assertThatThrownBy(() -> vigies.rollback("v", 3))
          .hasMessage("the budget's steps must be 1 to 10000, not 1000000");
    }
  }

  private static Budget steps(long steps) {
    Budget budget = Budget.DEFAULT;
    return new Budget(
        steps,
        budget.depth(),
        budget.time(),
        budget.memoryBytes(),
        budget.probes(),
        budget.probeTime());
  }

  @Test
  void another_process_rolls_back_through_the_holder() {
    try (Vigies holder = open(true);
        Vigies client = open(false)) {
      Vigy back = client.rollback("v", 1).vigy();
      assertThat(back.pin().orElseThrow().by()).isEqualTo("ana");
      assertThat(holder.vigy("v").vigy()).isEqualTo(back);
      assertThatThrownBy(() -> client.register(spec(BAD)))
          .hasMessage("pinned at generation 3 by ana");
      assertThatThrownBy(() -> client.rollback("v", 9)).hasMessage("`v` has no generation 9");
      assertThat(client.register(spec(BAD).unpin(true)).what()).isEqualTo(Registration.EDITED);
      assertThat(client.unpin("v").vigy().pin()).isEqualTo(Optional.empty());
    }
  }
}
