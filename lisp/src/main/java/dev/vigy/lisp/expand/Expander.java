package dev.vigy.lisp.expand;

import dev.vigy.lisp.expand.MacroDefinition.OptionalParameter;
import dev.vigy.lisp.read.Datum;
import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.read.Form.ListForm;
import dev.vigy.lisp.read.Form.Prefix;
import dev.vigy.lisp.read.Form.Prefixed;
import dev.vigy.lisp.read.SpecialForm;
import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.source.Span;
import dev.vigy.lisp.value.Charge;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.Symbol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Expands forms, from the outside in, as they stand at one point of a program.
///
/// Unlike the reference it knows where a list is no call: in the long-hand `(quote …)`, and where
/// special forms have names, parameters, bindings and clauses (W-10).
@SuppressWarnings("ReferenceEquality") // a part that was not changed is the same object
public final class Expander {
  private final MacroTable macros;
  private final MacroBodies bodies;
  private final int rewritesMax;
  private final int nestingMax;
  private final boolean inPlace;
  private final Activation meter;
  private final Charge forData;
  private final Charge forSource;

  /// How many lists are around the form that is being expanded.
  private int nesting;

  /// @param rewritesMax how many calls of written macros one chain may have
  /// @param nestingMax how deep forms may nest; the stages after this one rely on it
  /// @param inPlace whether arguments of library macros keep their own spans, which is against the
  ///   language, but better where code is looked at and not run
  /// @param meter pays for what is built
  public Expander(
      MacroTable macros,
      MacroBodies bodies,
      int rewritesMax,
      int nestingMax,
      boolean inPlace,
      Activation meter) {
    this.macros = macros;
    this.bodies = bodies;
    this.rewritesMax = rewritesMax;
    this.nestingMax = nestingMax;
    this.inPlace = inPlace;
    this.meter = meter;
    this.forData = nodes -> pay(nodes, Cost.CELL);
    this.forSource = nodes -> pay(nodes, Cost.NODE);
  }

  private void pay(long nodes, long bytesEach) {
    meter.step(nodes);
    meter.allocate(bytesEach * nodes);
  }

  /// The form without any macro call.
  public Form expand(Form form) {
    nesting = 0;
    return expand(form, 0, false);
  }

  /// The form with one call of its outermost macro, if it is one.
  public Form expandOnce(Form form) {
    if (form instanceof ListForm call) {
      Optional<String> macro = macroOf(call);
      if (macro.isPresent()) {
        return call(macro.get(), call, 0, true);
      }
    }
    return form;
  }

  /// The source that data means, every node with this span; what cannot be source fails under that
  /// name.
  public Form source(Object data, Span span, String name) {
    return new Stamp(span, name, forSource).ofData(data);
  }

  /// The body of a macro with the span of a call on every node.
  public Form stamped(Form body, Span span) {
    return new Stamp(span, "", forSource).ofBody(body);
  }

  /// The data that source means.
  public Object data(Form form) {
    return Datum.of(form, forData);
  }

  /// @param rewrites how many calls of written macros led to this form
  /// @param made whether it was made by a macro: then looking at it is charged, since a macro can
  ///   make much from little
  private Form expand(Form form, int rewrites, boolean made) {
    if (made) {
      meter.step(1);
    }
    return switch (form) {
      case ListForm list -> list(list, rewrites, made);
      case Prefixed(Prefix prefix, Form operand, Span span) -> {
        if (prefix != Prefix.QUASIQUOTE) {
          yield form;
        }
        Form template = template(operand, rewrites, made);
        yield template == operand ? form : new Prefixed(prefix, template, span);
      }
      case Form.Atom _, Form.Standard _, Form.NilForm _ -> form;
    };
  }

  private Form list(ListForm list, int rewrites, boolean made) {
    if (++nesting > nestingMax) {
      throw LispError.tooDeep("forms nest deeper than " + nestingMax).at(list.span());
    }
    Form expanded = listInside(list, rewrites, made);
    nesting--;
    return expanded;
  }

  private Form listInside(ListForm list, int rewrites, boolean made) {
    Form current = list;
    int count = rewrites;
    boolean fresh = made;
    while (current instanceof ListForm call) {
      String macro = macroOf(call).orElse(null);
      if (macro == null) {
        return parts(call, count, fresh);
      }
      if (macros.written(macro).isPresent()) {
        count++;
      }
      current = call(macro, call, count, false);
      fresh = true;
    }
    return expand(current, count, true);
  }

  private Optional<String> macroOf(ListForm list) {
    return !list.items().isEmpty()
            && list.items().getFirst() instanceof Form.Atom(Symbol(String name), _)
            && macros.has(name)
        ? Optional.of(name)
        : Optional.empty();
  }

  // --- Calls -------------------------------------------------------------------------------------

  /// @param rewrites how many this call makes it
  private Form call(String name, ListForm call, int rewrites, boolean once) {
    meter.step(1);
    List<Form> operands = call.items().subList(1, call.items().size());
    MacroDefinition macro = macros.written(name).orElse(null);
    if (macro == null) {
      var stamp = new Stamp(call.span(), "macro " + name, forSource);
      List<Form> stamped =
          operands.stream().map(inPlace ? stamp::ofArgumentInPlace : stamp::ofArgument).toList();
      try {
        return LibraryMacros.expand(name, stamped, call, this::freshName, once);
      } catch (LispError error) {
        throw error.at(call.span());
      }
    }
    if (rewrites > rewritesMax) {
      throw LispError.macroExpansionLimit(name, rewritesMax).at(call.span());
    }
    Arguments.check(
        name,
        macro.signature(),
        macro.required(),
        macro.optional().size(),
        macro.variadic(),
        operands.size(),
        call.span());
    Object value = bodies.run(macro, bind(macro, operands), call.span());
    return source(value, call.span(), "macro " + name);
  }

  private String freshName() {
    return "g__" + meter.nextGensym() + "__auto";
  }

  /// The arguments as data, in the order of the parameters.
  private Object[] bind(MacroDefinition macro, List<Form> operands) {
    var values = new ArrayList<Object>();
    int required = macro.required().size();
    for (int i = 0; i < required; i++) {
      values.add(data(operands.get(i)));
    }
    int next = required;
    for (OptionalParameter parameter : macro.optional()) {
      values.add(data(next < operands.size() ? operands.get(next) : parameter.defaultForm()));
      next++;
    }
    if (macro.variadic()) {
      var rest = new LispList.Builder();
      for (int i = next; i < operands.size(); i++) {
        rest.add(data(operands.get(i)));
      }
      values.add(rest.build());
    }
    return values.toArray();
  }

  // --- Descending --------------------------------------------------------------------------------

  /// The list with its parts expanded, as far as its special form lets them be code.
  private Form parts(ListForm list, int rewrites, boolean made) {
    SpecialForm form = SpecialForm.of(list).orElse(null);
    if (form == null) {
      return expanded(list, 0, rewrites, made);
    }
    UnaryOperator<Form> code = item -> expand(item, rewrites, made);
    return switch (form) {
      case QUOTE, PROVIDE, REQUIRE -> list;
      case QUASIQUOTE -> mapped(list, 1, item -> template(item, rewrites, made));
      case LAMBDA, DEFINE, SET -> expanded(list, 2, rewrites, made);
      case LET, LET_STAR, LETREC -> {
        ListForm bound =
            mappedAt(list, 1, item -> eachList(item, pair -> expanded(pair, 1, rewrites, made)));
        yield expanded(bound, 2, rewrites, made);
      }
      case COND ->
          mapped(
              list,
              1,
              clause ->
                  clause instanceof ListForm items ? expanded(items, 0, rewrites, made) : clause);
      case TRY -> {
        Form last = list.items().getLast();
        yield mapped(
            list,
            1,
            item -> item == last && isCatch(item) ? mapped(item, 2, code) : code.apply(item));
      }
      case IF, WHEN, UNLESS, BEGIN, AND, OR, NOT, DELAY, EVAL, MACROEXPAND, MACROEXPAND_1 ->
          expanded(list, 1, rewrites, made);
    };
  }

  private static boolean isCatch(Form form) {
    return form instanceof ListForm list
        && !list.items().isEmpty()
        && FormBuilder.isSymbol(list.items().getFirst(), "catch");
  }

  private static Form eachList(Form form, UnaryOperator<ListForm> change) {
    return form instanceof ListForm list
        ? mapped(list, 0, item -> item instanceof ListForm inner ? change.apply(inner) : item)
        : form;
  }

  /// The list with its items from an index on expanded; the same list if nothing changes.
  private ListForm expanded(ListForm list, int from, int rewrites, boolean made) {
    List<Form> items = list.items();
    @Nullable List<Form> changed = null;
    for (int i = from; i < items.size(); i++) {
      Form before = items.get(i);
      if (before instanceof Form.Atom && !made) {
        continue;
      }
      Form after = expand(before, rewrites, made);
      if (after != before) {
        if (changed == null) {
          changed = new ArrayList<>(items);
        }
        changed.set(i, after);
      }
    }
    return changed == null ? list : new ListForm(changed, list.span());
  }

  private static Form mapped(Form form, int from, UnaryOperator<Form> change) {
    return form instanceof ListForm list ? mapped(list, from, change) : form;
  }

  /// The list with its items from an index on changed; the same list if nothing changes.
  private static ListForm mapped(ListForm list, int from, UnaryOperator<Form> change) {
    List<Form> items = list.items();
    @Nullable List<Form> changed = null;
    for (int i = from; i < items.size(); i++) {
      Form before = items.get(i);
      Form after = change.apply(before);
      if (after != before && changed == null) {
        changed = new ArrayList<>(items);
      }
      if (changed != null) {
        changed.set(i, after);
      }
    }
    return changed == null ? list : new ListForm(changed, list.span());
  }

  private static ListForm mappedAt(ListForm list, int index, UnaryOperator<Form> change) {
    if (index >= list.items().size()) {
      return list;
    }
    Form after = change.apply(list.items().get(index));
    if (after == list.items().get(index)) {
      return list;
    }
    var items = new ArrayList<>(list.items());
    items.set(index, after);
    return new ListForm(items, list.span());
  }

  /// A template with what is unquoted in it expanded.
  private Form template(Form form, int rewrites, boolean made) {
    if (++nesting > nestingMax) {
      throw LispError.tooDeep("forms nest deeper than " + nestingMax).at(form.span());
    }
    Form expanded = templateInside(form, rewrites, made);
    nesting--;
    return expanded;
  }

  private Form templateInside(Form form, int rewrites, boolean made) {
    return switch (form) {
      case ListForm list -> mapped(list, 0, item -> template(item, rewrites, made));
      case Prefixed prefixed -> {
        Form operand = prefixed.operand();
        Form after =
            switch (prefixed.prefix()) {
              case UNQUOTE, UNQUOTE_SPLICE -> expand(operand, rewrites, made);
              case QUOTE -> template(operand, rewrites, made);
              case QUASIQUOTE -> operand;
            };
        yield after == operand ? form : new Prefixed(prefixed.prefix(), after, prefixed.span());
      }
      case Form.Atom _, Form.Standard _, Form.NilForm _ -> form;
    };
  }
}
