package dev.vigy.runtime.program;

import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.source.Span;
import dev.vigy.lisp.time.Instants;
import dev.vigy.runtime.vigy.CronExpression;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.Schedule.CatchUp;
import dev.vigy.runtime.vigy.Schedule.Terms;
import dev.vigy.runtime.vigy.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Makes a schedule from those keys of a `defvigy` that say when.
final class ScheduleReader {
  /// The keys of which one says what kind of schedule it is.
  static final List<String> KINDS = List.of("manual", "every", "cron", "adaptive");

  /// The keys that go with any kind but `manual`.
  static final List<String> COMMON =
      List.of("jitter", "start", "end", "windows", "catch-up", "catch-up-window");

  private static final List<String> WINDOW_KEYS =
      List.of("days", "dates", "months", "hours", "zone");

  private static final String ADAPTIVE_HINT =
      "write `:adaptive (\"1s\" \"5m\")` or `:adaptive (\"1s\" \"5m\" :hint \"pace\")`";

  private static final String WINDOWS_HINT =
      "write `:windows ((:allow :days \"mon-fri\" :hours \"08:00-18:00\" :zone \"Europe/Berlin\"))`";

  private static final ZoneId UTC = Schedule.Cron.zone("UTC");

  private final KeyReader keys;
  private final Schedule defaults;

  ScheduleReader(KeyReader keys, Schedule defaults) {
    this.keys = keys;
    this.defaults = defaults;
  }

  Schedule read(Map<String, Form> all) {
    List<String> kinds = KINDS.stream().filter(all::containsKey).toList();
    if (kinds.size() > 1) {
      // The order of the list, not that of the file: one message for a pair.
      String last = kinds.get(1);
      keys.fail(
          "`:" + kinds.getFirst() + "` and `:" + last + "` exclude each other", all.get(last));
    }
    String kind = kinds.isEmpty() ? kind(defaults) : kinds.getFirst();
    if (!kind.equals("cron")) {
      refuse(all, "zone", "`:zone` belongs to `:cron`");
    }
    return switch (kind) {
      case "every" -> fixed(all);
      case "cron" -> cron(all);
      case "adaptive" -> adaptive(all);
      default -> manual(all);
    };
  }

  private static String kind(Schedule schedule) {
    return switch (schedule) {
      case Schedule.Fixed _ -> "every";
      case Schedule.Cron _ -> "cron";
      case Schedule.Adaptive _ -> "adaptive";
      case Schedule.Manual() -> "manual";
    };
  }

  private void refuse(Map<String, Form> all, String key, String message) {
    if (all.containsKey(key)) {
      keys.fail(message, all.get(key));
    }
  }

  private Schedule manual(Map<String, Form> all) {
    for (String key : COMMON) {
      refuse(
          all,
          key,
          "`:" + key + "` says nothing with `:manual`, which ticks only when it is asked to");
    }
    return new Schedule.Manual();
  }

  private Schedule fixed(Map<String, Form> all) {
    Schedule.Fixed fallback =
        defaults instanceof Schedule.Fixed fixed
            ? fixed
            : Schedule.Fixed.every(Duration.ofSeconds(1));
    Form every = all.get("every");
    Duration interval = every == null ? fallback.interval() : keys.duration("every", every);
    Terms terms = terms(all, fallback.terms(), UTC);
    if (terms.jitter().compareTo(interval) > 0) {
      keys.fail("`:jitter` is longer than the interval", all.get("jitter"));
    }
    try {
      return new Schedule.Fixed(interval, terms);
    } catch (IllegalArgumentException e) {
      keys.fail(String.valueOf(e.getMessage()), every);
      return fallback;
    }
  }

  private Schedule cron(Map<String, Form> all) {
    Schedule.Cron fallback =
        defaults instanceof Schedule.Cron earlier ? earlier : Schedule.Cron.of("@daily", UTC);
    CronExpression expression =
        keys.text(
                all.get("cron"),
                "`:cron` takes a text such as \"0 7 * * mon-fri\"",
                CronExpression::of)
            .orElse(fallback.expression());
    ZoneId zone = zone(all.get("zone")).orElse(fallback.zone());
    return new Schedule.Cron(expression, zone, terms(all, fallback.terms(), zone));
  }

  private Optional<ZoneId> zone(@Nullable Form form) {
    return keys.text(form, "`:zone` takes a text such as \"Europe/Berlin\"", Schedule.Cron::zone);
  }

  /// `("1s" "5m" :hint "pace")`
  private Schedule adaptive(Map<String, Form> all) {
    Schedule.Adaptive fallback =
        defaults instanceof Schedule.Adaptive earlier
            ? earlier
            : Schedule.Adaptive.between(Duration.ofSeconds(1), Duration.ofMinutes(5));
    Terms terms = terms(all, fallback.terms(), UTC);
    Form form = all.get("adaptive");
    if (form == null) {
      return new Schedule.Adaptive(fallback.min(), fallback.max(), fallback.hintKey(), terms);
    }
    if (!(form instanceof Form.ListForm(List<Form> items, Span span)) || items.size() < 2) {
      keys.fail(
          "`:adaptive` takes the shortest and the longest pause between ticks",
          form,
          ADAPTIVE_HINT);
      return fallback;
    }
    Duration min = keys.duration("adaptive", items.get(0));
    Duration max = keys.duration("adaptive", items.get(1));
    Optional<String> hint = Optional.empty();
    Form rest = new Form.ListForm(items.subList(2, items.size()), span);
    for (Map.Entry<String, Form> pair : keys.pairs("adaptive", ADAPTIVE_HINT, rest).entrySet()) {
      if (!pair.getKey().equals("hint")) {
        keys.fail(
            "unknown key `:" + pair.getKey() + "` in `:adaptive`", pair.getValue(), ADAPTIVE_HINT);
      } else if (KeyReader.atom(pair.getValue()) instanceof String key && !key.isEmpty()) {
        hint = Optional.of(key);
      } else {
        keys.fail("`:hint` takes the name of a key, a text", pair.getValue(), ADAPTIVE_HINT);
      }
    }
    try {
      return new Schedule.Adaptive(min, max, hint, terms);
    } catch (IllegalArgumentException e) {
      keys.fail(String.valueOf(e.getMessage()), form);
      return fallback;
    }
  }

  private Terms terms(Map<String, Form> all, Terms fallback, ZoneId zone) {
    Duration jitter = keys.optional("jitter", all.get("jitter"), fallback.jitter());
    Duration window =
        keys.optional("catch-up-window", all.get("catch-up-window"), fallback.catchUpWindow());
    Optional<Instant> start = instant("start", all.get("start")).or(fallback::start);
    Optional<Instant> end = instant("end", all.get("end")).or(fallback::end);
    if (start.isPresent() && end.isPresent() && end.get().isBefore(start.get())) {
      keys.fail("`:end` lies before `:start`", all.getOrDefault("end", all.get("start")));
      end = Optional.empty();
    }
    Form windows = all.get("windows");
    CatchUp catchUp = catchUp(all.get("catch-up"), fallback.catchUp());
    return new Terms(
        jitter,
        start,
        end,
        windows == null ? fallback.windows() : windows(windows, zone),
        catchUp,
        window);
  }

  private CatchUp catchUp(@Nullable Form form, CatchUp otherwise) {
    if (form == null) {
      return otherwise;
    }
    Optional<CatchUp> said = KeyReader.keyword(form).flatMap(CatchUp::of);
    if (said.isEmpty()) {
      keys.fail("`:catch-up` takes `:one`, `:all` or `:none`", form);
    }
    return said.orElse(otherwise);
  }

  private Optional<Instant> instant(String key, @Nullable Form form) {
    if (form == null) {
      return Optional.empty();
    }
    OptionalLong millis =
        KeyReader.atom(form) instanceof String text ? Instants.parse(text) : OptionalLong.empty();
    if (millis.isEmpty()) {
      keys.fail(
          "`:" + key + "` takes an instant such as \"2026-05-21T12:00:00Z\"",
          form,
          "with an offset or `Z` at its end, so that it means one moment everywhere");
      return Optional.empty();
    }
    Instant at = Instant.ofEpochMilli(millis.getAsLong());
    int year = at.atOffset(ZoneOffset.UTC).getYear();
    if (year < 1970 || year > 9998) {
      keys.fail("`:" + key + "` must lie between 1970 and 9998", form);
      return Optional.empty();
    }
    return Optional.of(at);
  }

  private List<Window> windows(Form form, ZoneId zone) {
    List<Window> windows = new ArrayList<>();
    if (!(form instanceof Form.ListForm(List<Form> items, Span _))) {
      keys.fail("`:windows` takes a list of windows", form, WINDOWS_HINT);
      return windows;
    }
    if (!items.isEmpty() && items.getFirst() instanceof Form.Atom) {
      keys.fail(
          "`:windows` takes a list of windows, each in parentheses of its own", form, WINDOWS_HINT);
      return windows;
    }
    if (items.size() > Window.MOST) {
      keys.fail("a schedule has at most " + Window.MOST + " windows, not " + items.size(), form);
      return windows;
    }
    for (Form item : items) {
      window(item, zone).ifPresent(windows::add);
    }
    return windows;
  }

  /// `(:allow :days "mon-fri" :hours "08:00-18:00" :zone "Europe/Berlin")`
  private Optional<Window> window(Form form, ZoneId zone) {
    Optional<Window.Rule> rule =
        form instanceof Form.ListForm(List<Form> items, Span _) && !items.isEmpty()
            ? KeyReader.keyword(items.getFirst()).flatMap(Window.Rule::of)
            : Optional.empty();
    if (rule.isEmpty() || !(form instanceof Form.ListForm(List<Form> items, Span span))) {
      keys.fail("a window begins with `:allow` or `:forbid`", form, WINDOWS_HINT);
      return Optional.empty();
    }
    Map<String, Form> said =
        keys.pairs(
            "windows", WINDOWS_HINT, new Form.ListForm(items.subList(1, items.size()), span));
    for (Map.Entry<String, Form> pair : said.entrySet()) {
      String key = pair.getKey();
      if (!WINDOW_KEYS.contains(key)) {
        keys.fail(
            "unknown key `:" + key + "` in a window",
            pair.getValue(),
            Nearest.to(key, WINDOW_KEYS)
                .map(near -> "did you mean `:" + near + "`?")
                .orElse("there are :" + String.join(" :", WINDOW_KEYS)));
        return Optional.empty();
      }
    }
    Optional<ZoneId> own = zone(said.get("zone"));
    Optional<String> days = written("days", "\"mon-fri\"", said);
    Optional<String> dates = written("dates", "\"1-7\"", said);
    Optional<String> months = written("months", "\"jun-aug\"", said);
    Optional<String> hours = written("hours", "\"08:00-18:00\"", said);
    if (said.isEmpty()) {
      keys.fail("a window names days, dates, months or hours", form, WINDOWS_HINT);
      return Optional.empty();
    }
    try {
      return Optional.of(
          Window.of(
              rule.get(),
              days.orElse(""),
              dates.orElse(""),
              months.orElse(""),
              hours.orElse(""),
              own.orElse(zone)));
    } catch (IllegalArgumentException e) {
      keys.fail(String.valueOf(e.getMessage()), wrongOf(said, String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  /// The value that a message speaks of: `invalid hours …`.
  private static @Nullable Form wrongOf(Map<String, Form> said, String message) {
    for (Map.Entry<String, Form> pair : said.entrySet()) {
      if (message.startsWith("invalid " + pair.getKey() + " ")) {
        return pair.getValue();
      }
    }
    return said.values().iterator().next();
  }

  private Optional<String> written(String key, String example, Map<String, Form> said) {
    return keys.text(said.get(key), "`:" + key + "` takes a text such as " + example, text -> text);
  }
}
