package dev.vigy.lisp.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
  private static final List<String> NAMES =
      List.of("length", "count", "list", "define", "hash-map-get", "vigy-emit", "map", "max", "x");

  @ParameterizedTest
  @CsvSource({
    "lenght,length",
    "lengths,length",
    "defin,define",
    "deifne,define",
    "hash-map-gte,hash-map-get",
    "vigy-emmit,vigy-emit",
    "mapp,map",
    "lits,list",
    "mac,map",
  })
  void finds_what_was_meant(String word, String expected) {
    assertThat(Spelling.nearest(word, NAMES)).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({"frobnicate", "y", "le", "define", "hash-get", "counter", "county-s"})
  void says_nothing_where_nothing_is_near(String word) {
    assertThat(Spelling.nearest(word, NAMES)).isEmpty();
  }

  @Test
  void does_not_measure_endless_words() {
    assertThat(Spelling.nearest("a".repeat(100), List.of("a".repeat(99)))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"abc,abc,0", "abc,acb,1", "abc,ab,1", "abc,xbc,1", "abc,bca,2", "'',abc,3"})
  void distances(String a, String b, int expected) {
    assertThat(Spelling.distance(a, b)).isEqualTo(expected);
  }
}
