package dev.vigy.lisp.analyze;

import dev.vigy.lisp.ir.Expr;
import dev.vigy.lisp.ir.Expr.Fail;
import dev.vigy.lisp.ir.Expr.Part;
import dev.vigy.lisp.read.Datum;
import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.read.Form.Prefix;
import dev.vigy.lisp.source.Span;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Symbol;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/// Templates (language reference 5.4). What is the same each time becomes one constant.
final class Quasiquote {
  private final Analyzer analyzer;
  private final Set<Form> substituting;

  private Quasiquote(Analyzer analyzer, Form template) {
    this.analyzer = analyzer;
    this.substituting = substituting(template);
  }

  /// What a quasiquote with this operand computes.
  static Expr of(Form template, Analyzer analyzer) {
    return new Quasiquote(analyzer, template).template(template);
  }

  private Expr template(Form form) {
    return switch (form) {
      case Form.Atom(Object value, Span span) -> new Expr.Constant(value, span);
      case Form.Standard(String name, Span span) -> new Expr.Constant(new Symbol(name), span);
      case Form.NilForm(Span span) -> new Expr.Constant(Nil.NIL, span);
      case Form.ListForm(List<Form> items, Span span) -> list(items, span);
      case Form.Prefixed(Prefix prefix, Form operand, Span span) ->
          switch (prefix) {
            case UNQUOTE -> analyzer.expr(operand, false);
            case UNQUOTE_SPLICE ->
                new Fail("unquote-splice", "`,@` only valid directly inside a list", span);
            case QUASIQUOTE -> new Expr.Constant(Datum.quoted(form), span);
            case QUOTE ->
                substituting.contains(form)
                    ? quoteOf(operand, span)
                    : new Expr.Constant(Datum.quoted(form), span);
          };
    };
  }

  private Expr list(List<Form> items, Span span) {
    var parts = new ArrayList<Part>(items.size());
    for (Form item : items) {
      parts.add(
          item instanceof Form.Prefixed(Prefix prefix, Form operand, Span where)
                  && prefix == Prefix.UNQUOTE_SPLICE
              ? new Part(analyzer.expr(operand, false), true, where)
              : new Part(template(item), false, item.span()));
    }
    return build(parts, span);
  }

  /// The list as a constant if all its parts are.
  private static Expr build(List<Part> parts, Span span) {
    var values = new ArrayList<Object>(parts.size());
    for (Part part : parts) {
      if (part.spliced() || !(part.value() instanceof Expr.Constant(Object value, _))) {
        return new Expr.BuildList(parts, span);
      }
      values.add(value);
    }
    return new Expr.Constant(values.isEmpty() ? Nil.NIL : LispList.copyOf(values), span);
  }

  /// `'x` with something to substitute in it is the list `(quote x)` (policy P-6).
  private Expr quoteOf(Form operand, Span span) {
    Expr head = new Expr.Constant(new Symbol(Prefix.QUOTE.symbol()), span);
    var parts = List.of(new Part(head, false, span), new Part(template(operand), false, span));
    return build(parts, span);
  }

  /// The quote nodes of a template that hold something to substitute, found in one walk: asking
  /// each node by itself would take a time that squares with the nesting.
  private static Set<Form> substituting(Form template) {
    Set<Form> found = Collections.newSetFromMap(new IdentityHashMap<>());
    var nodes = new ArrayList<Form>();
    var parents = new ArrayList<Integer>();
    nodes.add(template);
    parents.add(-1);
    for (int at = 0; at < nodes.size(); at++) {
      switch (nodes.get(at)) {
        case Form.ListForm(List<Form> items, _) -> {
          nodes.addAll(items);
          parents.addAll(Collections.nCopies(items.size(), at));
        }
        case Form.Prefixed(Prefix prefix, Form operand, _) -> {
          switch (prefix) {
            case UNQUOTE, UNQUOTE_SPLICE -> {
              int above = parents.get(at);
              while (above >= 0 && found.add(nodes.get(above))) {
                above = parents.get(above);
              }
            }
            case QUOTE -> {
              nodes.add(operand);
              parents.add(at);
            }
            case QUASIQUOTE -> {}
          }
        }
        case Form.Atom _, Form.Standard _, Form.NilForm _ -> {}
      }
    }
    return found;
  }
}
