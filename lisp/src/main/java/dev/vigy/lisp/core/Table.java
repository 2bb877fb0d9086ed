package dev.vigy.lisp.core;

import dev.vigy.lisp.reference.Entry;
import dev.vigy.lisp.reference.Entry.Kind;
import dev.vigy.lisp.run.NativeFunction;
import java.util.ArrayList;
import java.util.List;

/// Collects the entries of one group of functions.
final class Table {
  private final String group;
  private final List<LibraryEntry> entries = new ArrayList<>();

  Table(String group) {
    this.group = group;
  }

  /// A native.
  ///
  /// @param parameters for the reader of the documentation: `element list`, `number…`
  Table add(NativeFunction function, String parameters, String doc, String example) {
    return bind(function.boundName(), parameters, doc, example, function);
  }

  /// A function that the language reference lists as written in Lisp (kind L).
  ///
  /// @param printed the parameters as the function prints them, `f . more`; they are its
  ///   documentation too
  Table library(NativeFunction function, String printed, String doc, String example) {
    int rest = printed.indexOf(". ");
    String parameters =
        rest < 0 ? printed : printed.substring(0, rest) + printed.substring(rest + 2) + "…";
    return bind(function.boundName(), parameters, doc, example, function.asLibrary(printed));
  }

  /// A kind L function whose parameters do not print, because it has rest parameters only.
  Table libraryOfRest(NativeFunction function, String parameters, String doc, String example) {
    return bind(function.boundName(), parameters, doc, example, function.asLibrary(""));
  }

  /// A value that is no function of its own: a constant or an alias.
  Table value(String name, String signature, String doc, String example, Object value) {
    Kind kind = value instanceof NativeFunction ? Kind.FUNCTION : Kind.VALUE;
    entries.add(new LibraryEntry(Entry.of(kind, group, name, signature, doc, example), value));
    return this;
  }

  /// Errors of what was added last: `(car ()) => :native-fn in native fn car: car of empty list`.
  Table fails(String... errors) {
    LibraryEntry last = entries.removeLast();
    entries.add(new LibraryEntry(last.entry().fails(errors), last.value()));
    return this;
  }

  private Table bind(String name, String parameters, String doc, String example, Object value) {
    String signature =
        parameters.isEmpty() ? "(" + name + ")" : "(" + name + " " + parameters + ")";
    return value(name, signature, doc, example, value);
  }

  List<LibraryEntry> entries() {
    return List.copyOf(entries);
  }
}
