package dev.vigy.lisp.script;

import dev.vigy.lisp.Lisp;
import dev.vigy.lisp.value.Value;
import java.util.List;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineFactory;
import org.jspecify.annotations.Nullable;

/// Makes script engines for tatara-lisp. `ScriptEngineManager` finds it by itself; an application
/// with functions of its own makes one with its own [Lisp].
public final class LispScriptEngineFactory implements ScriptEngineFactory {
  private static final String NAME = "tatara-lisp";
  private static final String LANGUAGE_VERSION = "0.4";
  private static final String ENGINE_VERSION = "0.1";

  private final Lisp lisp;

  /// The language with its everyday library and nothing else.
  public LispScriptEngineFactory() {
    this(Lisp.builder().build());
  }

  /// The language with what the application added to it.
  public LispScriptEngineFactory(Lisp lisp) {
    this.lisp = lisp;
  }

  @Override
  public ScriptEngine getScriptEngine() {
    return new LispScriptEngine(this, lisp);
  }

  @Override
  public String getEngineName() {
    return "vigy";
  }

  @Override
  public String getEngineVersion() {
    return ENGINE_VERSION;
  }

  @Override
  public List<String> getExtensions() {
    return List.of("tlisp");
  }

  @Override
  public List<String> getMimeTypes() {
    return List.of("text/x-tatara-lisp");
  }

  @Override
  public List<String> getNames() {
    return List.of(NAME);
  }

  @Override
  public String getLanguageName() {
    return NAME;
  }

  @Override
  public String getLanguageVersion() {
    return LANGUAGE_VERSION;
  }

  /// Null for `THREADING` too: an engine belongs to one thread at a time.
  @Override
  public @Nullable Object getParameter(String key) {
    return switch (key) {
      case ScriptEngine.ENGINE -> getEngineName();
      case ScriptEngine.ENGINE_VERSION -> ENGINE_VERSION;
      case ScriptEngine.NAME, ScriptEngine.LANGUAGE -> NAME;
      case ScriptEngine.LANGUAGE_VERSION -> LANGUAGE_VERSION;
      default -> null;
    };
  }

  /// The call of a procedure of that name with the object as its first argument.
  @Override
  public String getMethodCallSyntax(String object, String method, String... arguments) {
    StringBuilder call = new StringBuilder("(").append(method).append(' ').append(object);
    for (String argument : arguments) {
      call.append(' ').append(argument);
    }
    return call.append(')').toString();
  }

  @Override
  public String getOutputStatement(String text) {
    return "(display (string->symbol " + Value.print(text) + "))";
  }

  @Override
  public String getProgram(String... statements) {
    return String.join("\n", statements);
  }
}
