package dev.vigy.runtime.vigy;

import java.util.List;

/// What the operator lets programs look at.
///
/// @param all everything, for experiments (`--allow-all`)
/// @param capabilities what was granted one by one
public record Grants(boolean all, List<Capability> capabilities) {
  /// Nothing: the default.
  public static final Grants NONE = new Grants(false, List.of());

  /// Everything.
  public static final Grants ALL = new Grants(true, List.of());

  public Grants {
    capabilities = List.copyOf(capabilities);
  }

  public static Grants of(List<Capability> capabilities) {
    return new Grants(false, capabilities);
  }

  /// Whether something is granted.
  public boolean covers(Capability wanted) {
    return all || capabilities.stream().anyMatch(granted -> granted.covers(wanted));
  }

  /// Of what a program asks for, that which is not granted.
  public List<Capability> missing(List<Capability> wanted) {
    return wanted.stream().filter(one -> !covers(one)).toList();
  }
}
