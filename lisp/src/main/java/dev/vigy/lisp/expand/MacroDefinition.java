package dev.vigy.lisp.expand;

import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.read.Form.ListForm;
import dev.vigy.lisp.read.SourceText;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.value.Symbol;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A macro of a program (language reference 5.1).
///
/// @param variadic whether there is a rest parameter
/// @param rest its name
public record MacroDefinition(
    String name,
    List<String> required,
    List<OptionalParameter> optional,
    boolean variadic,
    String rest,
    Form body) {
  private static final Set<String> HEADS = Set.of("defmacro", "defpoint-template", "defcheck");

  public MacroDefinition {
    required = List.copyOf(required);
    optional = List.copyOf(optional);
  }

  /// An optional parameter, bound to the data of its default form where no argument is given.
  public record OptionalParameter(String name, Form defaultForm) {}

  /// All names in the order in which arguments are bound to them.
  public List<String> parameters() {
    var names = new ArrayList<>(required);
    optional.forEach(parameter -> names.add(parameter.name()));
    if (variadic) {
      names.add(rest);
    }
    return names;
  }

  /// How it is to be called: `(name a b &optional c &rest d)`.
  String signature() {
    var words = new ArrayList<String>();
    words.add(name);
    words.addAll(required);
    if (!optional.isEmpty()) {
      words.add("&optional");
      optional.forEach(parameter -> words.add(parameter.name()));
    }
    if (variadic) {
      words.add("&rest");
      words.add(rest);
    }
    return "(" + String.join(" ", words) + ")";
  }

  /// Whether a written top-level form defines a macro.
  public static boolean isOne(Form form) {
    return form instanceof ListForm(List<Form> items, _)
        && !items.isEmpty()
        && items.getFirst() instanceof Form.Atom(Symbol(String head), _)
        && HEADS.contains(head);
  }

  /// Reads a definition.
  ///
  /// @throws LispError of kind `reader` if it is malformed
  public static MacroDefinition of(ListForm form) {
    try {
      return read(form);
    } catch (LispError error) {
      throw error.at(form.span());
    }
  }

  private static MacroDefinition read(ListForm form) {
    List<Form> items = form.items();
    String head = SourceText.of(items.getFirst());
    if (items.size() < 4) {
      throw malformed(
          head,
          "(defmacro name (params) body) required (got " + items.size() + " elements, need 4)");
    }
    if (!(items.get(1) instanceof Form.Atom(Symbol(String name), _))) {
      throw malformed(head, "expected name symbol, got " + SourceText.of(items.get(1)));
    }
    if (!(items.get(2) instanceof ListForm parameters)) {
      throw malformed(head, "expected param list, got " + SourceText.of(items.get(2)));
    }
    return new ParameterList(parameters.items()).define(name, items.get(3));
  }

  private static LispError malformed(String form, String message) {
    return LispError.reader("compile error in " + form + ": " + message);
  }

  /// Reads the parameters from left to right.
  private static final class ParameterList {
    private static final int NONE = -1;

    private final List<Form> items;
    private final List<String> required = new ArrayList<>();
    private final List<OptionalParameter> optional = new ArrayList<>();
    private int optionalMarker = NONE;

    ParameterList(List<Form> items) {
      this.items = items;
    }

    MacroDefinition define(String name, Form body) {
      for (int i = 0; i < items.size(); i++) {
        Form item = items.get(i);
        if (isWord(item, "&rest")) {
          return new MacroDefinition(name, required, optional, true, restName(i), body);
        }
        if (isWord(item, "&optional")) {
          markOptional(i);
        } else if (optionalMarker == NONE) {
          required.add(symbol(item, i));
        } else {
          optional.add(optionalParameter(item, i));
        }
      }
      return new MacroDefinition(name, required, optional, false, "", body);
    }

    private String restName(int marker) {
      String at = "(rest marker at position " + marker;
      if (marker + 1 == items.size()) {
        throw fail("&rest needs a name " + at + ", none provided)");
      }
      if (!(items.get(marker + 1) instanceof Form.Atom(Symbol(String name), _))) {
        throw fail("&rest needs a name " + at + ", got " + source(marker + 1) + ")");
      }
      int trailing = items.size() - marker - 2;
      if (trailing > 0) {
        throw fail(
            "&rest name must be last "
                + at
                + ", "
                + trailing
                + " trailing after name, first: "
                + source(marker + 2)
                + ")");
      }
      return name;
    }

    private void markOptional(int at) {
      if (optionalMarker != NONE) {
        throw fail(
            "&optional may appear at most once (first &optional at position "
                + optionalMarker
                + ", second at position "
                + at
                + ")");
      }
      optionalMarker = at;
    }

    private OptionalParameter optionalParameter(Form item, int at) {
      if (!(item instanceof ListForm(List<Form> spec, _))) {
        return new OptionalParameter(symbol(item, at), new Form.NilForm(item.span()));
      }
      if (spec.size() == 2 && spec.getFirst() instanceof Form.Atom(Symbol(String name), _)) {
        return new OptionalParameter(name, spec.get(1));
      }
      String why =
          switch (spec.size()) {
            case 1 -> "missing default";
            case 2 -> "name not a symbol";
            default -> spec.size() + " elements (need 2)";
          };
      throw fail(
          "malformed &optional spec, got " + source(at) + " (position " + at + ", " + why + ")");
    }

    private String symbol(Form item, int at) {
      if (item instanceof Form.Atom(Symbol(String name), _)) {
        return name;
      }
      throw fail("expected symbol at position " + at + ", got " + source(at));
    }

    private String source(int at) {
      return SourceText.of(items.get(at));
    }

    private static boolean isWord(Form form, String word) {
      return form instanceof Form.Atom(Symbol(String name), _) && name.equals(word);
    }

    private static LispError fail(String message) {
      return malformed("defmacro params", message);
    }
  }
}
