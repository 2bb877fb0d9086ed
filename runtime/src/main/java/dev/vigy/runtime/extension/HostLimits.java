package dev.vigy.runtime.extension;

/// How much one tick may say and keep (product, section 5). Bytes are those of compact JSON in
/// UTF-8.
///
/// @param entries actions, log lines, events, conditions, metrics, traces, desired and observed
///   keys: each at most so many; one more ends the run
/// @param payloadBytes one payload, trace, desired or observed value; catchable
/// @param messageBytes one message; catchable
/// @param nameBytes one name: of a condition, metric, event kind, subject or state key; catchable
/// @param saidBytes everything a tick says together, without kv; more ends the run
/// @param keyBytes one key of kv; catchable
/// @param valueBytes one value of kv; catchable
/// @param kvBytes all keys and values of a vigy; catchable
/// @param nesting levels of a value that becomes JSON; catchable
/// @param probes probes of a tick; one more answers `timeout`
public record HostLimits(
    int entries,
    int payloadBytes,
    int messageBytes,
    int nameBytes,
    int saidBytes,
    int keyBytes,
    int valueBytes,
    int kvBytes,
    int nesting,
    int probes) {
  /// The same with another number of probes.
  public HostLimits withProbes(int newProbes) {
    return newProbes == probes
        ? this
        : new HostLimits(
            entries,
            payloadBytes,
            messageBytes,
            nameBytes,
            saidBytes,
            keyBytes,
            valueBytes,
            kvBytes,
            nesting,
            newProbes);
  }

  public static final HostLimits DEFAULT =
      new HostLimits(1_000, 256 << 10, 16 << 10, 512, 8 << 20, 512, 256 << 10, 4 << 20, 128, 64);
}
