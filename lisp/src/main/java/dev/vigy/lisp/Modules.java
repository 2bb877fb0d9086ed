package dev.vigy.lisp;

import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.read.Form.ListForm;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.value.ErrorValue;
import dev.vigy.lisp.value.Symbol;
import dev.vigy.lisp.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The modules of one run (language reference 6.30): which are loaded, and which are being loaded.
final class Modules {
  private final Execution execution;
  private final ModuleLoader loader;
  private final Map<String, Loaded> loaded = new HashMap<>();
  private final List<String> loading = new ArrayList<>();

  /// The exports of the module that is being loaded; null outside of any.
  private @Nullable Set<String> exports;

  /// A module that has run to its end.
  private record Loaded(int unit, Set<String> exports) {}

  Modules(Execution execution, ModuleLoader loader) {
    this.execution = execution;
    this.loader = loader;
  }

  /// The same modules loaded, for another execution.
  Modules copyFor(Execution other) {
    Modules copy = new Modules(other, loader);
    copy.loaded.putAll(loaded);
    return copy;
  }

  /// Forgets a loading that failed.
  void beginAgain() {
    loading.clear();
    exports = null;
  }

  void provide(ListForm form) {
    if (exports == null) {
      throw LispError.badSpecialForm(
              "provide",
              "`provide` only valid at module top level — embedder evaluating top-level code has"
                  + " no current module")
          .at(form.span());
    }
    for (Form name : form.items().subList(1, form.items().size())) {
      if (!(name instanceof Form.Atom(Symbol(String exported), _))) {
        throw LispError.badSpecialForm(
                "provide", "expected symbol — every arg must name a binding to export")
            .at(name.span());
      }
      exports.add(exported);
    }
  }

  void require(ModuleRequest request, Unit requirer) {
    Loaded module = loaded.get(request.path());
    if (module == null) {
      module = load(request, requirer);
      loaded.put(request.path(), module);
    }
    for (String name : module.exports()) {
      bind(module, name, requirer, request.alias() + "/" + name);
    }
    for (String name : request.refer()) {
      if (!module.exports().contains(name)) {
        boolean defined = execution.world().ownGlobal(module.unit(), name) != null;
        throw defined
            ? thrown("not-exported", request.path() + " does not export " + name, request)
            : thrown("not-defined", request.path() + " does not define " + name, request);
      }
      bind(module, name, requirer, name);
    }
  }

  private void bind(Loaded module, String name, Unit requirer, String as) {
    execution.world().copyGlobal(module.unit(), name, requirer.id(), as);
  }

  private Loaded load(ModuleRequest request, Unit requirer) {
    String path = request.path();
    if (loading.contains(path)) {
      String stack = String.join(" → ", loading);
      throw thrown(
          "circular-require",
          "circular require: " + path + " (load stack: " + stack + ")",
          request);
    }
    String text =
        switch (loader.load(path)) {
          case ModuleLoader.Text found -> found.text();
          case ModuleLoader.Missing _ ->
              throw thrown("module-not-found", "module not found: " + path, request);
          case ModuleLoader.Denied denied ->
              throw thrown(
                  "module-denied",
                  "module load denied: " + path + " — " + denied.reason(),
                  request);
        };
    execution.world().step(1);
    Unit unit = execution.module(path, text);
    execution.world().copyProcedures(requirer.id(), unit.id());
    Set<String> own = new LinkedHashSet<>();
    Set<String> outer = exports;
    exports = own;
    loading.add(path);
    try {
      execution.run(unit);
    } finally {
      loading.removeLast();
      exports = outer;
    }
    for (String name : own) {
      if (execution.world().global(unit.id(), name) == null) {
        throw thrown("not-defined", path + " does not define " + name, request);
      }
    }
    return new Loaded(unit.id(), own);
  }

  private static LispError thrown(String tag, String message, ModuleRequest request) {
    var error = new ErrorValue(tag, message);
    return LispError.thrown(error, Value.print(error)).at(request.span());
  }
}
