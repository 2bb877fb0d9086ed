package dev.vigy.runtime;

import dev.vigy.lisp.Lisp;
import dev.vigy.lisp.reference.Reference;
import dev.vigy.runtime.extension.VerbEntries;
import dev.vigy.runtime.probe.ProbeEntries;

/// What the documentation says of every word and name that the program of a vigy can use: the
/// language, the everyday library, verbs and probes.
public final class ProgramReference {
  private ProgramReference() {}

  public static Reference all() {
    return Lisp.reference().with(VerbEntries.all()).with(ProbeEntries.all());
  }
}
