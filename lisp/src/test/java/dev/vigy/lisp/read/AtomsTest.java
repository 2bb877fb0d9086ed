package dev.vigy.lisp.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.read.Form.Atom;
import dev.vigy.lisp.source.Source;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.Symbol;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AtomsTest {
  private static List<Object> atoms(String text) {
    return ((ReadResult.Forms) Reader.read(Source.of("t", text)))
        .forms().stream().map(form -> ((Atom) form).value()).toList();
  }

  @Test
  void an_atom_that_comes_again_is_the_same_object() {
    List<Object> twice = atoms("name :key 123456 1.5 #t name :key 123456 1.5 #t");

    for (int i = 0; i < 5; i++) {
      assertThat(twice.get(i + 5)).isSameAs(twice.get(i));
    }
    assertThat(twice.subList(0, 5))
        .containsExactly(new Symbol("name"), new Keyword("key"), 123_456L, 1.5, true);
  }

  @Test
  void many_atoms_are_told_apart() {
    List<String> written =
        IntStream.range(0, 5_000)
            .boxed()
            .flatMap(i -> Stream.of("a" + i, ":a" + i, "" + i))
            .toList();
    String text = String.join(" ", written);

    List<Object> values = atoms(text + "\n" + text);

    for (int i = 0; i < written.size(); i++) {
      assertThat(values.get(i)).isEqualTo(Atoms.classify(written.get(i)));
      assertThat(values.get(i + written.size())).isEqualTo(values.get(i));
    }
  }

  /// Strings of `Aa` and `BB` have one hash each length.
  @Test
  void atoms_of_one_hash_take_no_longer_than_others() {
    List<String> written = List.of("");
    for (int i = 0; i < 14; i++) {
      var longer = new ArrayList<String>();
      written.forEach(name -> longer.addAll(List.of(name + "Aa", name + "BB")));
      written = longer;
    }

    assertThat(atoms(String.join(" ", written)))
        .isEqualTo(written.stream().map(Symbol::new).toList());
  }

  @Test
  void an_atom_goes_on_behind_what_is_not_ascii() {
    assertThat(atoms("a\u00e9b a\u00a0b \ud83d\ude00x x\ud83d\ude00 a"))
        .containsExactly(
            new Symbol("a\u00e9b"),
            new Symbol("a"),
            new Symbol("b"),
            new Symbol("\ud83d\ude00x"),
            new Symbol("x\ud83d\ude00"),
            new Symbol("a"));
  }

  @Test
  void some_words_are_numbers() {
    assertThat(atoms("inf -INF +Infinity nan -NaN"))
        .containsExactly(
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            Double.NaN,
            Double.NaN);
    assertThat(atoms("+ - i -i n nano infinit --inf \u0130nf"))
        .allSatisfy(value -> assertThat(value).isInstanceOf(Symbol.class));
  }
}
