package dev.vigy.runtime.vigy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Which vigies are meant, by their labels: `k=v`, `k==v`, `k!=v`, `k in (a,b)`, `k notin (a,b)`,
/// `k`, `!k`, joined by commas, all of which must hold (product 1). The empty selector matches all.
///
/// Read as a whole before anything is looked at, so a malformed one is always an error.
///
/// @param requirements in the order written
public record Selector(List<Requirement> requirements) {
  public static final Selector ALL = new Selector(List.of());

  public Selector {
    requirements = List.copyOf(requirements);
  }

  /// One condition on one label.
  public sealed interface Requirement {
    String key();
  }

  /// `k=v` and `k in (a,b)`.
  public record In(String key, Set<String> values) implements Requirement {
    public In {
      values = Set.copyOf(values);
    }
  }

  /// `k!=v` and `k notin (a,b)`: a vigy without the label matches.
  public record NotIn(String key, Set<String> values) implements Requirement {
    public NotIn {
      values = Set.copyOf(values);
    }
  }

  /// `k`.
  public record Present(String key) implements Requirement {}

  /// `!k`.
  public record Absent(String key) implements Requirement {}

  public boolean matches(Map<String, String> labels) {
    for (Requirement requirement : requirements) {
      if (!holds(requirement, labels)) {
        return false;
      }
    }
    return true;
  }

  private static boolean holds(Requirement requirement, Map<String, String> labels) {
    return switch (requirement) {
      case In(String key, Set<String> values) -> {
        String value = labels.get(key);
        yield value != null && values.contains(value);
      }
      case NotIn(String key, Set<String> values) -> {
        String value = labels.get(key);
        yield value == null || !values.contains(value);
      }
      case Present(String key) -> labels.containsKey(key);
      case Absent(String key) -> !labels.containsKey(key);
    };
  }

  /// Spaces around keys, operators and values do not count; a value ends at the comma and may hold
  /// `=`; empty pieces between commas are passed over.
  ///
  /// @throws IllegalArgumentException `invalid label selector "…": expected key=value`
  public static Selector parse(String text) {
    return new Reader(text).selector();
  }

  /// Reads one selector from left to right.
  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    Selector selector() {
      List<Requirement> all = new ArrayList<>();
      while (true) {
        spaces();
        if (at == text.length()) {
          return new Selector(all);
        }
        if (!taken(",")) {
          all.add(requirement());
          spaces();
          if (at < text.length() && text.charAt(at) != ',') {
            throw malformed();
          }
        }
      }
    }

    private Requirement requirement() {
      if (taken("!")) {
        spaces();
        return new Absent(key());
      }
      String key = key();
      spaces();
      if (taken("!=")) {
        return new NotIn(key, Set.of(value()));
      }
      if (taken("==") || taken("=")) {
        return new In(key, Set.of(value()));
      }
      if (word("notin")) {
        return new NotIn(key, values());
      }
      if (word("in")) {
        return new In(key, values());
      }
      return new Present(key);
    }

    private String key() {
      int from = at;
      while (at < text.length() && Labels.isKeyChar(text.charAt(at))) {
        at++;
      }
      String key = text.substring(from, at);
      if (key.isEmpty() || key.length() > 253) {
        throw malformed();
      }
      return key;
    }

    private String value() {
      int comma = text.indexOf(',', at);
      int to = comma < 0 ? text.length() : comma;
      String value = text.substring(at, to).strip();
      at = to;
      return value;
    }

    private Set<String> values() {
      spaces();
      int close = text.indexOf(')', at);
      if (!taken("(") || close < 0) {
        throw malformed();
      }
      String inner = text.substring(at, close);
      at = close + 1;
      if (inner.isBlank()) {
        throw malformed();
      }
      Set<String> values = new TreeSet<>();
      for (String value : inner.split(",", -1)) {
        values.add(value.strip());
      }
      return values;
    }

    private void spaces() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }

    private boolean taken(String token) {
      if (text.startsWith(token, at)) {
        at += token.length();
        return true;
      }
      return false;
    }

    /// An operator that is a word ends where no key could go on.
    private boolean word(String token) {
      int end = at + token.length();
      if (text.startsWith(token, at)
          && (end == text.length() || !Labels.isKeyChar(text.charAt(end)))) {
        at = end;
        return true;
      }
      return false;
    }

    private IllegalArgumentException malformed() {
      return new IllegalArgumentException(
          "invalid label selector " + Quoted.of(text) + ": expected key=value");
    }
  }
}
