package dev.vigy.runtime.store.jdbc;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.json.JsonSyntaxException;
import dev.vigy.runtime.store.Gone;
import dev.vigy.runtime.store.Retention.Outcome;
import dev.vigy.runtime.store.StoreException;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyId;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads what [Exporting] wrote. A line that can't be read is told and left out; a file without its
/// last line is refused as a whole.
final class ExportReader {
  private final Path file;
  private final Importing importing;
  private long vigies;
  private long runs;
  private boolean ended;

  private ExportReader(Path file, Importing importing) {
    this.file = file;
    this.importing = importing;
  }

  /// @throws StoreException if it is no export, is cut, or is of a newer version
  static void read(Path file, BufferedReader lines, Importing importing)
      throws IOException, SQLException {
    new ExportReader(file, importing).all(lines);
  }

  private StoreException refused(String why, String hint) {
    return new StoreException(file + why, hint, null);
  }

  private void all(BufferedReader lines) throws IOException, SQLException {
    header(lines.readLine());
    long number = 1;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (ended) {
        throw refused(" goes on behind its end, at line " + number, "export the store again");
      }
      @Nullable Json read = null;
      try {
        read = ExportForm.parse(line);
        Map.Entry<String, Json> entry = Shape.members(read).entrySet().iterator().next();
        take(entry.getKey(), entry.getValue());
      } catch (JsonSyntaxException
          | JsonIn.Malformed
          | IllegalArgumentException
          | ArithmeticException
          | IndexOutOfBoundsException
          | java.util.NoSuchElementException e) {
        importing.note("line " + number + " is left out: " + e.getMessage());
        lost(read);
      }
    }
    if (!ended) {
      throw refused(" is cut: its last line is missing", "export the store again");
    }
  }

  private void header(@Nullable String line) {
    try {
      long version =
          ExportForm.number(
              Shape.members(ExportForm.parse(line == null ? "" : line)), "vigy_export");
      if (version > ExportForm.VERSION) {
        throw refused(
            " is an export of version %d, and this vigy knows versions up to %d"
                .formatted(version, ExportForm.VERSION),
            "use a newer vigy");
      }
    } catch (JsonSyntaxException | JsonIn.Malformed e) {
      throw refused(" is no export of vigy", "`vigy export` writes one");
    }
  }

  private void take(String kind, Json content) throws SQLException {
    Map<String, Json> members = Shape.members(content);
    switch (kind) {
      case "vigy" -> {
        vigies++;
        VigyId id = new VigyId(ExportForm.text(members, "id"));
        List<Vigy> generations = new ArrayList<>();
        if (members.get("generations") instanceof Json.Array(List<Json> items)) {
          items.forEach(item -> generations.add(ExportForm.definition(id, item)));
        }
        importing.vigy(
            new Importing.Arrival(
                ExportForm.definition(id, part(members, "definition")),
                ExportForm.state(part(members, "state")),
                ExportForm.gone(part(members, "gone")),
                ExportForm.number(members, "earlier_seq"),
                generations));
      }
      case "deleted" ->
          importing.deleted(
              nobody(new VigyId(ExportForm.text(members, "id")), ExportForm.text(members, "name")),
              ExportForm.number(members, "last_seq"),
              ExportForm.gone(part(members, "gone")));
      case "purged" ->
          importing.purged(
              new VigyId(ExportForm.text(members, "id")), ExportForm.number(members, "last_seq"));
      case "audit" ->
          importing.audit(
              Instant.parse(ExportForm.text(members, "at")).toEpochMilli(),
              ExportForm.text(members, "who"),
              ExportForm.text(members, "what"),
              ExportForm.text(members, "vigy_id"),
              ExportForm.text(members, "vigy"),
              members.get("note") instanceof Json.Text(String note) ? note : null);
      case "run" -> {
        runs++;
        ExportForm.Told told = ExportForm.run(content);
        importing.run(told.run(), told.ordinal());
      }
      case "end" -> {
        ended = true;
        count(members, "vigies", vigies);
        count(members, "runs", runs);
      }
      default -> throw new JsonIn.Malformed("unknown content `" + kind + "`");
    }
  }

  private void count(Map<String, Json> members, String what, long found) {
    long expected = ExportForm.number(members, what);
    if (expected > found) {
      importing.note("%d %s should be there, and %d are".formatted(expected, what, found));
    }
  }

  private static Json part(Map<String, Json> members, String name) {
    Json part = members.get(name);
    if (part == null) {
      throw new JsonIn.Malformed("`" + name + "` is missing");
    }
    return part;
  }

  /// The definition of a vigy of which only the name is left.
  static Vigy nobody(VigyId id, String name) {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("name", new Json.Text(name));
    members.put("program", new Json.Text(""));
    members.put("schedule", new Json.Object(Map.of("kind", new Json.Text("manual"))));
    return ExportForm.definition(id, new Json.Object(members));
  }

  /// A run whose vigy and number can still be told is counted as gone.
  private void lost(@Nullable Json line) {
    if (line instanceof Json.Object(Map<String, Json> members)
        && members.get("run") instanceof Json.Object(Map<String, Json> run)
        && run.get("vigy_id") instanceof Json.Text(String hex)
        && VigyId.isValid(hex)
        && run.get("seq") instanceof Json.Int(long seq)
        && seq > 0) {
      importing.lost(new VigyId(hex), Gone.one(seq, Outcome.OTHER));
    }
  }
}
