package dev.vigy.cli.text;

import dev.vigy.lisp.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A JSON object to read from; what is absent or of another type is empty.
public record View(Json.Object object) {
  /// Anything but an object is an object without members.
  public static View of(Json json) {
    return new View(json instanceof Json.Object object ? object : Json.Object.EMPTY);
  }

  public Optional<Json> json(String name) {
    return Optional.ofNullable(object.members().get(name));
  }

  public Optional<String> optional(String name) {
    return object.members().get(name) instanceof Json.Text(String text)
        ? Optional.of(text)
        : Optional.empty();
  }

  public String text(String name) {
    return optional(name).orElse("");
  }

  public long integer(String name) {
    return object.members().get(name) instanceof Json.Int(long number) ? number : 0;
  }

  public boolean flag(String name) {
    return object.members().get(name) instanceof Json.Bool(boolean flag) && flag;
  }

  public boolean has(String name) {
    return object.members().containsKey(name);
  }

  public Optional<View> object(String name) {
    return object.members().get(name) instanceof Json.Object inner
        ? Optional.of(new View(inner))
        : Optional.empty();
  }

  public Map<String, Json> map(String name) {
    return object(name).map(view -> view.object().members()).orElse(Map.of());
  }

  public List<Json> array(String name) {
    return object.members().get(name) instanceof Json.Array(List<Json> items) ? items : List.of();
  }

  /// The objects of an array.
  public List<View> list(String name) {
    return list(array(name));
  }

  public static List<View> list(List<Json> items) {
    List<View> views = new ArrayList<>(items.size());
    for (Json item : items) {
      views.add(of(item));
    }
    return views;
  }
}
