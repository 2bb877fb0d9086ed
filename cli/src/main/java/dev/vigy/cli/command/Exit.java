package dev.vigy.cli.command;

/// Exit codes of `vigy`; scripts rely on them.
final class Exit {
  static final int OK = 0;
  static final int ERROR = 1;
  static final int USAGE = 2;

  /// A run failed, or a check found errors.
  static final int FAILED = 3;

  /// Ended by Ctrl-C.
  static final int INTERRUPTED = 130;

  private Exit() {}
}
