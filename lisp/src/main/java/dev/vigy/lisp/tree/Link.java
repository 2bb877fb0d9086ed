package dev.vigy.lisp.tree;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the names of a program's code are linked to besides its own definitions.
///
/// @param globals the slots of the program's globals
/// @param library what the program finds bound, the embedder's functions included
/// @param standard what the library itself finds bound, which no embedder changes
public record Link(Globals globals, Map<String, Object> library, Map<String, Object> standard) {
  @Nullable Object libraryValue(String name) {
    return library.get(name);
  }

  @Nullable Object standardValue(String name) {
    return standard.get(name);
  }
}
