package dev.vigy.runtime.store;

import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Run.KvChange;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyId;
import dev.vigy.runtime.vigy.VigyState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A store that lives as long as its process: for `vigy run`, for embedders that need no history,
/// and for tests. "Durable" means here that a commit has returned.
///
/// Keeps the newest runs only, see [#keeping] and [#retain], and forgets requests once they are
/// answered.
public final class MemoryStore implements Store {
  private static final int DEFAULT_RUNS = 100_000;

  /// The share of the heap that the default leaves to runs.
  private static final int HEAP_PARTS = 8;

  /// So many requests may wait for their answers.
  private static final int WAITING_REQUESTS = 10_000;

  /// So many answers, of so many characters together, can be asked for afterwards.
  private static final int KEPT_ANSWERS = 1_000;

  private static final long KEPT_ANSWER_CHARS = 1 << 20;

  private final InstantSource clock;

  // All below is guarded by `this`.
  private final Map<VigyId, Entry> vigies = new LinkedHashMap<>();
  private final Map<VigyId, Long> lastSeqs = new HashMap<>();
  private final MemoryHistory history;
  private final SortedMap<Long, Request> requests = new TreeMap<>();
  private final LinkedHashMap<Long, String> answers = new LinkedHashMap<>();
  private long answerChars;
  private long newestRequest;
  private long newestPosition;

  private MemoryStore(InstantSource clock, int keptRuns, long keptBytes) {
    this.clock = clock;
    this.history = new MemoryHistory(keptRuns, keptBytes);
  }

  /// Keeps 100,000 runs, or fewer if they take more than an eighth of the heap.
  ///
  /// @param clock says when a request came
  public static MemoryStore create(InstantSource clock) {
    return keeping(DEFAULT_RUNS, Runtime.getRuntime().maxMemory() / HEAP_PARTS, clock);
  }

  /// The newest run is kept, however large; of the others the oldest go first.
  ///
  /// @param runs how many runs of all vigies together stay readable
  /// @param bytes how much they may weigh together, about
  public static MemoryStore keeping(int runs, long bytes, InstantSource clock) {
    return new MemoryStore(clock, runs, bytes);
  }

  /// What is kept of one vigy. Never changed once it is in the map: a commit that fails half-way
  /// must leave nothing behind.
  private record Entry(
      Vigy vigy, VigyState state, SortedMap<String, Kv> kv, List<Vigy> generations) {}

  @Override
  public synchronized Loaded load() {
    List<VigyRecord> records = new ArrayList<>();
    for (Entry entry : vigies.values()) {
      records.add(new VigyRecord(entry.vigy(), entry.state(), entry.kv()));
    }
    return new Loaded(List.copyOf(records), List.of(), newestPosition);
  }

  /// Nobody else can have it.
  @Override
  public boolean claim() {
    return true;
  }

  @Override
  public Optional<String> holder() {
    return Optional.empty();
  }

  @Override
  public synchronized Committed commit(Batch batch) {
    Map<VigyId, @Nullable Entry> changed = new LinkedHashMap<>();
    ArrayDeque<Retention.Outcome> outcomes = new ArrayDeque<>();
    for (Change change : batch.changes()) {
      VigyId id = change.vigyId();
      @Nullable Entry entry = changed.containsKey(id) ? changed.get(id) : vigies.get(id);
      if (change instanceof Change.Ticked ticked) {
        VigyState before = StoreRules.known(entry, ticked).state();
        outcomes.add(Retention.Outcome.of(ticked.run(), before, ticked.after()));
      }
      changed.put(id, after(entry, change));
    }
    long first = newestPosition + 1;
    for (Change change : batch.changes()) {
      switch (change) {
        case Change.Ticked ticked ->
            history.add(ticked.run().withPosition(++newestPosition), outcomes.removeFirst());
        case Change.Deleted deleted -> forget(deleted);
        case Change.Edited edited -> {}
        case Change.Accounted accounted -> {}
      }
    }
    changed.forEach(
        (id, entry) -> {
          if (entry != null) {
            vigies.put(id, entry);
          }
        });
    for (Batch.RequestAnswer answer : batch.answered()) {
      answered(answer);
    }
    return new Committed(first, newestRequest);
  }

  private void answered(Batch.RequestAnswer answer) {
    requests.remove(answer.number());
    answers.putLast(answer.number(), answer.answer());
    answerChars += answer.answer().length();
    while (answers.size() > 1
        && (answers.size() > KEPT_ANSWERS || answerChars > KEPT_ANSWER_CHARS)) {
      answerChars -= answers.pollFirstEntry().getValue().length();
    }
  }

  private static @Nullable Entry after(@Nullable Entry entry, Change change) {
    return switch (change) {
      case Change.Edited edited -> {
        if (entry == null) {
          yield new Entry(
              edited.vigy(),
              edited.after(),
              with(Collections.emptySortedMap(), edited.kv(), edited.audit().at()),
              List.of());
        }
        yield new Entry(
            edited.vigy(),
            edited.after(),
            with(entry.kv(), edited.kv(), edited.audit().at()),
            generations(entry, edited.vigy()));
      }
      case Change.Ticked ticked -> {
        Entry known = StoreRules.known(entry, ticked);
        StoreRules.follows(known.state(), ticked.run());
        yield new Entry(
            known.vigy(),
            ticked.after(),
            ticked.run().ok()
                ? with(known.kv(), ticked.run().kvChanges(), ticked.run().startedAt())
                : known.kv(),
            known.generations());
      }
      case Change.Accounted accounted -> {
        Entry known = StoreRules.known(entry, accounted);
        yield new Entry(known.vigy(), accounted.after(), known.kv(), known.generations());
      }
      case Change.Deleted deleted -> {
        StoreRules.known(entry, deleted);
        yield null;
      }
    };
  }

  private static List<Vigy> generations(Entry entry, Vigy next) {
    if (entry.vigy().generation() == next.generation()) {
      return entry.generations();
    }
    List<Vigy> all = new ArrayList<>();
    all.add(entry.vigy());
    all.addAll(entry.generations());
    return List.copyOf(all);
  }

  private static SortedMap<String, Kv> with(
      SortedMap<String, Kv> kv, List<KvChange> changes, Instant at) {
    if (changes.isEmpty()) {
      return kv;
    }
    SortedMap<String, Kv> next = new TreeMap<>(kv);
    for (KvChange change : changes) {
      change
          .value()
          .ifPresentOrElse(
              value -> next.put(change.key(), new Kv(value, at)), () -> next.remove(change.key()));
    }
    return Collections.unmodifiableSortedMap(next);
  }

  private void forget(Change.Deleted deleted) {
    vigies.remove(deleted.vigyId());
    lastSeqs.put(deleted.vigyId(), deleted.lastSeq());
    if (deleted.purge()) {
      history.purge(deleted.vigyId());
    }
  }

  @Override
  public synchronized void retain(Retention retention) {
    history.retain(retention);
  }

  @Override
  public synchronized Gone gone(VigyId vigy) {
    return history.gone(vigy);
  }

  @Override
  public synchronized List<Run> runs(VigyId vigy, RunQuery query) {
    return history.runs(vigy, query);
  }

  @Override
  public synchronized Optional<Run> run(String id) {
    return history.run(id);
  }

  @Override
  public synchronized List<Run> runsAfter(long position, int limit) {
    return history.after(position, limit);
  }

  @Override
  public synchronized List<Vigy> generations(VigyId vigy) {
    Entry entry = vigies.get(vigy);
    return entry == null ? List.of() : entry.generations();
  }

  @Override
  public synchronized long lastSeq(VigyId vigy) {
    return lastSeqs.getOrDefault(vigy, 0L);
  }

  @Override
  public synchronized long request(String body) {
    if (requests.size() >= WAITING_REQUESTS) {
      throw new StoreException(
          requests.size() + " requests wait for an answer already", "ask later again", null);
    }
    newestRequest++;
    requests.put(newestRequest, new Request(newestRequest, clock.instant(), body));
    return newestRequest;
  }

  @Override
  public synchronized List<Request> requestsAfter(long number) {
    return List.copyOf(requests.tailMap(number + 1).values());
  }

  @Override
  public synchronized Optional<String> answer(long number) {
    return Optional.ofNullable(answers.get(number));
  }

  /// Nothing to give back: what was committed stays readable.
  @Override
  public void close() {}
}
