package dev.vigy.runtime.store.jdbc;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.json.JsonParser;
import dev.vigy.lisp.json.JsonPrinter;
import dev.vigy.runtime.store.Gone;
import dev.vigy.runtime.store.jdbc.Shape.Field;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyId;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The lines of an export, as `docs/operations.md` describes them.
final class ExportForm {
  /// Counts incompatible changes of the lines.
  static final int VERSION = 1;

  /// Values in a store may be nested by 128 levels, below some of ours.
  private static final int DEEPEST = 200;

  private static final Shape CONDITION =
      Shape.tuple(
          Field.of("name"),
          Field.of("status"),
          Field.maybe("reason"),
          Field.maybe("message"),
          Field.of("last_transition", Shape.INSTANT),
          Field.of("observed_generation"));

  private static final Shape RANGE =
      Shape.tuple(
          Field.of("from", Shape.INSTANT),
          Field.of("to", Shape.INSTANT),
          Field.of("count"),
          Field.of("fate"),
          Field.maybe("reason"),
          Field.of("from_seq"),
          Field.of("to_seq"));

  private static final Shape NUMBERS =
      Shape.tuple(
          Field.of("seq"),
          Field.of("successes"),
          Field.of("failures"),
          Field.of("limit_failures"),
          Field.of("revision"),
          Field.maybe("last_start", Shape.INSTANT),
          Field.maybe("last_success", Shape.INSTANT),
          Field.maybe("last_failure", Shape.INSTANT),
          Field.maybe("last_nominal", Shape.INSTANT),
          Field.maybe("due", Shape.INSTANT),
          Field.of("retry", Shape.FLAG),
          Field.maybe("quarantine"));

  private static final Shape STATE =
      Shape.object(
          fields(
              "s", Field.of("numbers", NUMBERS),
              "d", Field.of("desired"),
              "o", Field.of("observed"),
              "n", Field.of("conditions", Shape.list(CONDITION)),
              "l", Field.of("ledger", Shape.list(RANGE)),
              "k",
                  Field.of(
                      "kv",
                      Shape.list(
                          Shape.tuple(
                              Field.of("key"),
                              Field.of("value"),
                              Field.of("updated_at", Shape.INSTANT)))),
              "y",
                  Field.of(
                      "had",
                      Shape.tuple(Field.of("quiet"), Field.of("others"), Field.of("failed")))));

  private static final Shape DEFINITION =
      Shape.object(
          fields(
              "anchor", Field.of("anchor", Shape.INSTANT),
              "created_at", Field.of("created_at", Shape.INSTANT),
              "updated_at", Field.of("updated_at", Shape.INSTANT),
              "pause",
                  Field.of(
                      "pause",
                      Shape.object(
                          fields(
                              "since", Field.of("since", Shape.INSTANT),
                              "until", Field.of("until", Shape.INSTANT)))),
              "pin",
                  Field.of(
                      "pin", Shape.object(fields("since", Field.of("since", Shape.INSTANT))))));

  private static final Shape HEAD =
      Shape.tuple(
          Field.of("id"),
          Field.of("seq"),
          Field.of("started_at", Shape.INSTANT),
          Field.of("ended_at", Shape.INSTANT),
          Field.maybe("nominal_at", Shape.INSTANT),
          Field.of("duration_us"),
          Field.of("steps"));

  private static final Shape REST =
      Shape.object(
          fields(
              "e", Field.of("failure"),
              "g", Field.of("generation"),
              "t", Field.of("trigger"),
              "h", Field.of("stopped", Shape.FLAG),
              "a", Field.of("actions"),
              "k",
                  Field.of(
                      "kv_changes", Shape.list(Shape.tuple(Field.of("key"), Field.of("value")))),
              "d", Field.of("desired"),
              "o", Field.of("observed"),
              "n", Field.of("conditions", Shape.list(CONDITION)),
              "l",
                  Field.of("logs", Shape.list(Shape.tuple(Field.of("level"), Field.of("message")))),
              "r", Field.of("traces"),
              "m", Field.of("metrics"),
              "w",
                  Field.of(
                      "events", Shape.list(Shape.tuple(Field.of("kind"), Field.of("message")))),
              "p", Field.of("output"),
              "q",
                  Field.of("probes", Shape.list(Shape.tuple(Field.of("call"), Field.of("answer")))),
              "u", Field.of("wake_payloads")));

  private static final List<String> HEAD_NAMES =
      List.of("id", "seq", "started_at", "ended_at", "nominal_at", "duration_us", "steps");

  private ExportForm() {}

  private static Map<String, Field> fields(Object... pairs) {
    Map<String, Field> fields = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      fields.put((String) pairs[i], (Field) pairs[i + 1]);
    }
    return fields;
  }

  static Json parse(byte[] bytes) {
    return JsonParser.parse(new String(bytes, StandardCharsets.UTF_8), DEEPEST);
  }

  static Json parse(String text) {
    return JsonParser.parse(text, DEEPEST);
  }

  private static byte[] bytes(Json json) {
    return JsonPrinter.print(json).getBytes(StandardCharsets.UTF_8);
  }

  static Json definition(Vigy vigy) {
    return DEFINITION.out(parse(VigyForm.write(vigy)));
  }

  /// @throws JsonIn.Malformed or another exception of reading if it is none
  static Vigy definition(VigyId id, Json full) {
    return VigyForm.read(id, bytes(DEFINITION.in(full)));
  }

  /// @param state the row of a vigy
  static Json state(byte[] state) {
    return STATE.out(parse(state));
  }

  static StateForm.Whole state(Json full) {
    return StateForm.readWhole(bytes(STATE.in(full)));
  }

  static Json gone(Gone gone) {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("from_seq", new Json.Int(gone.fromSeq()));
    members.put("to_seq", new Json.Int(gone.toSeq()));
    members.put("quiet", new Json.Int(gone.quiet()));
    members.put("others", new Json.Int(gone.others()));
    members.put("failed", new Json.Int(gone.failed()));
    return new Json.Object(members);
  }

  static Gone gone(Json full) {
    Map<String, Json> members = Shape.members(full);
    return new Gone(
        number(members, "from_seq"),
        number(members, "to_seq"),
        number(members, "quiet"),
        number(members, "others"),
        number(members, "failed"));
  }

  /// @param rest the members of a run behind its heads, without the first comma
  static Json run(Run run, byte[] rest, Lines.Ordinal ordinal) {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("vigy_id", new Json.Text(run.vigyId().hex()));
    members.putAll(
        Shape.members(
            HEAD.out(
                new Json.Array(
                    List.of(
                        new Json.Text(run.id()),
                        new Json.Int(run.seq()),
                        new Json.Int(run.startedAt().toEpochMilli()),
                        new Json.Int(run.endedAt().toEpochMilli()),
                        run.nominalAt()
                            .<Json>map(at -> new Json.Int(at.toEpochMilli()))
                            .orElse(Json.Null.NULL),
                        new Json.Int(run.durationMicros()),
                        new Json.Int(run.steps()))))));
    String outcome =
        switch (ordinal.kind()) {
          case Lines.QUIET -> "quiet";
          case Lines.OTHER -> "other";
          case Lines.FAILED -> "failed";
          default -> "";
        };
    if (!outcome.isEmpty()) {
      members.put("outcome", new Json.Text(outcome));
      members.put("outcome_number", new Json.Int(ordinal.first()));
    }
    String text = "{" + new String(rest, StandardCharsets.UTF_8) + "}";
    members.putAll(Shape.members(REST.out(parse(text))));
    return new Json.Object(members);
  }

  /// A run of an export, and what retention must know of it.
  record Told(Run run, Lines.Ordinal ordinal) {}

  static Told run(Json full) {
    Map<String, Json> members = new LinkedHashMap<>(Shape.members(full));
    VigyId vigy = new VigyId(text(members, "vigy_id"));
    Lines.Ordinal ordinal =
        switch (members.get("outcome") == null ? "" : text(members, "outcome")) {
          case "quiet" -> new Lines.Ordinal(Lines.QUIET, number(members, "outcome_number"));
          case "other" -> new Lines.Ordinal(Lines.OTHER, number(members, "outcome_number"));
          case "failed" -> new Lines.Ordinal(Lines.FAILED, number(members, "outcome_number"));
          case "" -> Lines.Ordinal.NONE;
          default -> throw new JsonIn.Malformed("unknown outcome");
        };
    Map<String, Json> head = new LinkedHashMap<>();
    HEAD_NAMES.forEach(
        name -> {
          Json value = members.remove(name);
          if (value != null) {
            head.put(name, value);
          }
        });
    List.of("vigy_id", "outcome", "outcome_number").forEach(members::remove);
    if (!(HEAD.in(new Json.Object(head)) instanceof Json.Array(List<Json> items))
        || items.size() != HEAD_NAMES.size()) {
      throw new JsonIn.Malformed("a run without its numbers");
    }
    long start = number(items.get(2));
    String line =
        "%s0,%d,%s,%d,%d,%s,%d,%d]]"
            .formatted(
                "",
                number(items.get(1)),
                JsonPrinter.print(items.get(0)),
                start,
                number(items.get(3)) - start,
                items.get(4) instanceof Json.Int(long at) ? Long.toString(at - start) : "null",
                number(items.get(5)),
                number(items.get(6)));
    byte[] headBytes = line.getBytes(StandardCharsets.UTF_8);
    byte[] restBytes = bytes(REST.in(new Json.Object(members)));
    if (restBytes.length > 2) {
      // In the place of its brace stands the comma before the first member.
      restBytes[0] = ',';
    }
    int restTo = restBytes.length > 2 ? restBytes.length - 1 : 0;
    Run run = RunForm.readRest(restBytes, 0, restTo).run(vigy, headBytes, 0, headBytes.length - 2);
    return new Told(run, ordinal);
  }

  static String text(Map<String, Json> members, String name) {
    if (members.get(name) instanceof Json.Text(String text)) {
      return text;
    }
    throw new JsonIn.Malformed("`" + name + "` is missing");
  }

  static long number(Map<String, Json> members, String name) {
    Json value = members.get(name);
    if (value == null) {
      throw new JsonIn.Malformed("`" + name + "` is missing");
    }
    return number(value);
  }

  private static long number(Json json) {
    if (json instanceof Json.Int(long value)) {
      return value;
    }
    throw new JsonIn.Malformed("a number was expected");
  }
}
