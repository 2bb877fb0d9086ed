package dev.vigy.runtime.store.jdbc;

import java.util.List;

/// Work on history that takes many units; one goes on at a time.
interface Job {
  /// Prepares units until `most` wait, or all are prepared.
  void prepare(Behind behind, int most);

  /// What it works on.
  List<EpochRow> epochs();

  /// Whether nothing is left to prepare. What was prepared may not be durable yet.
  boolean isPrepared();
}
