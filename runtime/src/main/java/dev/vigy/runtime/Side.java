package dev.vigy.runtime;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.Vigies.KvItem;
import dev.vigy.runtime.Vigies.Registered;
import dev.vigy.runtime.Vigies.Status;
import dev.vigy.runtime.Vigies.VigyView;
import dev.vigy.runtime.store.RunQuery;
import dev.vigy.runtime.vigy.LedgerRange;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Selector;
import dev.vigy.runtime.vigy.Vigy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// What a [Vigies] does, by the side of the store's lock it stands on: it holds it, or asks who
/// holds it. The meaning of each method is told there.
interface Side extends AutoCloseable {
  Registered register(VigySpec spec);

  VigyView enable(String ref);

  VigyView disable(String ref);

  VigyView pause(String ref, Optional<String> note, Optional<Instant> until);

  VigyView resume(String ref);

  VigyView rollback(String ref, long generation);

  VigyView unpin(String ref);

  boolean delete(String ref, boolean purge);

  KvItem kvSet(String ref, String key, Json value);

  boolean kvDelete(String ref, String key);

  Run tick(String ref);

  VigyView wake(String ref, Optional<Json> payload);

  List<Upcoming> next(String ref, int count);

  VigyView vigy(String ref);

  List<VigyView> list(Selector selector, Optional<Status> status);

  List<KvItem> kv(String ref);

  List<Run> runs(String ref, RunQuery query);

  Run run(String id);

  List<LedgerRange> ledger(String ref);

  List<Vigy> versions(String ref);

  Subscription subscribe(long afterPosition, Predicate<Run> filter, Consumer<Run> listener);

  long newestPosition();

  EngineStatus status();

  @Override
  void close();
}
