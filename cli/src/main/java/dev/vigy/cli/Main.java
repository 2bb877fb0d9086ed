package dev.vigy.cli;

import dev.vigy.cli.command.Commands;
import dev.vigy.cli.command.Interrupts;
import dev.vigy.cli.command.World;
import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The program `vigy`.
public final class Main {
  /// How long a signal waits for the command to end well.
  private static final long GRACE_SECONDS = 15;

  private Main() {}

  public static void main(String[] args) {
    PrintStream out = stream(FileDescriptor.out, 1 << 16);
    PrintStream err = stream(FileDescriptor.err, 1 << 10);
    var ended = new CountDownLatch(1);
    Interrupts[] self = new Interrupts[1];
    self[0] = new Interrupts(() -> endOnSignal(self, ended));
    var world =
        new World(
            System.in,
            out,
            err,
            System.getenv(),
            Path.of(""),
            InstantSource.system(),
            Main::isTerminal,
            self[0]);
    int code = Commands.run(List.of(args), world);
    out.flush();
    err.flush();
    ended.countDown();
    if (!self[0].isRequested()) {
      // Not after a signal: then the system is ending already, and exit would wait for itself.
      System.exit(code);
    }
  }

  /// Runs a command line in this process, for tests and embedders. No terminal, no signals.
  public static int run(
      List<String> args,
      InputStream in,
      PrintStream out,
      PrintStream err,
      Map<String, String> env) {
    var world =
        new World(
            in,
            out,
            err,
            env,
            Path.of(""),
            InstantSource.system(),
            () -> false,
            new Interrupts(() -> {}));
    return Commands.run(args, world);
  }

  private static void endOnSignal(Interrupts[] interrupts, CountDownLatch ended) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (ended.getCount() == 0) {
                    return;
                  }
                  interrupts[0].request();
                  try {
                    ended.await(GRACE_SECONDS, TimeUnit.SECONDS);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                },
                "signal"));
  }

  private static PrintStream stream(FileDescriptor descriptor, int buffer) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor), buffer),
        false,
        StandardCharsets.UTF_8);
  }

  // From JDK 22 to 24 it never was null, since 25 it is again where there is no terminal.
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }
}
