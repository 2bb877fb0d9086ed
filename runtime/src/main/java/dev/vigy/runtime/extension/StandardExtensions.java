package dev.vigy.runtime.extension;

import java.util.List;

/// The six extensions that every vigy has, in this order: actions, state, kv, convergence,
/// scheduling, diagnostics. Together the 30 intrinsics of the contracts, `vigy-delete`, and the
/// everyday verbs of the library.
public final class StandardExtensions {
  private static final List<HostExtension> ALL =
      List.of(
          Extension.of("actions", ActionVerbs::install),
          Extension.of("state", StateVerbs::install),
          Extension.of("kv", KvVerbs::install),
          Extension.of(
              "convergence",
              verbs -> {
                ConvergenceVerbs.install(verbs);
                MemoryVerbs.install(verbs);
              }),
          Extension.of("scheduling", SchedulingVerbs::install),
          Extension.of("diagnostics", DiagnosticVerbs::install));

  private StandardExtensions() {}

  public static List<HostExtension> all() {
    return ALL;
  }
}
