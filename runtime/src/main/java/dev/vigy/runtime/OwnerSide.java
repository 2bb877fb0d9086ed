package dev.vigy.runtime;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.Vigies.KvItem;
import dev.vigy.runtime.Vigies.Registered;
import dev.vigy.runtime.Vigies.Status;
import dev.vigy.runtime.Vigies.VigyView;
import dev.vigy.runtime.store.RunQuery;
import dev.vigy.runtime.store.Store;
import dev.vigy.runtime.store.StoreException;
import dev.vigy.runtime.vigy.LedgerRange;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Selector;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.worker.Edit;
import dev.vigy.runtime.worker.Engine;
import dev.vigy.runtime.worker.Reply;
import dev.vigy.runtime.worker.Resident;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// The side that holds the store: edits go to the engine's committer, reads come from what the
/// engine shows.
final class OwnerSide implements Side {
  /// How long an edit may take; only a store that hangs takes so long.
  private static final Duration LONGEST_EDIT = Duration.ofSeconds(30);

  /// How long a forced tick may take, those before it in its line included.
  private static final Duration LONGEST_TICK = Duration.ofMinutes(5);

  private final Engine engine;
  private final Store store;
  private final Desk desk;
  private final Views views;
  private final InstantSource clock;
  private final boolean ticking;
  private volatile boolean closed;

  /// @param desk what edits are made of
  /// @param ticking whether schedules are followed
  OwnerSide(
      Engine engine, Store store, Desk desk, Views views, InstantSource clock, boolean ticking) {
    this.engine = engine;
    this.store = store;
    this.desk = desk;
    this.views = views;
    this.clock = clock;
    this.ticking = ticking;
  }

  Engine engine() {
    return engine;
  }

  @Override
  public Registered register(VigySpec spec) {
    return edit(desk.register(spec));
  }

  @Override
  public VigyView enable(String ref) {
    return edit(desk.enable(ref, true));
  }

  @Override
  public VigyView disable(String ref) {
    return edit(desk.enable(ref, false));
  }

  @Override
  public VigyView pause(String ref, Optional<String> note, Optional<Instant> until) {
    return edit(desk.pause(ref, note, until));
  }

  @Override
  public VigyView resume(String ref) {
    return edit(desk.resume(ref));
  }

  @Override
  public VigyView rollback(String ref, long generation) {
    return edit(desk.rollback(ref, generation));
  }

  @Override
  public VigyView unpin(String ref) {
    return edit(desk.unpin(ref));
  }

  @Override
  public boolean delete(String ref, boolean purge) {
    return edit(desk.delete(ref, purge));
  }

  @Override
  public KvItem kvSet(String ref, String key, Json value) {
    return edit(desk.kvSet(ref, key, value));
  }

  @Override
  public boolean kvDelete(String ref, String key) {
    return edit(desk.kvDelete(ref, key));
  }

  @Override
  public Run tick(String ref) {
    Resident resident = Answering.findSound(engine.registry(), ref);
    return await(
        engine.tick(resident.vigy().id(), Reply.nobody()),
        LONGEST_TICK,
        "the tick of `" + resident.vigy().name() + "`");
  }

  @Override
  public VigyView wake(String ref, Optional<Json> payload) {
    return edit(desk.wake(ref, payload));
  }

  @Override
  public List<Upcoming> next(String ref, int count) {
    return views.next(find(ref), now(), engine.runningSince(), count);
  }

  private <T> T edit(Edit<T> edit) {
    return await(engine.edit(edit, Reply.nobody()), LONGEST_EDIT, "the edit");
  }

  private <T> T await(CompletableFuture<T> done, Duration longest, String what) {
    try {
      return engine.await(done, longest);
    } catch (ExecutionException e) {
      throw Answering.failed(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException _) {
      throw Answering.late(what);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw Answering.late(what);
    }
  }

  private Resident find(String ref) {
    return Answering.find(engine.registry(), ref);
  }

  private Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }

  @Override
  public VigyView vigy(String ref) {
    return views.view(find(ref), now());
  }

  @Override
  public List<VigyView> list(Selector selector, Optional<Status> status) {
    return views.list(engine.registry(), selector, status, now());
  }

  @Override
  public List<KvItem> kv(String ref) {
    return Views.kv(find(ref));
  }

  @Override
  public List<Run> runs(String ref, RunQuery query) {
    Resident resident = find(ref);
    // The store may hold a run that is not published yet.
    long next = resident.state().seq() + 1;
    long before = Math.min(next, query.beforeSeq().orElse(next));
    return reading(
        () ->
            store.runs(
                resident.vigy().id(),
                new RunQuery(query.limit(), Optional.of(before), query.failed(), query.since())));
  }

  @Override
  public Run run(String id) {
    return reading(() -> store.run(id))
        .filter(run -> run.position() <= engine.newestPosition())
        .orElseThrow(() -> Answering.run(id));
  }

  @Override
  public List<LedgerRange> ledger(String ref) {
    return vigy(ref).state().ledger();
  }

  @Override
  public List<Vigy> versions(String ref) {
    Vigy current = find(ref).vigy();
    return versions(current, reading(() -> store.generations(current.id())));
  }

  static List<Vigy> versions(Vigy current, List<Vigy> earlier) {
    List<Vigy> all = new ArrayList<>();
    all.add(current);
    earlier.stream()
        .filter(vigy -> vigy.generation() < current.generation())
        .sorted(Comparator.comparingLong(Vigy::generation).reversed())
        .forEach(all::add);
    return List.copyOf(all);
  }

  @Override
  public Subscription subscribe(long afterPosition, Predicate<Run> filter, Consumer<Run> listener) {
    Engine.Listening listening = engine.subscribe(afterPosition, filter, listener);
    return new Subscription() {
      @Override
      public long position() {
        return listening.position();
      }

      @Override
      public void close() {
        listening.close();
      }
    };
  }

  @Override
  public long newestPosition() {
    return engine.newestPosition();
  }

  @Override
  public EngineStatus status() {
    int vigies = 0;
    int enabled = 0;
    for (Resident resident : engine.registry().all()) {
      vigies++;
      enabled += views.status(resident, now()) == Status.ACTIVE ? 1 : 0;
    }
    EngineStatus.Role open = ticking ? EngineStatus.Role.TICKING : EngineStatus.Role.MANUAL;
    return new EngineStatus(
        closed ? EngineStatus.Role.CLOSED : open,
        vigies,
        enabled,
        engine.ticksPerSecond(),
        engine.running(),
        engine.trouble().map(trouble -> String.valueOf(trouble.getMessage())).or(store::trouble));
  }

  private static <T> T reading(Supplier<T> read) {
    try {
      return read.get();
    } catch (StoreException e) {
      throw Answering.unavailable(e);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      engine.close();
    }
  }
}
