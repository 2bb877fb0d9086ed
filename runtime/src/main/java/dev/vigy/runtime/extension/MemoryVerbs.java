package dev.vigy.runtime.extension;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The verbs that remember how a thing went over several ticks (library, section 5).
///
/// Each keeps one kv entry under a reserved prefix: an object with what it needs and `at`, the ms
/// when it was last touched. An entry that nobody has touched for [#FORGOTTEN_MS] counts as absent
/// and goes away with the first successful tick of a UTC day. A call that changes nothing else
/// refreshes `at` once a day only, so that a quiet vigy writes nothing.
final class MemoryVerbs {
  private static final long DAY_MS = 86_400_000;
  static final long FORGOTTEN_MS = 30 * DAY_MS;
  private static final int WINDOW_VALUES = 1_000;

  private static final String STREAK = "__streak::";
  private static final String FOR = "__for::";
  private static final String LATCH = "__latch::";
  private static final String EDGE = "__edge::";
  private static final String WINDOW = "__window::";
  private static final String SMOOTH = "__smooth::";
  private static final List<String> PREFIXES = List.of(STREAK, FOR, LATCH, EDGE, WINDOW, SMOOTH);

  private static final String AT = "at";
  private static final Keyword RISE = new Keyword("rise");
  private static final Keyword FALL = new Keyword("fall");

  private MemoryVerbs() {}

  static void install(Verbs verbs) {
    verbs.register(NativeFunction.of2("vigy-streak", MemoryVerbs::streak));
    verbs.register(NativeFunction.of2("vigy-for", MemoryVerbs::lasted));
    verbs.register(NativeFunction.of3("vigy-latch", MemoryVerbs::latch));
    verbs.register(NativeFunction.of2("vigy-edge", MemoryVerbs::edge));
    verbs.register(NativeFunction.of3("vigy-window", MemoryVerbs::window));
    verbs.register(NativeFunction.of3("vigy-smooth", MemoryVerbs::smooth));
  }

  /// Deletes what nobody has touched for long, in the first tick of a UTC day.
  static void forget(VigyHost host) {
    long now = host.facts().startMs();
    Optional<Long> previous = host.facts().previousStartMs();
    if (previous.isPresent()
        && Math.floorDiv(previous.get(), DAY_MS) == Math.floorDiv(now, DAY_MS)) {
      return;
    }
    for (String key : List.copyOf(host.kv().baseKeys())) {
      if (PREFIXES.stream().anyMatch(key::startsWith)
          && host.kv().find(key) instanceof Json.Object(Map<String, Json> state)
          && isForgotten(state, now)) {
        host.kv().delete(key);
      }
    }
  }

  private static boolean isForgotten(Map<String, Json> state, long now) {
    return !(state.get(AT) instanceof Json.Int(long at)) || now - at > FORGOTTEN_MS;
  }

  private static Object streak(Activation run, Object key, Object test) {
    Cell cell = new Cell(run, STREAK, key);
    boolean truth = Value.isTrue(test);
    long last = cell.integer("n").orElse(0L);
    long length = truth ? Math.max(last, 0) + 1 : Math.min(last, 0) - 1;
    cell.store("n", new Json.Int(length));
    return length;
  }

  private static Object lasted(Activation run, Object key, Object test) {
    Cell cell = new Cell(run, FOR, key);
    if (!Value.isTrue(test)) {
      cell.remove();
      return -1L;
    }
    long since = cell.integer("since").orElse(cell.now);
    cell.store("since", new Json.Int(since));
    return Math.max(0, cell.now - since);
  }

  private static Object latch(Activation run, Object key, Object on, Object off) {
    Cell cell = new Cell(run, LATCH, key);
    boolean held = !Value.isTrue(off) && (Value.isTrue(on) || cell.bool("on"));
    cell.store("on", new Json.Bool(held));
    return held;
  }

  /// A test never seen before counts as having been false.
  private static Object edge(Activation run, Object key, Object test) {
    Cell cell = new Cell(run, EDGE, key);
    boolean before = cell.bool("last");
    boolean truth = Value.isTrue(test);
    cell.store("last", new Json.Bool(truth));
    if (truth == before) {
      return Nil.NIL;
    }
    return truth ? RISE : FALL;
  }

  private static Object window(Activation run, Object key, Object x, Object span) {
    Cell cell = new Cell(run, WINDOW, key);
    VigyHost host = cell.host;
    Json newest = LispJson.kept(run, x, host.limits()).json();
    long spanMs = Arguments.integer(span, "integer span-ms");
    List<Json> stored = cell.list("items");
    run.step(stored.size());
    List<Json> kept = new ArrayList<>();
    for (Json item : stored) {
      if (item instanceof Json.Array(List<Json> pair)
          && pair.size() == 2
          && pair.getFirst() instanceof Json.Int(long at)
          && cell.now - at < spanMs) {
        kept.add(item);
      }
    }
    kept.add(new Json.Array(List.of(new Json.Int(cell.now), newest)));
    List<Json> items =
        kept.size() > WINDOW_VALUES ? kept.subList(kept.size() - WINDOW_VALUES, kept.size()) : kept;
    run.step(items.size());
    run.allocate(Cost.OBJECT * items.size());
    cell.store("items", new Json.Array(items));
    LispList.Builder values = new LispList.Builder(items.size());
    for (Json item : items) {
      if (item instanceof Json.Array(List<Json> pair)) {
        values.add(LispJson.toLisp(run, pair.get(1)));
      }
    }
    return values.build();
  }

  private static Object smooth(Activation run, Object key, Object x, Object halfLife) {
    Cell cell = new Cell(run, SMOOTH, key);
    double value = Arguments.number(x);
    double halfLifeMs = Arguments.number(halfLife, "numeric half-life-ms");
    Optional<Double> old = cell.number("value");
    double smoothed = value;
    if (old.isPresent() && halfLifeMs > 0) {
      double passedMs = Math.max(0, cell.now - cell.integer(AT).orElse(cell.now));
      double weightOfOld = StrictMath.pow(0.5, passedMs / halfLifeMs);
      smoothed = value + (old.get() - value) * weightOfOld;
    }
    cell.storeAlways("value", Double.isFinite(smoothed) ? new Json.Real(smoothed) : Json.Null.NULL);
    return smoothed;
  }

  /// The entry of one call: what it holds, and how it is written back.
  private static final class Cell {
    final Activation run;
    final VigyHost host;
    final long now;
    private final String key;
    private final Map<String, Json> state;

    Cell(Activation run, String prefix, Object name) {
      this.run = run;
      host = run.host(VigyHost.class);
      now = host.facts().startMs();
      key = Checked.key(host, prefix, Arguments.name(name));
      state =
          host.kv().find(key) instanceof Json.Object(Map<String, Json> found)
                  && !isForgotten(found, now)
              ? found
              : Map.of();
    }

    Optional<Long> integer(String field) {
      return state.get(field) instanceof Json.Int(long number)
          ? Optional.of(number)
          : Optional.empty();
    }

    Optional<Double> number(String field) {
      return switch (state.get(field)) {
        case Json.Int(long number) -> Optional.of((double) number);
        case Json.Real(double number) -> Optional.of(number);
        case null, default -> Optional.empty();
      };
    }

    boolean bool(String field) {
      return state.get(field) instanceof Json.Bool(boolean truth) && truth;
    }

    List<Json> list(String field) {
      return state.get(field) instanceof Json.Array(List<Json> items) ? items : List.of();
    }

    /// Writes the entry, unless nothing but the time has changed and that is fresh enough.
    void store(String field, Json value) {
      boolean fresh = integer(AT).filter(at -> now - at < DAY_MS && now >= at).isPresent();
      if (!(fresh && value.equals(state.get(field)))) {
        storeAlways(field, value);
      }
    }

    void storeAlways(String field, Json value) {
      Map<String, Json> after = new LinkedHashMap<>();
      after.put(field, value);
      after.put(AT, new Json.Int(now));
      Json json = new Json.Object(after);
      long bytes = KvSize.of(json);
      run.step(bytes / LispJson.CHARACTERS_A_STEP);
      Checked.store(run, host, key, json, bytes);
    }

    void remove() {
      if (host.kv().find(key) != null) {
        host.kv().delete(key);
      }
    }
  }
}
