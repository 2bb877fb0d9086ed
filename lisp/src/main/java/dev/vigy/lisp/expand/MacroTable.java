package dev.vigy.lisp.expand;

import dev.vigy.lisp.value.LispMap;
import dev.vigy.lisp.value.Symbol;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The macros that can be called at some point of a program: its own so far, and those of the
/// library where no own one has the name. Immutable; each definition makes a new table that shares
/// all but a little with the old one.
public final class MacroTable {
  /// The macros of the library.
  public static final MacroTable LIBRARY = new MacroTable(LispMap.EMPTY);

  private final LispMap written;

  private MacroTable(LispMap written) {
    this.written = written;
  }

  public MacroTable with(MacroDefinition macro) {
    return new MacroTable(written.with(new Symbol(macro.name()), macro));
  }

  /// The program's own macro of that name.
  public Optional<MacroDefinition> written(String name) {
    return written.get(new Symbol(name)).map(MacroDefinition.class::cast);
  }

  /// Whether a list headed by this symbol is a macro call.
  public boolean has(String name) {
    return LibraryMacros.has(name) || (!written.isEmpty() && written.has(new Symbol(name)));
  }

  /// The names of all library macros.
  public Set<String> names() {
    return LibraryMacros.names();
  }

  /// The names of the macros that programs defined.
  public Set<String> writtenNames() {
    Set<String> names = new HashSet<>();
    for (Object key : written.keys()) {
      names.add(key.toString());
    }
    return names;
  }
}
