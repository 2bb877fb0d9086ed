package dev.vigy.server.operation;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.lisp.source.Source;
import dev.vigy.lisp.source.Span;
import dev.vigy.runtime.VigyException;
import dev.vigy.runtime.program.Definition;
import dev.vigy.runtime.program.ProgramFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A program file as somebody sent it: which vigies it defines, and where in it an error lies.
public final class ProgramText {
  private final ProgramFile.Parsed parsed;

  private ProgramText(ProgramFile.Parsed parsed) {
    this.parsed = parsed;
  }

  /// @param file the name that messages use
  /// @param defaults what a plain program is, but for its text; what a `defvigy` is where it says
  ///   nothing
  public static ProgramText read(String file, String text, Definition defaults) {
    return new ProgramText(ProgramFile.parse(Source.of(file, text), defaults));
  }

  /// The file's text.
  public String source() {
    return parsed.source().text();
  }

  /// The vigies that could be read.
  public List<Definition> definitions() {
    return parsed.definitions();
  }

  /// Errors and warnings of the file itself, without those of its programs.
  public List<Diagnostic> findings() {
    return parsed.findings();
  }

  /// Whether the file is one program without a name of its own.
  public boolean isPlain() {
    return !parsed.hasErrors()
        && parsed.definitions().size() == 1
        && parsed.definitions().getFirst().lines().isEmpty();
  }

  /// @throws OperationException with what is wrong, if the file has errors
  public void mustBeReadable() {
    if (parsed.hasErrors()) {
      String first =
          parsed.findings().stream()
              .filter(Diagnostic::isError)
              .map(Diagnostic::message)
              .findFirst()
              .orElse("");
      throw new OperationException(
          OperationException.Kind.REFUSED,
          "`" + parsed.source().name() + "` can't be read: " + first,
          Optional.empty(),
          parsed.findings().stream().map(DiagnosticShape::of).toList());
    }
  }

  /// The definition that is meant: the one of that name, the only one, or the plain program.
  ///
  /// @throws OperationException if none is meant clearly
  Definition choose(Optional<String> name) {
    mustBeReadable();
    List<Definition> all = parsed.definitions();
    if (isPlain()) {
      if (name.isEmpty()) {
        throw OperationException.refused("missing field `name`");
      }
      return all.getFirst();
    }
    List<String> names = all.stream().map(Definition::name).toList();
    String hint = "it defines " + String.join(", ", names);
    if (name.isEmpty() && all.size() != 1) {
      throw new OperationException(
          OperationException.Kind.REFUSED,
          "the program defines " + all.size() + " vigies; say which with `name`",
          hint);
    }
    return name.isEmpty()
        ? all.getFirst()
        : all.stream()
            .filter(definition -> definition.name().equals(name.get()))
            .findFirst()
            .orElseThrow(
                () ->
                    new OperationException(
                        OperationException.Kind.REFUSED,
                        "the program defines no vigy `" + name.get() + "`",
                        hint));
  }

  /// What a check found in a definition's program, placed in the file.
  public List<Diagnostic> inFile(Definition definition, List<Diagnostic> findings) {
    List<Diagnostic> placed = new ArrayList<>();
    for (Diagnostic finding : findings) {
      placed.add(inFile(definition, finding));
    }
    return placed;
  }

  private Diagnostic inFile(Definition definition, Diagnostic finding) {
    if (definition.lines().isPresent() || finding.span().isSynthetic()) {
      return parsed.inFile(definition, finding);
    }
    // A plain program is the file: the same bytes under the file's name.
    var span = new Span(parsed.source(), finding.span().start(), finding.span().end());
    return finding.movedTo(span);
  }

  /// A refusal of the runtime with its findings placed in the file.
  public OperationException placed(Definition definition, VigyException refusal) {
    OperationException plain = Failures.of(refusal);
    List<Json> diagnostics =
        inFile(definition, refusal.diagnostics()).stream().map(DiagnosticShape::of).toList();
    return new OperationException(plain.kind(), plain.message(), plain.hint(), diagnostics);
  }
}
