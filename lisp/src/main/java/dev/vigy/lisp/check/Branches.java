package dev.vigy.lisp.check;

import dev.vigy.lisp.ir.Expr;
import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.lisp.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// Finds code that is never reached. Says nothing of what a macro made, which has the span of the
/// call.
final class Branches {
  private final Predicate<Expr> endsThere;
  private final Function<Expr, Optional<Boolean>> truth;
  private final Consumer<Diagnostic> found;

  /// @param endsThere whether nothing runs after an expression
  /// @param truth whether an expression is always true or always false, if that is known
  Branches(
      Predicate<Expr> endsThere,
      Function<Expr, Optional<Boolean>> truth,
      Consumer<Diagnostic> found) {
    this.truth = truth;
    this.endsThere = endsThere;
    this.found = found;
  }

  void look(Expr expr) {
    switch (expr) {
      case Expr.If(Expr test, Expr then, Expr otherwise, Span span) ->
          truth
              .apply(test)
              .ifPresent(holds -> unreached(holds ? otherwise : then, span, condition(holds)));
      case Expr.Cond(List<Expr.Clause> clauses, Expr otherwise, Span span) ->
          clauses(clauses, otherwise, span);
      case Expr.And(List<Expr> operands, Span span) -> operands(operands, span, false);
      case Expr.Or(List<Expr> operands, Span span) -> operands(operands, span, true);
      case Expr.Sequence(List<Expr> parts, Span span) -> {
        for (int i = 0; i + 1 < parts.size(); i++) {
          if (endsThere.test(parts.get(i))) {
            unreached(parts.get(i + 1), span, "what stands before it always throws");
            return;
          }
        }
      }
      default -> {}
    }
  }

  private void clauses(List<Expr.Clause> clauses, Expr otherwise, Span span) {
    for (int i = 0; i < clauses.size(); i++) {
      Optional<Boolean> constant = truth.apply(clauses.get(i).test());
      if (constant.isEmpty()) {
        continue;
      }
      if (!constant.get()) {
        unreached(clauses.get(i).body(), span, condition(false));
        continue;
      }
      if (i + 1 < clauses.size()) {
        unreached(clauses.get(i + 1).body(), span, "the clause before it always fits");
      } else {
        unreached(otherwise, span, "the clause before it always fits");
      }
      return;
    }
  }

  /// @param last the value that ends the evaluation
  private void operands(List<Expr> operands, Span span, boolean last) {
    for (int i = 0; i + 1 < operands.size(); i++) {
      // What has the span of the whole was made by a macro.
      if (!operands.get(i).span().equals(span)
          && truth.apply(operands.get(i)).filter(holds -> holds == last).isPresent()) {
        unreached(operands.get(i + 1), span, "what stands before it is always " + word(last));
        return;
      }
    }
  }

  private static String condition(boolean holds) {
    return "the condition is always " + word(holds);
  }

  private static String word(boolean truth) {
    return truth ? "true" : "false";
  }

  private void unreached(Expr part, Span whole, String why) {
    written(part, whole)
        .ifPresent(
            span ->
                found.accept(
                    Diagnostic.warning("this is never reached: " + why, span)
                        .withCode("unreachable")));
  }

  /// Where somebody wrote an expression, if anybody did.
  private static Optional<Span> written(Expr part, Span whole) {
    if (!part.span().equals(whole)) {
      return part.span().isSynthetic() ? Optional.empty() : Optional.of(part.span());
    }
    return switch (part) {
      case Expr.Sequence(List<Expr> parts, _) ->
          parts.stream().map(Expr::span).filter(span -> !span.equals(whole)).findFirst();
      // A clause of `match`.
      case Expr.Let(_, Expr body, _) -> written(body, whole);
      default -> Optional.empty();
    };
  }
}
