package dev.vigy.cli.command;

import dev.vigy.cli.text.EntryText;
import dev.vigy.cli.text.Table;
import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.reference.Entry;
import dev.vigy.lisp.reference.Reference;
import dev.vigy.runtime.ProgramReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `vigy doc`: what the reference documentation says of a name, or which names fit some words.
final class DocCommand {
  private DocCommand() {}

  static int run(Session session) {
    Reference reference = ProgramReference.all();
    Invocation line = session.line();
    if (line.value("search").isPresent()) {
      String more = String.join(" ", line.arguments());
      return search(session, reference, line.value("search").get() + " " + more);
    }
    if (line.arguments().isEmpty()) {
      throw new UsageException(
          "`vigy doc` needs NAME… or `--search`", "usage: " + line.command().usage());
    }
    return show(session, reference, line.arguments());
  }

  private static int show(Session session, Reference reference, List<String> names) {
    List<Entry> found =
        names.stream()
            .map(name -> reference.find(name).orElseThrow(() -> unknown(reference, name)))
            .toList();
    if (session.json()) {
      List<Json> all = found.stream().map(DocCommand::json).toList();
      session.printDocument(all.size() == 1 ? all.getFirst() : new Json.Array(all));
    } else {
      session.print(
          String.join(
              "\n", found.stream().map(entry -> EntryText.of(entry, session.style())).toList()));
    }
    return Exit.OK;
  }

  private static CommandException unknown(Reference reference, String name) {
    List<String> near = reference.nearest(name);
    String message = "there is no `" + name + "` in the language";
    return new CommandException(
        message,
        near.isEmpty()
            ? "`vigy doc --search WORDS` finds names by what they do"
            : "did you mean `" + String.join("`, `", near) + "`?");
  }

  private static int search(Session session, Reference reference, String words) {
    List<Entry> found = words.isBlank() ? reference.entries() : reference.search(words);
    if (session.json()) {
      session.printDocument(new Json.Array(found.stream().map(DocCommand::json).toList()));
    } else if (found.isEmpty()) {
      session.println("nothing fits `" + words.strip() + "`");
    } else {
      Table table = Table.of(2);
      found.forEach(entry -> table.row(entry.signature(), firstSentence(entry.meaning())));
      session.print(table.text(""));
    }
    return Exit.OK;
  }

  private static String firstSentence(String text) {
    int end = text.indexOf(". ");
    return end < 0 ? text : text.substring(0, end + 1);
  }

  private static Json json(Entry entry) {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("name", new Json.Text(entry.name()));
    members.put("kind", new Json.Text(entry.kind().text()));
    members.put("group", new Json.Text(entry.group()));
    members.put("signature", new Json.Text(entry.signature()));
    members.put("meaning", new Json.Text(entry.meaning()));
    members.put("example", new Json.Text(entry.exampleForms()));
    members.put("result", new Json.Text(entry.exampleResult()));
    members.put(
        "errors", new Json.Array(entry.errors().stream().map(DocCommand::failure).toList()));
    return new Json.Object(members);
  }

  private static Json failure(String error) {
    String[] tagAndMessage = Entry.result(error).split(" ", 2);
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("example", new Json.Text(Entry.forms(error)));
    members.put("tag", new Json.Text(tagAndMessage[0].substring(1)));
    members.put("message", new Json.Text(tagAndMessage[1]));
    return new Json.Object(members);
  }
}
