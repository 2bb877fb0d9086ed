package dev.vigy.runtime.probe;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;

/// A directory, opened step by step from one above it without following a link.
final class Walk implements Closeable {
  private final SecureDirectoryStream<Path> directory;

  private Walk(SecureDirectoryStream<Path> directory) {
    this.directory = directory;
  }

  /// @param real an absolute path without links
  /// @param from where to begin, if `real` lies below it; else the way begins at `real`
  /// @throws IOException if a step is no directory, or has become a link
  @SuppressWarnings(
      "StreamResourceLeak") // Each step closes the directory before it; the last is the Walk's.
  static Walk to(Path real, Path from) throws IOException {
    Path start = real.startsWith(from) ? from : real;
    SecureDirectoryStream<Path> here = secure(Files.newDirectoryStream(start));
    if (start.equals(real)) {
      return new Walk(here);
    }
    for (Path step : start.relativize(real)) {
      SecureDirectoryStream<Path> next;
      try (SecureDirectoryStream<Path> before = here) {
        next = before.newDirectoryStream(step, LinkOption.NOFOLLOW_LINKS);
      }
      here = next;
    }
    return new Walk(here);
  }

  private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream)
      throws IOException {
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    stream.close();
    throw new IOException("this file system can't be looked at safely");
  }

  SecureDirectoryStream<Path> directory() {
    return directory;
  }

  @Override
  public void close() throws IOException {
    directory.close();
  }
}
