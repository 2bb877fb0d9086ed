package dev.vigy.runtime.program;

import java.util.Collection;
import java.util.Optional;

/// The name somebody most likely meant.
public final class Nearest {
  private Nearest() {}

  /// The known name with the fewest edits from `typed`, if those are few for its length.
  public static Optional<String> to(String typed, Collection<String> known) {
    String best = "";
    int fewest = Math.max(1, typed.length() / 3) + 1;
    for (String name : known) {
      int edits = edits(typed, name, fewest);
      if (edits < fewest) {
        fewest = edits;
        best = name;
      }
    }
    return best.isEmpty() ? Optional.empty() : Optional.of(best);
  }

  /// Insertions, deletions, replacements and swaps of neighbours; `limit` if there are as many.
  private static int edits(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) >= limit) {
      return limit;
    }
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] spare = beforeLast;
      beforeLast = last;
      last = row;
      row = spare;
    }
    return Math.min(last[b.length()], limit);
  }
}
