package dev.vigy.lisp.core;

import dev.vigy.lisp.reference.Entry;

/// A name that programs find bound: what the reference documentation says of it, and its value.
///
/// @param entry its description; the example and the errors are checked by a test
/// @param value what the name is bound to
public record LibraryEntry(Entry entry, Object value) {
  public String name() {
    return entry.name();
  }
}
