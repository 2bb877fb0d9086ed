package dev.vigy.lisp.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {
  private static String rendered(String text, int start, int end) {
    var span = new Span(Source.of("test", text), start, end);
    return Diagnostic.error("type mismatch: expected pair, got int", span).rendered();
  }

  @Test
  void shows_the_line_with_carets_under_the_span() {
    assertThat(rendered("(define x 1)\n   (car 5))", 16, 23))
        .isEqualTo(
            """
            error: type mismatch: expected pair, got int
              at line 2, column 4
            2 |    (car 5))
              |    ^^^^^^^""");
  }

  @Test
  void counts_characters_not_bytes_and_keeps_tabs() {
    assertThat(rendered("\t\"é😀\" (f é)", 10, 16))
        .isEqualTo(
            """
            error: type mismatch: expected pair, got int
              at line 1, column 7
            1 | \t"é😀" (f é)
              | \t     ^^^^^""");
  }

  @Test
  void the_carets_end_where_the_line_does_and_there_is_always_one() {
    assertThat(rendered("(f\n1)", 0, 5)).endsWith("1 | (f\n  | ^^");
    assertThat(rendered("(f", 2, 2)).endsWith("1 | (f\n  |   ^");
  }

  @Test
  void a_span_outside_of_its_text_has_no_excerpt() {
    assertThat(rendered("abc", 1, 9)).isEqualTo("error: type mismatch: expected pair, got int");
    assertThat(rendered("é", 1, 2)).isEqualTo("error: type mismatch: expected pair, got int");
    assertThat(Excerpt.of(Span.SYNTHETIC)).isEmpty();
  }

  @Test
  void a_hint_stands_on_a_line_of_its_own() {
    assertThat(Diagnostic.warning("odd", Span.SYNTHETIC).withHint("do better").rendered())
        .isEqualTo("warning: odd\nhint: do better");
  }
}
