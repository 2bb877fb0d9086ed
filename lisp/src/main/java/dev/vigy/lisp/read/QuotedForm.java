package dev.vigy.lisp.read;

import dev.vigy.lisp.value.Sexp;
import dev.vigy.lisp.value.Value;

/// A form as a value. Equal to another one whose form is the same apart from spans.
final class QuotedForm extends Sexp {
  private final Form form;

  QuotedForm(Form form) {
    this.form = form;
  }

  Form form() {
    return form;
  }

  @Override
  public String printed() {
    return "'" + SourceText.of(form);
  }

  @Override
  public boolean equals(Object other) {
    // As data, a quote node and the list `(quote x)` are the same; as source they are not. No
    // program
    // can tell, since the printed forms of what it holds would differ as well.
    return other instanceof QuotedForm quoted
        && Value.equal(Datum.of(form), Datum.of(quoted.form))
        && printed().equals(quoted.printed());
  }

  @Override
  public int hashCode() {
    return Value.hash(Datum.of(form));
  }
}
