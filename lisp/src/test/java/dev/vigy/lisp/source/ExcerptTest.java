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
  void of_a_very_long_line_it_shows_what_stands_around_the_carets() {
    String before = "(list " + "é".repeat(200) + " ";
    String text = before + "(car 5) " + "x".repeat(300) + ")";
    int start = before.length() + 200;
    assertThat(rendered(text, start, start + 7))
        .isEqualTo(
            """
            error: type mismatch: expected pair, got int
              at line 1, column 208
            1 | …%s (car 5) %s…
              | %s^^^^^^^"""
                .formatted("é".repeat(39), "x".repeat(52), " ".repeat(41)));
    assertThat(rendered(text, 0, 6).lines().toList().get(2))
        .isEqualTo("1 | (list " + "é".repeat(94) + "…");
    assertThat(rendered(text, text.length() + 199, text.length() + 200))
        .endsWith("1 | …" + "x".repeat(99) + ")\n  | " + " ".repeat(100) + "^");
  }

  @Test
  void the_carets_end_where_what_is_shown_does() {
    assertThat(rendered("(" + "x".repeat(1_000_000) + ")", 0, 1_000_002))
        .endsWith("1 | (" + "x".repeat(99) + "…\n  | " + "^".repeat(100));
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
