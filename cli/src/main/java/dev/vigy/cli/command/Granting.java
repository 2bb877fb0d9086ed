package dev.vigy.cli.command;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.vigy.Capability;
import dev.vigy.runtime.vigy.Grants;
import java.util.ArrayList;
import java.util.List;

/// What the operator grants: by options, or by answering a question.
final class Granting {
  private Granting() {}

  /// What `--allow` and `--allow-all` say.
  ///
  /// @throws UsageException if a capability can't be read
  static Grants given(Session session) {
    return session.line().flag("allow-all") ? Grants.ALL : Grants.of(capabilities(session));
  }

  /// The same as what a program asks for.
  static Json.Array asked(Session session) {
    List<Json> texts = new ArrayList<>();
    capabilities(session).forEach(capability -> texts.add(new Json.Text(capability.text())));
    return new Json.Array(texts);
  }

  private static List<Capability> capabilities(Session session) {
    List<Capability> capabilities = new ArrayList<>();
    for (String text : session.line().values("allow")) {
      try {
        capabilities.add(Capability.parse(text));
      } catch (IllegalArgumentException e) {
        throw new UsageException(
            "invalid value `" + text + "` for `--allow`: " + e.getMessage(),
            "such as `--allow file=/var/spool` or `--allow http=https://host/prefix`");
      }
    }
    return capabilities;
  }

  /// What the programs may look at in this run. What options do not grant is asked for at a
  /// terminal; elsewhere it is an error that says which options to add.
  ///
  /// @throws CommandException if something is not granted
  static Grants of(Session session, List<Capability> wanted) {
    Grants given = given(session);
    List<Capability> missing = given.missing(wanted).stream().distinct().toList();
    // Starting programs is asked for each time, even if everything is granted.
    List<Capability> unsaid =
        Grants.of(capabilities(session)).missing(wanted).stream()
            .filter(capability -> capability.kind().equals("exec"))
            .distinct()
            .toList();
    List<Capability> open = new ArrayList<>(missing);
    unsaid.stream().filter(capability -> !open.contains(capability)).forEach(open::add);
    if (open.isEmpty()) {
      return given;
    }
    if (!session.world().terminal().getAsBoolean()) {
      throw notGranted(open);
    }
    session.println("The programs ask to look at:");
    open.forEach(
        capability ->
            session.println(
                "  "
                    + capability.kind()
                    + "  "
                    + dev.vigy.cli.text.Style.visible(capability.target())));
    String answer = session.ask("Grant this for this run? [y/N] ");
    if (!answer.equals("y") && !answer.equals("yes")) {
      throw notGranted(open);
    }
    List<Capability> all = new ArrayList<>(capabilities(session));
    all.addAll(open);
    return given.all() ? Grants.ALL : Grants.of(all);
  }

  private static CommandException notGranted(List<Capability> open) {
    List<String> flags = open.stream().map(Granting::flag).toList();
    return new CommandException(
        "the programs ask for what nothing grants: "
            + String.join(", ", open.stream().map(Capability::text).toList()),
        "add " + String.join(" ", flags));
  }

  /// As it can be pasted into a shell.
  private static String flag(Capability capability) {
    String value = capability.kind() + "=" + capability.target();
    boolean plain =
        value
            .chars()
            .allMatch(
                c -> c < 128 && (Character.isLetterOrDigit(c) || "=/:.,_-+@%".indexOf(c) >= 0));
    return "--allow " + (plain ? value : "'" + value.replace("'", "'\\''") + "'");
  }
}
