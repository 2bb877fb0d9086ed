package dev.vigy.lisp.expand;

import dev.vigy.lisp.read.Datum;
import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.read.Form.ListForm;
import dev.vigy.lisp.read.Form.Prefix;
import dev.vigy.lisp.read.Form.Prefixed;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.source.Span;
import dev.vigy.lisp.value.Charge;
import dev.vigy.lisp.value.ErrorValue;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.LispMap;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Procedure;
import dev.vigy.lisp.value.Promise;
import dev.vigy.lisp.value.Sexp;
import dev.vigy.lisp.value.Symbol;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes source that stands where a macro call or an `eval` stands: every node gets that span
/// (language reference 2.7).
///
/// Data becomes forms; so do arguments of library macros, which are forms already, as if they had
/// been data in between: a list of two that begins with the name of a prefix operator becomes that
/// prefix. The body of a macro keeps the shape it was written in. All walks keep their own stack.
final class Stamp {
  private static final Map<String, Prefix> PREFIXES =
      Map.of(
          "quote", Prefix.QUOTE,
          "quasiquote", Prefix.QUASIQUOTE,
          "unquote", Prefix.UNQUOTE,
          "unquote-splice", Prefix.UNQUOTE_SPLICE);

  private final Span span;
  private final String name;
  private final Charge charge;
  private boolean asWritten;
  private boolean precise;

  /// @param name what the failure to convert is reported under, such as `eval`
  Stamp(Span span, String name, Charge charge) {
    this.span = span;
    this.name = name;
    this.charge = charge;
  }

  /// A list or prefixed form whose parts are being made.
  private static final class Open {
    final @Nullable Prefix prefix;
    final Iterator<?> parts;
    final Span span;
    final List<Form> made = new ArrayList<>();

    Open(@Nullable Prefix prefix, Iterator<?> parts, Span span) {
      this.prefix = prefix;
      this.parts = parts;
      this.span = span;
    }
  }

  /// The source that a value means.
  ///
  /// @throws LispError if something in it has no source
  Form ofData(Object value) {
    return make(value);
  }

  /// An argument as source.
  Form ofArgument(Form form) {
    return make(form);
  }

  /// An argument as source with the spans that it was written with. No run sees such code: errors
  /// name the span of the macro call there. It is for telling people what is wrong.
  Form ofArgumentInPlace(Form form) {
    precise = true;
    return make(form);
  }

  /// A form as it was written, but for the span.
  Form ofBody(Form form) {
    asWritten = true;
    return make(form);
  }

  private Form make(Object root) {
    Deque<Open> stack = new ArrayDeque<>();
    Object next = root;
    while (true) {
      Form made;
      Open opened = opened(next);
      if (opened != null) {
        stack.push(opened);
        made = null;
      } else {
        made = leaf(next);
      }
      while (true) {
        if (made != null) {
          if (stack.isEmpty()) {
            return made;
          }
          stack.element().made.add(made);
        }
        Open top = stack.element();
        if (top.parts.hasNext()) {
          next = top.parts.next();
          break;
        }
        stack.pop();
        made = close(top);
      }
    }
  }

  private Form close(Open open) {
    return open.prefix == null
        ? new ListForm(open.made, open.span)
        : new Prefixed(open.prefix, open.made.getFirst(), open.span);
  }

  /// The node that this value or form becomes if it has parts; null if it has none.
  private @Nullable Open opened(Object source) {
    charge.work(1);
    if (source instanceof LispList list) {
      Prefix prefix = list.length() == 2 ? prefixOf(list.first()).orElse(null) : null;
      return new Open(prefix, prefix == null ? list.iterator() : list.rest().iterator(), span);
    }
    if (source instanceof ListForm(List<Form> items, Span own)) {
      if (own.equals(span)) {
        return null;
      }
      Prefix prefix =
          !asWritten && items.size() == 2 && items.getFirst() instanceof Form.Atom(Object head, _)
              ? prefixOf(head).orElse(null)
              : null;
      return new Open(
          prefix,
          prefix == null ? items.iterator() : items.subList(1, 2).iterator(),
          precise ? own : span);
    }
    if (source instanceof Prefixed(Prefix prefix, Form operand, Span own) && !own.equals(span)) {
      return new Open(prefix, List.of(operand).iterator(), precise ? own : span);
    }
    return null;
  }

  private static Optional<Prefix> prefixOf(Object head) {
    return head instanceof Symbol(String name)
        ? Optional.ofNullable(PREFIXES.get(name))
        : Optional.empty();
  }

  private Form leaf(Object source) {
    return switch (source) {
      case Form form when precise || form.span().equals(span) -> form;
      case Form.Atom(Object value, _) -> new Form.Atom(value, span);
      case Form.Standard(String standard, _) -> new Form.Standard(standard, span);
      case Form.NilForm _ -> new Form.NilForm(span);
      case Nil _ -> new Form.NilForm(span);
      case Sexp sexp -> Datum.formOf(sexp);
      case LispMap _ ->
          throw fail(
              "a hash map — maps cannot be converted to source forms (emit a `(hash-map ...)` call"
                  + " instead)");
      case Promise _ ->
          throw fail(
              "a promise — promises are runtime values with no source-form representation (force"
                  + " it first)");
      case ErrorValue _ ->
          throw fail(
              "an Error value — errors cannot be converted to source forms (use `throw` to raise"
                  + " instead)");
      case Procedure procedure ->
          throw fail(
              procedure.typeName().equals("closure")
                  ? "a closure — closures cannot be converted to source forms (did you mean to"
                      + " call the closure?)"
                  : "a native function — native fns cannot be converted to source forms");
      case Object atom when Datum.isAtom(atom) -> new Form.Atom(atom, span);
      default -> throw fail("a foreign Value — foreign values cannot be converted to source forms");
    };
  }

  private LispError fail(String what) {
    return LispError.nativeFn(name, "macro body returned " + what).at(span);
  }
}
