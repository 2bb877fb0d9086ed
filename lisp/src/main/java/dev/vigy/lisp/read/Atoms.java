package dev.vigy.lisp.read;

import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.Symbol;
import org.jspecify.annotations.Nullable;

/// The atoms of one text: each different one is looked at once, and is one object wherever it
/// stands.
final class Atoms {
  /// In how many places an atom is looked for. Only atoms that somebody chose for having one hash
  /// need more, and those are looked at each time.
  private static final int PLACES = 8;

  private final String text;

  /// A hash table without chains: an atom stands in the place that its hash says, or soon after.
  private @Nullable Atom[] table = new @Nullable Atom[32];

  private int count;

  private record Atom(String written, int hash, Object value) {}

  Atoms(String text) {
    this.text = text;
  }

  /// The value of the atom between two indexes of the text.
  ///
  /// @param hash of its characters, as a string has it
  Object value(int from, int to, int hash) {
    int mask = table.length - 1;
    for (int place = 0; place < PLACES; place++) {
      int index = (spread(hash) + place) & mask;
      Atom atom = table[index];
      if (atom == null) {
        Atom found = atom(from, to, hash);
        table[index] = found;
        count++;
        if (2 * count > table.length) {
          grow();
        }
        return found.value;
      }
      if (atom.hash == hash
          && atom.written.length() == to - from
          && text.startsWith(atom.written, from)) {
        return atom.value;
      }
    }
    return atom(from, to, hash).value;
  }

  private Atom atom(int from, int to, int hash) {
    String written = text.substring(from, to);
    return new Atom(written, hash, classify(written));
  }

  private void grow() {
    @Nullable Atom[] smaller = table;
    table = new @Nullable Atom[2 * smaller.length];
    for (Atom atom : smaller) {
      if (atom != null) {
        put(atom);
      }
    }
  }

  private void put(Atom atom) {
    int index = spread(atom.hash) & (table.length - 1);
    for (int place = 0; place < PLACES; place++) {
      if (table[(index + place) & (table.length - 1)] == null) {
        table[(index + place) & (table.length - 1)] = atom;
        return;
      }
    }
    // Forgotten: it will be looked at again.
  }

  private static int spread(int hash) {
    return hash ^ (hash >>> 15);
  }

  /// What an atom of this text is (language reference 1.2).
  static Object classify(String atom) {
    if (atom.equals("#t")) {
      return true;
    }
    if (atom.equals("#f")) {
      return false;
    }
    if (atom.startsWith(":")) {
      return new Keyword(atom.substring(1));
    }
    return Numbers.parse(atom).orElseGet(() -> new Symbol(atom));
  }
}
