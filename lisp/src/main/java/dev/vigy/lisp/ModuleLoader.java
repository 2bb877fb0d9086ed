package dev.vigy.lisp;

import java.util.Map;

/// Finds the text of a module by the path that `require` names (language reference 6.30). Must be
/// safe for many threads.
///
/// It is asked in every run that requires the module, so it should answer from memory; a text that
/// stays the same is compiled once.
@FunctionalInterface
public interface ModuleLoader {
  Loaded load(String path);

  /// What the loader says.
  sealed interface Loaded {}

  /// The module's text.
  record Text(String text) implements Loaded {}

  /// There is no such module.
  record Missing() implements Loaded {}

  /// The program may not load it.
  record Denied(String reason) implements Loaded {}

  /// Finds nothing.
  static ModuleLoader none() {
    return path -> new Missing();
  }

  /// Refuses everything for this reason.
  static ModuleLoader denying(String reason) {
    return path -> new Denied(reason);
  }

  /// Finds the modules of this map, from path to text.
  static ModuleLoader of(Map<String, String> texts) {
    var copy = Map.copyOf(texts);
    return path -> {
      String text = copy.get(path);
      return text == null ? new Missing() : new Text(text);
    };
  }
}
