package dev.vigy.runtime.program;

import dev.vigy.lisp.Lisp;
import dev.vigy.lisp.Program;
import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.read.ReadResult;
import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.lisp.source.Source;
import dev.vigy.lisp.source.Span;
import dev.vigy.runtime.vigy.Capability;
import java.util.ArrayList;
import java.util.List;

/// What is wrong or doubtful in a definition before it is registered (product, section 2).
///
/// Errors refuse the registration: text that can't be read, unknown names, a wrong number of
/// arguments, literals that a verb would refuse, a literal target that `:allow` does not cover.
/// Warnings are kept with the vigy. Spans point into the program's own text.
public final class ProgramCheck {
  private ProgramCheck() {}

  /// @param lisp the language with the verbs of the host that will run it
  public static List<Diagnostic> check(Definition definition, Lisp lisp) {
    List<Diagnostic> findings = new ArrayList<>();
    if (!definition.reconciler().equals(Definition.LISP)) {
      return findings;
    }
    if (definition.program().isBlank()) {
      findings.add(Diagnostic.error("vigy program empty", Span.SYNTHETIC));
      return findings;
    }
    capabilities(definition, findings);
    Source source = Source.of("program", definition.program());
    Program program = lisp.compile(source);
    findings.addAll(program.check());
    if (Lisp.read(program.source()) instanceof ReadResult.Forms(List<Form> forms)) {
      new LiteralCheck(definition, findings).check(forms);
    }
    return findings;
  }

  private static void capabilities(Definition definition, List<Diagnostic> findings) {
    for (int i = 0; i < definition.allow().size(); i++) {
      String written = definition.allow().get(i);
      String resolved = definition.resolvedAllow().get(i);
      int parameter = resolved.indexOf(" :");
      if (parameter >= 0) {
        String name = resolved.substring(parameter + 2);
        findings.add(
            Diagnostic.error(
                (definition.params().containsKey(name)
                    ? "parameter `:" + name + "` of `:allow` is no text"
                    : "`:allow` names the parameter `:" + name + "`, which is not there"),
                Span.SYNTHETIC));
        continue;
      }
      try {
        Capability capability = Capability.parse(resolved);
        if (capability instanceof Capability.Named) {
          findings.add(
              Diagnostic.warning(
                  "nothing in this version looks at what `" + written + "` allows",
                  Span.SYNTHETIC));
        }
      } catch (IllegalArgumentException e) {
        findings.add(Diagnostic.error(String.valueOf(e.getMessage()), Span.SYNTHETIC));
      }
    }
  }
}
