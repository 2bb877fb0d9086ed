package dev.vigy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.reference.ReferencePages;
import dev.vigy.runtime.ProgramReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The pages in `docs/reference` are what the tables of the names say. `-Dvigy.golden=update`
/// writes them anew; review the difference as prose.
class ReferencePagesTest {
  private static final Path FOLDER = Path.of(System.getProperty("vigy.root"), "docs", "reference");

  @Test
  void the_pages_are_those_that_the_tables_give() throws IOException {
    Map<String, String> pages = ReferencePages.of(ProgramReference.all());
    if ("update".equals(System.getProperty("vigy.golden"))) {
      Files.createDirectories(FOLDER);
      for (String stale : checkedIn().keySet()) {
        Files.delete(FOLDER.resolve(stale));
      }
      for (Map.Entry<String, String> page : pages.entrySet()) {
        Files.writeString(FOLDER.resolve(page.getKey()), page.getValue());
      }
    }
    Map<String, String> checkedIn = checkedIn();
    assertThat(checkedIn.keySet()).isEqualTo(new TreeMap<>(pages).keySet());
    checkedIn.forEach((file, text) -> assertThat(text).as(file).isEqualTo(pages.get(file)));
  }

  private static Map<String, String> checkedIn() throws IOException {
    Map<String, String> pages = new TreeMap<>();
    if (Files.exists(FOLDER)) {
      try (Stream<Path> files = Files.list(FOLDER)) {
        for (Path file : files.toList()) {
          pages.put(String.valueOf(file.getFileName()), Files.readString(file));
        }
      }
    }
    return pages;
  }
}
