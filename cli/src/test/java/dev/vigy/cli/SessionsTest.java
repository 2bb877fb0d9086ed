package dev.vigy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Every file under `golden/sessions` is a session at a terminal: what is typed, and what comes
/// back.
///
/// `-Dvigy.golden=update` writes what came back into the files; review the difference as prose.
class SessionsTest {
  private static final Path SESSIONS = Path.of("src/test/resources/golden/sessions");

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> sessions() throws IOException {
    try (Stream<Path> files = Files.list(SESSIONS)) {
      return files.sorted().toList().stream()
          .map(
              file ->
                  DynamicTest.dynamicTest(
                      String.valueOf(file.getFileName()), file.toUri(), () -> check(file)));
    }
  }

  private void check(Path file) throws IOException {
    Path own = Files.createDirectory(folder.resolve(String.valueOf(file.getFileName())));
    GoldenSession session = GoldenSession.parse(Files.readString(file));

    String played = session.play(own);

    if ("update".equals(System.getProperty("vigy.golden"))) {
      Files.writeString(file, played);
    }
    assertThat(played).isEqualTo(Files.readString(file));
  }
}
