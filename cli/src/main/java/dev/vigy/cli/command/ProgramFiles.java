package dev.vigy.cli.command;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.VigySpec;
import dev.vigy.runtime.program.Definition;
import dev.vigy.server.operation.ProgramText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The program files of a command line, with what its options change about them.
final class ProgramFiles {
  /// A vigy of a file.
  ///
  /// @param text the file it stands in
  record Loaded(String file, ProgramText text, Definition definition) {}

  private final Session session;
  private final Map<String, Long> seen = new LinkedHashMap<>();

  private ProgramFiles(Session session) {
    this.session = session;
  }

  static ProgramFiles of(Session session) {
    return new ProgramFiles(session);
  }

  /// Reads all files.
  ///
  /// @throws CommandException if one can't be read, or two define the same vigy
  /// @throws dev.vigy.server.operation.OperationException if one has errors
  List<Loaded> load() {
    List<Loaded> all = new ArrayList<>();
    Map<String, String> fileOfName = new LinkedHashMap<>();
    for (String file : session.line().arguments()) {
      seen.put(file, modified(file));
      for (Loaded loaded : load(file)) {
        String before = fileOfName.put(loaded.definition().name(), file);
        if (before != null) {
          throw new CommandException(
              "`"
                  + before
                  + "` and `"
                  + file
                  + "` both define `"
                  + loaded.definition().name()
                  + "`");
        }
        all.add(loaded);
      }
    }
    return all;
  }

  private List<Loaded> load(String file) {
    ProgramText text = read(session, file);
    text.mustBeReadable();
    Optional<String> name = session.line().value("name");
    if (name.isPresent() && !text.isPlain()) {
      throw new CommandException(
          "`" + file + "` gives its vigies their names itself, so `--name` has no use",
          "it defines "
              + String.join(", ", text.definitions().stream().map(Definition::name).toList()));
    }
    return text.definitions().stream()
        .map(definition -> new Loaded(file, text, changed(definition)))
        .toList();
  }

  static ProgramText read(Session session, String file) {
    String name =
        Optional.ofNullable(session.line().values().get("name"))
            .map(List::getFirst)
            .orElseGet(() -> nameOf(file));
    return ProgramText.read(file, session.read(file), Definition.of(name, ""));
  }

  /// The file's name without its folder and ending.
  static String nameOf(String file) {
    if (file.equals("-")) {
      return "stdin";
    }
    String last = String.valueOf(Path.of(file).getFileName());
    int dot = last.lastIndexOf('.');
    return dot > 0 ? last.substring(0, dot) : last;
  }

  private Definition changed(Definition definition) {
    VigySpec spec = VigySpec.of(definition);
    every(session).ifPresent(interval -> every(spec, interval));
    Params.of(session).members().forEach((String key, Json value) -> spec.param(key, value));
    boolean plain = definition.lines().isEmpty();
    if (plain) {
      // It has no place where it could ask: what is granted is asked for.
      Granting.asked(session).items().stream()
          .filter(Json.Text.class::isInstance)
          .forEach(text -> spec.allow(((Json.Text) text).value()));
    }
    return spec.definition();
  }

  private static void every(VigySpec spec, Duration interval) {
    try {
      spec.every(interval);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), "the shortest interval is 100ms");
    }
  }

  /// `--every`, where a bare number is milliseconds.
  static Optional<Duration> every(Session session) {
    return session.line().value("every").map(text -> Moments.duration(text, "--every", true));
  }

  /// Whether a file was saved since it was loaded.
  boolean changed() {
    return seen.entrySet().stream().anyMatch(entry -> modified(entry.getKey()) != entry.getValue());
  }

  private long modified(String file) {
    Path path = session.world().resolve(file);
    try {
      // The size too: two saves may fall into one moment of the file system's clock.
      return Files.getLastModifiedTime(path).toMillis() * 31 + Files.size(path);
    } catch (IOException e) {
      // Gone for a moment while it is saved: it counts as changed once it is back.
      return seen.getOrDefault(file, 0L);
    }
  }
}
