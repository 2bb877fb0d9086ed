package dev.vigy.lisp;

import dev.vigy.lisp.core.LibraryEntry;
import dev.vigy.lisp.core.StandardLibrary;
import dev.vigy.lisp.expand.MacroTable;
import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.read.ReadResult;
import dev.vigy.lisp.read.Reader;
import dev.vigy.lisp.read.SpecialForm;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.LispError.Cause;
import dev.vigy.lisp.source.Places;
import dev.vigy.lisp.source.Source;
import dev.vigy.lisp.source.Span;
import dev.vigy.lisp.source.Spelling;
import dev.vigy.lisp.value.ErrorValue;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.LispMap;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Procedure;
import dev.vigy.lisp.value.Symbol;
import dev.vigy.lisp.value.Value;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What would be right, for errors of one program.
final class Hints {
  /// Texts and names are cut to so many characters.
  private static final int SHOWN_MAX = 40;

  /// Names that head forms and have no value.
  static final Set<String> FORMS =
      Stream.concat(
              Stream.of(SpecialForm.values()).map(SpecialForm::word),
              MacroTable.LIBRARY.names().stream())
          .collect(Collectors.toUnmodifiableSet());

  /// What people write who know other Lisps and languages, and what it is called here.
  static final Map<String, String> FOREIGN =
      Map.ofEntries(
          Map.entry("def", "define"),
          Map.entry("defn", "define"),
          Map.entry("defun", "define"),
          Map.entry("defvar", "define"),
          Map.entry("defparameter", "define"),
          Map.entry("setq", "set!"),
          Map.entry("setf", "set!"),
          Map.entry("progn", "begin"),
          Map.entry("do", "begin"),
          Map.entry("define-macro", "defmacro"),
          Map.entry("define-syntax", "defmacro"),
          Map.entry("null", "nil"),
          Map.entry("None", "nil"),
          Map.entry("True", "true"),
          Map.entry("False", "false"),
          Map.entry("T", "true"),
          Map.entry("printf", "println"),
          Map.entry("puts", "println"),
          Map.entry("size", "length"),
          Map.entry("len", "length"),
          Map.entry("mapcar", "map"),
          Map.entry("fold", "foldl"),
          Map.entry("fold-left", "foldl"),
          Map.entry("fold-right", "foldr"),
          Map.entry("list-ref", "nth"),
          Map.entry("string->list", "string-chars"),
          Map.entry("number->string", "string"),
          Map.entry("int->string", "string"),
          Map.entry("to-string", "string"),
          Map.entry("1+", "inc"),
          Map.entry("1-", "dec"),
          Map.entry("add1", "inc"),
          Map.entry("sub1", "dec"),
          Map.entry("!=", "not="),
          Map.entry("/=", "not="),
          Map.entry("eqv?", "equal?"),
          Map.entry("remainder", "modulo"),
          Map.entry("hash-table", "hash-map"),
          Map.entry("hash-ref", "hash-map-get"),
          Map.entry("raise", "throw"));

  private static final Map<String, String> SIGNATURES =
      Stream.concat(
              StandardLibrary.languageEntries().stream(),
              StandardLibrary.everydayEntries().stream())
          .collect(
              Collectors.toUnmodifiableMap(LibraryEntry::name, known -> known.entry().signature()));

  private final Lisp lisp;
  private final Collection<String> names;
  private final Source source;
  private final Places places;

  /// @param names that are bound besides those of the program's text
  /// @param places of the program's text
  Hints(Lisp lisp, Collection<String> names, Places places) {
    this.lisp = lisp;
    this.names = names;
    this.source = places.source();
    this.places = places;
  }

  /// What to say about an error; empty if nothing is known.
  String of(LispError error) {
    Cause cause = error.about().orElse(null);
    return switch (error.kind()) {
      case UNBOUND_SYMBOL -> unbound(error);
      case ARITY_MISMATCH -> cause == null ? "" : usage(cause);
      case TYPE_MISMATCH -> cause == null ? "" : wrongArgument(error, cause);
      case NOT_CALLABLE -> cause == null ? "" : operator(error, cause);
      case DIVISION_BY_ZERO -> cause == null ? "" : given(cause);
      case INTEGER_OVERFLOW ->
          "integers end at 9223372036854775807; with a float, such as `1.0`, the result is a float";
      case DEPTH_EXCEEDED ->
          "a call takes depth unless it is the last thing that a procedure does; is there a case that"
              + " ends the recursion?";
      case MACRO_EXPANSION_LIMIT -> "it likely expands to a call to itself";
      case SET_SEALED ->
          "nothing that a macro sets outlives its expansion: bind a local name, or return the value"
              + " in the expansion";
      case BAD_SPECIAL_FORM -> form(error);
      case NATIVE_FN -> cause == null ? "" : complaint(error, cause);
      case USER -> cause == null ? "" : origin(cause);
      case HALTED -> end(error);
      case FUEL_EXHAUSTED, READER, LIMIT, DEADLOCK, FATAL -> "";
    };
  }

  private List<Form> forms() {
    return Reader.read(source) instanceof ReadResult.Forms(List<Form> read) ? read : List.of();
  }

  // --- Names -------------------------------------------------------------------------------------

  private String unbound(LispError error) {
    String before = "unbound symbol `";
    String message = error.shortMessage();
    String name = message.substring(before.length(), message.length() - 1);
    List<Form> forms = forms();
    Span at = error.span().orElse(Span.SYNTHETIC);
    BoundNames bound = BoundNames.in(forms, at);
    Optional<Span> later = bound.definition(name).filter(span -> !at.isSynthetic());
    if (later.isPresent()) {
      String place = places.apply(later.get());
      return later.get().start() > at.start()
          ? "`" + cut(name) + "` is defined at " + place + ", and this runs before that"
          : "`"
              + name
              + "` is defined at "
              + place
              + ", which did not run or is not seen from here";
    }
    Optional<Span> elsewhere = bound.elsewhere(name);
    if (elsewhere.isPresent()) {
      String place = places.apply(elsewhere.get());
      return "`" + cut(name) + "` is bound at " + place + ", and not seen from here";
    }
    var all = new TreeSet<>(names);
    all.addAll(bound.names());
    for (Form form : forms) {
      all.addAll(imported(form));
    }
    return forUnknown(name, all);
  }

  /// The names that a `require` form may bind.
  private Set<String> imported(Form form) {
    if (!(form instanceof Form.ListForm list)
        || SpecialForm.of(list).filter(SpecialForm.REQUIRE::equals).isEmpty()) {
      return Set.of();
    }
    ModuleRequest request;
    try {
      request = ModuleRequest.of(list);
    } catch (LispError malformed) {
      return Set.of();
    }
    if (lisp.modules().load(request.path()) instanceof ModuleLoader.Text(String text)
        && Reader.read(Source.of(request.path(), text))
            instanceof ReadResult.Forms(List<Form> forms)) {
      return BoundNames.in(forms, Span.SYNTHETIC).names().stream()
          .map(name -> request.alias() + "/" + name)
          .collect(Collectors.toSet());
    }
    return Set.of();
  }

  /// What to say about a name that is bound to nothing; empty if nothing is near.
  ///
  /// @param names that are bound
  static String forUnknown(String name, Collection<String> names) {
    var head = new Form.Atom(new Symbol(name), Span.SYNTHETIC);
    if (SpecialForm.named(head).isPresent()) {
      return "`" + cut(name) + "` is a special form and has no value of its own";
    }
    if (MacroTable.LIBRARY.has(name)) {
      return "`" + cut(name) + "` is a macro and has no value of its own";
    }
    String near = nearest(name, names).orElse("");
    if (near.isEmpty()) {
      return "";
    }
    return near.equals(FOREIGN.get(name))
        ? "that is `" + near + "` here"
        : "did you mean `" + near + "`?";
  }

  /// The bound name or form that was probably meant.
  static Optional<String> nearest(String name, Collection<String> names) {
    var known = new TreeSet<>(names);
    known.addAll(FORMS);
    Optional<String> foreign =
        Optional.ofNullable(FOREIGN.get(name))
            .filter(own -> known.contains(own) || own.equals("defmacro"));
    return foreign.isPresent() ? foreign : Spelling.nearest(name, known);
  }

  // --- Calls -------------------------------------------------------------------------------------

  private String usage(Cause cause) {
    if (!cause.definition().isSynthetic()) {
      String place = places.apply(cause.definition());
      return cause.name().isEmpty()
          ? "it is `" + cut(cause.signature()) + "` at " + place
          : "`" + cut(cause.signature()) + "` is defined at " + place;
    }
    String signature =
        cause.signature().isEmpty()
            ? SIGNATURES.getOrDefault(cause.name(), "")
            : cut(cause.signature());
    return signature.isEmpty() ? "" : "it is called like this: `" + signature + "`";
  }

  private static String wrongArgument(LispError error, Cause cause) {
    String message = error.shortMessage();
    String got = message.substring(message.lastIndexOf(' ') + 1);
    List<Object> arguments = cause.arguments();
    int wrong = -1;
    for (int i = 0; i < arguments.size(); i++) {
      if (Value.typeName(arguments.get(i)).equals(got)) {
        if (wrong >= 0) {
          return given(cause);
        }
        wrong = i;
      }
    }
    if (wrong < 0) {
      return "";
    }
    String which = arguments.size() == 1 ? "the argument" : "argument " + (wrong + 1);
    return which + " of `" + cause.name() + "` is " + shown(arguments.get(wrong));
  }

  /// All arguments: `` `/` was given 1 and 0``.
  private static String given(Cause cause) {
    List<String> shown = cause.arguments().stream().map(Hints::shown).toList();
    if (shown.isEmpty()) {
      return "";
    }
    String all =
        shown.size() == 1
            ? shown.getFirst()
            : String.join(", ", shown.subList(0, shown.size() - 1)) + " and " + shown.getLast();
    return "`" + cause.name() + "` was given " + all;
  }

  private String operator(LispError error, Cause cause) {
    Object value = cause.arguments().getFirst();
    if (value instanceof Procedure) {
      return "";
    }
    String is = "what stands first in a call must be a procedure, and this is " + shown(value);
    boolean literal =
        error
            .span()
            .flatMap(span -> BoundNames.at(forms(), span))
            .filter(form -> form instanceof Form.ListForm(List<Form> items, _) && isData(items))
            .isPresent();
    return literal
        ? is
            + (value instanceof Keyword
                ? "; a key is looked up with `(get map key)`"
                : "; a list of data is written with a quote: `'(…)`")
        : is;
  }

  private static boolean isData(List<Form> items) {
    return !items.isEmpty()
        && items.getFirst() instanceof Form.Atom(Object head, _)
        && !(head instanceof Symbol);
  }

  private String origin(Cause cause) {
    if (cause.definition().isSynthetic()) {
      return "";
    }
    String place = places.apply(cause.definition());
    return "it was caught and thrown again; first it came from " + place;
  }

  private static String end(LispError error) {
    return switch (error.limit().orElse(LispError.Limit.OTHER)) {
      case MEMORY -> "it built more than the memory limit allows";
      case TIME -> "it took more time than the limit allows";
      case INTERRUPT -> "it was ended from outside";
      case STEPS, DEPTH, OTHER -> "";
    };
  }

  private String complaint(LispError error, Cause cause) {
    String message = error.shortMessage();
    if (message.contains("compile error in call to")) {
      return usage(cause);
    }
    if (message.endsWith(" of empty list")) {
      boolean empty =
          cause.arguments().stream()
              .anyMatch(value -> value == Nil.NIL || LispList.EMPTY.equals(value));
      return given(cause) + (empty ? "; `(null? list)` tells whether there is anything" : "");
    }
    if (message.endsWith("no init and empty list")) {
      return "`(foldl f start list)` gives `start` for an empty list";
    }
    if (message.contains("even number of")) {
      return "keys and values come in pairs, and the last key has no value";
    }
    if (message.contains("non-hashable key kind")) {
      return "keys are strings, symbols, keywords, numbers, booleans, nil, and lists of them";
    }
    return "";
  }

  /// A value in a few words.
  private static String shown(Object value) {
    return switch (value) {
      case Nil _ -> "nil";
      case String text -> Value.print(cut(text));
      case Long _, Double _, Boolean _ -> Value.print(value);
      case Keyword _, Symbol _ -> "`" + cut(Value.print(value)) + "`";
      case LispList list ->
          list.isEmpty() ? "the empty list" : "a list of " + counted(list.length(), "element");
      case LispMap map ->
          map.isEmpty() ? "the empty map" : "a map of " + counted(map.count(), "entry");
      case ErrorValue error -> "an error value with the tag `:" + cut(error.tag()) + "`";
      case Procedure _ -> "a procedure";
      default -> "a " + Value.typeName(value);
    };
  }

  private static String counted(int count, String noun) {
    if (count == 1) {
      return "1 " + noun;
    }
    return count
        + " "
        + (noun.endsWith("y") ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s");
  }

  private static String cut(String text) {
    int end =
        text.offsetByCodePoints(0, Math.min(SHOWN_MAX, text.codePointCount(0, text.length())));
    return end < text.length() ? text.substring(0, end) + "…" : text;
  }

  // --- Forms -------------------------------------------------------------------------------------

  private static final Map<String, String> SHAPES = shapes();

  private static Map<String, String> shapes() {
    var shapes = new HashMap<String, String>();
    shapes.put("quote", "(quote data)");
    shapes.put("quasiquote", "(quasiquote template)");
    shapes.put("if", "(if test then else)");
    shapes.put("cond", "(cond (test body…) … (else body…))");
    shapes.put("when", "(when test body…)");
    shapes.put("unless", "(unless test body…)");
    shapes.put("let", "(let ((name value) …) body…)");
    shapes.put("let*", "(let* ((name value) …) body…)");
    shapes.put("letrec", "(letrec ((name value) …) body…)");
    shapes.put("lambda", "(lambda (a b &rest more) body…)");
    shapes.put("define", "(define name value)` or `(define (name a b) body…)");
    shapes.put("set!", "(set! name value)");
    shapes.put("not", "(not value)");
    shapes.put("try", "(try body… (catch (e) handler…))");
    shapes.put("catch", "(try body… (catch (e) handler…))");
    shapes.put("delay", "(delay expression)");
    shapes.put("eval", "(eval data)");
    shapes.put("macroexpand", "(macroexpand data)");
    shapes.put("macroexpand-1", "(macroexpand-1 data)");
    shapes.put("require", "(require \"path\" :as alias :refer (name…))");
    return Map.copyOf(shapes);
  }

  /// How a special form is written.
  private static String form(LispError error) {
    String message = error.shortMessage();
    if (message.contains("outside of quasiquote")) {
      return "`,` and `,@` stand only in a template, behind a backquote";
    }
    if (message.contains("expected (") || message.contains("only valid")) {
      return "";
    }
    int end = message.indexOf('`', "bad `".length());
    String shape = end < 0 ? null : SHAPES.get(message.substring("bad `".length(), end));
    return shape == null ? "" : "it is written `" + shape + "`";
  }
}
