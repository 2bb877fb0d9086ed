package dev.vigy.lisp.core;

import dev.vigy.lisp.reference.Entry;
import dev.vigy.lisp.reference.Reference;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.value.Nil;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// All names that a program finds bound before it defines anything.
///
/// The library is sealed: what a program makes of a standard name, no function of the library sees
/// (policy P-9).
public final class StandardLibrary {
  private static final List<LibraryEntry> LANGUAGE = language(new ArrayList<>());
  private static final Map<String, Object> LANGUAGE_NAMES = names(LANGUAGE);

  private static final List<LibraryEntry> EVERYDAY =
      Stream.of(
              DataFunctions.entries(),
              TextFunctions.entries(),
              NumberFunctions.entries(),
              TimeFunctions.entries(),
              Spawning.entries())
          .flatMap(List::stream)
          .toList();

  private static final Map<String, Object> EVERYDAY_NAMES = names(EVERYDAY);

  private StandardLibrary() {}

  /// The functions and values of the language reference, by name.
  public static Map<String, Object> language() {
    return LANGUAGE_NAMES;
  }

  /// What the everyday library adds.
  public static Map<String, Object> everyday() {
    return EVERYDAY_NAMES;
  }

  /// What the reference documentation says of every word and name, group by group.
  ///
  /// @param everyday whether the everyday library is there too
  public static Reference reference(boolean everyday) {
    List<Entry> entries = new ArrayList<>(SyntaxEntries.all());
    entries.addAll(MacroEntries.all());
    LANGUAGE.forEach(entry -> entries.add(entry.entry()));
    if (everyday) {
      EVERYDAY.forEach(entry -> entries.add(entry.entry()));
    }
    return new Reference(entries);
  }

  /// What the reference documentation says of [#language], group by group.
  public static List<LibraryEntry> languageEntries() {
    return LANGUAGE;
  }

  /// What the reference documentation says of [#everyday].
  public static List<LibraryEntry> everydayEntries() {
    return EVERYDAY;
  }

  private static List<LibraryEntry> language(List<LibraryEntry> entries) {
    entries.addAll(Arithmetic.entries());
    entries.addAll(Comparison.entries());
    entries.addAll(Bits.entries());
    entries.addAll(Predicates.entries());
    entries.addAll(Lists.entries());
    entries.addAll(ListLibrary.entries());
    entries.addAll(Texts.strings());
    entries.addAll(Texts.output());
    entries.addAll(Texts.reading());
    entries.addAll(HigherOrder.entries());
    entries.addAll(Combinators.entries());
    entries.addAll(Maps.entries());
    entries.addAll(MapLibrary.entries());
    entries.addAll(Laziness.entries());
    entries.addAll(Errors.entries());
    entries.addAll(Types.entries());
    entries.addAll(Channels.entries());
    entries.addAll(Fibers.entries());
    entries.addAll(Machines.entries());
    entries.addAll(Objects.actors());
    entries.addAll(Objects.subjects());
    entries.addAll(Objects.buses());
    entries.addAll(Objects.eventStores());
    entries.addAll(Dispatching.entries());
    entries.addAll(Dispatching.pipelines());
    entries.addAll(Machines.transducers());
    entries.addAll(Patterns.records());
    entries.addAll(Patterns.matching());
    entries.addAll(Patterns.typed());
    entries.addAll(aliases(names(entries)));
    return List.copyOf(entries);
  }

  /// Variables that hold the same value as another name (language reference 6.32, P-16).
  private static List<LibraryEntry> aliases(Map<String, Object> functions) {
    Table table =
        new Table("Aliases")
            .value("true", "true", "#t.", "(if true 1 2) => 1", true)
            .value("false", "false", "#f.", "(if false 1 2) => 2", false)
            .value("nil", "nil", "Nil.", "(if nil 1 2) => 2", Nil.NIL);
    alias(table, functions, "==", "=", "a b more…", "(== 1 1.0) => #t");
    alias(table, functions, "mod", "modulo", "a b", "(mod -7 3) => 2");
    alias(table, functions, "rem", "modulo", "a b", "(rem -7 3) => 2");
    alias(table, functions, "nil?", "null?", "value", "(nil? '()) => #t");
    alias(table, functions, "next", "rest", "xs", "(next '(1 2)) => (2)");
    return table.entries();
  }

  private static void alias(
      Table table,
      Map<String, Object> functions,
      String name,
      String of,
      String parameters,
      String example) {
    Object value = functions.get(of);
    if (!(value instanceof NativeFunction)) {
      throw new IllegalStateException(name + " stands for " + of + ", which is not there");
    }
    table.value(
        name, "(" + name + " " + parameters + ")", "The same as `" + of + "`.", example, value);
  }

  private static Map<String, Object> names(Collection<LibraryEntry> entries) {
    Map<String, Object> names = new HashMap<>();
    for (LibraryEntry entry : entries) {
      if (names.put(entry.name(), entry.value()) != null) {
        throw new IllegalStateException(entry.name() + " is defined twice");
      }
    }
    return Map.copyOf(names);
  }
}
