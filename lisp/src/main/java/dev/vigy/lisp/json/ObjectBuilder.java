package dev.vigy.lisp.json;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Gathers the members of one JSON object. A name that comes again keeps its place and gets the
/// later value.
///
/// As long as there are few members they are gathered in the two arrays that the object then keeps.
public final class ObjectBuilder {
  private static final Comparator<Map.Entry<String, Json>> BY_NAME =
      Map.Entry.comparingByKey(JsonPrinter::compareNames);

  private String[] names;
  private Json[] values;
  private int size;
  private @Nullable Map<String, Json> many;

  /// @param expected how many members there will be, as far as one knows
  public ObjectBuilder(int expected) {
    int room = Math.min(expected, Members.MOST);
    names = new String[room];
    values = new Json[room];
  }

  /// Sets a member.
  public void put(String name, Json value) {
    if (many != null) {
      many.put(name, value);
      return;
    }
    for (int i = 0; i < size; i++) {
      if (names[i].equals(name)) {
        values[i] = value;
        return;
      }
    }
    if (size == names.length) {
      gathered().put(name, value);
      return;
    }
    names[size] = name;
    values[size] = value;
    size++;
  }

  private Map<String, Json> gathered() {
    Map<String, Json> all = many;
    if (all == null) {
      all = new LinkedHashMap<>();
      for (int i = 0; i < size; i++) {
        all.put(names[i], values[i]);
      }
      many = all;
    }
    return all;
  }

  /// Brings the members into the order of their names, by code point.
  public void sort() {
    if (isSorted()) {
      return;
    }
    Map<String, Json> sorted = new LinkedHashMap<>();
    gathered().entrySet().stream()
        .sorted(BY_NAME)
        .forEach(member -> sorted.put(member.getKey(), member.getValue()));
    many = sorted;
  }

  private boolean isSorted() {
    if (many != null) {
      return false;
    }
    for (int i = 1; i < size; i++) {
      if (JsonPrinter.compareNames(names[i - 1], names[i]) > 0) {
        return false;
      }
    }
    return true;
  }

  /// The object. The builder is used up.
  public Json.Object build() {
    if (many != null) {
      return new Json.Object(many);
    }
    String[] allNames = size == names.length ? names : Arrays.copyOf(names, size);
    Json[] allValues = size == values.length ? values : Arrays.copyOf(values, size);
    // From here on the arrays are the object's.
    names = new String[0];
    values = new Json[0];
    size = 0;
    return new Json.Object(new Members(allNames, allValues));
  }
}
