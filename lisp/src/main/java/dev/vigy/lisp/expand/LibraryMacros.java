package dev.vigy.lisp.expand;

import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.read.Form.ListForm;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.value.ErrorValue;
import dev.vigy.lisp.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// The macros of the language reference 5.7, as functions from forms to forms.
final class LibraryMacros {
  /// What a macro does with its arguments.
  @FunctionalInterface
  private interface Rule {
    Form expand(Call call);
  }

  /// A macro: the names of its required parameters, whether it takes more, and its rule.
  private record LibraryMacro(
      String signature, List<String> required, boolean variadic, Rule rule) {}

  /// A call whose number of arguments is right.
  ///
  /// @param once whether the result is meant to be looked at, not run
  record Call(List<Form> arguments, FormBuilder build, Supplier<String> fresh, boolean once) {
    Form argument(int index) {
      return arguments.get(index);
    }

    List<Form> from(int index) {
      return arguments.subList(index, arguments.size());
    }
  }

  private static final Map<String, LibraryMacro> MACROS = new HashMap<>();

  static {
    define("-> x &rest steps", call -> thread("->", false, call));
    define("->1 x step", call -> threadOne(false, call));
    define("->> x &rest steps", call -> thread("->>", true, call));
    define("->>1 x step", call -> threadOne(true, call));
    define("fn &rest args", call -> headed("lambda", call.arguments(), call.build()));
    define("when-let binding &rest body", LibraryMacros::whenLet);
    define("if-let binding then else", LibraryMacros::ifLet);
    define("unless-let binding &rest body", LibraryMacros::unlessLet);
    define("dotimes binding &rest body", LibraryMacros::dotimes);
    define("dolist binding &rest body", LibraryMacros::dolist);
    define("doseq binding &rest body", LibraryMacros::dolist);
    define("while test &rest body", LibraryMacros::loop);
    define("defflow name &rest fns", call -> defineAs("pipe", call));
    define("defsm name &rest spec", LibraryMacros::defineMachine);
    define("defactor name initial behavior", call -> defineAs("make-actor", call));
    define("defcommand bus name params &rest body", call -> handler("register-command!", call));
    define("defquery bus name params &rest body", call -> handler("register-query!", call));
    define("defstrategy name &rest variants", call -> defineAs("make-strategy", call));
    define("defvisitor name &rest cases", call -> defineAs("make-visitor", call));
    define("define-record name fields", Records::defineRecord);
    define("lazy-cons head tail", LibraryMacros::lazyCons);
    define("with-gensyms names &rest body", LibraryMacros::withGensyms);
    define("assert test message", LibraryMacros::assertion);
    define("comment &rest forms", call -> call.build().nil());
    define("match expr &rest clauses", Patterns::match);
    define("case key &rest clauses", Patterns::dispatch);
    define("defn-typed name params arrow ret &rest body", LibraryMacros::defineTyped);
  }

  private LibraryMacros() {}

  private static void define(String signature, Rule rule) {
    List<String> words = Arrays.asList(signature.split(" "));
    boolean variadic = words.contains("&rest");
    List<String> required = words.subList(1, variadic ? words.indexOf("&rest") : words.size());
    MACROS.put(words.getFirst(), new LibraryMacro("(" + signature + ")", required, variadic, rule));
  }

  static Set<String> names() {
    return Set.copyOf(MACROS.keySet());
  }

  static boolean has(String name) {
    return MACROS.containsKey(name);
  }

  /// Expands a call of a library macro.
  ///
  /// @param arguments the operands with the span of the call on every node
  /// @param fresh makes names that nothing else has
  /// @param once whether the result is meant to be looked at as one step
  static Form expand(
      String name, List<Form> arguments, ListForm call, Supplier<String> fresh, boolean once) {
    LibraryMacro macro = MACROS.get(name);
    if (macro == null) {
      throw new IllegalArgumentException("no library macro: " + name);
    }
    Arguments.check(
        name,
        macro.signature(),
        macro.required(),
        0,
        macro.variadic(),
        arguments.size(),
        call.span());
    return macro.rule().expand(new Call(arguments, new FormBuilder(call.span()), fresh, once));
  }

  private static Form headed(String word, List<Form> items, FormBuilder build) {
    return build.list(List.of(build.symbol(word)), items);
  }

  // --- Threading ---------------------------------------------------------------------------------

  /// All steps in one go, unless one step is to be looked at: the reference rewrites step by step,
  /// which makes long chains hit the limit of rewrites (W-60).
  private static Form thread(String word, boolean last, Call call) {
    List<Form> steps = call.from(1);
    FormBuilder build = call.build();
    Form value = call.argument(0);
    if (call.once()) {
      if (steps.isEmpty()) {
        return value;
      }
      Form first = build.list(build.symbol(word + "1"), value, steps.getFirst());
      return build.list(List.of(build.symbol(word), first), steps.subList(1, steps.size()));
    }
    for (Form step : steps) {
      value = step(value, step, last, build);
    }
    return value;
  }

  private static Form threadOne(boolean last, Call call) {
    return step(call.argument(0), call.argument(1), last, call.build());
  }

  private static Form step(Form value, Form step, boolean last, FormBuilder build) {
    if (!FormBuilder.isList(step)) {
      return build.list(step, value);
    }
    Form head = build.element(step, 0);
    List<Form> elements = build.elements(step);
    List<Form> operands = elements.subList(1, elements.size());
    var items = new ArrayList<Form>();
    items.add(head);
    if (last) {
      items.addAll(operands);
      items.add(value);
    } else {
      items.add(value);
      items.addAll(operands);
    }
    return build.list(items);
  }

  // --- Binding -----------------------------------------------------------------------------------

  private static Form let(Form name, Form value, Form body, FormBuilder build) {
    return build.list(build.symbol("let"), build.list(build.list(name, value)), body);
  }

  private static Form whenLet(Call call) {
    FormBuilder build = call.build();
    Form name = build.element(call.argument(0), 0);
    Form body = headed("begin", call.from(1), build);
    Form choice = build.list(build.symbol("if"), name, body, build.nil());
    return let(name, build.element(call.argument(0), 1), choice, build);
  }

  private static Form ifLet(Call call) {
    FormBuilder build = call.build();
    Form name = build.element(call.argument(0), 0);
    Form choice = build.list(build.symbol("if"), name, call.argument(1), call.argument(2));
    return let(name, build.element(call.argument(0), 1), choice, build);
  }

  private static Form unlessLet(Call call) {
    FormBuilder build = call.build();
    Form name = build.element(call.argument(0), 0);
    Form body = headed("begin", call.from(1), build);
    Form choice = build.list(build.symbol("if"), name, build.nil(), body);
    return let(name, build.element(call.argument(0), 1), choice, build);
  }

  private static Form withGensyms(Call call) {
    FormBuilder build = call.build();
    var bindings = new ArrayList<Form>();
    for (Form name : build.elements(call.argument(0))) {
      Form prefix = build.value(build.name(name));
      bindings.add(build.list(name, build.list(build.standard("gensym"), prefix)));
    }
    Form list = bindings.isEmpty() ? build.nil() : build.list(bindings);
    return build.list(List.of(build.symbol("let"), list), call.from(1));
  }

  // --- Loops -------------------------------------------------------------------------------------

  private static Form lambda(List<Form> parameters, List<Form> body, FormBuilder build) {
    return build.list(List.of(build.symbol("lambda"), build.list(parameters)), body);
  }

  private static Form dotimes(Call call) {
    FormBuilder build = call.build();
    Form name = build.element(call.argument(0), 0);
    Form limit = build.element(call.argument(0), 1);
    return build.list(
        build.standard("for-each"),
        lambda(List.of(name), call.from(1), build),
        build.list(build.standard("range"), limit));
  }

  private static Form dolist(Call call) {
    FormBuilder build = call.build();
    Form name = build.element(call.argument(0), 0);
    Form elements = build.element(call.argument(0), 1);
    return build.list(
        build.standard("for-each"), lambda(List.of(name), call.from(1), build), elements);
  }

  private static Form loop(Call call) {
    FormBuilder build = call.build();
    Form again = build.symbol(call.fresh().get());
    var round = new ArrayList<Form>();
    round.add(build.symbol("begin"));
    round.addAll(call.from(1));
    round.add(build.list(again));
    Form body = build.list(build.symbol("if"), call.argument(0), build.list(round), build.nil());
    Form procedure = build.list(build.symbol("lambda"), build.nil(), body);
    return build.list(
        build.symbol("letrec"), build.list(build.list(again, procedure)), build.list(again));
  }

  // --- Definitions -------------------------------------------------------------------------------

  private static Form defineAs(String maker, Call call) {
    FormBuilder build = call.build();
    Form made = build.list(List.of(build.standard(maker)), call.from(1));
    return build.list(build.symbol("define"), call.argument(0), made);
  }

  private static Form defineMachine(Call call) {
    FormBuilder build = call.build();
    Form spec = build.list(List.of(build.standard("sm-spec")), call.from(1));
    Form made = build.list(build.standard("make-sm"), spec);
    return build.list(build.symbol("define"), call.argument(0), made);
  }

  private static Form handler(String register, Call call) {
    FormBuilder build = call.build();
    Form procedure = build.list(List.of(build.symbol("lambda"), call.argument(2)), call.from(3));
    return build.list(build.standard(register), call.argument(0), call.argument(1), procedure);
  }

  private static Form defineTyped(Call call) {
    FormBuilder build = call.build();
    if (!FormBuilder.isSymbol(call.argument(2), "->")) {
      var error = new ErrorValue("ex-info", "defn-typed: missing -> before return type");
      throw LispError.thrown(error, Value.print(error));
    }
    var target = new ArrayList<Form>();
    target.add(call.argument(0));
    var body = new ArrayList<Form>();
    for (Form parameter : build.elements(call.argument(1))) {
      Form name = build.element(parameter, 0);
      target.add(name);
      body.add(build.list(build.standard("the"), build.element(parameter, 1), name));
    }
    Form result = headed("begin", call.from(4), build);
    body.add(build.list(build.standard("the"), call.argument(3), result));
    return build.list(List.of(build.symbol("define"), build.list(target)), body);
  }

  // --- The rest ----------------------------------------------------------------------------------

  private static Form lazyCons(Call call) {
    FormBuilder build = call.build();
    Form tail = build.list(build.symbol("delay"), call.argument(1));
    return build.list(build.standard("list"), call.argument(0), tail);
  }

  private static Form assertion(Call call) {
    FormBuilder build = call.build();
    Form error = build.list(build.standard("ex-info"), call.argument(1));
    Form thrown = build.list(build.standard("throw"), error);
    return build.list(build.symbol("if"), call.argument(0), build.nil(), thrown);
  }
}
