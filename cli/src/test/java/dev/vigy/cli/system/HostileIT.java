package dev.vigy.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.cli.text.View;
import dev.vigy.lisp.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every hostile program at once in a server with a small heap, beside a hundred vigies that tick
/// every 100 ms.
///
/// The process lives; each hostile program ends as a failed run that says in words which limit or
/// error it was, within twice its limits; the hundred go on. How late they are is printed and
/// written to `target/hostile.txt`, not judged: it is a figure of this machine.
final class HostileIT {
  private static final int GOOD = 100;
  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /// Of [dev.vigy.runtime.vigy.Budget#DEFAULT].
  private static final long STEPS = 5_000_000;

  @TempDir Path folder;
  private final List<String> report = new ArrayList<>();

  /// A hostile program in the server, and how it ended.
  private static final class Attack {
    final HostileProgram program;
    final Server.Answer registered;
    Optional<View> run = Optional.empty();

    Attack(HostileProgram program, Server.Answer registered) {
      this.program = program;
      this.registered = registered;
    }

    boolean isOver() {
      return registered.status() != 201 || run.isPresent();
    }

    String kind() {
      if (registered.status() != 201) {
        return registered.status() == 422 ? "refused" : "status " + registered.status();
      }
      return run.map(
              ended -> ended.object("error_info").map(info -> info.text("kind")).orElse("ok"))
          .orElse("no run");
    }

    String words() {
      return run.map(ended -> ended.optional("error").orElse("ended well"))
          .orElseGet(() -> registered.body().text("error"));
    }

    long number(String field) {
      return run.map(ended -> ended.integer(field)).orElse(0L);
    }

    String line() {
      return String.format(
          "%-34s %-22s %9d steps %9d us  %s",
          program.name(),
          kind(),
          number("steps"),
          number("duration_us"),
          words().lines().findFirst().orElse(""));
    }
  }

  @Test
  void hostile_programs_end_in_words_and_their_neighbours_go_on() throws Exception {
    try (Server server =
        Server.start(
            folder.resolve("state.db"), List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError"))) {
      for (int i = 0; i < GOOD; i++) {
        assertThat(server.register("good-" + i, "(vigy-incr \"n\" 1)", INTERVAL).status())
            .isEqualTo(201);
      }
      TimeUnit.SECONDS.sleep(3);
      Instant begin = Instant.now();
      List<Attack> attacks = new ArrayList<>();
      for (HostileProgram program : HostileProgram.all()) {
        attacks.add(
            new Attack(
                program, server.register(program.name(), program.text(), Duration.ofHours(1))));
      }
      awaitEnds(server, attacks);
      Instant over = Instant.now();
      attacks.forEach(attack -> report.add(attack.line()));
      assertThat(server.process().isAlive())
          .as("the process, which said %s", server.process().errLines())
          .isTrue();

      TimeUnit.SECONDS.sleep(2);
      report.add(0, lateness(server, "before", Instant.EPOCH, begin));
      report.add(1, lateness(server, "meanwhile", begin, over));
      report.add(2, lateness(server, "afterwards", over, Instant.MAX));
      assertThat(server.get("/healthz").status()).isEqualTo(200);
      judge(attacks);
    } finally {
      Files.write(Path.of("target", "hostile.txt"), report);
      report.stream().limit(3).forEach(System.out::println);
    }
  }

  /// Waits for the first run of each. Each is disabled when it has ended, so that nobody waits for
  /// its retries.
  private static void awaitEnds(Server server, List<Attack> attacks)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!attacks.stream().allMatch(Attack::isOver)
        && System.nanoTime() < end
        && server.process().isAlive()) {
      TimeUnit.MILLISECONDS.sleep(200);
      for (Attack attack : attacks) {
        if (!attack.isOver()) {
          String name = attack.program.name();
          List<View> runs = server.runs(name);
          if (!runs.isEmpty()) {
            attack.run = Optional.of(runs.getLast());
            server.post("/v1/vigies/" + name + "/disable", Json.Object.EMPTY);
          }
        }
      }
    }
  }

  private static void judge(List<Attack> attacks) {
    assertThat(attacks).hasSizeGreaterThan(25);
    SoftAssertions softly = new SoftAssertions();
    for (Attack attack : attacks) {
      HostileProgram program = attack.program;
      String words = attack.words();
      softly
          .assertThat(program.ends())
          .as("the end of `%s`, which %s: %s", program.name(), program.tries(), words)
          .contains(attack.kind());
      softly
          .assertThat(words)
          .as("words of `%s`", program.name())
          .isNotBlank()
          .doesNotContain("java.", "Exception");
      softly
          .assertThat(words.length())
          .as("length of the words of `%s`", program.name())
          .isLessThan(20_000);
      softly
          .assertThat(attack.number("steps"))
          .as("steps of `%s`", program.name())
          .isLessThanOrEqualTo(2 * STEPS);
      // Its CPU limit is one second; on a busy machine that takes longer by the clock.
      softly
          .assertThat(attack.number("duration_us"))
          .as("time of `%s`", program.name())
          .isLessThan(60_000_000);
    }
    softly.assertAll();
  }

  /// How long after each nominal instant the run began that answered it, over all good vigies and
  /// all instants in a span of time. An instant that was coalesced into a later run counts as late
  /// as that run makes it.
  private static String lateness(Server server, String when, Instant from, Instant to)
      throws IOException, InterruptedException {
    List<Long> late = new ArrayList<>();
    long coalesced = 0;
    for (int i = 0; i < GOOD; i++) {
      String name = "good-" + i;
      Map<Long, Instant> starts = new HashMap<>();
      for (View run : server.runs(name)) {
        assertThat(run.text("result")).as("%s of %s", run, name).isEqualTo("ok");
        starts.put(run.integer("seq"), instant(run, "started_at"));
        if (run.has("nominal_at")) {
          add(late, instant(run, "nominal_at"), instant(run, "started_at"), from, to);
        }
      }
      for (View range :
          server.get("/v1/vigies/" + name + "/ledger?limit=1000").body().list("items")) {
        Instant start = starts.get(range.integer("into_seq"));
        if (range.text("fate").equals("coalesced") && start != null) {
          for (Instant nominal = instant(range, "from");
              !nominal.isAfter(instant(range, "to"));
              nominal = nominal.plus(INTERVAL)) {
            coalesced += add(late, nominal, start, from, to);
          }
        }
      }
    }
    late.sort(null);
    assertThat(late).as("runs of the good vigies %s", when).isNotEmpty();
    return String.format(
        "%-10s %6d instants of %d good vigies, %d of them coalesced; late: median %d ms, p99 %d ms,"
            + " most %d ms",
        when,
        late.size(),
        GOOD,
        coalesced,
        late.get(late.size() / 2),
        late.get(late.size() * 99 / 100),
        late.getLast());
  }

  /// @return how many instants that added
  private static int add(
      List<Long> late, Instant nominal, Instant start, Instant from, Instant to) {
    if (nominal.isBefore(from) || !nominal.isBefore(to)) {
      return 0;
    }
    late.add(Duration.between(nominal, start).toMillis());
    return 1;
  }

  private static Instant instant(View json, String field) {
    return Instant.parse(json.text(field));
  }
}
