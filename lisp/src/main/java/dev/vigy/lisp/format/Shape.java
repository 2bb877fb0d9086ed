package dev.vigy.lisp.format;

import java.util.Map;
import java.util.Set;

/// How the lines of a list are indented, which its head and its place decide.
sealed interface Shape {
  /// A form with a body: `(define (f x)`, then the body two blanks in.
  ///
  /// @param fixed how many items after the head stay on its line
  record Body(int fixed) implements Shape {}

  /// A call: further lines stand under the first argument; two blanks in if that is on a line of
  /// its own.
  record Call() implements Shape {}

  /// A clause or binding: further lines stand under the second item; under the first if that is on
  /// a line of its own.
  record Clause() implements Shape {}

  /// Data: further lines stand under the first item.
  record Data() implements Shape {}

  /// `(:key value …)`.
  record Pairs() implements Shape {}

  /// `(defvigy name "doc" :key value … body …)`.
  record Definition() implements Shape {}

  /// What a list is for the one around it.
  enum Role {
    CODE,
    DATA,
    /// A list of bindings.
    BINDINGS,
    CLAUSE,
    /// What stands behind a key of `defvigy`.
    SETTING
  }

  /// Forms with a body, by their word.
  Map<String, Integer> BODIES =
      Map.ofEntries(
          Map.entry("define", 1),
          Map.entry("defmacro", 2),
          Map.entry("defpoint-template", 2),
          Map.entry("defcheck", 2),
          Map.entry("define-record", 1),
          Map.entry("defn-typed", 4),
          Map.entry("defcommand", 3),
          Map.entry("defquery", 3),
          Map.entry("defsm", 1),
          Map.entry("defactor", 1),
          Map.entry("defflow", 1),
          Map.entry("defstrategy", 1),
          Map.entry("defvisitor", 1),
          Map.entry("lambda", 1),
          Map.entry("fn", 1),
          Map.entry("let", 1),
          Map.entry("let*", 1),
          Map.entry("letrec", 1),
          Map.entry("if", 1),
          Map.entry("when", 1),
          Map.entry("unless", 1),
          Map.entry("while", 1),
          Map.entry("case", 1),
          Map.entry("match", 1),
          Map.entry("try", 0),
          Map.entry("catch", 1),
          Map.entry("if-let", 1),
          Map.entry("when-let", 1),
          Map.entry("unless-let", 1),
          Map.entry("dolist", 1),
          Map.entry("doseq", 1),
          Map.entry("dotimes", 1),
          Map.entry("with-gensyms", 1),
          Map.entry("comment", 0),
          Map.entry("vigy-act", 2),
          Map.entry("vigy-condition", 2),
          Map.entry("vigy-emit", 1));

  Set<String> LETS = Set.of("let", "let*", "letrec");
  Set<String> ONE_BINDING =
      Set.of("if-let", "when-let", "unless-let", "dolist", "doseq", "dotimes");
  Set<String> PARAMETERS_FIRST = Set.of("define", "lambda", "fn", "catch", "with-gensyms");

  /// The shape of a list in its place.
  static Shape of(Piece.Group group, Role role) {
    if (group.items().isEmpty()) {
      return new Data();
    }
    Piece.Item head = group.items().getFirst();
    return switch (role) {
      case DATA, BINDINGS -> head.isKeyword() ? new Pairs() : new Data();
      case SETTING -> head.isKeyword() ? new Pairs() : new Data();
      case CLAUSE -> new Clause();
      case CODE -> {
        String word = head.word();
        if (word.isEmpty()) {
          yield new Clause();
        }
        if (word.equals("defvigy")) {
          yield new Definition();
        }
        if (word.startsWith(":")) {
          yield new Pairs();
        }
        Integer fixed = BODIES.get(word);
        yield fixed != null ? new Body(fixed) : new Call();
      }
    };
  }

  /// The role of an item in a list.
  ///
  /// @param role that of the list
  static Role roleOf(Piece.Group group, int index, Role role) {
    return switch (role) {
      case DATA -> Role.DATA;
      case SETTING -> Role.DATA;
      case BINDINGS -> Role.CLAUSE;
      case CLAUSE -> Role.CODE;
      case CODE -> inCode(group, index);
    };
  }

  private static Role inCode(Piece.Group group, int index) {
    String word = group.items().getFirst().word();
    if (word.equals("defvigy")) {
      return isSetting(group, index) ? Role.SETTING : Role.CODE;
    }
    if (index == 1 && LETS.contains(word)) {
      return Role.BINDINGS;
    }
    if (index == 1 && ONE_BINDING.contains(word)) {
      return Role.CLAUSE;
    }
    boolean macroParameters =
        index == 2 && BODIES.getOrDefault(word, 0) == 2 && word.startsWith("def");
    if (macroParameters || (index == 1 && PARAMETERS_FIRST.contains(word))) {
      return Role.DATA;
    }
    boolean clauses =
        (word.equals("cond") && index >= 1)
            || ((word.equals("case") || word.equals("match")) && index >= 2);
    return clauses ? Role.CLAUSE : Role.CODE;
  }

  /// Whether an item of `defvigy` is the value of a key.
  static boolean isSetting(Piece.Group group, int index) {
    return index > 2 && isKey(group, index - 1);
  }

  /// Whether an item of `defvigy` is a key.
  static boolean isKey(Piece.Group group, int index) {
    int at = 2;
    while (at < group.items().size() && group.items().get(at).word().startsWith("\"")) {
      at++;
    }
    while (at < index && group.items().get(at).isKeyword()) {
      at += 2;
    }
    return at == index && index < group.items().size() && group.items().get(at).isKeyword();
  }
}
