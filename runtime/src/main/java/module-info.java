/// vigy for embedders. Start with [dev.vigy.runtime.Vigies].
module dev.vigy.runtime {
  requires static transitive org.jspecify;
  requires transitive dev.vigy.lisp;
  requires java.sql;
  requires jdk.management;

  exports dev.vigy.runtime;
  exports dev.vigy.runtime.extension;
  exports dev.vigy.runtime.program;
  exports dev.vigy.runtime.store;
  exports dev.vigy.runtime.store.jdbc;
  // For reconcilers in Java; programs in Lisp need nothing of it.
  exports dev.vigy.runtime.tick;
  exports dev.vigy.runtime.vigy;
}
