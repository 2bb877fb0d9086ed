package dev.vigy.runtime.worker;

import dev.vigy.runtime.store.Store;
import dev.vigy.runtime.store.VigyRecord;
import dev.vigy.runtime.vigy.Budget;
import dev.vigy.runtime.vigy.Mode;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyState;
import dev.vigy.runtime.vigy.Wakes;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A vigy with all that it has at one moment. Whoever holds one sees definition, state and kv
/// agree.
///
/// It says of which moment it is: an outcome that grew from one counts only while the current one
/// [is of that moment][#isOfMoment].
public final class Resident {
  /// Of a definition that can't be read; others begin with 1.
  private static final long UNKNOWN_GENERATION = 0;

  private final Vigy vigy;
  private final VigyState state;
  private final KvTable kv;

  /// The one that this was before it was woken, if it was: of the same moment.
  private final @Nullable Resident asleep;

  Resident(Vigy vigy, VigyState state, KvTable kv) {
    this(vigy, state, kv, null);
  }

  private Resident(Vigy vigy, VigyState state, KvTable kv, @Nullable Resident asleep) {
    this.vigy = vigy;
    this.state = state;
    this.kv = kv;
    this.asleep = asleep;
  }

  /// The same, woken: a tick that runs meanwhile still counts.
  Resident woken(Wakes wakes) {
    return new Resident(vigy, States.withWakes(state, wakes), kv, moment());
  }

  /// Whether nothing but wakes lies between this and another.
  boolean isOfMoment(@Nullable Resident other) {
    return other != null && other.moment() == moment();
  }

  private Resident moment() {
    return asleep == null ? this : asleep;
  }

  /// A vigy as a store has it.
  public static Resident of(VigyRecord record) {
    return new Resident(record.vigy(), record.state(), KvTable.of(record.kv()));
  }

  /// What stands for a vigy that the store can't read any more: its name, and in the place of a
  /// quarantine's reason why. It has no schedule and never ticks, keeps its name taken, and can
  /// only be deleted.
  public static Resident broken(Store.Loaded.Broken broken) {
    Vigy vigy =
        new Vigy(
            broken.id(),
            broken.name(),
            "",
            Optional.empty(),
            "lisp",
            new Schedule.Manual(),
            Instant.EPOCH,
            Collections.emptySortedMap(),
            Map.of(),
            List.of(),
            Budget.DEFAULT,
            Mode.ACT,
            true,
            Optional.empty(),
            Optional.empty(),
            UNKNOWN_GENERATION,
            Instant.EPOCH,
            Instant.EPOCH,
            Optional.empty(),
            List.of());
    return new Resident(vigy, States.lost(broken.lastSeq(), broken.reason()), KvTable.EMPTY);
  }

  /// Whether it only stands for one that the store can't read.
  public boolean isBroken() {
    return vigy.generation() == UNKNOWN_GENERATION;
  }

  public Vigy vigy() {
    return vigy;
  }

  public VigyState state() {
    return state;
  }

  public KvTable kv() {
    return kv;
  }

  /// Why the vigy does not tick by itself at `now`: `disabled`, `quarantined` or `paused`, the word
  /// that stands in the ledger; the first that holds, in this order. Empty while it ticks.
  ///
  /// @param now epoch ms
  public Optional<String> idle(long now) {
    return idle(vigy, state, now);
  }

  static Optional<String> idle(Vigy vigy, VigyState state, long now) {
    if (!vigy.enabled()) {
      return Optional.of("disabled");
    }
    if (state.quarantine().isPresent()) {
      return Optional.of("quarantined");
    }
    boolean paused =
        vigy.pause().isPresent()
            && vigy.pause().get().until().map(until -> until.toEpochMilli() > now).orElse(true);
    return paused ? Optional.of("paused") : Optional.empty();
  }

  /// Whether a pause stands in the definition that has ended by itself.
  boolean pauseIsOver(long now) {
    return vigy.pause()
        .flatMap(Vigy.Pause::until)
        .map(until -> until.toEpochMilli() <= now)
        .orElse(false);
  }
}
