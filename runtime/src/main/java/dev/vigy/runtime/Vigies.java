package dev.vigy.runtime;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.runtime.extension.HostExtension;
import dev.vigy.runtime.store.Retention;
import dev.vigy.runtime.store.RunQuery;
import dev.vigy.runtime.store.Store;
import dev.vigy.runtime.tick.Reconciler;
import dev.vigy.runtime.vigy.Budget;
import dev.vigy.runtime.vigy.Grants;
import dev.vigy.runtime.vigy.LedgerRange;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Selector;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyState;
import dev.vigy.runtime.worker.Asker;
import dev.vigy.runtime.worker.Engine;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The one face of the runtime: the vigies of one store, edited, ticked, watched.
///
/// Whoever holds the store's lock runs the engine. A `Vigies` on a store whose lock another process
/// holds is a *client*: its edits and forced ticks go to the holder through the store, its reads
/// come from the store; when the lock becomes free and ticking was asked for, it takes over.
///
/// Every edit is durable when its method returns, and published only then. Reading never blocks the
/// engine; what one call returns is of one moment. Wherever a `ref` is taken, it is a name or an
/// id; 16 hex digits are looked up as an id first. All methods may be called from any thread, and
/// fail with [VigyException].
public final class Vigies implements AutoCloseable {
  private final Opening opening;

  private Vigies(Opening opening) {
    this.opening = opening;
  }

  private Side side() {
    return opening.side();
  }

  /// The engine, for a simulation, which drives it.
  Engine engine() {
    return opening.engine();
  }

  public static Builder builder() {
    return new Builder();
  }

  /// What a `Vigies` is made of. Every method returns the builder.
  public static final class Builder {
    @Nullable Store store;
    final List<HostExtension> extensions = new ArrayList<>();
    final Map<String, Reconciler> reconcilers = new LinkedHashMap<>();
    Optional<Retention> retention = Optional.empty();
    Grants grants = Grants.NONE;
    Budget ceiling = Registering.DEFAULT_CEILING;
    InstantSource clock = Clock.tickMillis(ZoneOffset.UTC);
    boolean observe;
    String by = "";
    boolean ticking = true;
    int workers = Runtime.getRuntime().availableProcessors();
    long seed = System.nanoTime();
    LongSupplier nanos = System::nanoTime;
    boolean byHand;

    /// Who answers questions instead of the world.
    @Nullable Asker asker;

    private Builder() {}

    /// Where vigies are kept; in memory when not said. Closed with the `Vigies`.
    public Builder store(Store newStore) {
      store = newStore;
      return this;
    }

    /// How long runs are kept; [Retention#DEFAULT] when not said.
    public Builder retention(Retention newRetention) {
      retention = Optional.of(newRetention);
      return this;
    }

    /// Verbs for programs, after the six standard extensions and in order.
    public Builder extension(HostExtension extension) {
      extensions.add(extension);
      return this;
    }

    /// A reconciler that vigies name instead of `lisp`: Java, a chain, a no-op.
    public Builder reconciler(String name, Reconciler reconciler) {
      reconcilers.put(name, reconciler);
      return this;
    }

    /// What time it is. A clock that is moved by hand goes with waiting that is done by hand.
    public Builder clock(InstantSource newClock) {
      clock = newClock;
      return this;
    }

    /// What the operator lets programs look at; nothing when not said.
    public Builder grants(Grants newGrants) {
      grants = newGrants;
      return this;
    }

    /// What a program's `:budget` may ask for at most; more is refused.
    public Builder ceiling(Budget newCeiling) {
      ceiling = newCeiling;
      return this;
    }

    /// Whether every vigy is treated as `:mode :observe`: recorded, nothing delivered.
    public Builder observe(boolean newObserve) {
      observe = newObserve;
      return this;
    }

    /// Who stands in the audit of edits.
    public Builder by(String who) {
      by = who;
      return this;
    }

    /// Whether schedules are followed. Without, edits and forced ticks work all the same: for
    /// one-shot commands.
    public Builder ticking(boolean newTicking) {
      ticking = newTicking;
      return this;
    }

    /// How many threads evaluate; as many as cores when not said.
    public Builder workers(int threads) {
      workers = threads;
      return this;
    }

    /// What the ids of runs are drawn from.
    public Builder seed(long newSeed) {
      seed = newSeed;
      return this;
    }

    /// Opens the store and begins.
    ///
    /// @throws dev.vigy.runtime.store.StoreException if the store can't be opened or read; nothing
    ///   runs then
    public Vigies start() {
      return new Vigies(Opening.of(this));
    }
  }

  /// What a registration did.
  public enum Registration {
    CREATED,
    EDITED,
    UNCHANGED
  }

  /// @param warnings what the check found doubtful; kept with the vigy too
  public record Registered(VigyView vigy, Registration what, List<Diagnostic> warnings) {}

  /// A vigy is in exactly one; lower case with a hyphen in JSON.
  public enum Status {
    ACTIVE,
    PAUSED,
    DISABLED,
    QUARANTINED,
    OUT_OF_SCOPE
  }

  /// A vigy with what became of it, both of one moment.
  public record VigyView(Vigy vigy, VigyState state, Status status) {}

  /// A key of a vigy.
  public record KvItem(String key, Json value, Instant updatedAt) {}

  /// Registers a vigy by its name: a new one, an edit in place (same id, kv and history), or
  /// nothing when things are already so. `enabled` stays as it is unless the spec says it.
  ///
  /// @throws VigyException [VigyException.Kind#REFUSED] with the diagnostics when the program does
  ///   not pass the check
  public Registered register(VigySpec spec) {
    return side().register(spec);
  }

  /// Lets a vigy tick again. Instants that passed meanwhile are skipped; the grid stays.
  public VigyView enable(String ref) {
    return side().enable(ref);
  }

  /// Stops a vigy until [#enable].
  public VigyView disable(String ref) {
    return side().disable(ref);
  }

  /// Stops a vigy until [#resume], or until `until`.
  public VigyView pause(String ref, Optional<String> note, Optional<Instant> until) {
    return side().pause(ref, note, until);
  }

  /// Ends a pause and a quarantine.
  public VigyView resume(String ref) {
    return side().resume(ref);
  }

  /// Makes an earlier generation of a vigy current again, as a new generation, and pins it: until
  /// [#unpin], registering another program is a conflict, so that no deployment undoes it.
  ///
  /// @param generation one of [#versions] that is not current
  public VigyView rollback(String ref, long generation) {
    return side().rollback(ref, generation);
  }

  /// Takes away the pin of a [#rollback]; nothing where there is none.
  public VigyView unpin(String ref) {
    return side().unpin(ref);
  }

  /// Removes a vigy with its kv and state; its runs stay under retention, unless `purge`.
  ///
  /// @return whether there was one
  public boolean delete(String ref, boolean purge) {
    return side().delete(ref, purge);
  }

  /// Sets a key between ticks.
  public KvItem kvSet(String ref, String key, Json value) {
    return side().kvSet(ref, key, value);
  }

  /// Deletes a key between ticks.
  ///
  /// @return whether there was one
  public boolean kvDelete(String ref, String key) {
    return side().kvDelete(ref, key);
  }

  /// Ticks a vigy now: in line behind a tick that runs, with the same guarantees as a scheduled
  /// one. Works for paused, disabled and quarantined vigies too.
  ///
  /// @return the run, durable; a failed program is a run, not an exception
  public Run tick(String ref) {
    return side().tick(ref);
  }

  /// Makes a vigy due now, durably; its next tick can read the payload. Several wakes before that
  /// tick are one tick. A vigy that is paused, disabled or quarantined, or whose windows are
  /// closed, is ticked as soon as it ticks at all.
  ///
  /// @param payload for `(vigy-wake-payloads)`
  /// @return the vigy, woken
  /// @throws VigyException [VigyException.Kind#TOO_LARGE] when too many payloads wait already
  public VigyView wake(String ref, Optional<Json> payload) {
    return side().wake(ref, payload);
  }

  /// The ticks that are to come as things stand now, soonest first: jitter, windows, start, end, a
  /// pause that ends by itself, retries and wakes are taken into account. Empty for a vigy that
  /// nothing makes tick. An adaptive schedule knows one instant at a time.
  ///
  /// @param count at most so many, up to 1,000
  public List<Upcoming> next(String ref, int count) {
    return side().next(ref, count);
  }

  public VigyView vigy(String ref) {
    return side().vigy(ref);
  }

  /// All that match, by name.
  public List<VigyView> list(Selector selector, Optional<Status> status) {
    return side().list(selector, status);
  }

  /// All keys, sorted.
  public List<KvItem> kv(String ref) {
    return side().kv(ref);
  }

  public Optional<KvItem> kv(String ref, String key) {
    return side().kv(ref).stream().filter(item -> item.key().equals(key)).findFirst();
  }

  /// Newest first.
  public List<Run> runs(String ref, RunQuery query) {
    return side().runs(ref, query);
  }

  public Run run(String id) {
    return side().run(id);
  }

  /// What became of every nominal instant up to now, oldest first.
  public List<LedgerRange> ledger(String ref) {
    return side().ledger(ref);
  }

  /// The definitions of all generations, newest first; the first is the current one.
  public List<Vigy> versions(String ref) {
    return side().versions(ref);
  }

  /// Tells `listener` every run after a position, in commit order, on a virtual thread of its own;
  /// first those that happened already. A listener that is slow or was away gets what it missed
  /// from the store.
  ///
  /// @param afterPosition 0 for all that the store holds; [#newestPosition] for new ones only
  public Subscription subscribe(long afterPosition, Predicate<Run> filter, Consumer<Run> listener) {
    return side().subscribe(afterPosition, filter, listener);
  }

  /// The position of the newest run that is published; 0 before the first.
  public long newestPosition() {
    return side().newestPosition();
  }

  public EngineStatus status() {
    return side().status();
  }

  /// Ends within a bounded time: running programs are interrupted, finished ticks are committed.
  @Override
  public void close() {
    opening.close();
  }
}
