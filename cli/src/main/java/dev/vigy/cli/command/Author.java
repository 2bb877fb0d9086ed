package dev.vigy.cli.command;

/// Who stands in the audit of what a command changes.
final class Author {
  private Author() {}

  static String of(World world) {
    return world.env("USER").or(() -> world.env("LOGNAME")).orElse("somebody");
  }
}
