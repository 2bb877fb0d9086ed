package dev.vigy.lisp.core;

import java.util.List;

/// Which characters fit at one place of a regular expression.
sealed interface CharacterSet {
  boolean has(int c);

  /// The characters from `first` to `last`.
  record Range(int first, int last) implements CharacterSet {
    @Override
    public boolean has(int c) {
      return c >= first && c <= last;
    }
  }

  record Digit() implements CharacterSet {
    @Override
    public boolean has(int c) {
      return c >= '0' && c <= '9';
    }
  }

  record Word() implements CharacterSet {
    @Override
    public boolean has(int c) {
      return isWord(c);
    }
  }

  record Blank() implements CharacterSet {
    @Override
    public boolean has(int c) {
      return TextFunctions.isBlank(c);
    }
  }

  record OneOf(List<CharacterSet> sets) implements CharacterSet {
    public OneOf {
      sets = List.copyOf(sets);
    }

    @Override
    public boolean has(int c) {
      for (CharacterSet set : sets) {
        if (set.has(c)) {
          return true;
        }
      }
      return false;
    }
  }

  record Not(CharacterSet set) implements CharacterSet {
    @Override
    public boolean has(int c) {
      return !set.has(c);
    }
  }

  static boolean isWord(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }
}
