package dev.vigy.server.rest;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.json.JsonParser;
import dev.vigy.lisp.json.JsonPrinter;
import dev.vigy.lisp.json.JsonSyntaxException;
import dev.vigy.server.operation.OperationException;
import dev.vigy.server.operation.OperationException.Kind;

/// JSON on the wire.
final class JsonText {
  private JsonText() {}

  /// @throws OperationException `MALFORMED` if the text is no JSON, or nested beyond 128 levels
  static Json parse(String text) {
    try {
      return JsonParser.parse(text);
    } catch (JsonSyntaxException e) {
      throw new OperationException(Kind.MALFORMED, "the body is not JSON: " + e.getMessage());
    }
  }

  static String print(Json json) {
    return JsonPrinter.print(json);
  }
}
