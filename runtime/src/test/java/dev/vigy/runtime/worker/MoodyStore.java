package dev.vigy.runtime.worker;

import dev.vigy.runtime.store.Batch;
import dev.vigy.runtime.store.Committed;
import dev.vigy.runtime.store.Gone;
import dev.vigy.runtime.store.Request;
import dev.vigy.runtime.store.Retention;
import dev.vigy.runtime.store.RunQuery;
import dev.vigy.runtime.store.Store;
import dev.vigy.runtime.store.StoreException;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// A store that fails when it is told to, and remembers what it was given.
final class MoodyStore implements Store {
  private final Store inner;

  /// Asked before each commit.
  volatile BooleanSupplier fails = () -> false;

  /// Asked before runs are read in commit order.
  volatile BooleanSupplier failsToRead = () -> false;

  /// Done after the requests were read.
  Runnable afterRequests = () -> {};

  final List<Batch> batches = Collections.synchronizedList(new ArrayList<>());

  MoodyStore(Store inner) {
    this.inner = inner;
  }

  @Override
  public Loaded load() {
    return inner.load();
  }

  @Override
  public boolean claim() {
    return inner.claim();
  }

  @Override
  public Optional<String> holder() {
    return inner.holder();
  }

  @Override
  public void retain(Retention retention) {
    inner.retain(retention);
  }

  @Override
  public Gone gone(VigyId vigy) {
    return inner.gone(vigy);
  }

  @Override
  public Committed commit(Batch batch) {
    if (fails.getAsBoolean()) {
      throw new StoreException("the disk is full", "make room", null);
    }
    Committed committed = inner.commit(batch);
    batches.add(batch);
    return committed;
  }

  @Override
  public List<Run> runs(VigyId vigy, RunQuery query) {
    return inner.runs(vigy, query);
  }

  @Override
  public Optional<Run> run(String id) {
    return inner.run(id);
  }

  @Override
  public List<Run> runsAfter(long position, int limit) {
    if (failsToRead.getAsBoolean()) {
      throw new StoreException("the disk is slow", "wait", null);
    }
    return inner.runsAfter(position, limit);
  }

  @Override
  public List<Vigy> generations(VigyId vigy) {
    return inner.generations(vigy);
  }

  @Override
  public long lastSeq(VigyId vigy) {
    return inner.lastSeq(vigy);
  }

  @Override
  public long request(String body) {
    return inner.request(body);
  }

  @Override
  public List<Request> requestsAfter(long number) {
    List<Request> requests = inner.requestsAfter(number);
    afterRequests.run();
    return requests;
  }

  @Override
  public Optional<String> answer(long number) {
    return inner.answer(number);
  }

  @Override
  public void close() {
    inner.close();
  }
}
