package dev.vigy.lisp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.vigy.testkit.JavaExamples;
import dev.vigy.testkit.JavaExamples.Example;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every Java example in the documentation of the language's types, and in the page about embedding
/// it, compiles and says what is so.
class DocumentedExamplesTest {
  private static final String IMPORTS =
      """
      import dev.vigy.lisp.*;
      import dev.vigy.lisp.run.*;
      import dev.vigy.lisp.source.*;
      import dev.vigy.lisp.value.*;
      import java.time.*;
      import java.util.*;
      import javax.script.*;
      """;

  /// The folder of this module, from wherever the tests run.
  private static Path module() {
    Path here = Path.of("").toAbsolutePath();
    return here.endsWith("lisp") ? here : here.resolve("lisp");
  }

  @TestFactory
  Stream<DynamicTest> in_the_documentation_of_types() {
    List<Example> examples = JavaExamples.inSources(module().resolve("src/main/java"));
    assertThat(examples).hasSizeGreaterThan(6);
    return tests(examples);
  }

  @TestFactory
  Stream<DynamicTest> in_the_page_about_embedding() {
    List<Example> examples = JavaExamples.inPage(module().resolveSibling("docs/embedding-lisp.md"));
    assertThat(examples).hasSizeGreaterThan(4);
    return tests(examples);
  }

  private static Stream<DynamicTest> tests(List<Example> examples) {
    return examples.stream()
        .map(example -> dynamicTest(example.place(), () -> example.run(IMPORTS)));
  }
}
