package dev.vigy.runtime.store.jdbc;

import dev.vigy.runtime.store.Batch;
import dev.vigy.runtime.store.Change;
import dev.vigy.runtime.store.Kv;
import dev.vigy.runtime.store.Retention.Outcome;
import dev.vigy.runtime.store.StoreRules;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Run.KvChange;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyId;
import dev.vigy.runtime.vigy.VigyState;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a batch will do to the file and to the residents, worked out and checked before either is
/// touched: a batch that is refused or can't be written leaves nothing behind.
///
/// Ticks become lines of the segment. Edits are rare and become rows at once, with everything that
/// the batch does to that vigy, so that no line needs to hold a program.
final class Plan {
  /// What becomes of one vigy in this batch.
  static final class Draft {
    final VigyId id;
    final @Nullable Resident was;
    int number;
    long place;
    long lastSeq;
    @Nullable Vigy vigy;
    VigyState state = VigyState.INITIAL;
    Tally tally = Tally.NONE;

    /// Whether the rows of the vigy are written with the batch.
    boolean rows;

    /// The number that was given up with all runs, 0 for none.
    int purged;

    boolean dropGenerations;
    final List<Vigy> earlier = new ArrayList<>();

    /// Changes of kv by one run, as long as nothing else changed it.
    private List<KvChange> kvChanges = List.of();

    private Instant kvAt = Instant.EPOCH;

    /// A copy with all changes, once there is more than one.
    private @Nullable Map<String, Kv> kv;

    Draft(VigyId id, @Nullable Resident was) {
      this.id = id;
      this.was = was;
    }

    boolean lives() {
      return vigy != null;
    }

    private void change(List<KvChange> changes, Instant at) {
      if (changes.isEmpty()) {
        return;
      }
      if (kv == null && kvChanges.isEmpty()) {
        kvChanges = changes;
        kvAt = at;
      } else {
        Resident.apply(kv(), changes, at);
      }
    }

    Map<String, Kv> kv() {
      Map<String, Kv> copy = kv;
      if (copy == null) {
        copy = was == null ? new HashMap<>() : was.kvCopy();
        Resident.apply(copy, kvChanges, kvAt);
        kv = copy;
      }
      return copy;
    }

    private void empty() {
      kv = new HashMap<>();
      kvChanges = List.of();
    }

    /// The batch is durable, and this vigy was only ticked.
    void advance(Resident resident, long segment) {
      if (kv == null) {
        resident.advance(state, tally, kvChanges, kvAt, segment);
      } else {
        resident.advance(state, tally, kv, segment);
      }
    }
  }

  /// What the planner must know of the vigies.
  interface Known {
    @Nullable Resident resident(VigyId id);

    /// The number of a vigy that was deleted or is broken, 0 if there is none.
    int formerNumber(VigyId id);

    /// What is known of a vigy that is broken.
    @Nullable Lost lost(VigyId id);

    int nextNumber();

    long nextPlace();
  }

  private final Known known;
  private final JsonOut out;
  final Map<VigyId, Draft> drafts;
  final List<Draft> edited = new ArrayList<>();
  final List<Change.Audit> audits = new ArrayList<>();
  final List<Draft> audited = new ArrayList<>();
  final List<String> auditedNames = new ArrayList<>();
  long newestStartMs;
  private int[] lineVigies;
  private int[] vigies;
  private int[] lines;
  private int runs;
  private int count;

  private Plan(Known known, JsonOut out, int size) {
    this.known = known;
    this.out = out;
    drafts = LinkedHashMap.newLinkedHashMap(size);
    lineVigies = new int[size];
    vigies = new int[size];
    lines = new int[size];
  }

  /// @param out an empty buffer for the segment
  /// @param firstPosition of the batch's first run
  static Plan of(Batch batch, Known known, JsonOut out, long firstPosition) {
    Plan plan = new Plan(known, out, batch.changes().size());
    out.raw("[\n");
    for (Change change : batch.changes()) {
      switch (change) {
        case Change.Ticked ticked -> plan.tick(ticked, firstPosition);
        case Change.Accounted accounted -> plan.account(accounted);
        case Change.Edited edited -> plan.edit(edited);
        case Change.Deleted deleted -> plan.delete(deleted);
      }
    }
    out.raw("\n]");
    return plan;
  }

  /// The segment of the batch, or null if it needs none.
  @Nullable Segment segment(long id, long firstPosition) {
    return count == 0
        ? null
        : new Segment(
            id,
            firstPosition,
            out.toBytes(),
            Arrays.copyOf(vigies, runs),
            Arrays.copyOf(lines, runs));
  }

  /// Of which vigies the lines of the segment are, as its row says it.
  byte[] lineVigies() {
    ByteBuffer bytes = ByteBuffer.allocate(count * Integer.BYTES);
    for (int line = 0; line < count; line++) {
      bytes.putInt(lineVigies[line]);
    }
    return bytes.array();
  }

  private Draft draft(VigyId id) {
    Draft draft = drafts.get(id);
    if (draft == null) {
      Resident was = known.resident(id);
      draft = new Draft(id, was);
      if (was != null) {
        draft.number = was.number;
        draft.place = was.place;
        draft.vigy = was.vigy();
        draft.state = was.state();
        draft.tally = was.tally();
      }
      drafts.put(id, draft);
    }
    return draft;
  }

  private Draft living(Change change) {
    Draft draft = draft(change.vigyId());
    StoreRules.known(draft.vigy, change);
    return draft;
  }

  /// Begins a line.
  private void line(int vigy) {
    if (count > 0) {
      out.raw(",\n");
    }
    if (count == lineVigies.length) {
      lineVigies = Arrays.copyOf(lineVigies, count * 2);
    }
    lineVigies[count++] = vigy;
  }

  private void tick(Change.Ticked ticked, long firstPosition) {
    Draft draft = living(ticked);
    Run run = ticked.run();
    StoreRules.follows(draft.state, run);
    line(draft.number);
    if (runs == lines.length) {
      vigies = Arrays.copyOf(vigies, runs * 2);
      lines = Arrays.copyOf(lines, runs * 2);
    }
    vigies[runs] = draft.number;
    lines[runs] = out.size();
    out.raw(Lines.START).number(draft.number).raw(Lines.HEADS);
    out.number(firstPosition + runs++).raw(',');
    RunForm.write(out, run);
    out.raw("\t,\"c\":");
    // The store's own state, not the caller's `before`: what is folded must be what was.
    Outcome outcome = Outcome.of(run, draft.state, ticked.after());
    draft.tally = draft.tally.plus(outcome);
    var ordinal = new Lines.Ordinal(Tally.kind(outcome), draft.tally.of(outcome));
    StateForm.writeChange(out, run, ordinal, draft.state, ticked.after());
    out.raw('}');
    draft.state = ticked.after();
    newestStartMs = run.startedAt().toEpochMilli();
    if (run.ok()) {
      draft.change(run.kvChanges(), run.startedAt());
    }
  }

  private void account(Change.Accounted accounted) {
    Draft draft = living(accounted);
    line(draft.number);
    out.raw(Lines.START).number(draft.number).raw("\t,\"c\":");
    StateForm.writeChange(out, draft.state, accounted.after());
    out.raw('}');
    draft.state = accounted.after();
  }

  private void edit(Change.Edited edited) {
    Draft draft = draft(edited.vigyId());
    Vigy vigy = draft.vigy;
    if (vigy == null) {
      if (draft.number == 0 && draft.purged == 0) {
        draft.number = known.formerNumber(draft.id);
      }
      if (draft.number == 0) {
        draft.number = known.nextNumber();
      }
      draft.place = known.nextPlace();
      draft.empty();
    } else if (vigy.generation() != edited.vigy().generation()) {
      draft.earlier.add(vigy);
    }
    draft.vigy = edited.vigy();
    draft.state = edited.after();
    draft.change(edited.kv(), edited.audit().at());
    rows(draft, edited.audit(), edited.vigy().name());
  }

  private void delete(Change.Deleted deleted) {
    Draft draft = draft(deleted.vigyId());
    Lost lost = draft.vigy == null && !draft.rows ? known.lost(draft.id) : null;
    String name;
    if (lost != null) {
      draft.number = known.formerNumber(draft.id);
      draft.lastSeq = Math.max(deleted.lastSeq(), lost.seq());
      name = lost.name();
    } else {
      draft.lastSeq = deleted.lastSeq();
      name = StoreRules.known(draft.vigy, deleted).name();
    }
    draft.vigy = null;
    draft.dropGenerations = true;
    draft.earlier.clear();
    draft.empty();
    draft.tally = Tally.NONE;
    if (deleted.purge()) {
      draft.purged = draft.number;
      draft.number = 0;
    }
    rows(draft, deleted.audit(), name);
  }

  private void rows(Draft draft, Change.Audit audit, String name) {
    if (!draft.rows) {
      draft.rows = true;
      edited.add(draft);
    }
    audits.add(audit);
    audited.add(draft);
    auditedNames.add(name);
  }
}
