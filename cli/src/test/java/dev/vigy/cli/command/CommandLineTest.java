package dev.vigy.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
  private static Invocation parse(String... args) {
    return CommandLine.parse(CommandTable.ALL, CommandTable.GLOBALS, List.of(args));
  }

  @Test
  void options_stand_anywhere_and_in_every_form() {
    Invocation line =
        parse("--db", "x.db", "run", "a.vigy", "--ticks=3", "b.vigy", "-p", "k=v", "-pq=w", "-vv");

    assertThat(line.command().name()).isEqualTo("run");
    assertThat(line.arguments()).containsExactly("a.vigy", "b.vigy");
    assertThat(line.value("db")).contains("x.db");
    assertThat(line.integer("ticks", 1, 9)).contains(3L);
    assertThat(line.values("param")).containsExactly("k=v", "q=w");
    assertThat(line.count("verbose")).isEqualTo(2);
  }

  @Test
  void a_command_may_have_two_words() {
    Invocation line = parse("kv", "--json", "get", "v", "k");

    assertThat(line.command().name()).isEqualTo("kv get");
    assertThat(line.arguments()).containsExactly("v", "k");
  }

  @Test
  void two_hyphens_end_the_options() {
    assertThat(parse("kv", "set", "v", "--", "--k", "-1").arguments())
        .containsExactly("v", "--k", "-1");
  }

  @Test
  void one_hyphen_is_an_argument() {
    assertThat(parse("eval", "-").arguments()).containsExactly("-");
  }

  @Test
  void a_value_may_begin_with_a_hyphen() {
    assertThat(parse("eval", "-e", "-5").value("expression")).contains("-5");
  }

  @Test
  void spellings_of_the_rust_version_work() {
    assertThat(parse("list", "--selector", "a=b").value("selector")).contains("a=b");
    assertThat(parse("list", "--label-selector", "a=b").value("selector")).contains("a=b");
    assertThat(parse("serve", "--bind", "h:1").value("addr")).contains("h:1");
    assertThat(parse("tail", "--id", "x").value("id")).contains("x");
  }

  @Test
  void help_wins_over_what_is_missing() {
    assertThat(parse("run", "--help").command().name()).isEqualTo("help");
    assertThat(parse("run", "--help").arguments()).containsExactly("run");
    assertThat(parse("kv", "--help").arguments()).containsExactly("kv");
    assertThat(parse("--version").command().name()).isEqualTo("version");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rnu                       | unknown command `rnu`                                 | did you mean `vigy run`?
          frobnicate                | unknown command `frobnicate`                          | `vigy help` lists the commands
          site.vigy                 | unknown command `site.vigy`                           | to run a file: `vigy run site.vigy`
          kv                        | `vigy kv` needs one of list, get, set, del            | try `vigy help kv`
          kv lst                    | unknown command `kv lst`                              | did you mean `vigy kv list`?
          run                       | `vigy run` needs FILE…                                | usage: vigy run FILE… [options]
          list x                    | unexpected argument `x` for `vigy list`               | usage: vigy list [options]
          run --tick 3 f            | unknown option `--tick` for `vigy run`                | did you mean `--ticks`?
          run -z f                  | unknown option `-z` for `vigy run`                    | `vigy help run` lists the options
          run -ticks 3 f            | unknown option `-t` for `vigy run`                    | did you mean `--ticks`?
          run f --ticks             | option `--ticks` needs a value                        | `--ticks N`: end when each vigy has run N times; exit 3 if a run failed
          run f --ticks --json      | option `--ticks` needs a value                        | `--ticks N`: end when each vigy has run N times; exit 3 if a run failed
          run f --watch=yes         | option `--watch` takes no value                       |
          run f --ticks 1 --ticks 2 | option `--ticks` was given twice                      |
          list --output yaml        | invalid value `yaml` for `--output`: expected text or json |
          """)
  void what_is_wrong_is_said_with_what_would_be_right(String line, String message, String hint) {
    assertThatThrownBy(() -> parse(line.split(" ")))
        .isInstanceOfSatisfying(
            UsageException.class,
            e -> {
              assertThat(e.message()).isEqualTo(message);
              assertThat(e.hint().orElse(null)).isEqualTo(hint);
            });
  }

  @Test
  void numbers_are_checked() {
    assertThatThrownBy(() -> parse("run", "f", "--ticks", "none").integer("ticks", 1, 10))
        .hasMessage("invalid value `none` for `--ticks`: expected a whole number from 1 to 10");
    assertThatThrownBy(() -> parse("run", "f", "--ticks", "11").integer("ticks", 1, 10))
        .hasMessage("invalid value `11` for `--ticks`: expected a whole number from 1 to 10");
  }

  @Test
  void every_command_has_its_page_and_its_code() {
    assertThat(CommandTable.ALL)
        .allSatisfy(
            spec -> {
              assertThat(spec.summary()).isNotEmpty().doesNotEndWith(".");
              assertThat(spec.options())
                  .allSatisfy(option -> assertThat(option.text()).isNotEmpty());
            });
    assertThat(CommandTable.ALL.stream().map(CommandSpec::name)).doesNotHaveDuplicates();
  }
}
