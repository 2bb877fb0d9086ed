package dev.vigy.cli;

import dev.vigy.cli.command.Commands;
import dev.vigy.cli.command.Interrupts;
import dev.vigy.cli.command.World;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// A session as text:
///
/// ```text
/// # a comment, and an empty line
/// file name.vigy:
///   indented by two: the file's lines
/// $ vigy eval name.vigy < stdin-file
/// what it printed
/// ! what it said on standard error
/// = 3
/// ```
///
/// `= CODE` stands where the exit code is not 0. What differs from run to run is put as `<time>`,
/// `<run>` and the like.
final class GoldenSession {
  private sealed interface Part {
    /// Comments and empty lines.
    record Text(String line) implements Part {}

    record Content(String name, List<String> lines) implements Part {}

    record Command(String line) implements Part {}
  }

  private final List<Part> parts;

  private GoldenSession(List<Part> parts) {
    this.parts = parts;
  }

  static GoldenSession parse(String text) {
    List<Part> parts = new ArrayList<>();
    boolean output = false;
    int blank = 0;
    for (String line : text.lines().toList()) {
      if (line.startsWith("$ ")) {
        parts.add(new Part.Command(line.substring(2)));
        output = true;
      } else if (line.startsWith("file ") && line.endsWith(":")) {
        parts.add(new Part.Content(line.substring(5, line.length() - 1), new ArrayList<>()));
        output = false;
      } else if (!output
          && line.startsWith("  ")
          && parts.getLast() instanceof Part.Content content) {
        content.lines().addAll(Collections.nCopies(blank, ""));
        content.lines().add(line.substring(2));
      } else if (line.startsWith("#")) {
        parts.add(new Part.Text(line));
        output = false;
      }
      blank = line.isEmpty() ? blank + 1 : 0;
    }
    return new GoldenSession(parts);
  }

  /// Plays it in `folder` and gives its text with what came back.
  String play(Path folder) throws IOException {
    StringBuilder played = new StringBuilder();
    Part before = null;
    for (Part part : parts) {
      if (before != null && !(before instanceof Part.Text)) {
        played.append('\n');
      }
      switch (part) {
        case Part.Text(String line) -> played.append(line).append('\n');
        case Part.Content(String name, List<String> lines) -> {
          Path file = folder.resolve(name);
          Files.createDirectories(file.getParent());
          Files.writeString(file, String.join("\n", lines) + "\n");
          played.append("file ").append(name).append(":\n");
          lines.forEach(line -> played.append(("  " + line).stripTrailing()).append('\n'));
        }
        case Part.Command(String line) ->
            played.append("$ ").append(line).append('\n').append(command(line, folder));
      }
      before = part;
    }
    return played.toString();
  }

  private static String command(String line, Path folder) throws IOException {
    List<String> words = words(line);
    InputStream in = InputStream.nullInputStream();
    int redirect = words.indexOf("<");
    if (redirect >= 0) {
      in = new ByteArrayInputStream(Files.readAllBytes(folder.resolve(words.get(redirect + 1))));
      words = words.subList(0, redirect);
    }
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var world =
        new World(
            in,
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8),
            Map.of("HOME", folder.toString(), "USER", "ana"),
            folder,
            InstantSource.system(),
            () -> false,
            new Interrupts(() -> {}));
    int code = Commands.run(words.subList(1, words.size()), world);
    StringBuilder text = new StringBuilder();
    append(text, "", out.toString(StandardCharsets.UTF_8), folder);
    append(text, "! ", err.toString(StandardCharsets.UTF_8), folder);
    if (code != 0) {
      text.append("= ").append(code).append('\n');
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String prefix, String said, Path folder) {
    if (said.isEmpty()) {
      return;
    }
    String normal = normalised(said, folder);
    for (String line :
        normal
            .substring(0, normal.endsWith("\n") ? normal.length() - 1 : normal.length())
            .split("\n", -1)) {
      text.append((prefix + line).stripTrailing()).append('\n');
    }
  }

  private static String normalised(String text, Path folder) {
    return text.replace(folder.toString(), "FOLDER")
        .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", "<run>")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z", "<time>")
        .replaceAll("(?m)^\\d\\d:\\d\\d:\\d\\d\\.\\d{3}", "<clock>")
        .replaceAll("(?m)(ok|FAILED) +\\d+(\\.\\d)?(µs|ms|s)(  catch-up)?", "$1 <took>")
        .replaceAll("(?m)( in|took    ) \\d+(\\.\\d)?(µs|ms|s)(?=[:,])", "$1 <took>")
        .replaceAll("\\b\\d+ KiB", "<size>")
        .replaceAll("\"(duration_us)\": ?\\d+", "\"$1\": <took>")
        .replaceAll("\\((now|in [0-9a-z ]+|[0-9a-z ]+ ago)\\)", "(<relative>)")
        .replaceAll("(?<= )(now|(\\d+[a-z]+ )+ago|in \\d+[a-z]+)(?= |$)", "<relative>")
        // The heads of columns stand where the widest time lets them.
        .replaceAll("SEQ +STARTED +RESULT +TOOK +TRIGGER", "SEQ STARTED RESULT TOOK TRIGGER");
  }

  /// Splits as a shell does: blanks, single and double quotes.
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    char quote = 0;
    boolean begun = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '\'' || c == '"') {
        quote = c;
        begun = true;
      } else if (c == ' ') {
        if (begun) {
          words.add(word.toString());
          word.setLength(0);
          begun = false;
        }
      } else {
        word.append(c);
        begun = true;
      }
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }
}
