package dev.vigy.runtime.vigy;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.time.Instants;
import dev.vigy.runtime.vigy.Schedule.CatchUp;
import dev.vigy.runtime.vigy.Schedule.Terms;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/// Schedules as JSON (product 3), the same wherever one is written: protocols, store, requests.
///
/// ```
/// {"kind":"fixed","interval_ms":30000}
/// {"kind":"cron","expr":"0 7 * * mon-fri","zone":"Europe/Berlin"}
/// {"kind":"adaptive","min_ms":1000,"max_ms":300000,"hint_key":"pace"}
/// {"kind":"manual"}
/// ```
///
/// All but the last also take `jitter_ms`, `start`, `end`, `windows`, `catch_up`,
/// `catch_up_window_ms`. A window is `{"rule":"allow","days":"mon-fri","dates":"1-7",
/// "months":"dec","hours":"08:00-18:00","zone":"Europe/Berlin"}`, all but the rule optional; its
/// zone is that of the schedule where it names none.
public final class ScheduleJson {
  private static final Set<String> COMMON =
      Set.of("kind", "jitter_ms", "start", "end", "windows", "catch_up", "catch_up_window_ms");

  private static final String UTC = "UTC";

  private ScheduleJson() {}

  /// JSON that is no schedule: a missing or unknown field, a value of a wrong type.
  public static final class Malformed extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  /// What is not said is left out, but for the catch-up.
  public static Json.Object write(Schedule schedule) {
    Map<String, Json> members = new LinkedHashMap<>();
    switch (schedule) {
      case Schedule.Fixed fixed -> {
        members.put("kind", new Json.Text("fixed"));
        members.put("interval_ms", new Json.Int(fixed.interval().toMillis()));
        terms(members, fixed.terms());
      }
      case Schedule.Cron cron -> {
        members.put("kind", new Json.Text("cron"));
        members.put("expr", new Json.Text(cron.expression().text()));
        members.put("zone", new Json.Text(cron.zone().getId()));
        terms(members, cron.terms());
      }
      case Schedule.Adaptive adaptive -> {
        members.put("kind", new Json.Text("adaptive"));
        members.put("min_ms", new Json.Int(adaptive.min().toMillis()));
        members.put("max_ms", new Json.Int(adaptive.max().toMillis()));
        adaptive.hintKey().ifPresent(key -> members.put("hint_key", new Json.Text(key)));
        terms(members, adaptive.terms());
      }
      case Schedule.Manual() -> members.put("kind", new Json.Text("manual"));
    }
    return new Json.Object(members);
  }

  private static void terms(Map<String, Json> members, Terms terms) {
    if (!terms.jitter().isZero()) {
      members.put("jitter_ms", new Json.Int(terms.jitter().toMillis()));
    }
    terms.start().ifPresent(start -> members.put("start", instant(start)));
    terms.end().ifPresent(end -> members.put("end", instant(end)));
    if (!terms.windows().isEmpty()) {
      members.put(
          "windows", new Json.Array(terms.windows().stream().map(ScheduleJson::window).toList()));
    }
    members.put("catch_up", new Json.Text(terms.catchUp().text()));
    if (!terms.catchUpWindow().equals(Terms.DEFAULT_WINDOW)) {
      members.put("catch_up_window_ms", new Json.Int(terms.catchUpWindow().toMillis()));
    }
  }

  private static Json instant(Instant at) {
    return new Json.Text(Instants.print(at.toEpochMilli()));
  }

  private static Json window(Window window) {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("rule", new Json.Text(window.rule().text()));
    put(members, "days", window.days());
    put(members, "dates", window.dates());
    put(members, "months", window.months());
    put(members, "hours", window.hoursText());
    members.put("zone", new Json.Text(window.zone().getId()));
    return new Json.Object(members);
  }

  private static void put(Map<String, Json> members, String key, String text) {
    if (!text.isEmpty()) {
      members.put(key, new Json.Text(text));
    }
  }

  /// @throws Malformed for JSON that is no schedule
  /// @throws IllegalArgumentException for one that can't be: `invalid tick interval …`
  public static Schedule read(Json.Object given) {
    Fields fields = new Fields("schedule", given.members());
    Optional<String> kind = fields.text("kind", "the kind of schedule");
    if (kind.isEmpty()) {
      throw new Malformed("`schedule`: missing field `kind`");
    }
    return switch (kind.get()) {
      case "manual" -> {
        fields.known(Set.of("kind"), Set.of());
        yield new Schedule.Manual();
      }
      case "fixed" -> {
        fields.known(COMMON, Set.of("interval_ms"));
        yield new Schedule.Fixed(fields.required("interval_ms"), terms(fields, UTC));
      }
      case "cron" -> {
        fields.known(COMMON, Set.of("expr", "zone"));
        String expression =
            fields
                .text("expr", "a cron expression")
                .orElseThrow(() -> new Malformed("`schedule.expr`: expected a cron expression"));
        ZoneId zone = zone("schedule", fields, UTC);
        yield new Schedule.Cron(
            sound("schedule", () -> CronExpression.of(expression)),
            zone,
            terms(fields, zone.getId()));
      }
      case "adaptive" -> {
        fields.known(COMMON, Set.of("min_ms", "max_ms", "hint_key"));
        yield new Schedule.Adaptive(
            fields.required("min_ms"),
            fields.required("max_ms"),
            fields.text("hint_key", "a key"),
            terms(fields, UTC));
      }
      default ->
          throw new Malformed(
              "`schedule`: unknown kind `"
                  + kind.get()
                  + "`, expected fixed, cron, adaptive or manual");
    };
  }

  /// @param zone of windows that name none
  private static Terms terms(Fields fields, String zone) {
    return new Terms(
        fields.millis("jitter_ms").orElse(Duration.ZERO),
        fields.instant("start"),
        fields.instant("end"),
        windows(fields, zone),
        fields
            .text("catch_up", "`one`, `all` or `none`")
            .map(
                text ->
                    CatchUp.of(text)
                        .orElseThrow(
                            () ->
                                new Malformed(
                                    "`schedule.catch_up`: expected `one`, `all` or `none`, got `"
                                        + text
                                        + "`")))
            .orElse(CatchUp.ONE),
        fields.millis("catch_up_window_ms").orElse(Terms.DEFAULT_WINDOW));
  }

  private static List<Window> windows(Fields fields, String zone) {
    Json value = fields.members.get("windows");
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof Json.Array(List<Json> items))) {
      throw fields.wrongType("windows", "an array of windows", value);
    }
    List<Window> windows = new ArrayList<>();
    for (Json item : items) {
      String path = "schedule.windows[" + windows.size() + "]";
      if (!(item instanceof Json.Object(Map<String, Json> members))) {
        throw new Malformed("`" + path + "`: expected an object");
      }
      windows.add(window(path, new Fields(path, members), zone));
    }
    return windows;
  }

  private static Window window(String path, Fields fields, String otherwise) {
    fields.known(Set.of("rule"), Set.of("days", "dates", "months", "hours", "zone"));
    Window.Rule rule =
        fields
            .text("rule", "`allow` or `forbid`")
            .flatMap(Window.Rule::of)
            .orElseThrow(() -> new Malformed("`" + path + ".rule`: expected `allow` or `forbid`"));
    ZoneId zone = zone(path, fields, otherwise);
    String days = fields.text("days", "days of the week").orElse("");
    String dates = fields.text("dates", "days of the month").orElse("");
    String months = fields.text("months", "months").orElse("");
    String hours = fields.text("hours", "ranges of hours").orElse("");
    return sound(path, () -> Window.of(rule, days, dates, months, hours, zone));
  }

  private static ZoneId zone(String path, Fields fields, String otherwise) {
    String zone = fields.text("zone", "a time zone").orElse(otherwise);
    return sound(path, () -> Schedule.Cron.zone(zone));
  }

  /// What a text of the JSON means.
  private interface Meaning<T> {
    T read();
  }

  private static <T> T sound(String path, Meaning<T> meaning) {
    try {
      return meaning.read();
    } catch (IllegalArgumentException e) {
      throw new Malformed("`" + path + "`: " + e.getMessage());
    }
  }

  /// The members of an object, with where it stands.
  private record Fields(String path, Map<String, Json> members) {
    void known(Set<String> some, Set<String> others) {
      for (String key : members.keySet()) {
        if (!some.contains(key) && !others.contains(key)) {
          TreeSet<String> all = new TreeSet<>(some);
          all.addAll(others);
          throw new Malformed(
              "`" + path + "`: unknown field `" + key + "`, expected " + String.join(", ", all));
        }
      }
    }

    Optional<String> text(String key, String expected) {
      return switch (members.get(key)) {
        case null -> Optional.empty();
        case Json.Text(String text) -> Optional.of(text);
        case Json other -> throw wrongType(key, expected, other);
      };
    }

    Duration required(String key) {
      return millis(key)
          .orElseThrow(() -> new Malformed("`" + path + "." + key + "`: expected an integer"));
    }

    Optional<Duration> millis(String key) {
      return switch (members.get(key)) {
        case null -> Optional.empty();
        case Json.Int(long millis) when millis >= 0 -> Optional.of(Duration.ofMillis(millis));
        case Json other -> throw wrongType(key, "an integer that is not negative", other);
      };
    }

    Optional<Instant> instant(String key) {
      return text(key, "an instant")
          .map(
              text -> {
                OptionalLong millis = Instants.parse(text);
                if (millis.isEmpty()) {
                  throw new Malformed(
                      "`"
                          + path
                          + "."
                          + key
                          + "`: `"
                          + text
                          + "` is not an instant, write it as `2026-05-21T12:34:56.789Z`");
                }
                return Instant.ofEpochMilli(millis.getAsLong());
              });
    }

    Malformed wrongType(String key, String expected, Json got) {
      String word =
          switch (got) {
            case Json.Null _ -> "null";
            case Json.Bool _ -> "a boolean";
            case Json.Int(long number) -> "the integer " + number;
            case Json.Real _ -> "a number";
            case Json.Text _ -> "a string";
            case Json.Array _ -> "an array";
            case Json.Object _ -> "an object";
          };
      return new Malformed("`" + path + "." + key + "`: expected " + expected + ", got " + word);
    }
  }
}
