package dev.vigy.cli.command;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Everything outside of this process that a command may touch, so that tests can put another world
/// around it.
///
/// @param out standard output, UTF-8; flushed by the command when a reader should see something
/// @param folder what relative paths are relative to
/// @param terminal whether a person sits at both ends; asked only when it matters, because asking
///   takes time
public record World(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> env,
    Path folder,
    InstantSource clock,
    BooleanSupplier terminal,
    Interrupts interrupts) {

  Path resolve(String path) {
    return folder.resolve(path);
  }

  /// An environment variable that is set and not empty.
  Optional<String> env(String name) {
    return Optional.ofNullable(env.get(name)).filter(value -> !value.isEmpty());
  }
}
