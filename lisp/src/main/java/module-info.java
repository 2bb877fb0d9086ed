/// tatara-lisp, a small sandboxed Lisp for embedding. Start with [dev.vigy.lisp.Lisp].
module dev.vigy.lisp {
  requires java.management;
  requires transitive java.scripting;
  requires jdk.management;
  requires static transitive org.jspecify;

  exports dev.vigy.lisp;
  exports dev.vigy.lisp.format;
  exports dev.vigy.lisp.json;
  exports dev.vigy.lisp.read;
  exports dev.vigy.lisp.reference;
  exports dev.vigy.lisp.run;
  exports dev.vigy.lisp.script;
  exports dev.vigy.lisp.source;
  exports dev.vigy.lisp.time;
  exports dev.vigy.lisp.value;

  provides javax.script.ScriptEngineFactory with
      dev.vigy.lisp.script.LispScriptEngineFactory;
}
