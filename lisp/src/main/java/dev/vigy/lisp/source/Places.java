package dev.vigy.lisp.source;

import java.util.function.Function;
import java.util.function.IntUnaryOperator;

/// Places in words, for a reader who has one text before him: `line 3, column 5`, and the file
/// where it is another one.
///
/// @param source the text that the reader knows of
/// @param lines what number each of its lines has for him, if it was cut out of a file
public record Places(Source source, IntUnaryOperator lines) implements Function<Span, String> {
  public static Places in(Source source) {
    return new Places(source, IntUnaryOperator.identity());
  }

  @Override
  public String apply(Span span) {
    Excerpt excerpt = Excerpt.of(span).orElse(null);
    if (excerpt == null) {
      return "a place without text";
    }
    boolean here = span.source().equals(source);
    int line = here ? lines.applyAsInt(excerpt.line()) : excerpt.line();
    return (here ? "" : span.source().name() + ", ")
        + "line "
        + line
        + ", column "
        + excerpt.column();
  }
}
