package dev.vigy.runtime.worker;

import dev.vigy.runtime.store.VigyRecord;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyState;
import java.util.Optional;

/// A vigy with all that it has at one moment. Whoever holds one sees definition, state and kv
/// agree.
///
/// Its identity says of which moment it is: an outcome that grew from one counts only while the
/// same object is the current one.
public final class Resident {
  private final Vigy vigy;
  private final VigyState state;
  private final KvTable kv;

  Resident(Vigy vigy, VigyState state, KvTable kv) {
    this.vigy = vigy;
    this.state = state;
    this.kv = kv;
  }

  /// A vigy as a store has it.
  public static Resident of(VigyRecord record) {
    return new Resident(record.vigy(), record.state(), KvTable.of(record.kv()));
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
