package dev.vigy.lisp.source;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds the name that somebody may have meant.
public final class Spelling {
  /// Longer words are compared too slowly and mistyped too rarely.
  private static final int LENGTH_MAX = 64;

  private Spelling() {}

  /// A name with its distance from the word.
  private record Candidate(String name, int distance) {}

  /// The nearest name, if one is near: one change for every three letters, two at most, and the
  /// lengths differ by one at most, since few leave out two letters and many make longer words of
  /// short ones. Of equally near ones the first in alphabetical order.
  public static Optional<String> nearest(String word, Collection<String> names) {
    if (word.length() < 2 || word.length() > LENGTH_MAX) {
      return Optional.empty();
    }
    int most = Math.min(2, Math.max(1, word.length() / 3));
    return names.stream()
        .filter(name -> Math.abs(name.length() - word.length()) <= 1 && !name.equals(word))
        .map(name -> new Candidate(name, distance(word, name)))
        .filter(candidate -> candidate.distance() <= most)
        .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
        .map(Candidate::name);
  }

  /// How many letters have to be inserted, left out, replaced or exchanged with their neighbour to
  /// make one word the other.
  static int distance(String a, String b) {
    var before = new int[b.length() + 1];
    var above = new int[b.length() + 1];
    var row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      int[] oldest = before;
      before = above;
      above = row;
      row = oldest;
    }
    return above[b.length()];
  }
}
