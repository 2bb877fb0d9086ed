package dev.vigy.runtime;

import dev.vigy.runtime.store.jdbc.SqliteStore;
import dev.vigy.runtime.vigy.Run;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Another process with a `Vigies` on a store file. It prints `ready`, then `run NAME SEQ` for each
/// run that is published, and ends with its standard input.
final class OtherProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader lines;

  private OtherProcess(Process process) {
    this.process = process;
    lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  static OtherProcess on(Path store) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-XX:+UseSerialGC");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(OtherProcess.class.getName());
    command.add(store.toString());
    OtherProcess other =
        new OtherProcess(
            new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    String first = other.line();
    if (!first.equals("ready")) {
      throw new IOException("the other process says " + first);
    }
    return other;
  }

  /// The next line that it prints.
  String line() {
    try {
      String line = lines.readLine();
      return line == null ? "(end)" : line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// As `kill -9`.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /// The other process.
  public static void main(String[] args) throws IOException {
    PrintStream out = System.out;
    try (Vigies vigies = Vigies.builder().store(SqliteStore.at(Path.of(args[0]))).start()) {
      vigies.subscribe(
          vigies.newestPosition(),
          run -> true,
          (Run run) -> {
            synchronized (out) {
              out.println("run " + run.vigyId() + " " + run.seq());
              out.flush();
            }
          });
      out.println("ready");
      out.flush();
      while (System.in.read() >= 0) {
        // Until nobody is there.
      }
    }
  }
}
