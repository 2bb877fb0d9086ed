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
  /// @param unit whose global it is
  public record Use(int unit, String name, Way way) {}

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
