package dev.vigy.lisp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// Pages of small programs, each with the text that it must give:
///
/// ```text
/// === what the program does wrong
/// (car 5)
/// ---
/// error: type mismatch: expected pair, got int
/// ```
///
/// Lines before the first `===` are for the reader of the page. With the system property
/// `vigy.golden` set to `update`, the pages are written anew, to be reviewed as prose.
final class GoldenPages {
  private static final String CASE = "=== ";
  private static final String RESULT = "---";

  private final Path page;
  private final List<String> introduction = new ArrayList<>();
  private final List<Case> cases = new ArrayList<>();

  /// @param page the name of its file without `.txt`
  record Case(String page, String title, String program, String expected) {
    @Override
    public String toString() {
      return page + ": " + title;
    }
  }

  private GoldenPages(Path page) {
    this.page = page;
    List<String> lines = read(page);
    int at = 0;
    while (at < lines.size() && !lines.get(at).startsWith(CASE)) {
      introduction.add(lines.get(at++));
    }
    while (at < lines.size()) {
      String title = lines.get(at++).substring(CASE.length());
      var program = new ArrayList<String>();
      while (at < lines.size()
          && !lines.get(at).equals(RESULT)
          && !lines.get(at).startsWith(CASE)) {
        program.add(lines.get(at++));
      }
      var expected = new ArrayList<String>();
      while (at < lines.size() && !lines.get(at).startsWith(CASE)) {
        expected.add(lines.get(at++));
      }
      String name = String.valueOf(page.getFileName()).replace(".txt", "");
      String result =
          String.join("\n", expected.subList(Math.min(1, expected.size()), expected.size()));
      cases.add(new Case(name, title, String.join("\n", program).strip(), result.strip()));
    }
  }

  /// The cases of all pages in a folder of the test resources, page by page.
  ///
  /// @param answer what a case gives, for writing the pages anew
  static Stream<Case> in(String folder, Function<Case, String> answer) {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources", folder))) {
      List<GoldenPages> pages = files.sorted().map(GoldenPages::new).toList();
      if ("update".equals(System.getProperty("vigy.golden"))) {
        pages.forEach(page -> page.write(answer));
      }
      return pages.stream().flatMap(page -> page.cases.stream()).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(Function<Case, String> answer) {
    var text = new StringBuilder();
    introduction.forEach(line -> text.append(line).append('\n'));
    for (Case one : cases) {
      text.append(CASE).append(one.title()).append('\n').append(one.program()).append('\n');
      text.append(RESULT).append('\n').append(answer.apply(one)).append("\n\n");
    }
    try {
      Files.writeString(page, text.toString().stripTrailing() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> read(Path page) {
    try {
      return Files.readAllLines(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
