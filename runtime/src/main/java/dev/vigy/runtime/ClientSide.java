package dev.vigy.runtime;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.Vigies.KvItem;
import dev.vigy.runtime.Vigies.Registered;
import dev.vigy.runtime.Vigies.Registration;
import dev.vigy.runtime.Vigies.Status;
import dev.vigy.runtime.Vigies.VigyView;
import dev.vigy.runtime.VigyException.Kind;
import dev.vigy.runtime.store.RunQuery;
import dev.vigy.runtime.store.Store;
import dev.vigy.runtime.store.StoreException;
import dev.vigy.runtime.vigy.LedgerRange;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Selector;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.worker.Resident;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// The side of those who do not hold the store: what they want goes to its holder as a request in
/// the store and is waited for; what they read, they read there.
///
/// While it waits it also tries to become the holder: if the old one is gone, the request is
/// answered by ourselves.
final class ClientSide implements Side {
  /// From one look for an answer to the next, at first and at last.
  private static final long FIRST_PAUSE = 1_000_000;

  private static final long LONGEST_PAUSE = 20_000_000;

  /// How often it tries to become the holder, nanoseconds.
  private static final long TAKE_OVER_PAUSE = 200_000_000;

  private static final Duration LONGEST_EDIT = Duration.ofSeconds(30);
  private static final Duration LONGEST_TICK = Duration.ofMinutes(5);

  /// Runs read at once.
  private static final int PAGE = 256;

  private final Store store;
  private final Views views;
  private final String by;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final Runnable takeOver;
  private volatile boolean closed;

  /// @param takeOver tries to become the holder
  ClientSide(
      Store store,
      Views views,
      String by,
      InstantSource clock,
      LongSupplier nanos,
      Runnable takeOver) {
    this.store = store;
    this.views = views;
    this.by = by;
    this.clock = clock;
    this.nanos = nanos;
    this.takeOver = takeOver;
  }

  @Override
  public Registered register(VigySpec spec) {
    Json result =
        ask(
            "register",
            args("spec", RequestForm.spec(spec)),
            LONGEST_EDIT,
            spec.definition().program());
    Map<String, Json> members = RequestForm.members(result);
    String what = RequestForm.text(members, "what").orElse("");
    return new Registered(
        vigy(spec.definition().name()),
        what.equals(Registration.CREATED.name())
            ? Registration.CREATED
            : what.equals(Registration.EDITED.name())
                ? Registration.EDITED
                : Registration.UNCHANGED,
        RequestForm.diagnostics(members.get("warnings"), spec.definition().program()));
  }

  @Override
  public VigyView enable(String ref) {
    return edited("enable", ref, args("ref", ref));
  }

  @Override
  public VigyView disable(String ref) {
    return edited("disable", ref, args("ref", ref));
  }

  @Override
  public VigyView pause(String ref, Optional<String> note, Optional<Instant> until) {
    Map<String, Json> args = args("ref", ref);
    note.ifPresent(text -> args.put("note", new Json.Text(text)));
    until.ifPresent(at -> args.put("until", new Json.Int(at.toEpochMilli())));
    return edited("pause", ref, args);
  }

  @Override
  public VigyView resume(String ref) {
    return edited("resume", ref, args("ref", ref));
  }

  @Override
  public VigyView rollback(String ref, long generation) {
    Map<String, Json> args = args("ref", ref);
    args.put("to", new Json.Int(generation));
    return edited("rollback", ref, args);
  }

  @Override
  public VigyView unpin(String ref) {
    return edited("unpin", ref, args("ref", ref));
  }

  private VigyView edited(String op, String ref, Map<String, Json> args) {
    ask(op, args, LONGEST_EDIT, "");
    return vigy(ref);
  }

  @Override
  public boolean delete(String ref, boolean purge) {
    Map<String, Json> args = args("ref", ref);
    args.put("purge", new Json.Bool(purge));
    return ask("delete", args, LONGEST_EDIT, "").equals(new Json.Bool(true));
  }

  @Override
  public KvItem kvSet(String ref, String key, Json value) {
    Map<String, Json> args = args("ref", ref);
    args.put("key", new Json.Text(key));
    args.put("value", value);
    Json at = ask("kv-set", args, LONGEST_EDIT, "");
    return new KvItem(
        key, value, at instanceof Json.Int(long ms) ? Instant.ofEpochMilli(ms) : now());
  }

  @Override
  public boolean kvDelete(String ref, String key) {
    Map<String, Json> args = args("ref", ref);
    args.put("key", new Json.Text(key));
    return ask("kv-delete", args, LONGEST_EDIT, "").equals(new Json.Bool(true));
  }

  @Override
  public Run tick(String ref) {
    Json id = ask("tick", args("ref", ref), LONGEST_TICK, "");
    if (id instanceof Json.Text(String text)) {
      return run(text);
    }
    throw new VigyException(Kind.UNAVAILABLE, "the engine answered a tick without a run");
  }

  @Override
  public VigyView wake(String ref, Optional<Json> payload) {
    Map<String, Json> args = args("ref", ref);
    payload.ifPresent(json -> args.put("payload", json));
    return edited("wake", ref, args);
  }

  @Override
  public List<Upcoming> next(String ref, int count) {
    return views.next(Answering.find(snapshot(), ref), now(), Instant.EPOCH, count);
  }

  private static Map<String, Json> args(String key, String value) {
    return args(key, new Json.Text(value));
  }

  private static Map<String, Json> args(String key, Json value) {
    Map<String, Json> args = new LinkedHashMap<>();
    args.put(key, value);
    return args;
  }

  /// @param program the text that diagnostics point into
  private Json ask(String op, Map<String, Json> args, Duration longest, String program) {
    long number = reading(() -> store.request(RequestForm.wish(op, by, args)));
    long began = nanos.getAsLong();
    long tried = began;
    long pause = FIRST_PAUSE;
    while (true) {
      Optional<String> answer = reading(() -> store.answer(number));
      if (answer.isPresent()) {
        return RequestForm.result(answer.get(), program);
      }
      long now = nanos.getAsLong();
      if (closed || Thread.currentThread().isInterrupted() || now - began > longest.toNanos()) {
        throw Answering.late("the request `" + op + "`");
      }
      if (now - tried > TAKE_OVER_PAUSE) {
        tried = now;
        takeOver.run();
      }
      LockSupport.parkNanos(this, pause);
      pause = Math.min(LONGEST_PAUSE, pause * 3 / 2);
    }
  }

  private Snapshot snapshot() {
    return reading(() -> Snapshot.of(store));
  }

  private Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }

  @Override
  public VigyView vigy(String ref) {
    return views.view(Answering.find(snapshot(), ref), now());
  }

  @Override
  public List<VigyView> list(Selector selector, Optional<Status> status) {
    return views.list(snapshot(), selector, status, now());
  }

  @Override
  public List<KvItem> kv(String ref) {
    return Views.kv(Answering.find(snapshot(), ref));
  }

  @Override
  public List<Run> runs(String ref, RunQuery query) {
    Resident resident = Answering.find(snapshot(), ref);
    return reading(() -> store.runs(resident.vigy().id(), query));
  }

  @Override
  public Run run(String id) {
    return reading(() -> store.run(id)).orElseThrow(() -> Answering.run(id));
  }

  @Override
  public List<LedgerRange> ledger(String ref) {
    return vigy(ref).state().ledger();
  }

  @Override
  public List<Vigy> versions(String ref) {
    Vigy current = Answering.find(snapshot(), ref).vigy();
    return OwnerSide.versions(current, reading(() -> store.generations(current.id())));
  }

  @Override
  public Subscription subscribe(long afterPosition, Predicate<Run> filter, Consumer<Run> listener) {
    Following following = new Following(afterPosition, filter, listener);
    Thread.ofVirtual().name("vigy-listener").start(following);
    return following;
  }

  /// Looks into the store for new runs.
  private final class Following implements Subscription, Runnable {
    private final Predicate<Run> filter;
    private final Consumer<Run> listener;
    private volatile long position;
    private volatile boolean ended;

    Following(long position, Predicate<Run> filter, Consumer<Run> listener) {
      this.position = position;
      this.filter = filter;
      this.listener = listener;
    }

    @Override
    public void run() {
      while (!ended && !closed) {
        List<Run> runs;
        try {
          runs = store.runsAfter(position, PAGE);
        } catch (StoreException | IllegalStateException e) {
          // Closed by us, or in trouble that may pass.
          runs = List.of();
        }
        for (Run run : runs) {
          if (ended) {
            return;
          }
          if (filter.test(run)) {
            listener.accept(run);
          }
          position = run.position();
        }
        if (runs.isEmpty()) {
          LockSupport.parkNanos(this, 5 * LONGEST_PAUSE);
        }
      }
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public void close() {
      ended = true;
    }
  }

  @Override
  public long newestPosition() {
    return snapshot().newestPosition();
  }

  @Override
  public EngineStatus status() {
    List<VigyView> all = list(Selector.ALL, Optional.empty());
    long active = all.stream().filter(view -> view.status() == Status.ACTIVE).count();
    return new EngineStatus(
        closed ? EngineStatus.Role.CLOSED : EngineStatus.Role.CLIENT,
        all.size(),
        (int) active,
        0,
        0,
        Optional.empty());
  }

  private static <T> T reading(Supplier<T> read) {
    try {
      return read.get();
    } catch (StoreException e) {
      throw Answering.unavailable(e);
    }
  }

  /// The store itself is closed by whoever opened it, when nobody took it over.
  @Override
  public void close() {
    closed = true;
  }
}
