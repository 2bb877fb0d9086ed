package dev.vigy.runtime.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.Lisp;
import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.lisp.source.Source;
import dev.vigy.runtime.extension.HostExtension;
import dev.vigy.runtime.extension.StandardExtensions;
import dev.vigy.runtime.extension.Verbs;
import dev.vigy.runtime.probe.Probes;
import dev.vigy.runtime.program.ProgramFile.Parsed;
import dev.vigy.runtime.vigy.Budget;
import dev.vigy.runtime.vigy.CronExpression;
import dev.vigy.runtime.vigy.Mode;
import dev.vigy.runtime.vigy.Schedule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProgramFileTest {
  private static final Lisp LISP =
      Lisp.builder().functions(Verbs.of(extensions()).functions()).build();

  private static List<HostExtension> extensions() {
    List<HostExtension> all = new ArrayList<>(StandardExtensions.all());
    all.add(Probes.extension());
    return all;
  }

  @Test
  void a_file_without_defvigy_is_one_program_that_the_caller_names() {
    Parsed parsed = parse("; hello\n(vigy-noop)\n");
    assertThat(parsed.findings()).isEmpty();
    assertThat(parsed.definitions())
        .containsExactly(Definition.of("default", "; hello\n(vigy-noop)\n"));
  }

  @Test
  void a_defvigy_says_everything_about_a_vigy() {
    Parsed parsed =
        parse(
            """
            (defvigy site-watch
              "Tells when the shop is down."
              :every "30s"  :jitter "3s"  :catch-up :one  :catch-up-window "2h"
              :labels (:team "web" :tier "prod")
              :params (:url "https://shop.example.org/" :n 5 :list (1 "two" #t) :kind :fast :no ())
              :allow ((http :url) (file "/var/log"))
              :budget (:steps 2000000 :time "500ms" :memory "64MiB" :depth 500 :probes 3 :probe-time "2s")
              :mode :observe
              (vigy-noop))
            """);
    assertThat(parsed.findings()).isEmpty();
    Definition vigy = parsed.definitions().getFirst();
    assertThat(vigy.name()).isEqualTo("site-watch");
    assertThat(vigy.doc()).contains("Tells when the shop is down.");
    assertThat(vigy.schedule())
        .isEqualTo(
            new Schedule.Fixed(
                Duration.ofSeconds(30),
                Schedule.Terms.of(
                    Duration.ofSeconds(3), Schedule.CatchUp.ONE, Duration.ofHours(2))));
    assertThat(vigy.labels()).isEqualTo(Map.of("team", "web", "tier", "prod"));
    assertThat(vigy.params())
        .isEqualTo(
            Map.of(
                "url", new Json.Text("https://shop.example.org/"),
                "n", new Json.Int(5),
                "list",
                    new Json.Array(
                        List.of(new Json.Int(1), new Json.Text("two"), new Json.Bool(true))),
                "kind", new Json.Text(":fast"),
                "no", new Json.Array(List.of())));
    assertThat(vigy.allow()).containsExactly("http :url", "file /var/log");
    assertThat(vigy.resolvedAllow())
        .containsExactly("http https://shop.example.org/", "file /var/log");
    assertThat(vigy.budget())
        .isEqualTo(
            new Budget(2_000_000, 500, Duration.ofMillis(500), 64 << 20, 3, Duration.ofSeconds(2)));
    assertThat(vigy.mode()).isEqualTo(Mode.OBSERVE);
    assertThat(vigy.program()).isEqualTo("  (vigy-noop)\n");
  }

  @Test
  void schedules_by_the_clock_name_a_zone_and_are_inherited() {
    Parsed parsed =
        parse(
            """
            (defvigy morning :cron "0 7 * * mon-fri" :zone "Europe/Berlin" :catch-up :all 1)
            (defvigy evening :like morning :cron "0 19 * * *" :jitter "5s")
            (defvigy often :like morning :every "1m" :catch-up :none)
            (defvigy daily :cron "@daily" 1)
            """);
    assertThat(parsed.findings()).isEmpty();
    assertThat(parsed.definitions())
        .extracting(Definition::schedule)
        .containsExactly(
            cron("0 7 * * mon-fri", "Europe/Berlin", Duration.ZERO, Schedule.CatchUp.ALL),
            cron("0 19 * * *", "Europe/Berlin", Duration.ofSeconds(5), Schedule.CatchUp.ALL),
            new Schedule.Fixed(
                Duration.ofMinutes(1), Schedule.Terms.DEFAULT.withCatchUp(Schedule.CatchUp.NONE)),
            cron("@daily", "UTC", Duration.ZERO, Schedule.CatchUp.ONE));
  }

  private static Schedule cron(
      String expression, String zone, Duration jitter, Schedule.CatchUp catchUp) {
    return new Schedule.Cron(
        CronExpression.of(expression),
        Schedule.Cron.zone(zone),
        Schedule.Terms.DEFAULT.withJitter(jitter).withCatchUp(catchUp));
  }

  @Test
  void the_program_is_the_shared_forms_an_empty_line_and_the_body() {
    Parsed parsed =
        parse(
            """
            ; not part of it
            (define a 1) ; after a
            ; between

            (defmacro m () 2)
            (defvigy one :every "1s"   ; not part of it
              ; about the body
              (vigy-set "a" a)

              (vigy-set "m" (m)))   ; not part of it
            (define late 5)
            (defvigy two (vigy-set "late" late)
                         (vigy-noop))
            """);
    assertThat(parsed.findings()).isEmpty();
    Definition one = parsed.definitions().get(0);
    assertThat(one.program())
        .isEqualTo(
            """
            (define a 1) ; after a
            ; between

            (defmacro m () 2)

              ; about the body
              (vigy-set "a" a)

              (vigy-set "m" (m))
            """);
    assertThat(one.lines().orElseThrow().file()).isEqualTo("shop.vigy");
    assertThat(one.lines().orElseThrow().lines()).containsExactly(2, 3, 4, 5, 7, 7, 8, 9, 10);
    Definition two = parsed.definitions().get(1);
    assertThat(two.program())
        .isEqualTo(
            """
            (define a 1) ; after a
            ; between

            (defmacro m () 2)
            (define late 5)

                         (vigy-set "late" late)
                         (vigy-noop)
            """);
    assertThat(two.lines().orElseThrow().lines()).containsExactly(2, 3, 4, 5, 11, 12, 12, 13);
  }

  @Test
  void one_vigy_may_be_like_another() {
    Parsed parsed =
        parse(
            """
            (defvigy site-watch
              "Watches."
              :every "30s" :labels (:team "web" :tier "prod")
              :params (:url "https://shop.example.org/" :slow-ms 2000)
              :allow ((http :url))
              (http-get (vigy-param :url)))

            (defvigy blog-watch :like site-watch
              :labels (:tier "test")
              :params (:url "https://blog.example.org/"))
            """);
    assertThat(parsed.findings()).isEmpty();
    Definition shop = parsed.definitions().get(0);
    Definition blog = parsed.definitions().get(1);
    assertThat(blog.name()).isEqualTo("blog-watch");
    assertThat(blog.program()).isEqualTo(shop.program());
    assertThat(blog.schedule()).isEqualTo(shop.schedule());
    assertThat(blog.labels()).isEqualTo(Map.of("team", "web", "tier", "test"));
    assertThat(blog.params())
        .isEqualTo(
            Map.of(
                "url", new Json.Text("https://blog.example.org/"),
                "slow-ms", new Json.Int(2000)));
    assertThat(blog.resolvedAllow()).containsExactly("http https://blog.example.org/");
  }

  @Test
  void what_is_wrong_with_a_file_is_said_with_its_place() {
    golden("bad-files", text -> rendered(parse(text).findings()));
  }

  @Test
  void parameters_that_nest_too_deep_are_a_finding() {
    for (String open : List.of("(", "'", "'(")) {
      String close = open.endsWith("(") ? ")" : "";
      for (int levels : List.of(130, 400)) {
        Parsed parsed =
            parse(
                "(defvigy a :every \"1s\" :params (:x "
                    + open.repeat(levels)
                    + "1"
                    + close.repeat(levels)
                    + ") (vigy-noop))");
        assertThat(parsed.findings().stream().map(Diagnostic::message))
            .as(levels + " of " + open)
            .containsExactly("a parameter nests at most 128 levels deep");
      }
      assertThat(
              parse(
                      "(defvigy a :every \"1s\" :params (:x "
                          + open.repeat(100_000)
                          + "1"
                          + close.repeat(100_000)
                          + ") (vigy-noop))")
                  .findings())
          .isNotEmpty();
    }
    assertThat(
            parse("(defvigy a :params (:x " + "(".repeat(128) + ")".repeat(128) + ") (vigy-noop))")
                .findings())
        .isEmpty();
  }

  @Test
  void what_is_wrong_with_a_program_is_said_before_it_runs() {
    Definition base =
        new Definition(
            "a",
            Optional.empty(),
            "",
            Optional.empty(),
            Definition.LISP,
            Schedule.Fixed.every(Duration.ofSeconds(1)),
            new java.util.TreeMap<>(),
            Map.of(
                "url", new Json.Text("https://x.example/"),
                "other", new Json.Text("https://other.example/")),
            List.of("http https://x.example/", "file /var/log"),
            Budget.DEFAULT,
            Mode.ACT);
    golden(
        "bad-programs",
        text -> rendered(ProgramCheck.check(base.withProgram(text, Optional.empty()), LISP)));
  }

  @Test
  void capabilities_are_checked_when_parameters_are_known() {
    Definition vigy =
        parse(
                """
                (defvigy a :params (:n 5) :allow ((http :url) (http :n) (secret "k"))
                  (vigy-noop))
                """)
            .definitions()
            .getFirst();
    assertThat(ProgramCheck.check(vigy, LISP).stream().map(Diagnostic::message))
        .containsExactly(
            "`:allow` names the parameter `:url`, which is not there",
            "parameter `:n` of `:allow` is no text",
            "nothing in this version looks at what `secret k` allows");
  }

  @Test
  void a_finding_in_a_program_is_placed_in_its_file() {
    Parsed parsed =
        parse(
            """
            (define ä 1)
            (defvigy a :every "1s"
              (vigy-log "ü" "x") (vigy-emit "teleport"))
            """);
    Definition vigy = parsed.definitions().getFirst();
    List<Diagnostic> placed =
        ProgramCheck.check(vigy, LISP).stream().map(f -> parsed.inFile(vigy, f)).toList();
    assertThat(rendered(placed))
        .isEqualTo(
            """
            error: unknown level "ü"
              at line 3, column 13
            3 |   (vigy-log "ü" "x") (vigy-emit "teleport"))
              |             ^^^
            hint: expected trace|debug|info|warn|error
            error: unknown kind "teleport" in `vigy-emit`
              at line 3, column 33
            3 |   (vigy-log "ü" "x") (vigy-emit "teleport"))
              |                                 ^^^^^^^^^^
            hint: expected noop|defer|pull|push|create|update|delete|apply|restart|custom
            """);
  }

  private static void golden(String name, java.util.function.Function<String, String> render) {
    String input = resource(name + ".txt");
    String actual =
        java.util.Arrays.stream(input.split("-----\n"))
            .map(text -> text + "=====\n" + render.apply(text))
            .collect(Collectors.joining("-----\n"));
    Path expected =
        Path.of(System.getProperty("vigy.root", ".."))
            .resolve("runtime/src/test/resources/golden/program/" + name + ".expected.txt");
    try {
      if (Boolean.getBoolean("vigy.golden.update")) {
        Files.writeString(expected, actual);
      }
      assertThat(actual).isEqualTo(Files.readString(expected));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String rendered(List<Diagnostic> findings) {
    return findings.stream().map(f -> f.rendered() + "\n").collect(Collectors.joining());
  }

  private static Parsed parse(String text) {
    return ProgramFile.parse(Source.of("shop.vigy", text), Definition.of("default", ""));
  }

  private static String resource(String name) {
    try (InputStream in = ProgramFileTest.class.getResourceAsStream("/golden/program/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
