package dev.vigy.runtime;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.extension.LispJson;
import dev.vigy.runtime.program.Definition;
import dev.vigy.runtime.vigy.Budget;
import dev.vigy.runtime.vigy.CronExpression;
import dev.vigy.runtime.vigy.Mode;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What to register: a program with its schedule and everything else that belongs to a vigy.
///
/// ```java
/// vigies.register(VigySpec.named("orders").every(Duration.ofSeconds(5)).program(text));
/// ```
///
/// Every method changes this object and returns it. What is not said is as in a program file that
/// does not say it: every second, `:mode :act`, no labels, no capabilities.
public final class VigySpec {
  private final String name;
  private Definition base;
  private Schedule schedule;
  private String program;
  private final SortedMap<String, String> labels;
  private final Map<String, Json> params;
  private final List<String> allow;
  private Budget budget;
  private Mode mode;
  private String reconciler;
  private @Nullable Boolean enabled;
  private boolean force;
  private boolean unpin;

  private VigySpec(Definition definition) {
    base = definition;
    name = definition.name();
    schedule = definition.schedule();
    program = definition.program();
    labels = new TreeMap<>(definition.labels());
    params = new LinkedHashMap<>(definition.params());
    allow = new ArrayList<>(definition.allow());
    budget = definition.budget();
    mode = definition.mode();
    reconciler = definition.reconciler();
  }

  public static VigySpec named(String name) {
    return new VigySpec(Definition.of(name, ""));
  }

  /// What a program file defines, to be changed or registered as it is.
  public static VigySpec of(Definition definition) {
    return new VigySpec(definition);
  }

  /// A fixed grid; keeps jitter, start, end, windows and catch-up as they are, as the other kinds
  /// do.
  ///
  /// @throws IllegalArgumentException for less than 100 ms
  public VigySpec every(Duration interval) {
    schedule = new Schedule.Fixed(interval, schedule.common());
    return this;
  }

  /// The times that a cron expression names in a zone such as `Europe/Berlin`.
  ///
  /// @throws IllegalArgumentException if it is no expression, or there is no such zone
  public VigySpec cron(String expression, String zone) {
    schedule =
        new Schedule.Cron(
            CronExpression.of(expression), Schedule.Cron.zone(zone), schedule.common());
    return this;
  }

  /// Sooner while it acts, later while it does not.
  ///
  /// @throws IllegalArgumentException for less than 100 ms, or a `max` below `min`
  public VigySpec adaptive(Duration min, Duration max) {
    schedule = new Schedule.Adaptive(min, max, Optional.empty(), schedule.common());
    return this;
  }

  /// As the program says: the number of a key of its kv, ms, is the pause to the next tick.
  ///
  /// @throws IllegalArgumentException for less than 100 ms, or a `max` below `min`
  public VigySpec adaptive(Duration min, Duration max, String hintKey) {
    schedule = new Schedule.Adaptive(min, max, Optional.of(hintKey), schedule.common());
    return this;
  }

  /// Only on demand, when woken, or when it asks for it itself.
  public VigySpec manual() {
    schedule = new Schedule.Manual();
    return this;
  }

  /// A fixed offset of this vigy in [0, jitter), made from its id.
  public VigySpec jitter(Duration jitter) {
    return terms(terms -> terms.withJitter(jitter));
  }

  /// No tick by itself before this instant.
  public VigySpec start(Instant start) {
    return terms(terms -> terms.withStart(start));
  }

  /// No tick by itself after this instant.
  public VigySpec end(Instant end) {
    return terms(terms -> terms.withEnd(end));
  }

  /// Time in which it may tick, or may not; all that were given count.
  public VigySpec window(Window window) {
    return terms(
        terms -> {
          List<Window> more = new ArrayList<>(terms.windows());
          more.add(window);
          return terms.withWindows(more);
        });
  }

  /// What becomes of instants that were passed over, and how old they may be to be run.
  public VigySpec catchUp(Schedule.CatchUp catchUp, Duration window) {
    return terms(terms -> terms.withCatchUp(catchUp).withCatchUpWindow(window));
  }

  private VigySpec terms(UnaryOperator<Schedule.Terms> change) {
    schedule =
        switch (schedule) {
          case Schedule.Fixed(Duration interval, var terms) ->
              new Schedule.Fixed(interval, change.apply(terms));
          case Schedule.Cron(var expression, var zone, var terms) ->
              new Schedule.Cron(expression, zone, change.apply(terms));
          case Schedule.Adaptive(var min, var max, var hintKey, var terms) ->
              new Schedule.Adaptive(min, max, hintKey, change.apply(terms));
          case Schedule.Manual() ->
              throw new IllegalStateException(
                  "a manual schedule names no instants: say first when it ticks");
        };
    return this;
  }

  public VigySpec schedule(Schedule newSchedule) {
    schedule = newSchedule;
    return this;
  }

  /// The text that runs, as a plain program.
  public VigySpec program(String text) {
    program = text;
    return this;
  }

  public VigySpec label(String key, String value) {
    labels.put(key, value);
    return this;
  }

  /// A parameter that `(vigy-param :key)` reads.
  public VigySpec param(String key, Json value) {
    params.put(key, value);
    return this;
  }

  /// As [#param(String, Json)], from a Java object.
  public VigySpec param(String key, Object value) {
    return param(key, LispJson.plain(dev.vigy.lisp.value.Value.of(value)));
  }

  /// A capability that the program asks for: `http https://host/prefix`, `file /dir`.
  public VigySpec allow(String capability) {
    allow.add(capability);
    return this;
  }

  public VigySpec budget(Budget newBudget) {
    budget = newBudget;
    return this;
  }

  public VigySpec mode(Mode newMode) {
    mode = newMode;
    return this;
  }

  /// A reconciler that was given to the builder of `Vigies` under this name, instead of a program.
  public VigySpec reconciler(String newReconciler) {
    reconciler = newReconciler;
    return this;
  }

  /// Whether it ticks; when not said, a new vigy does, and an old one stays as it is.
  public VigySpec enabled(boolean newEnabled) {
    enabled = newEnabled;
    return this;
  }

  /// Registers a program with unknown names, too: a host that offers them may come later.
  public VigySpec force(boolean newForce) {
    force = newForce;
    return this;
  }

  /// Takes away the pin of a rollback, so that this can become the next generation.
  public VigySpec unpin(boolean newUnpin) {
    unpin = newUnpin;
    return this;
  }

  /// What is asked for, as a value.
  public Definition definition() {
    boolean sameText = program.equals(base.program());
    return new Definition(
        name,
        base.doc(),
        program,
        sameText ? base.lines() : Optional.empty(),
        reconciler,
        schedule,
        labels,
        params,
        allow,
        budget,
        mode);
  }

  /// What [#enabled(boolean)] said.
  public Optional<Boolean> enabled() {
    return Optional.ofNullable(enabled);
  }

  /// What [#force(boolean)] said.
  public boolean force() {
    return force;
  }

  /// What [#unpin(boolean)] said.
  public boolean unpin() {
    return unpin;
  }
}
