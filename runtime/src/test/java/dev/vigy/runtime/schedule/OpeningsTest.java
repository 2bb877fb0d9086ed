package dev.vigy.runtime.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigy.runtime.vigy.Window;
import dev.vigy.runtime.vigy.Window.Rule;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class OpeningsTest {
  private static Window window(
      Rule rule, String days, String dates, String months, String hours, String zone) {
    return Window.of(rule, days, dates, months, hours, ZoneId.of(zone));
  }

  private static Window allow(String days, String hours, String zone) {
    return window(Rule.ALLOW, days, "", "", hours, zone);
  }

  private static long at(String time) {
    return OffsetDateTime.parse(time).toInstant().toEpochMilli();
  }

  private static Openings of(Window... windows) {
    return Openings.of(List.of(windows));
  }

  /// The moments at which it opens and closes, in the zone's own time: `+2026-03-30T08:00+02:00`.
  private static List<String> changes(Openings openings, String zone, String from, int count) {
    List<String> changes = new ArrayList<>();
    long time = at(from);
    for (int i = 0; i < count; i++) {
      time = openings.sameUntil(time, Long.MAX_VALUE);
      changes.add(
          (openings.isOpen(time) ? "+" : "-")
              + Instant.ofEpochMilli(time).atZone(ZoneId.of(zone)).toOffsetDateTime());
    }
    return changes;
  }

  @Test
  void working_hours_follow_the_clock_on_the_wall() {
    assertThat(
            changes(
                of(allow("mon-fri", "08:00-18:00", "Europe/Berlin")),
                "Europe/Berlin",
                "2026-03-27T12:00Z",
                4))
        .containsExactly(
            "-2026-03-27T18:00+01:00",
            "+2026-03-30T08:00+02:00",
            "-2026-03-30T18:00+02:00",
            "+2026-03-31T08:00+02:00");
  }

  @Test
  void a_night_belongs_to_the_day_on_which_it_begins() {
    assertThat(changes(of(allow("fri", "22:00-06:00", "UTC")), "UTC", "2026-01-01T00:00Z", 3))
        .containsExactly("+2026-01-02T22:00Z", "-2026-01-03T06:00Z", "+2026-01-09T22:00Z");
  }

  @Test
  void hours_that_a_clock_change_leaves_out_are_missing_and_those_that_come_twice_count_twice() {
    Openings small = of(allow("", "02:15-02:45", "Europe/Berlin"));
    assertThat(changes(small, "Europe/Berlin", "2026-03-28T12:00Z", 2))
        .as("the gap")
        .containsExactly("+2026-03-30T02:15+02:00", "-2026-03-30T02:45+02:00");
    assertThat(changes(small, "Europe/Berlin", "2026-10-24T12:00Z", 4))
        .as("the overlap")
        .containsExactly(
            "+2026-10-25T02:15+02:00",
            "-2026-10-25T02:45+02:00",
            "+2026-10-25T02:15+01:00",
            "-2026-10-25T02:45+01:00");
    assertThat(
            changes(
                of(allow("", "01:00-02:00", "Australia/Lord_Howe")),
                "Australia/Lord_Howe",
                "2026-10-03T12:00Z",
                2))
        .as("half an hour")
        .containsExactly("+2026-10-04T01:00+10:30", "-2026-10-04T02:30+11:00");
  }

  @Test
  void what_is_forbidden_takes_away_from_what_is_allowed() {
    Openings openings =
        of(
            allow("mon-fri", "", "UTC"),
            allow("sat", "10:00-12:00", "UTC"),
            window(Rule.FORBID, "", "24-26", "dec", "", "UTC"),
            window(Rule.FORBID, "", "", "", "12:00-13:00", "UTC"));
    assertThat(openings.isOpen(at("2026-06-01T11:59:59.999Z"))).isTrue();
    assertThat(openings.isOpen(at("2026-06-01T12:00Z"))).isFalse();
    assertThat(openings.isOpen(at("2026-06-06T10:00Z"))).isTrue();
    assertThat(openings.isOpen(at("2026-06-06T09:59Z"))).isFalse();
    assertThat(openings.isOpen(at("2026-12-24T09:00Z"))).isFalse();
    assertThat(openings.openAt(at("2026-12-24T09:00Z"))).isEqualTo(at("2026-12-28T00:00Z"));
  }

  @Test
  void rare_days_are_found_and_those_that_never_come_are_not() {
    Openings leap = of(window(Rule.ALLOW, "", "29", "feb", "", "UTC"));
    assertThat(leap.openAt(at("2096-03-01T00:00Z"))).isEqualTo(at("2104-02-29T00:00Z"));
    Openings never = of(allow("mon", "", "UTC"), window(Rule.FORBID, "mon", "", "", "", "UTC"));
    assertThat(never.openAt(at("2026-01-01T00:00Z"))).isEqualTo(Instants.NEVER);
  }

  @Test
  void what_is_no_window_is_said() {
    assertThatThrownBy(() -> allow("mon-fri sat", "", "UTC"))
        .hasMessage("invalid days `mon-fri sat`: it takes a list with commas and no blanks");
    assertThatThrownBy(() -> allow("monday", "", "UTC"))
        .hasMessage(
            "invalid days `monday`: the day of the week takes 0 to 7 or sun to sat, not `monday`");
    assertThatThrownBy(() -> window(Rule.ALLOW, "", "30", "feb", "", "UTC"))
        .hasMessage("invalid dates `30`: no day ever matches it");
    assertThatThrownBy(() -> allow("", "8-18", "UTC"))
        .hasMessage("invalid hours `8-18`: it takes ranges of clock times such as 08:00-18:00");
    assertThatThrownBy(() -> allow("", "08:00-08:00", "UTC"))
        .hasMessage(
            "invalid hours `08:00-08:00`: a range ends where it begins; a whole day is 00:00-24:00");
  }

  @Test
  void a_window_prints_as_it_was_written() {
    Window window =
        window(Rule.FORBID, "mon-fri,sun#1", "1-7,LW", "jun-aug", "08:00-12:00,22:00-06:00", "UTC");
    assertThat(window.days()).isEqualTo("mon-fri,sun#1");
    assertThat(window.dates()).isEqualTo("1-7,lw");
    assertThat(window.months()).isEqualTo("jun-aug");
    assertThat(window.hoursText()).isEqualTo("08:00-12:00,22:00-06:00");
    assertThat(allow("", "", "UTC").hoursText()).isEmpty();
  }

  private record Known(Window window, Predicate<ZonedDateTime> contains) {}

  private static Known known(Random random, ZoneId zone) {
    Rule rule = random.nextBoolean() ? Rule.ALLOW : Rule.FORBID;
    int day = random.nextInt(7);
    String days = random.nextInt(3) == 0 ? "" : Integer.toString(day);
    int date = 1 + random.nextInt(28);
    String dates = random.nextInt(4) == 0 ? date + "-28" : "";
    LocalTime from = LocalTime.of(random.nextInt(24), random.nextInt(60));
    LocalTime to = LocalTime.of(random.nextInt(24), random.nextInt(60));
    boolean whole = from.equals(to) || random.nextInt(4) == 0;
    String hours = whole ? "" : from + "-" + to;
    DayOfWeek named = day == 0 ? DayOfWeek.SUNDAY : DayOfWeek.of(day);
    Predicate<ZonedDateTime> onDay =
        when ->
            (days.isEmpty() || when.getDayOfWeek() == named)
                && (dates.isEmpty()
                    || (when.getDayOfMonth() >= date && when.getDayOfMonth() <= 28));
    Predicate<ZonedDateTime> contains =
        when -> {
          LocalTime time = when.toLocalTime();
          if (whole) {
            return onDay.test(when);
          }
          if (from.isBefore(to)) {
            return onDay.test(when) && !time.isBefore(from) && time.isBefore(to);
          }
          return (onDay.test(when) && !time.isBefore(from))
              || (time.isBefore(to)
                  && onDay.test(when.toLocalDate().minusDays(1).atTime(12, 0).atZone(zone)));
        };
    return new Known(Window.of(rule, days, dates, "", hours, zone), contains);
  }

  /// Every quarter of an hour around clock changes, against what a calendar says.
  @Test
  void open_and_closed_time_is_that_of_a_calendar() {
    List<ZoneId> zones =
        List.of(
            ZoneId.of("UTC"),
            ZoneId.of("Europe/Berlin"),
            ZoneId.of("Australia/Lord_Howe"),
            ZoneId.of("America/Sao_Paulo"));
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      ZoneId zone = zones.get(random.nextInt(zones.size()));
      List<Known> known = new ArrayList<>();
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        known.add(known(random, zone));
      }
      Openings openings = Openings.of(known.stream().map(Known::window).toList());
      long from = at("2026-03-20T00:00Z") + random.nextInt(220) * 86_400_000L;
      long same = from;
      for (long time = from; time < from + 20 * 86_400_000L; time += 60_000) {
        ZonedDateTime when = Instant.ofEpochMilli(time).atZone(zone);
        boolean anyAllows = known.stream().anyMatch(k -> k.window.rule() == Rule.ALLOW);
        boolean allowed =
            known.stream().anyMatch(k -> k.window.rule() == Rule.ALLOW && k.contains.test(when));
        boolean forbidden =
            known.stream().anyMatch(k -> k.window.rule() == Rule.FORBID && k.contains.test(when));
        boolean expected = (allowed || !anyAllows) && !forbidden;
        assertThat(openings.isOpen(time)).as("seed %d at %s", seed, when).isEqualTo(expected);
        if (time == same) {
          same = openings.sameUntil(time, from + 20 * 86_400_000L);
        } else if (time < same) {
          assertThat(openings.isOpen(time))
              .as("seed %d", seed)
              .isEqualTo(openings.isOpen(same - 1));
        }
        assertThat(same).as("seed %d: a change between minutes", seed).isGreaterThan(time);
        assertThat(same % 60_000).isZero();
      }
    }
  }
}
