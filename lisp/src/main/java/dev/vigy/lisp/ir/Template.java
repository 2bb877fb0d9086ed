package dev.vigy.lisp.ir;

import dev.vigy.lisp.source.Span;
import java.util.List;

/// The code of a closure, a promise or a top-level form: what its frames look like and what runs in
/// them.
///
/// Slot 0 of a frame holds the frame around it, then come the parameters, the rest parameter, and
/// all other variables.
///
/// @param name the name given by `(define (name …) …)`, empty if none
/// @param parameters the names of the required parameters, as they print
/// @param variadic whether there is a rest parameter
/// @param rest its name
/// @param frameSize how many slots a frame has
/// @param captured whether something may keep a frame after its call: a closure, a promise, `eval`
/// @param span the form it was written as
public record Template(
    String name,
    List<String> parameters,
    boolean variadic,
    String rest,
    int frameSize,
    boolean captured,
    Expr body,
    Span span) {
  public Template {
    parameters = List.copyOf(parameters);
  }
}
