package dev.vigy.lisp;

import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.read.Form.ListForm;
import dev.vigy.lisp.read.Reader;
import dev.vigy.lisp.read.SpecialForm;
import dev.vigy.lisp.tree.Globals;
import dev.vigy.lisp.tree.Link;
import dev.vigy.lisp.value.Symbol;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds out which names a text may define or set while it is being read, so that code compiled
/// before those forms takes nothing for granted. What macros and `eval` define is not foreseen, and
/// handled where it happens.
final class Foreseen implements Reader.Ended {
  private final List<Binding> bindings = new ArrayList<>();

  /// @param stable whether the form gives the name the same value in every run
  private record Binding(String name, boolean stable) {}

  @Override
  public void list(ListForm list, boolean topLevel) {
    SpecialForm form = SpecialForm.of(list).orElse(SpecialForm.BEGIN);
    if (form != SpecialForm.DEFINE && form != SpecialForm.SET) {
      return;
    }
    String name = target(list);
    if (name != null) {
      boolean stable = form == SpecialForm.DEFINE && topLevel && definesTheSame(list);
      bindings.add(new Binding(name, stable));
    }
  }

  /// Enters the names as globals of a unit.
  void enter(Link link, int unit) {
    Globals globals = link.globals();
    for (Binding binding : bindings) {
      if (!binding.stable) {
        globals.intern(unit, binding.name, true).markUnstable(false);
      } else if (link.library().containsKey(binding.name)) {
        globals.intern(unit, binding.name, true);
      }
    }
  }

  /// The name that a `define` or `set!` form is about.
  private static @Nullable String target(ListForm list) {
    if (list.items().size() < 3) {
      return null;
    }
    Form target = list.items().get(1);
    if (target instanceof ListForm(List<Form> items, _) && !items.isEmpty()) {
      target = items.getFirst();
    }
    return target instanceof Form.Atom(Symbol(String name), _) ? name : null;
  }

  /// Whether a top-level definition gives the same value in every run: a closure or a constant.
  private static boolean definesTheSame(ListForm list) {
    if (list.items().get(1) instanceof ListForm) {
      return true;
    }
    return switch (list.items().get(2)) {
      case Form.Atom atom -> !(atom.value() instanceof Symbol);
      case Form.Prefixed prefixed -> prefixed.prefix() == Form.Prefix.QUOTE;
      case ListForm value ->
          SpecialForm.of(value)
              .filter(form -> form == SpecialForm.LAMBDA || form == SpecialForm.QUOTE)
              .isPresent();
      case Form.Standard _, Form.NilForm _ -> false;
    };
  }
}
