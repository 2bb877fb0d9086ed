package dev.vigy.lisp.analyze;

import dev.vigy.lisp.ir.Template;
import java.util.List;

/// An analyzed form.
///
/// @param template the form as code without parameters
/// @param uses the globals it reads, sets and defines, each once in each way
public record Analysis(Template template, List<Use> uses) {
  public Analysis {
    uses = List.copyOf(uses);
  }

  /// One way in which a global is used.
  ///
  /// Compares by hand: a record's own methods are made at their first call, which a short-lived
  /// process waits for.
  ///
  /// @param unit whose global it is
  public record Use(int unit, String name, Way way) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Use use
          && unit == use.unit
          && way == use.way
          && name.equals(use.name);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * unit + name.hashCode()) + way.hashCode();
    }
  }

  /// How a global is used.
  public enum Way {
    READ,
    SET,
    /// Defined at top level as a constant or closure.
    DEFINE_STABLE,
    /// Defined as anything else, or in a branch.
    DEFINE
  }
}
