package dev.vigy.lisp.read;

import dev.vigy.lisp.source.Span;
import java.util.List;

/// A piece of source: what the reader makes and the expander transforms.
public sealed interface Form {
  Span span();

  /// An atom or string literal; `value` is a Symbol, Keyword, String, Long, Double or Boolean.
  record Atom(Object value, Span span) implements Form {}

  /// A parenthesised list, possibly empty.
  record ListForm(List<Form> items, Span span) implements Form {
    public ListForm {
      items = List.copyOf(items);
    }
  }

  /// A form behind one of the four prefix operators; not the same as the list `(quote x)`.
  record Prefixed(Prefix prefix, Form operand, Span span) implements Form {}

  /// A name that means the standard function whatever a program binds; only library macros make it.
  /// As data it is the symbol of that name.
  record Standard(String name, Span span) implements Form {}

  /// Nil as source; only in generated code.
  record NilForm(Span span) implements Form {}

  /// The prefix operators and the names they have as data (language reference 2.7).
  enum Prefix {
    QUOTE("quote"),
    QUASIQUOTE("quasiquote"),
    UNQUOTE("unquote"),
    UNQUOTE_SPLICE("unquote-splice");

    private final String symbol;

    Prefix(String symbol) {
      this.symbol = symbol;
    }

    public String symbol() {
      return symbol;
    }
  }
}
