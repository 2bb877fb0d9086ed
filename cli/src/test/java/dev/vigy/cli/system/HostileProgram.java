package dev.vigy.cli.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A program out of `src/test/resources/hostile`: it tries to hurt the process or its neighbours.
///
/// The first line of its file is a comment that says what it tries and, after a bar, which ends are
/// right: kinds of errors, `refused` where registering already refuses it, or `ok` for one that
/// must not succeed in anything but ending well. A program that survives on its own terms throws a
/// text and so ends in `user`. A line `; repeat N TEXT` stands for N times that text.
record HostileProgram(String name, String tries, Set<String> ends, String text) {

  static List<HostileProgram> all() {
    try (Stream<Path> files = Files.list(folder())) {
      return files.sorted().map(HostileProgram::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder() {
    try {
      return Path.of(HostileProgram.class.getResource("/hostile").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HostileProgram read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String head = lines.getFirst();
    int bar = head.lastIndexOf('|');
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      if (line.startsWith("; repeat ")) {
        String[] words = line.split(" ", 4);
        text.append(words[3].repeat(Integer.parseInt(words[2]))).append('\n');
      } else {
        text.append(line).append('\n');
      }
    }
    return new HostileProgram(
        file.getFileName().toString().replace(".lisp", ""),
        head.substring(1, bar).strip(),
        Set.of(head.substring(bar + 1).strip().split(" ")),
        text.toString());
  }

  @Override
  public String toString() {
    return name;
  }
}
