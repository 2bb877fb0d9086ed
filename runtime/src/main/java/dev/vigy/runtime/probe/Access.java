package dev.vigy.runtime.probe;

import dev.vigy.runtime.vigy.Capability;
import dev.vigy.runtime.vigy.Grants;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// On whose behalf a question is asked, and how long that may take.
///
/// @param allow what the program asks for
/// @param grants what the operator grants
/// @param time how long an answer may take
public record Access(List<Capability> allow, Grants grants, Duration time) {
  public Access {
    allow = List.copyOf(allow);
  }

  /// @param allow texts of a definition
  public static Access of(List<String> allow, Grants grants, Duration time) {
    return new Access(Capability.readable(allow), grants, time);
  }

  /// Nothing is allowed, and nothing is waited for.
  public static final Access NONE = new Access(List.of(), Grants.NONE, Duration.ZERO);

  /// Whether both sides cover it.
  boolean covers(Capability wanted) {
    return denial(wanted).isEmpty();
  }

  /// Why something may not be looked at, in one sentence that names what to write.
  Optional<String> denial(Capability wanted) {
    Optional<Capability> asked = allow.stream().filter(own -> own.covers(wanted)).findFirst();
    if (asked.isEmpty()) {
      return Optional.of(unasked(wanted));
    }
    return grants.covers(wanted) ? Optional.empty() : Optional.of(ungranted(wanted, asked.get()));
  }

  /// The program does not ask for it.
  static String unasked(Capability wanted) {
    return "`"
        + wanted.target()
        + "` is not in the program's `:allow`; add `"
        + wanted.form()
        + "` there and grant it with `"
        + wanted.flag()
        + "`";
  }

  /// The program asks for it, and nobody grants it.
  ///
  /// @param asked the entry that covers it
  static String ungranted(Capability wanted, Capability asked) {
    return "`"
        + wanted.target()
        + "` is not granted; the operator grants it with `"
        + asked.flag()
        + "`";
  }
}
