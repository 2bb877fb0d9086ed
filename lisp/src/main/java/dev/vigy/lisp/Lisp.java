package dev.vigy.lisp;

import dev.vigy.lisp.core.StandardLibrary;
import dev.vigy.lisp.read.ReadResult;
import dev.vigy.lisp.read.Reader;
import dev.vigy.lisp.reference.Reference;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.source.Source;
import dev.vigy.lisp.value.Value;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A configured language: the standard library plus what an embedder adds. Immutable, safe for any
/// number of threads.
///
/// ```java
/// HostFunction answer = HostFunction.named("answer").doc("To everything.").of(() -> 42);
/// Lisp lisp = Lisp.builder().function(answer).build();
/// Program program = lisp.compile("(+ 1 (answer))");
/// assert program.run(RunOptions.standard()).valueOrThrow().equals(43L);
/// ```
///
/// - [Program] runs one text many times, each time in a fresh world; any number of threads may.
/// - [Session] keeps its world from one text to the next, and can be forked.
/// - [HostFunction] is what programs can do outside, and all that they can.
/// - [RunOptions] limits a run, interrupts it, grants it capabilities, and watches its calls.
/// - [dev.vigy.lisp.value.Value] turns Java values into Lisp values and back.
public final class Lisp {
  private final Map<String, Object> standardNames = StandardLibrary.language();
  private final Map<String, Object> names;
  private final ModuleLoader modules;
  private final int macroExpansionLimit;
  private final SourceCache<Program> cache;
  private final List<HostFunction> hostFunctions;

  private Lisp(Builder builder) {
    var all = new HashMap<>(standardNames);
    if (builder.everyday) {
      all.putAll(StandardLibrary.everyday());
    }
    all.putAll(builder.names);
    this.names = Map.copyOf(all);
    this.hostFunctions = List.copyOf(builder.hostFunctions.values());
    this.modules = builder.modules;
    this.macroExpansionLimit = builder.macroExpansionLimit;
    this.cache = new SourceCache<>(builder.cacheSize);
  }

  public static Builder builder() {
    return new Builder();
  }

  /// Compiles a text that has no name of its own.
  public Program compile(String text) {
    return compile(Source.of(Source.UNNAMED, text));
  }

  /// Compiles a text. Never fails: a text that cannot be read is a program whose every run ends in
  /// that reader error. Programs are cached by name and content.
  public Program compile(Source source) {
    return cache.get(source, _ -> true, missing -> new Program(this, missing));
  }

  /// A world for one text after the other.
  public Session session(RunOptions options) {
    return new Session(this, options);
  }

  /// Whether a text may be evaluated as it is, or a console should read on: no list and no string
  /// is open. One closing parenthesis too many counts as complete.
  ///
  /// ```java
  /// assert !Lisp.isComplete("(define (f x)");
  /// assert Lisp.isComplete("(define (f x) x)");
  /// ```
  public static boolean isComplete(String text) {
    int depth = 0;
    boolean inString = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (inString) {
        if (c == '\\') {
          i = endOfEscape(text, i);
        } else {
          inString = c != '"';
        }
      } else if (c == '"') {
        inString = true;
      } else if (c == ';') {
        int end = text.indexOf('\n', i);
        i = end < 0 ? text.length() : end;
      } else if (c == '(') {
        depth++;
      } else if (c == ')' && --depth < 0) {
        return true;
      }
    }
    return depth == 0 && !inString;
  }

  /// The index of the last character of an escape, or of the text. The escape `u` swallows what
  /// follows it, up to the closing brace if that is an opening one.
  private static int endOfEscape(String text, int backslash) {
    if (!text.startsWith("u", backslash + 1)) {
      return backslash + 1;
    }
    if (!text.startsWith("{", backslash + 2)) {
      return backslash + 2;
    }
    int brace = text.indexOf('}', backslash + 3);
    return brace < 0 ? text.length() : brace;
  }

  /// Reads a text into its forms without compiling it.
  public static ReadResult read(Source source) {
    return Reader.read(source);
  }

  /// The names that programs find bound, and their values.
  public Map<String, Object> names() {
    return names;
  }

  /// What the documentation says of every word and name of the language, the everyday library
  /// included.
  public static Reference reference() {
    return StandardLibrary.reference(true);
  }

  /// The functions of the host that were given with their documentation, in order.
  public List<HostFunction> hostFunctions() {
    return hostFunctions;
  }

  /// What the library's own code means by its names.
  Map<String, Object> standardNames() {
    return standardNames;
  }

  ModuleLoader modules() {
    return modules;
  }

  int macroExpansionLimit() {
    return macroExpansionLimit;
  }

  /// Collects what a [Lisp] has besides the language itself. Later settings of the same name win.
  public static final class Builder {
    private final Map<String, Object> names = new HashMap<>();
    private final Map<String, HostFunction> hostFunctions = new LinkedHashMap<>();
    private boolean everyday = true;
    private ModuleLoader modules = ModuleLoader.none();
    private int macroExpansionLimit = 256;
    private int cacheSize = 20_000;

    private Builder() {}

    /// Adds a function of the host.
    public Builder function(HostFunction function) {
      function(function.function());
      hostFunctions.put(function.name(), function);
      return this;
    }

    /// Adds a function of the host that checks its arguments itself and gives Lisp values. What it
    /// answers counts as different in every run.
    public Builder function(NativeFunction function) {
      hostFunctions.remove(function.boundName());
      names.put(function.boundName(), function.asHost());
      return this;
    }

    public Builder functions(Collection<NativeFunction> functions) {
      functions.forEach(this::function);
      return this;
    }

    /// Binds a name to a value ([dev.vigy.lisp.value.Value#of(Object)]), the same in every run.
    public Builder value(String name, Object value) {
      names.put(name, Value.of(value));
      return this;
    }

    /// Whether the everyday library is there; it is, unless switched off.
    public Builder everyday(boolean present) {
      everyday = present;
      return this;
    }

    /// Where `require` finds modules; nowhere, unless set.
    public Builder modules(ModuleLoader loader) {
      modules = loader;
      return this;
    }

    /// How many rewrites one chain of a program's macros may have; 256 unless set.
    public Builder macroExpansionLimit(int rewrites) {
      macroExpansionLimit = rewrites;
      return this;
    }

    /// How many compiled programs are kept; 20,000 unless set.
    public Builder cacheSize(int programs) {
      cacheSize = programs;
      return this;
    }

    public Lisp build() {
      return new Lisp(this);
    }
  }
}
