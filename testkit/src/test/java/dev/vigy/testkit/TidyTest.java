package dev.vigy.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// House rules that no other tool knows, for the whole repository.
class TidyTest {
  private static final Path ROOT =
      Path.of(System.getProperty("vigy.root", "..")).toAbsolutePath().normalize();
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

  @Test
  void links_in_the_docs_lead_somewhere() throws IOException {
    var dead = new TreeSet<String>();
    for (Path page : files(name -> name.endsWith(".md"))) {
      for (String target : found(LINK, Files.readString(page))) {
        if (!target.contains("://") && !Files.exists(page.resolveSibling(target))) {
          dead.add(ROOT.relativize(page) + " -> " + target);
        }
      }
    }
    assertThat(dead).isEmpty();
  }

  @Test
  void every_module_stands_in_the_architecture_page() throws IOException {
    String page = Files.readString(ROOT.resolve("ARCHITECTURE.md"));

    assertThat(found(MODULE, Files.readString(ROOT.resolve("pom.xml"))))
        .isNotEmpty()
        .allSatisfy(module -> assertThat(page).contains("| `" + module + "` |"));
    assertThat(page.lines().count()).isLessThan(200);
  }

  @Test
  void the_change_log_has_unreleased_on_top() throws IOException {
    String log = Files.readString(ROOT.resolve("CHANGELOG.md"));

    assertThat(log.lines().filter(line -> line.startsWith("## ")).findFirst())
        .contains("## Unreleased");
  }

  @Test
  void nothing_is_left_to_do_without_an_issue() throws IOException {
    var left = new TreeSet<String>();
    var loose = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b(?!\\(#\\d+\\))");
    for (Path source : files(name -> name.endsWith(".java") || name.endsWith(".lisp"))) {
      if (loose.matcher(Files.readString(source)).find()) {
        left.add(ROOT.relativize(source).toString());
      }
    }
    assertThat(left).isEmpty();
  }

  @Test
  void no_test_is_switched_off() throws IOException {
    var off = new TreeSet<String>();
    for (Path source : files(name -> name.endsWith(".java"))) {
      if (Files.readString(source).contains("@" + "Disabled")) {
        off.add(ROOT.relativize(source).toString());
      }
    }
    assertThat(off).isEmpty();
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult match) -> match.group(1)).toList();
  }

  /// Files of the repository whose name is wanted; nothing that was built, nothing hidden.
  private static List<Path> files(Predicate<String> wanted) throws IOException {
    var found = new ArrayList<Path>();
    try (var paths = Files.find(ROOT, 30, (path, attributes) -> attributes.isRegularFile())) {
      paths
          .filter(path -> wanted.test(path.getFileName().toString()))
          .filter(
              path -> {
                String relative = "/" + ROOT.relativize(path);
                return !relative.contains("/target/") && !relative.contains("/.");
              })
          .forEach(found::add);
    }
    return found;
  }
}
