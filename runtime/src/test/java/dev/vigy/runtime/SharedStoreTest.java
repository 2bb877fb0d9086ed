package dev.vigy.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.EngineStatus.Role;
import dev.vigy.runtime.Vigies.Registration;
import dev.vigy.runtime.Vigies.Status;
import dev.vigy.runtime.store.RunQuery;
import dev.vigy.runtime.store.jdbc.SqliteStore;
import dev.vigy.runtime.vigy.CronExpression;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.Selector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several `Vigies` on one store file: one holds it, the others ask it.
class SharedStoreTest {
  @TempDir Path folder;

  private Vigies open(boolean ticking) {
    return Vigies.builder()
        .store(SqliteStore.at(folder.resolve("state.db")))
        .ticking(ticking)
        .workers(1)
        .by(ticking ? "daemon" : "ana")
        .start();
  }

  private static VigySpec counter(String name) {
    return VigySpec.named(name).schedule(new Schedule.Manual()).program("(vigy-incr \"n\" 1)");
  }

  @Test
  void a_client_edits_ticks_and_reads_through_the_holder() {
    try (Vigies holder = open(true);
        Vigies client = open(false)) {
      assertThat(holder.status().role()).isEqualTo(Role.TICKING);
      assertThat(client.status().role()).isEqualTo(Role.CLIENT);

      assertThat(client.register(counter("v").label("a", "b")).what())
          .isEqualTo(Registration.CREATED);
      assertThat(client.register(counter("v").label("a", "b")).what())
          .isEqualTo(Registration.UNCHANGED);
      Run run = client.tick("v");
      assertThat(run.ok()).isTrue();
      assertThat(run).isEqualTo(holder.run(run.id()));
      assertThat(client.kv("v", "n").orElseThrow().value()).isEqualTo(new Json.Int(1));

      assertThat(client.kvSet("v", "n", new Json.Int(41)).value()).isEqualTo(new Json.Int(41));
      client.tick("v");
      assertThat(holder.kv("v", "n").orElseThrow().value()).isEqualTo(new Json.Int(42));
      assertThat(client.kvDelete("v", "n")).isTrue();
      assertThat(client.kvDelete("v", "n")).isFalse();

      assertThat(client.pause("v", Optional.of("lunch"), Optional.empty()).status())
          .isEqualTo(Status.PAUSED);
      assertThat(holder.vigy("v").vigy().pause().orElseThrow().by()).isEqualTo("ana");
      assertThat(client.resume("v").status()).isEqualTo(Status.ACTIVE);
      assertThat(client.disable("v").status()).isEqualTo(Status.DISABLED);
      assertThat(client.enable("v").vigy()).isEqualTo(holder.vigy("v").vigy());
      assertThat(client.runs("v", RunQuery.newest(10))).hasSize(2);
      assertThat(client.list(Selector.parse("a=b"), Optional.empty())).hasSize(1);
      Schedule.Cron cron =
          new Schedule.Cron(
              CronExpression.of("0 7 * * mon-fri"),
              Schedule.Cron.zone("Europe/Berlin"),
              Schedule.Terms.of(Duration.ofSeconds(3), Schedule.CatchUp.NONE, Duration.ofHours(2)));
      assertThat(client.register(counter("v").schedule(cron)).what())
          .isEqualTo(Registration.EDITED);
      assertThat(holder.vigy("v").vigy().schedule()).isEqualTo(cron);
      client.pause("v", Optional.empty(), Optional.empty());
      assertThat(client.wake("v", Optional.of(new Json.Int(7))).state().wakes().payloads())
          .containsExactly(new Json.Int(7));
      assertThat(holder.vigy("v").state().wakes().count()).isEqualTo(1);
      assertThat(client.next("v", 5)).isEmpty();
      assertThat(client.tick("v").wakes()).containsExactly(new Json.Int(7));
      client.resume("v");
      assertThat(client.next("v", 5)).hasSize(5).isEqualTo(holder.next("v", 5));
      assertThat(client.delete("v", false)).isTrue();
      assertThat(holder.list(Selector.ALL, Optional.empty())).isEmpty();
    }
  }

  @Test
  void refusals_reach_the_client_as_they_are() {
    try (Vigies holder = open(true);
        Vigies client = open(false)) {
      assertThat(holder.status().vigies()).isZero();
      assertThatThrownBy(() -> client.tick("nobody"))
          .isInstanceOfSatisfying(
              VigyException.class,
              e -> assertThat(e.kind()).isEqualTo(VigyException.Kind.NOT_FOUND))
          .hasMessage("not found: vigy nobody");
      assertThatThrownBy(() -> client.register(counter("bad").program("(vigy-noop")))
          .isInstanceOfSatisfying(
              VigyException.class,
              e -> {
                assertThat(e.kind()).isEqualTo(VigyException.Kind.REFUSED);
                assertThat(e.diagnostics().getFirst().span().source().text())
                    .isEqualTo("(vigy-noop");
              });
      assertThatThrownBy(() -> client.register(counter(" bad ")))
          .hasMessage("a name neither begins nor ends with a blank");
    }
  }

  @Test
  void a_standby_takes_over_when_the_holder_is_gone() throws InterruptedException {
    BlockingQueue<Run> heard = new LinkedBlockingQueue<>();
    Vigies first = open(true);
    try (Vigies second = open(true)) {
      first.register(
          VigySpec.named("v").every(Duration.ofMillis(100)).program("(vigy-incr \"n\" 1)"));
      second.subscribe(0, run -> true, heard::add);
      long seq = heard.poll(20, TimeUnit.SECONDS).seq();
      assertThat(second.status().role()).isEqualTo(Role.CLIENT);
      first.close();
      Run run;
      do {
        run = heard.poll(20, TimeUnit.SECONDS);
        assertThat(run).isNotNull();
        assertThat(run.seq()).isEqualTo(++seq);
      } while (second.status().role() != Role.TICKING || seq < 15);
      assertThat(second.vigy("v").state().seq()).isGreaterThanOrEqualTo(15);
    }
  }

  @Test
  void a_client_whose_holder_goes_becomes_the_holder_and_answers_itself() {
    Vigies holder = open(true);
    try (Vigies client = open(false)) {
      client.register(counter("v"));
      holder.close();
      assertThat(client.tick("v").seq()).isEqualTo(1);
      assertThat(client.status().role()).isEqualTo(Role.MANUAL);
    }
  }

  @Test
  void edits_of_a_client_take_effect_within_250_ms() {
    try (Vigies holder = open(true);
        Vigies client = open(false)) {
      client.register(counter("v"));
      long best = Long.MAX_VALUE;
      for (int i = 0; i < 5; i++) {
        long began = System.nanoTime();
        client.kvSet("v", "k", new Json.Int(i));
        best = Math.min(best, System.nanoTime() - began);
      }
      assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(250));
      assertThat(holder.kv("v", "k").orElseThrow().value()).isEqualTo(new Json.Int(4));
    }
  }
}
