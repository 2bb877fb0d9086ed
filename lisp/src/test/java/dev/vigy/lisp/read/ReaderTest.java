package dev.vigy.lisp.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.source.Source;
import dev.vigy.lisp.source.Span;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.Symbol;
import dev.vigy.testkit.Choices;
import dev.vigy.testkit.Property;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReaderTest {
  private static List<Form> forms(String text) {
    return switch (Reader.read(Source.of("test", text))) {
      case ReadResult.Forms(List<Form> forms) -> forms;
      case ReadResult.Unreadable unreadable ->
          throw new AssertionError(unreadable.error().message());
    };
  }

  private static ReadResult.Unreadable unreadable(String text) {
    return switch (Reader.read(Source.of("test", text))) {
      case ReadResult.Forms forms -> throw new AssertionError("read " + forms.forms());
      case ReadResult.Unreadable unreadable -> unreadable;
    };
  }

  private static Object atom(String text) {
    List<Form> forms = forms(text);
    assertThat(forms).hasSize(1);
    assertThat(forms.getFirst()).isInstanceOf(Form.Atom.class);
    return ((Form.Atom) forms.getFirst()).value();
  }

  @Test
  void spans_count_bytes_of_utf_8() {
    List<Form> forms = forms("é (λ 😀) 'x");

    assertThat(forms.stream().map(form -> form.span().toString()))
        .containsExactly("0..2", "3..12", "13..15");
    Form.ListForm list = (Form.ListForm) forms.get(1);
    assertThat(list.items().stream().map(form -> form.span().toString()))
        .containsExactly("4..6", "7..11");
  }

  @Test
  void a_prefixed_form_covers_its_operator_and_what_stands_between() {
    Form.Prefixed form = (Form.Prefixed) forms("' ; why\n x").getFirst();

    assertThat(form.prefix()).isEqualTo(Form.Prefix.QUOTE);
    assertThat(form.span().toString()).isEqualTo("0..10");
    assertThat(form.operand().span().toString()).isEqualTo("9..10");
  }

  @ParameterizedTest
  @CsvSource({
    "1.,1.0",
    ".5,0.5",
    "+.5,0.5",
    "1.e5,100000.0",
    "1e3,1000.0",
    "1E-2,0.01",
    "-0.0,-0.0",
    "1e400,Infinity",
    "-1e400,-Infinity",
    "1e-400,0.0",
    "inf,Infinity",
    "-INF,-Infinity",
    "Infinity,Infinity",
    "+infinity,Infinity",
    "nan,NaN",
    "-NaN,NaN",
    "9223372036854775808,9.223372036854775807E18",
  })
  void floats(String text, double expected) {
    assertThat(atom(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"42,42", "+42,42", "-0,0", "00012,12", "-9223372036854775808,-9223372036854775808"})
  void integers(String text, long expected) {
    assertThat(atom(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "1e", "e5", ".e5", ".", "1.2.3", "1e5.0", "0x10", "1_000", "1/2", "1f", "1d", "--1", "+", "-",
    "...", "1e+", "infinit", "nano", "١", "#true", "[1", "a|b", "NaNs",
  })
  void what_only_looks_like_a_number_is_a_symbol(String text) {
    assertThat(atom(text)).isEqualTo(new Symbol(text));
  }

  @Test
  void keywords_keep_everything_after_the_first_colon() {
    assertThat(atom("::a:b")).isEqualTo(new Keyword(":a:b"));
    assertThat(atom(":")).isEqualTo(new Keyword(""));
  }

  @Test
  void blanks_are_those_of_unicode() {
    assertThat(forms("a\u00A0b\u0085c\u2003d\u3000e")).hasSize(5);
    assertThat(forms("a\u001Cb")).hasSize(1);
    assertThat(forms("\uFEFFa")).hasSize(1);
  }

  @Test
  void escapes() {
    assertThat(atom("\"a\\n\\t\\r\\\"\\\\\\q\"")).isEqualTo("a\n\t\r\"\\q");
    assertThat(atom("\"\\u{41}\\u{+1F600}\\u{0003bb}\"")).isEqualTo("A😀λ");
    assertThat(atom("\"\\u41\\u{}\\u{d800}\\u{110000}\\u{x\"y}\""))
        .isEqualTo("u{}1u{}u{d800}u{110000}u{x\"y}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "(+ 1 2)) | unmatched closing paren at position 7 | 7..8",
        "(a (b c | unmatched opening paren at position 3 | 3..7",
        "(list 1 ' | unexpected end of input at position 9 | 9..9",
        "(a ') | unmatched closing paren at position 4 | 4..5",
        "(list \"é\" ( | unmatched opening paren at position 11 | 11..12",
        "\"abc | unterminated string literal at position 0 | 0..4",
        "x \"\\u{41\" | unterminated string literal at position 2 | 2..9",
        "' | unexpected end of input at position 1 | 1..1",
        "'( | unmatched opening paren at position 1 | 1..2",
        "(' ; only a comment | unexpected end of input at position 19 | 19..19",
      })
  void errors_say_where(String text, String message, String span) {
    ReadResult.Unreadable unreadable = unreadable(text);

    assertThat(unreadable.error().message()).isEqualTo(message);
    assertThat(unreadable.error().span().toString()).isEqualTo(span);
  }

  @Test
  void an_unterminated_string_is_reported_before_a_parenthesis_that_comes_first() {
    assertThat(unreadable(") (\"").error().message())
        .isEqualTo("unterminated string literal at position 3");
    assertThat(unreadable("a) b)").error().message())
        .isEqualTo("unmatched closing paren at position 1");
  }

  @Test
  void nesting_costs_heap_and_ends_at_a_limit() {
    int most = Reader.NESTING_MAX;

    assertThat(forms("(".repeat(most) + ")".repeat(most))).hasSize(1);
    assertThat(forms("'".repeat(most) + "x")).hasSize(1);
    assertThat(unreadable("(".repeat(200_000)).error().message())
        .isEqualTo("nesting too deep at position " + most);
    assertThat(unreadable("(".repeat(200_000) + ")".repeat(200_000)).error().message())
        .isEqualTo("nesting too deep at position " + most);
    assertThat(unreadable("`".repeat(200_000)).error().span().start()).isEqualTo(most);
  }

  @Test
  void data_and_source_text_of_deep_forms_are_made_without_recursion() {
    String text = "(".repeat(90_000) + "'x" + ")".repeat(90_000);
    Form form = forms(text).getFirst();

    assertThat(SourceText.of(form)).isEqualTo(text);
    assertThat(Datum.of(form).toString()).hasSize(2 * 90_000 + "(quote x)".length());
  }

  @Test
  void what_is_written_reads_back() {
    Property.forAll(
        20261122,
        500,
        ReaderTest::randomForm,
        form -> {
          String written = SourceText.of(form);
          Form again = forms(written).getFirst();
          assertThat(SourceText.of(again)).isEqualTo(written);
          assertThat(Datum.of(again)).isEqualTo(Datum.of(form));
        });
  }

  private static Form randomForm(Choices choices) {
    return randomForm(choices, 4);
  }

  private static Form randomForm(Choices choices, int depth) {
    Span span = Span.SYNTHETIC;
    int kind = (int) choices.below(depth == 0 ? 4 : 7);
    return switch (kind) {
      case 0 -> new Form.Atom(choices.between(-1_000_000, 1_000_000), span);
      case 1 -> new Form.Atom(new Symbol("s" + choices.text(5, "abλ-!?*/.[]|#")), span);
      case 2 -> new Form.Atom(new Keyword(choices.text(5, "ab:λ")), span);
      case 3 -> new Form.Atom(choices.text(8, "ab\"\\\n\t;(')é😀"), span);
      case 4 ->
          new Form.Prefixed(
              choices.oneOf(Form.Prefix.values()), randomForm(choices, depth - 1), span);
      default ->
          new Form.ListForm(
              new ArrayList<>(choices.listOf(4, () -> randomForm(choices, depth - 1))), span);
    };
  }
}
