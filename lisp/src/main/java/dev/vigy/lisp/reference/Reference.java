package dev.vigy.lisp.reference;

import dev.vigy.lisp.source.Spelling;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// All entries of a language, in the order in which the pages list them.
public final class Reference {
  private static final int NEAREST_MAX = 3;

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /// An entry and how well it fits a search.
  private record Hit(Entry entry, int points) {}

  /// @throws IllegalArgumentException if a name stands there twice
  public Reference(List<Entry> all) {
    for (Entry entry : all) {
      if (entries.put(entry.name(), entry) != null) {
        throw new IllegalArgumentException("two entries for " + entry.name());
      }
    }
  }

  /// The same with more at the end.
  public Reference with(List<Entry> more) {
    List<Entry> all = new ArrayList<>(entries.values());
    all.addAll(more);
    return new Reference(all);
  }

  public List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  public Optional<Entry> find(String name) {
    return Optional.ofNullable(entries.get(name));
  }

  /// Names that somebody may have meant: misspelt ones first, then those that have the word as a
  /// part; at most three.
  public List<String> nearest(String word) {
    List<String> near = new ArrayList<>();
    Spelling.nearest(word, entries.keySet()).ifPresent(near::add);
    String part = word.toLowerCase(Locale.ROOT);
    entries.keySet().stream()
        .filter(name -> part.length() > 1 && name.contains(part) && !near.contains(name))
        .sorted(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
        .limit(NEAREST_MAX - near.size())
        .forEach(near::add);
    return near;
  }

  /// Entries that have all the words, wherever: those with the words in their name first, then
  /// those with them in their meaning, else in the order of the pages.
  public List<Entry> search(String words) {
    String[] wanted = words.strip().toLowerCase(Locale.ROOT).split("\\s+");
    return entries.values().stream()
        .map(entry -> new Hit(entry, points(entry, wanted)))
        .filter(hit -> hit.points() > 0)
        .sorted(Comparator.comparingInt(Hit::points).reversed())
        .map(Hit::entry)
        .toList();
  }

  /// 0 if one of the words is missing.
  private static int points(Entry entry, String[] wanted) {
    String meaning = entry.meaning().toLowerCase(Locale.ROOT);
    String rest =
        (entry.group() + " " + entry.signature() + " " + entry.kind().text())
            .toLowerCase(Locale.ROOT);
    int points = 0;
    for (String word : wanted) {
      if (entry.name().equals(word)) {
        points += 16;
      } else if (entry.name().contains(word)) {
        points += 4;
      } else if (meaning.contains(word)) {
        points += 2;
      } else if (rest.contains(word)) {
        points += 1;
      } else {
        return 0;
      }
    }
    return points;
  }
}
