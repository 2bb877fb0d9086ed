package dev.vigy.lisp.read;

import dev.vigy.lisp.value.Symbol;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The special forms of the language reference, section 4. A list headed by one of these symbols is
/// that form, whatever the symbol is bound to.
public enum SpecialForm {
  QUOTE("quote"),
  QUASIQUOTE("quasiquote"),
  IF("if"),
  COND("cond"),
  WHEN("when"),
  UNLESS("unless"),
  LET("let"),
  LET_STAR("let*"),
  LETREC("letrec"),
  LAMBDA("lambda"),
  DEFINE("define"),
  SET("set!"),
  BEGIN("begin"),
  AND("and"),
  OR("or"),
  NOT("not"),
  TRY("try"),
  DELAY("delay"),
  EVAL("eval"),
  MACROEXPAND_1("macroexpand-1"),
  MACROEXPAND("macroexpand"),
  PROVIDE("provide"),
  REQUIRE("require");

  private static final Map<String, SpecialForm> BY_WORD =
      Arrays.stream(values()).collect(Collectors.toMap(SpecialForm::word, Function.identity()));

  private final String word;

  SpecialForm(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  /// The special form that a list is, going by its first element.
  public static Optional<SpecialForm> of(Form.ListForm list) {
    return list.items().isEmpty() ? Optional.empty() : named(list.items().getFirst());
  }

  /// The special form whose word this form is.
  public static Optional<SpecialForm> named(Form head) {
    return head instanceof Form.Atom(Symbol(String name), _)
        ? Optional.ofNullable(BY_WORD.get(name))
        : Optional.empty();
  }
}
