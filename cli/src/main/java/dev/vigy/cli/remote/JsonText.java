package dev.vigy.cli.remote;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.json.JsonParser;
import dev.vigy.lisp.json.JsonSyntaxException;
import java.util.Optional;

/// JSON that came from outside.
final class JsonText {
  private JsonText() {}

  /// Empty if the text is no JSON.
  static Optional<Json> parse(String text) {
    try {
      return Optional.of(JsonParser.parse(text));
    } catch (JsonSyntaxException e) {
      return Optional.empty();
    }
  }
}
