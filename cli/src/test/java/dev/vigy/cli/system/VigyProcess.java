package dev.vigy.cli.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The command `vigy` in a JVM of its own, out of the jars in the folder `vigy.lib`, or from this
/// JVM's class path where that is not set.
///
/// Both its pipes are read all the time, so it never waits for us; what stood in them when it was
/// killed is still read. A last line without its line feed was cut off by the kill and does not
/// count.
final class VigyProcess implements AutoCloseable {
  private final Process process;
  private final Pipe out;
  private final Pipe err;

  private VigyProcess(Process process) {
    this.process = process;
    this.out = new Pipe(process.getInputStream(), "out");
    this.err = new Pipe(process.getErrorStream(), "err");
  }

  /// @param jvmOptions options of the JVM, such as `-Xmx256m`
  /// @param arguments the command and what follows
  static VigyProcess start(List<String> jvmOptions, List<String> arguments) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add("--enable-native-access=ALL-UNNAMED");
    line.add("-XX:+UseSerialGC");
    line.add("-XX:TieredStopAtLevel=1");
    line.addAll(jvmOptions);
    line.addAll(List.of("-cp", classPath(), "dev.vigy.cli.Main"));
    line.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().keySet().removeIf(name -> name.startsWith("VIGY_"));
    return new VigyProcess(builder.start());
  }

  private static String classPath() {
    String jars = System.getProperty("vigy.lib");
    return jars == null ? System.getProperty("java.class.path") : Path.of(jars, "*").toString();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  Process process() {
    return process;
  }

  /// Whole lines of standard output so far, and no more of them once it has ended.
  List<String> outLines() {
    return out.lines();
  }

  List<String> errLines() {
    return err.lines();
  }

  /// Waits until a line of one of the pipes fulfils a condition, and returns it.
  String awaitLine(Predicate<String> wanted, Duration atMost)
      throws InterruptedException, TimeoutException {
    AtomicReference<String> found = new AtomicReference<>("");
    await(
        () ->
            Stream.of(out, err)
                .flatMap(pipe -> pipe.lines().stream())
                .filter(wanted)
                .peek(found::set)
                .findFirst()
                .isPresent(),
        atMost);
    return found.get();
  }

  private void await(BooleanSupplier over, Duration atMost)
      throws InterruptedException, TimeoutException {
    long end = System.nanoTime() + atMost.toNanos();
    while (!over.getAsBoolean()) {
      if (System.nanoTime() > end || (!process.isAlive() && out.ended() && err.ended())) {
        throw new TimeoutException(
            "waited in vain; the process "
                + (process.isAlive() ? "lives" : "ended with " + process.exitValue())
                + ", it said "
                + err.lines()
                + " and "
                + out.lines().stream().limit(20).toList());
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  /// SIGKILL, and everything that was in the pipes.
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
    out.join();
    err.join();
  }

  /// SIGTERM, and its exit code.
  int stop(Duration atMost) throws InterruptedException, TimeoutException {
    process.destroy();
    return awaitExit(atMost);
  }

  int awaitExit(Duration atMost) throws InterruptedException, TimeoutException {
    if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new TimeoutException("still running after " + atMost + ", it said " + err.lines());
    }
    out.join();
    err.join();
    return process.exitValue();
  }

  /// SIGKILL, without waiting for it.
  @Override
  public void close() {
    process.destroyForcibly();
  }

  /// Reads one pipe to its end on a thread of its own.
  private static final class Pipe {
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final Thread reader;

    Pipe(InputStream stream, String name) {
      reader = Thread.ofVirtual().name("vigy-" + name).start(() -> read(stream));
    }

    private void read(InputStream stream) {
      StringBuilder line = new StringBuilder();
      char[] buffer = new char[8192];
      try (var text = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
        for (int n = text.read(buffer); n >= 0; n = text.read(buffer)) {
          for (int i = 0; i < n; i++) {
            if (buffer[i] == '\n') {
              lines.add(line.toString());
              line.setLength(0);
            } else {
              line.append(buffer[i]);
            }
          }
        }
      } catch (IOException e) {
        if (!"Stream closed".equals(e.getMessage())) {
          throw new UncheckedIOException(e);
        }
      }
    }

    List<String> lines() {
      synchronized (lines) {
        return List.copyOf(lines);
      }
    }

    boolean ended() {
      return !reader.isAlive();
    }

    void join() throws InterruptedException {
      reader.join();
    }
  }
}
