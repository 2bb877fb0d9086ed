package dev.vigy.runtime.worker;

import dev.vigy.runtime.store.Batch;
import dev.vigy.runtime.store.Batch.RequestAnswer;
import dev.vigy.runtime.store.Change;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.VigyId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One batch in the making: every job is planned against what the jobs before it would leave
/// behind. Until the batch is durable nothing of it is seen by anybody, and if it fails it is
/// simply dropped.
final class Round implements Registry {
  private final Lines lines;
  private final Instant now;
  private final List<Change> changes = new ArrayList<>();
  private final List<RequestAnswer> answers = new ArrayList<>();

  /// What the batch makes of each vigy that it touches; empty for a deleted one.
  private final Map<VigyId, Optional<Resident>> touched = new LinkedHashMap<>();

  private final Map<String, Optional<VigyId>> names = new HashMap<>();
  private final Map<VigyId, Long> lastSeqs = new HashMap<>();

  final List<Settlement> counted = new ArrayList<>();
  final List<Settlement> voided = new ArrayList<>();
  final List<Job.Passing> passed = new ArrayList<>();
  final List<Job.Passing> passedInVain = new ArrayList<>();
  final List<Job.Editing<?>> edits = new ArrayList<>();

  /// Requests that became edits or refusals here; a tick's goes with those who wait for it.
  private final List<Long> asked = new ArrayList<>();

  /// What the edits' callers are told once the batch is durable: results and refusals, for a
  /// refusal may rest on what an earlier job of this batch does.
  final List<Runnable> tellings = new ArrayList<>();

  Round(Lines lines, Instant now) {
    this.lines = lines;
    this.now = now;
  }

  void add(Job job) {
    switch (job) {
      case Job.Finished(Settlement settlement) -> finished(settlement);
      case Job.Passing passing -> passing(passing);
      case Job.Editing<?> editing -> editing(editing);
      case Job.Refusing(long request, String answer) -> {
        asked.add(request);
        answer(request, answer);
      }
    }
  }

  private void finished(Settlement settlement) {
    Attempt attempt = settlement.attempt();
    Forced forced = attempt.forced;
    boolean told = forced != null && forced.done().isDone();
    Resident current = current(attempt.line.id);
    if (current == null || !attempt.from.isOfMoment(current) || told) {
      voided.add(settlement);
      return;
    }
    Settlement counting = current == attempt.from ? settlement : settlement.on(current);
    changes.add(counting.change());
    touched.put(attempt.line.id, Optional.of(counting.after()));
    counted.add(counting);
    if (forced != null && forced.reply().isAwaited()) {
      answer(forced.reply().number(), forced.reply().done().apply(counting.change().run()));
    }
  }

  private void passing(Job.Passing passing) {
    if (current(passing.line().id) != passing.from()) {
      passedInVain.add(passing);
      return;
    }
    changes.add(passing.change());
    touched.put(passing.line().id, Optional.of(passing.after()));
    passed.add(passing);
  }

  private <T> void editing(Job.Editing<T> job) {
    edits.add(job);
    if (job.reply().isAwaited()) {
      asked.add(job.reply().number());
    }
    Edit.Planned<T> plan;
    try {
      plan = job.edit().plan(this, now);
    } catch (RuntimeException refusal) {
      if (job.reply().isAwaited()) {
        answer(job.reply().number(), job.reply().failed().apply(refusal));
      }
      tellings.add(() -> job.done().completeExceptionally(refusal));
      return;
    }
    plan.change().ifPresent(this::apply);
    tellings.add(() -> job.done().complete(plan.result()));
    if (job.reply().isAwaited()) {
      answer(job.reply().number(), job.reply().done().apply(plan.result()));
    }
  }

  private void apply(Change change) {
    changes.add(change);
    switch (change) {
      case Change.Edited edited -> {
        Resident before = current(edited.vigyId());
        KvTable kv = before == null ? KvTable.EMPTY : before.kv();
        touch(
            new Resident(
                edited.vigy(),
                edited.after(),
                kv.with(edited.kv(), edited.audit().at().toEpochMilli())));
      }
      case Change.Deleted deleted -> {
        Resident before = current(deleted.vigyId());
        if (before != null) {
          names.put(before.vigy().name(), Optional.empty());
        }
        touched.put(deleted.vigyId(), Optional.empty());
        lastSeqs.put(deleted.vigyId(), deleted.lastSeq());
      }
      case Change.Accounted woken -> {
        Resident before = current(woken.vigyId());
        if (before != null) {
          touched.put(woken.vigyId(), Optional.of(before.woken(woken.after().wakes())));
        }
      }
      case Change.Ticked _ -> throw new IllegalStateException("an edit ticks nothing: " + change);
    }
  }

  private void touch(Resident resident) {
    touched.put(resident.vigy().id(), Optional.of(resident));
    names.put(resident.vigy().name(), Optional.of(resident.vigy().id()));
  }

  private void answer(long request, String text) {
    answers.add(new RequestAnswer(request, text));
  }

  private @Nullable Resident current(VigyId id) {
    return byId(id).orElse(null);
  }

  /// Requests that are answered once the batch is durable.
  List<Long> answered() {
    return answers.stream().map(RequestAnswer::number).toList();
  }

  /// Requests that nobody else will take up again if the batch fails.
  List<Long> toTakeUpAgain() {
    return asked;
  }

  boolean isEmpty() {
    return changes.isEmpty() && answers.isEmpty();
  }

  Batch batch() {
    return new Batch(changes, answers);
  }

  Map<VigyId, Optional<Resident>> touched() {
    return touched;
  }

  /// The runs of the batch at their places.
  List<Run> runs(long firstPosition) {
    List<Run> runs = new ArrayList<>(counted.size());
    for (Settlement settlement : counted) {
      runs.add(settlement.change().run().withPosition(firstPosition + runs.size()));
    }
    return runs;
  }

  @Override
  public Optional<Resident> byId(VigyId id) {
    Optional<Resident> mine = touched.get(id);
    return mine != null ? mine : lines.byId(id);
  }

  @Override
  public Optional<Resident> byName(String name) {
    Optional<VigyId> mine = names.get(name);
    return mine != null ? mine.flatMap(this::byId) : lines.byName(name).flatMap(this::newest);
  }

  /// A vigy found by its old name may be gone, or look different, after this batch.
  private Optional<Resident> newest(Resident resident) {
    return byId(resident.vigy().id());
  }

  @Override
  public Collection<Resident> all() {
    Map<VigyId, Resident> all = new LinkedHashMap<>();
    lines.all().forEach(resident -> all.put(resident.vigy().id(), resident));
    touched.forEach(
        (id, resident) -> {
          if (resident.isPresent()) {
            all.put(id, resident.get());
          } else {
            all.remove(id);
          }
        });
    return all.values();
  }

  @Override
  public long lastSeq(VigyId id) {
    Long mine = lastSeqs.get(id);
    return mine != null ? mine : lines.lastSeq(id);
  }
}
