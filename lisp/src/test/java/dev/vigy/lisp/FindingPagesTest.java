package dev.vigy.lisp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.GoldenPages.Case;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.source.Diagnostic;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What `check` finds: the pages in `findings`.
class FindingPagesTest {
  private static final Lisp LISP =
      Lisp.builder()
          .function(NativeFunction.of1("send-mail", (run, to) -> to).requiring("mail"))
          .function(NativeFunction.of0("leave", run -> 1L).leaving())
          .build();

  static Stream<Case> pages() {
    return GoldenPages.in("findings", FindingPagesTest::answer);
  }

  private static String answer(Case one) {
    List<Diagnostic> findings = LISP.compile(one.program()).check();
    return findings.isEmpty()
        ? "nothing"
        : findings.stream().map(FindingPagesTest::shown).collect(Collectors.joining("\n"));
  }

  private static String shown(Diagnostic finding) {
    String code = finding.code().isEmpty() ? "" : "[" + finding.code() + "] ";
    String mend = finding.mend().map(known -> "\nmend: " + known.replacement()).orElse("");
    return code + finding.rendered() + mend;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void the_findings_read_as_on_the_page(Case one) {
    assertThat(answer(one)).isEqualTo(one.expected());
  }
}
