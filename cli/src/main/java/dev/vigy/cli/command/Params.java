package dev.vigy.cli.command;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.json.JsonParser;
import dev.vigy.lisp.json.JsonSyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;

/// `--param k=v`: numbers, booleans and quoted JSON are what they look like, everything else is a
/// text.
final class Params {
  private Params() {}

  static Json.Object of(Session session) {
    Map<String, Json> params = new LinkedHashMap<>();
    session
        .line()
        .pairs("param", "param")
        .forEach(pair -> params.put(pair.getKey(), value(pair.getValue())));
    return new Json.Object(params);
  }

  private static Json value(String text) {
    try {
      return JsonParser.parse(text);
    } catch (JsonSyntaxException e) {
      return new Json.Text(text);
    }
  }
}
