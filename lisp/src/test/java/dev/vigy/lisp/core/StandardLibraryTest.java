package dev.vigy.lisp.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.run.NativeFunction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StandardLibraryTest {
  private static Stream<LibraryEntry> all() {
    return Stream.concat(
        StandardLibrary.languageEntries().stream(), StandardLibrary.everydayEntries().stream());
  }

  @Test
  void every_entry_says_in_a_sentence_what_it_is() {
    assertThat(all())
        .filteredOn(
            entry ->
                !entry.entry().meaning().matches("(?s).{2,}[.…)]")
                    || !entry.entry().signature().contains(entry.name()))
        .extracting(LibraryEntry::name)
        .isEmpty();
  }

  /// Appendix E of the language reference lists all of them; `nil` is policy P-16.
  @Test
  void the_language_has_the_names_of_the_reference_and_nil() throws IOException {
    List<String> named = new ArrayList<>();
    for (String line : page().lines().toList()) {
      if (line.startsWith("**Natives, ") || line.startsWith("**Library ")) {
        if (!line.startsWith("**Library macros")) {
          Matcher name = Pattern.compile("`([^`]+)`").matcher(line);
          while (name.find()) {
            named.add(name.group(1));
          }
        }
      }
    }
    assertThat(new TreeSet<>(named)).hasSize(280);
    assertThat(StandardLibrary.language().keySet())
        .containsExactlyInAnyOrderElementsOf(new TreeSet<>(named));
  }

  @Test
  void the_everyday_library_binds_nothing_that_the_language_binds() {
    assertThat(StandardLibrary.everyday().keySet())
        .isNotEmpty()
        .doesNotContainAnyElementsOf(StandardLibrary.language().keySet());
  }

  /// The tables of section 6 say of each name its kind, and its arity or parameters.
  @Test
  void every_function_has_the_kind_and_the_arity_of_its_table() throws IOException {
    Pattern row = Pattern.compile("^\\| ((?:`[^`]+`[ ]?)+)(?:\\([^|]*\\) )?\\| ([NL]) `([^`]*)`");
    int checked = 0;
    for (String line : page().lines().toList()) {
      Matcher matcher = row.matcher(line);
      if (!matcher.find()) {
        continue;
      }
      Matcher name = Pattern.compile("`([^`]+)`").matcher(matcher.group(1));
      while (name.find()) {
        NativeFunction function = (NativeFunction) StandardLibrary.language().get(name.group(1));
        assertThat(function).as(name.group(1)).isNotNull();
        if (matcher.group(2).equals("N")) {
          // `Any` and `AtLeast(0)` are one arity; no call can show which.
          assertThat(function.arity())
              .as(line)
              .hasToString(matcher.group(3).replace("AtLeast(0)", "Any"));
          assertThat(function.printed()).isEqualTo("#<native " + function.boundName() + ">");
        } else {
          assertThat(function.printed())
              .as(line)
              .isEqualTo(
                  matcher.group(3).matches("\\((&rest .*)?\\)")
                      ? "#<closure>"
                      : "#<closure " + matcher.group(3).replace("&rest", ".") + ">");
        }
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(250);
  }

  private static String page() throws IOException {
    try (InputStream in = StandardLibraryTest.class.getResourceAsStream("/spec/tatara-lisp.md")) {
      if (in == null) {
        throw new IllegalStateException("the page is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
