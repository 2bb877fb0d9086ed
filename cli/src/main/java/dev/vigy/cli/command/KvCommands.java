package dev.vigy.cli.command;

import dev.vigy.cli.remote.Backend;
import dev.vigy.cli.text.Pages;
import dev.vigy.cli.text.View;
import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.json.JsonParser;
import dev.vigy.lisp.json.JsonPrinter;
import dev.vigy.lisp.json.JsonSyntaxException;
import java.util.List;

/// What a vigy remembers, looked at and changed from outside.
final class KvCommands {
  private KvCommands() {}

  static int list(Session session) {
    try (Backend backend = Backends.reading(session)) {
      List<Json> items =
          ReadCommands.all(backend, "kv_list", Args.vigy(session.line().argument(0)).object());
      if (session.json()) {
        session.printDocument(new Json.Array(items));
      } else {
        session.print(new Pages(session.style(), session.now()).kv(View.list(items)));
      }
    }
    return Exit.OK;
  }

  /// Text output is the bare value, so that scripts can use it.
  static int get(Session session) {
    return ReadCommands.show(
        session,
        "kv_get",
        key(session),
        item -> JsonPrinter.print(item.json("value").orElse(Json.Null.NULL)) + "\n");
  }

  static int set(Session session) {
    Json value = value(session, session.line().argument(2));
    try (Backend backend = Backends.changing(session)) {
      Json item = backend.call("kv_set", key(session).json("value", value).object());
      if (session.json()) {
        session.printDocument(item);
      } else {
        session.println(
            session.style().green("✓ ")
                + session.line().argument(1)
                + " = "
                + JsonPrinter.print(value));
      }
    }
    return Exit.OK;
  }

  private static Json value(Session session, String text) {
    if (session.line().flag("text")) {
      return new Json.Text(text);
    }
    return json(
        text, "for a text use `--text`, or write it as '\"" + text.replace("\"", "") + "\"'");
  }

  /// @throws UsageException if the text is no JSON
  static Json json(String text, String hint) {
    try {
      return JsonParser.parse(text);
    } catch (JsonSyntaxException e) {
      throw new UsageException("`" + text + "` is not JSON: " + e.getMessage(), hint);
    }
  }

  static int delete(Session session) {
    try (Backend backend = Backends.changing(session)) {
      Json answer = backend.call("kv_delete", key(session).object());
      if (session.json()) {
        session.printDocument(answer);
      } else {
        session.println(session.style().green("✓ ") + session.line().argument(1) + " deleted");
      }
    }
    return Exit.OK;
  }

  private static Args key(Session session) {
    return Args.vigy(session.line().argument(0)).text("key", session.line().argument(1));
  }
}
