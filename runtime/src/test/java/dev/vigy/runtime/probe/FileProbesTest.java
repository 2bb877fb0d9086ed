package dev.vigy.runtime.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.LispMap;
import dev.vigy.lisp.value.Value;
import dev.vigy.runtime.extension.Answer;
import dev.vigy.runtime.extension.Answer.Result;
import dev.vigy.runtime.extension.Questions;
import dev.vigy.runtime.vigy.Capability;
import dev.vigy.runtime.vigy.Grants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Looking at files, and what links and `..` must not lead to. On real files.
class FileProbesTest {
  @TempDir Path temp;
  private Path open;
  private Path secret;

  @BeforeEach
  void files() throws IOException {
    Path root = temp.toRealPath();
    open = Files.createDirectory(root.resolve("open"));
    secret = Files.createDirectory(root.resolve("secret"));
    Files.writeString(open.resolve("a.txt"), "grüß");
    Files.writeString(secret.resolve("key"), "do not tell");
    Files.createDirectory(open.resolve("sub"));
    Files.setLastModifiedTime(open.resolve("a.txt"), FileTime.fromMillis(1_000));
  }

  @Test
  void a_file_is_read() {
    LispMap reply = reply("file-read", open + "/a.txt");
    assertThat(Value.print(reply)).isEqualTo("{:ok #t, :text \"grüß\"}");
  }

  @Test
  void a_file_is_described() {
    assertThat(Value.print(reply("file-stat", open + "/a.txt")))
        .isEqualTo("{:ok #t, :size 6, :modified-ms 1000, :kind :file}");
    assertThat(at(reply("file-stat", open + "/sub"), "kind")).isEqualTo(new Keyword("dir"));
    assertThat(at(reply("file-stat", open.toString()), "kind")).isEqualTo(new Keyword("dir"));
  }

  @Test
  void a_directory_is_listed_by_name_and_links_in_it_are_not_followed() throws IOException {
    Files.createSymbolicLink(open.resolve("z-link"), secret.resolve("key"));
    LispMap reply = reply("file-list", open.toString());
    assertThat(Value.print(at(reply, "files")))
        .matches(
            "\\(\\{:name \"a.txt\", :size 6, :modified-ms 1000, :kind :file}"
                + " \\{:name \"sub\", :size \\d+, :modified-ms \\d+, :kind :dir}"
                + " \\{:name \"z-link\", :size \\d+, :modified-ms \\d+, :kind :link}\\)");
  }

  @Test
  void the_space_of_a_disk_is_told() {
    LispMap reply = reply("disk-space", open.toString());
    assertThat((Long) at(reply, "total")).isPositive();
    assertThat((Long) at(reply, "free")).isNotNegative();
    assertThat((Long) at(reply, "used")).isNotNegative();
  }

  @Test
  void what_is_not_there_is_an_answer() {
    assertThat(failed("file-read", open + "/absent")).isEqualTo("no such file");
    assertThat(failed("file-read", open + "/absent/deeper")).isEqualTo("no such file");
    assertThat(failed("file-stat", open + "/absent")).isEqualTo("no such file");
    assertThat(failed("file-list", open + "/absent")).isEqualTo("no such file");
    assertThat(failed("file-list", open + "/a.txt")).isEqualTo("not a directory");
    assertThat(failed("file-read", open + "/sub")).isEqualTo("not a regular file");
  }

  @Test
  void a_file_longer_than_a_mebibyte_is_not_taken_in() throws IOException {
    Files.write(open.resolve("big"), new byte[(1 << 20) + 1]);
    assertThat(failed("file-read", open + "/big")).isEqualTo("the file is longer than 1 MiB");
    Files.write(open.resolve("fits"), new byte[1 << 20]);
    assertThat(at(reply("file-read", open + "/fits"), "ok")).isEqualTo(true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file-read", "file-stat", "file-list", "disk-space"})
  void what_lies_outside_is_an_error_whether_it_exists_or_not(String verb) {
    for (String path :
        List.of(
            secret + "/key",
            secret + "/absent",
            open + "/../secret/key",
            open + "/../secret/absent",
            open + "-other/x",
            "/")) {
      assertThat(raised(verb, path))
          .as(path)
          .startsWith("in native fn " + verb + ": `")
          .contains("is not in the program's `:allow`; add `(file \"")
          .contains("--allow file=/");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"file-read", "file-stat", "file-list", "disk-space"})
  void a_link_that_leads_outside_is_refused(String verb) throws IOException {
    Files.createSymbolicLink(open.resolve("link"), secret.resolve("key"));
    Files.createSymbolicLink(open.resolve("dir"), secret);
    Files.createSymbolicLink(open.resolve("up"), Path.of(".."));
    for (String path : List.of("/link", "/dir", "/dir/key", "/dir/absent", "/up/secret/key")) {
      assertThat(raised(verb, open + path))
          .as(path)
          .contains("is not in the program's `:allow`")
          .contains("`" + open + path + "` leads there");
    }
  }

  @Test
  void a_link_that_stays_inside_is_followed() throws IOException {
    Files.createSymbolicLink(open.resolve("sub/link"), open.resolve("a.txt"));
    assertThat(at(reply("file-read", open + "/sub/link"), "text")).isEqualTo("grüß");
    assertThat(at(reply("file-read", open + "/sub/../a.txt"), "text")).isEqualTo("grüß");
  }

  @Test
  void an_allowed_directory_may_be_a_link_itself() throws IOException {
    Path link = Files.createSymbolicLink(temp.toRealPath().resolve("current"), open);
    assertThat(at(value(ask("file-read", link + "/a.txt", link.toString())), "text"))
        .isEqualTo("grüß");
    assertThat(at(value(ask("file-read", open + "/a.txt", link.toString())), "text"))
        .isEqualTo("grüß");
  }

  @Test
  void what_nobody_granted_is_refused() {
    Capability wanted = Capability.parse("file " + open);
    Answer answer =
        ask(
            "file-read",
            open + "/a.txt",
            new Access(List.of(wanted), Grants.NONE, Duration.ofSeconds(10)));
    assertThat(((Result.Raised) answer.result()).fullMessage())
        .isEqualTo(
            "in native fn file-read: `"
                + open
                + "/a.txt` is not granted; the operator grants it with `--allow file="
                + open
                + "`");
    assertThat(
            value(
                ask(
                    "file-read",
                    open + "/a.txt",
                    new Access(List.of(wanted), Grants.ALL, Duration.ofSeconds(10)))))
        .isNotNull();
  }

  @Test
  void the_root_is_a_directory_too() {
    assertThat(at(value(ask("file-stat", "/", "/")), "kind")).isEqualTo(new Keyword("dir"));
    assertThat(at(value(ask("file-list", "/", "/")), "ok")).isEqualTo(true);
    assertThat(at(value(ask("file-read", open + "/a.txt", "/")), "text")).isEqualTo("grüß");
    assertThat(at(value(ask("file-read", "/", "/")), "error")).isEqualTo("not a regular file");
  }

  @Test
  void a_path_that_is_too_long_is_an_error() {
    assertThat(raised("file-read", "/" + "x".repeat(4 * 1024)))
        .isEqualTo("in native fn file-read: a path has at most 4096 characters");
  }

  @Test
  void a_relative_path_is_an_error() {
    assertThat(raised("file-read", "a.txt"))
        .isEqualTo("in native fn file-read: \"a.txt\" is no absolute path");
  }

  private LispMap reply(String verb, String path) {
    return value(ask(verb, path, open.toString()));
  }

  private String failed(String verb, String path) {
    LispMap reply = reply(verb, path);
    assertThat(at(reply, "ok")).isEqualTo(false);
    return (String) at(reply, "error");
  }

  private String raised(String verb, String path) {
    return ((Result.Raised) ask(verb, path, open.toString()).result()).fullMessage();
  }

  private static Answer ask(String verb, String path, String allowed) {
    List<Capability> capabilities = List.of(Capability.parse("file " + allowed));
    return ask(
        verb, path, new Access(capabilities, Grants.of(capabilities), Duration.ofSeconds(10)));
  }

  private static Answer ask(String verb, String path, Access access) {
    try {
      return new Prober(Map.of()).ask(Questions.of(verb, path), access);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static LispMap value(Answer answer) {
    return (LispMap) answer.lispValue();
  }

  private static Object at(LispMap reply, String key) {
    return reply.get(new Keyword(key)).orElseThrow(() -> new AssertionError(key + " of " + reply));
  }
}
