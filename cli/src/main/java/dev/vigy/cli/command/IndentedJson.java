package dev.vigy.cli.command;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.json.JsonPrinter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;

/// Prints JSON with two spaces a level. Recurses over no nesting.
final class IndentedJson {
  /// A container being printed.
  private record Open(
      Iterator<Map.Entry<String, Json>> members, Iterator<Json> items, char close) {}

  private final StringBuilder out = new StringBuilder();
  private final Deque<Open> open = new ArrayDeque<>();

  private IndentedJson() {}

  static String print(Json json) {
    var printer = new IndentedJson();
    printer.begin(json);
    while (!printer.open.isEmpty()) {
      printer.step();
    }
    return printer.out.toString();
  }

  private void begin(Json json) {
    switch (json) {
      case Json.Object(Map<String, Json> members) when !members.isEmpty() -> {
        out.append('{');
        open.push(
            new Open(members.entrySet().iterator(), java.util.Collections.emptyIterator(), '}'));
      }
      case Json.Array array when !array.items().isEmpty() -> {
        out.append('[');
        open.push(new Open(java.util.Collections.emptyIterator(), array.items().iterator(), ']'));
      }
      case Json.Object _,
          Json.Array _,
          Json.Null _,
          Json.Bool _,
          Json.Int _,
          Json.Real _,
          Json.Text _ ->
          out.append(JsonPrinter.print(json));
    }
  }

  private void step() {
    Open top = open.peek();
    if (top == null) {
      return;
    }
    boolean first = out.charAt(out.length() - 1) == '{' || out.charAt(out.length() - 1) == '[';
    if (top.members().hasNext()) {
      separate(first);
      Map.Entry<String, Json> member = top.members().next();
      out.append(JsonPrinter.print(new Json.Text(member.getKey()))).append(": ");
      begin(member.getValue());
    } else if (top.items().hasNext()) {
      separate(first);
      begin(top.items().next());
    } else {
      open.pop();
      line();
      out.append(top.close());
    }
  }

  private void separate(boolean first) {
    if (!first) {
      out.append(',');
    }
    line();
  }

  private void line() {
    out.append('\n').append("  ".repeat(open.size()));
  }
}
