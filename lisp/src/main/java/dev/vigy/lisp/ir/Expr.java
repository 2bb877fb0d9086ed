package dev.vigy.lisp.ir;

import dev.vigy.lisp.source.Span;
import java.util.List;
import java.util.stream.Stream;

/// An expression with all names resolved.
public sealed interface Expr {
  Span span();

  record Constant(Object value, Span span) implements Expr {}

  record Read(Place place, Span span) implements Expr {}

  /// `set!`.
  ///
  /// @param span that of the name, which errors show
  record Assign(Place place, Expr value, Span span) implements Expr {}

  /// `define`.
  ///
  /// @param stable whether this is a top-level definition of a constant or a closure, whose value
  ///   is the same in every run
  record Define(Place place, Expr value, boolean stable, Span span) implements Expr {}

  record If(Expr test, Expr then, Expr otherwise, Span span) implements Expr {}

  /// The clauses of a `cond` up to an `else` or a malformed clause, which is `otherwise`.
  record Cond(List<Clause> clauses, Expr otherwise, Span span) implements Expr {
    public Cond {
      clauses = List.copyOf(clauses);
    }
  }

  /// One clause of a [Cond].
  record Clause(Expr test, Expr body) {}

  /// At least one operand.
  record And(List<Expr> operands, Span span) implements Expr {
    public And {
      operands = List.copyOf(operands);
    }
  }

  /// At least one operand.
  record Or(List<Expr> operands, Span span) implements Expr {
    public Or {
      operands = List.copyOf(operands);
    }
  }

  record Not(Expr operand, Span span) implements Expr {}

  /// At least two parts.
  record Sequence(List<Expr> parts, Span span) implements Expr {
    public Sequence {
      parts = List.copyOf(parts);
    }
  }

  /// Sets slots of the running frame in order, then evaluates the body. Every member of the `let`
  /// family becomes this one.
  record Let(List<Binding> bindings, Expr body, Span span) implements Expr {
    public Let {
      bindings = List.copyOf(bindings);
    }
  }

  /// One binding of a [Let].
  ///
  /// @param name of the variable
  /// @param span of the name
  record Binding(int slot, String name, Expr value, Span span) {}

  record Lambda(Template template, Span span) implements Expr {}

  record Call(Expr callee, List<Expr> arguments, boolean tail, Span span) implements Expr {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /// Calls the lambda with 0, 1, … up to a limit: `dotimes`, without building the range.
  record Count(Lambda lambda, Expr limit, Span span) implements Expr {}

  /// @param slot of the running frame, for the caught value
  record Try(Expr body, int slot, Expr handler, Span span) implements Expr {}

  record Delay(Template template, Span span) implements Expr {}

  record Eval(Expr operand, EvalSite site, Span span) implements Expr {}

  /// @param once whether only the outermost call is expanded, once
  record MacroExpand(Expr operand, boolean once, EvalSite site, Span span) implements Expr {}

  /// A quasiquoted list with something to compute in it; Nil if it comes out empty.
  record BuildList(List<Part> parts, Span span) implements Expr {
    public BuildList {
      parts = List.copyOf(parts);
    }
  }

  /// An element of a [BuildList].
  ///
  /// @param spliced whether all elements of the value are meant
  record Part(Expr value, boolean spliced, Span span) {}

  /// A malformed special form.
  record Fail(String form, String reason, Span span) implements Expr {}

  /// The expressions that this one consists of, the code of closures and promises included, in the
  /// order of the text.
  default List<Expr> children() {
    return switch (this) {
      case Constant _, Read _, Fail _ -> List.of();
      case Assign(_, Expr value, _) -> List.of(value);
      case Define(_, Expr value, _, _) -> List.of(value);
      case If(Expr test, Expr then, Expr otherwise, _) -> List.of(test, then, otherwise);
      case Cond(List<Clause> clauses, Expr otherwise, _) ->
          Stream.concat(
                  clauses.stream().flatMap(clause -> Stream.of(clause.test(), clause.body())),
                  Stream.of(otherwise))
              .toList();
      case And(List<Expr> operands, _) -> operands;
      case Or(List<Expr> operands, _) -> operands;
      case Not(Expr operand, _) -> List.of(operand);
      case Sequence(List<Expr> parts, _) -> parts;
      case Let(List<Binding> bindings, Expr body, _) ->
          Stream.concat(bindings.stream().map(Binding::value), Stream.of(body)).toList();
      case Lambda(Template template, _) -> List.of(template.body());
      case Call(Expr callee, List<Expr> arguments, _, _) ->
          Stream.concat(Stream.of(callee), arguments.stream()).toList();
      case Count(Lambda lambda, Expr limit, _) -> List.of(lambda, limit);
      case Try(Expr body, _, Expr handler, _) -> List.of(body, handler);
      case Delay(Template template, _) -> List.of(template.body());
      case Eval(Expr operand, _, _) -> List.of(operand);
      case MacroExpand(Expr operand, _, _, _) -> List.of(operand);
      case BuildList(List<Part> parts, _) -> parts.stream().map(Part::value).toList();
    };
  }
}
