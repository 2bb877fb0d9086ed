package dev.vigy.runtime.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.runtime.vigy.CronExpression;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronInstantsTest {
  private static CronInstants instants(String expression, String zone, String from) {
    return CronInstants.of(
        CronExpression.of(expression),
        ZoneId.of(zone),
        OffsetDateTime.parse(from).toInstant().toEpochMilli(),
        0);
  }

  /// The next ones, in the zone's own time: `2026-03-28T02:30+01:00`.
  private static List<String> next(String expression, String zone, String from, int count) {
    CronInstants instants = instants(expression, zone, from);
    List<String> next = new ArrayList<>();
    long at = instants.first();
    for (int i = 0; i < count; i++) {
      next.add(Instant.ofEpochMilli(at).atZone(ZoneId.of(zone)).toOffsetDateTime().toString());
      at = instants.after(at);
    }
    return next;
  }

  @Test
  void a_time_that_a_clock_change_leaves_out_is_taken_after_the_gap() {
    assertThat(next("30 2 * * *", "Europe/Berlin", "2026-03-28T00:00Z", 3))
        .containsExactly(
            "2026-03-28T02:30+01:00", "2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00");
    assertThat(next("*/15 2 * * *", "Europe/Berlin", "2026-03-29T00:00Z", 2))
        .as("all that fall into the gap are one")
        .containsExactly("2026-03-29T03:00+02:00", "2026-03-30T02:00+02:00");
    assertThat(next("0 2,3 * * *", "Europe/Berlin", "2026-03-29T00:00Z", 2))
        .as("and one with what is there anyway")
        .containsExactly("2026-03-29T03:00+02:00", "2026-03-30T02:00+02:00");
  }

  @Test
  void a_time_that_comes_twice_is_taken_the_first_time() {
    assertThat(next("30 2 * * *", "Europe/Berlin", "2026-10-24T00:00Z", 3))
        .containsExactly(
            "2026-10-24T02:30+02:00", "2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00");
  }

  @Test
  void what_happens_every_hour_follows_the_time_that_passes() {
    assertThat(next("30 * * * *", "Europe/Berlin", "2026-03-29T00:00Z", 3))
        .containsExactly(
            "2026-03-29T01:30+01:00", "2026-03-29T03:30+02:00", "2026-03-29T04:30+02:00");
    assertThat(next("30 * * * *", "Europe/Berlin", "2026-10-25T00:00Z", 3))
        .containsExactly(
            "2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00", "2026-10-25T03:30+01:00");
  }

  @Test
  void clocks_that_change_by_half_an_hour() {
    assertThat(next("45 1 * * *", "Australia/Lord_Howe", "2026-04-04T00:00+11:00", 3))
        .containsExactly(
            "2026-04-04T01:45+11:00", "2026-04-05T01:45+11:00", "2026-04-06T01:45+10:30");
    assertThat(next("15 2 * * *", "Australia/Lord_Howe", "2026-10-03T00:00+10:30", 3))
        .containsExactly(
            "2026-10-03T02:15+10:30", "2026-10-04T02:30+11:00", "2026-10-05T02:15+11:00");
  }

  @Test
  void a_gap_at_midnight_and_a_day_that_never_was() {
    assertThat(next("0 0 * * *", "Africa/Cairo", "2026-04-23T12:00+02:00", 2))
        .containsExactly("2026-04-24T01:00+03:00", "2026-04-25T00:00+03:00");
    assertThat(next("0 12 * * *", "Pacific/Apia", "2011-12-29T00:00-10:00", 3))
        .containsExactly(
            "2011-12-29T12:00-10:00", "2011-12-31T00:00+14:00", "2011-12-31T12:00+14:00");
  }

  @ParameterizedTest
  @CsvSource({
    "0 0 29 2 *, 2026-01-01T00:00Z, 2028-02-29T00:00Z",
    "0 0 L * *, 2026-02-01T00:00Z, 2026-02-28T00:00Z",
    "0 0 L-2 * *, 2026-02-27T00:00Z, 2026-03-29T00:00Z",
    "0 0 15W * *, 2026-08-01T00:00Z, 2026-08-14T00:00Z",
    "0 0 15W * *, 2026-11-01T00:00Z, 2026-11-16T00:00Z",
    "0 0 1W * *, 2026-08-01T00:00Z, 2026-08-03T00:00Z",
    "0 0 31W * *, 2026-05-02T00:00Z, 2026-05-29T00:00Z",
    "0 0 LW * *, 2026-05-02T00:00Z, 2026-05-29T00:00Z",
    "0 0 * * 5#3, 2026-11-01T00:00Z, 2026-11-20T00:00Z",
    "0 0 * * mon#5, 2026-11-01T00:00Z, 2026-11-30T00:00Z",
    "0 0 * * friL, 2026-11-01T00:00Z, 2026-11-27T00:00Z",
    "0 0 13 * fri, 2026-11-01T00:00Z, 2026-11-06T00:00Z",
    "0 0 */2 * sun, 2026-11-01T12:00Z, 2026-11-15T00:00Z",
    "0 7 * * mon-fri, 2026-11-20T07:00:00.001Z, 2026-11-23T07:00Z",
    "0 7 * * 7, 2026-11-20T00:00Z, 2026-11-22T07:00Z",
    "30 5/10 * * * *, 2026-11-20T00:15:31Z, 2026-11-20T00:25:30Z",
    "@hourly, 2026-11-20T00:00:00.001Z, 2026-11-20T01:00Z",
    "@weekly, 2026-11-20T00:00Z, 2026-11-22T00:00Z",
    "@yearly, 2026-11-20T00:00Z, 2027-01-01T00:00Z",
    "0 0 29 feb fri#5, 2026-01-01T00:00Z, 2028-02-29T00:00Z"
  })
  void days(String expression, String from, String first) {
    assertThat(Instant.ofEpochMilli(instants(expression, "UTC", from).first()))
        .isEqualTo(OffsetDateTime.parse(first).toInstant());
  }

  /// Every local second of a day, turned into instants by the rules of the page.
  private static Set<Long> naive(
      CronExpression expression, ZoneRules rules, LocalDate from, LocalDate to) {
    TreeSet<Long> all = new TreeSet<>();
    for (LocalDate day = from; day.isBefore(to); day = day.plusDays(1)) {
      for (int second = 0; expression.matches(day) && second < 86_400; second++) {
        LocalTime time = LocalTime.ofSecondOfDay(second);
        if ((expression.hours() >> time.getHour() & 1) == 0
            || (expression.minutes() >> time.getMinute() & 1) == 0
            || (expression.seconds() >> time.getSecond() & 1) == 0) {
          continue;
        }
        LocalDateTime local = day.atTime(time);
        List<ZoneOffset> offsets = rules.getValidOffsets(local);
        if (offsets.isEmpty()) {
          ZoneOffsetTransition gap = rules.getTransition(local);
          if (expression.isOfFixedHours()) {
            all.add(gap.getInstant().toEpochMilli());
          }
        } else {
          offsets.stream()
              .limit(expression.isOfFixedHours() ? 1 : 2)
              .forEach(offset -> all.add(local.toEpochSecond(offset) * 1_000));
        }
      }
    }
    return all;
  }

  @Test
  void the_arithmetic_agrees_with_an_enumeration_of_every_second() {
    Random random = new Random(3);
    List<String> zones = List.of("Europe/Berlin", "Australia/Lord_Howe", "America/New_York", "UTC");
    List<String> seconds = List.of("0", "*/20", "7,59");
    List<String> minutes = List.of("0", "*/15", "30", "0,29,59", "*");
    List<String> hours = List.of("*", "2", "*/2", "1-3", "0,23");
    List<String> days = List.of("* * *", "*/2 * *", "* * sun", "L * ?", "1W * 0");
    for (int round = 0; round < 40; round++) {
      String text =
          String.join(
              " ",
              seconds.get(random.nextInt(3)),
              minutes.get(random.nextInt(5)),
              hours.get(random.nextInt(5)),
              days.get(random.nextInt(5)));
      CronExpression expression = CronExpression.of(text);
      ZoneId zone = ZoneId.of(zones.get(random.nextInt(4)));
      LocalDate from =
          List.of(
                  LocalDate.of(2026, 3, 27),
                  LocalDate.of(2026, 10, 23),
                  LocalDate.of(2026, 4, 3),
                  LocalDate.of(2026, 10, 2))
              .get(random.nextInt(4));
      long begin = from.atStartOfDay(zone).toEpochSecond() * 1_000;
      Set<Long> wanted = naive(expression, zone.getRules(), from, from.plusDays(5));
      CronInstants instants = CronInstants.of(expression, zone, begin, 0);
      List<Long> found = new ArrayList<>();
      long at = instants.first();
      for (int i = 0; i < wanted.size(); i++) {
        found.add(at);
        at = instants.after(at);
      }
      assertThat(found).as("%s in %s from %s", text, zone, from).containsExactlyElementsOf(wanted);
      for (int i = 0; i < 20 && !wanted.isEmpty(); i++) {
        int a = random.nextInt(found.size());
        int b = random.nextInt(found.size());
        assertThat(instants.count(found.get(a), found.get(b)))
            .as("%s in %s from %s: %s to %s", text, zone, from, found.get(a), found.get(b))
            .isEqualTo(Math.max(0, b - a + 1));
        assertThat(instants.before(found.get(a) + random.nextInt(2)))
            .isIn(a == 0 ? instants.first() - 1 : found.get(a - 1), found.get(a));
        assertThat(instants.before(found.get(a)))
            .isEqualTo(a == 0 ? instants.first() - 1 : found.get(a - 1));
        assertThat(instants.before(found.get(a) + 1)).isEqualTo(found.get(a));
      }
    }
  }
}
