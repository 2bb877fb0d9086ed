package dev.vigy.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.runtime.VigyEval;
import dev.vigy.runtime.extension.VigyHost;
import dev.vigy.runtime.tick.Ended;
import dev.vigy.runtime.vigy.Budget;
import dev.vigy.runtime.vigy.Run.RunError;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each hostile program by itself in this process, under a smaller budget than usual: it ends, in
/// words, in one of the ways its file names, and within twice its limits. [HostileIT] runs them all
/// at once in a server.
final class HostileProgramsTest {
  private static final Budget BUDGET =
      new Budget(2_000_000, 100_000, Duration.ofSeconds(1), 64L << 20, 64, Duration.ofSeconds(10));

  static List<HostileProgram> programs() {
    return HostileProgram.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("programs")
  void ends_in_words(HostileProgram program) {
    Ended ended =
        VigyEval.with(VigyEval.standardExtensions())
            .run(program.text(), VigyHost.at(1_763_800_000_000L), BUDGET);
    String kind = ended.failure().map(RunError::kind).orElse("ok");
    String words = ended.failure().map(RunError::text).orElse("ended well");

    assertThat(program.ends()).as("%s: %s", program.tries(), words).contains(kind);
    assertThat(words).isNotBlank().doesNotContain("java.", "Exception");
    assertThat(words.length()).isLessThan(20_000);
    assertThat(ended.steps()).isLessThanOrEqualTo(2 * BUDGET.steps());
  }
}
