package dev.vigy.lisp.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigy.lisp.HostFunction;
import dev.vigy.lisp.Lisp;
import dev.vigy.lisp.RunOptions;
import dev.vigy.lisp.run.Interrupt;
import dev.vigy.lisp.run.Limits;
import dev.vigy.lisp.run.LispError;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.script.Bindings;
import javax.script.Compilable;
import javax.script.CompiledScript;
import javax.script.Invocable;
import javax.script.ScriptContext;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;
import javax.script.SimpleBindings;
import javax.script.SimpleScriptContext;
import org.junit.jupiter.api.Test;

class LispScriptEngineTest {
  private final ScriptEngineManager manager = new ScriptEngineManager();
  private final ScriptEngine engine = manager.getEngineByName("tatara-lisp");

  @Test
  void the_manager_finds_it_by_name_extension_and_type() {
    assertThat(engine).isInstanceOf(LispScriptEngine.class);
    assertThat(manager.getEngineByExtension("tlisp")).isInstanceOf(LispScriptEngine.class);
    assertThat(manager.getEngineByMimeType("text/x-tatara-lisp"))
        .isInstanceOf(LispScriptEngine.class);
    ScriptEngineFactory factory = engine.getFactory();
    assertThat(factory.getLanguageName()).isEqualTo("tatara-lisp");
    assertThat(factory.getParameter(ScriptEngine.ENGINE)).isEqualTo("vigy");
    assertThat(factory.getParameter("THREADING")).isNull();
  }

  @Test
  void what_a_factory_writes_is_a_program() throws ScriptException {
    ScriptEngineFactory factory = engine.getFactory();
    StringWriter out = new StringWriter();
    engine.getContext().setWriter(out);
    String program =
        factory.getProgram(
            factory.getOutputStatement("a \"b\""),
            "(define x '(1 2))",
            factory.getMethodCallSyntax("x", "cons-to", "9"));

    assertThat(program)
        .isEqualTo("(display (string->symbol \"a \\\"b\\\"\"))\n(define x '(1 2))\n(cons-to x 9)");
    engine.eval("(define (cons-to x n) (cons n x))");
    assertThat(engine.eval(program)).isEqualTo(List.of(9L, 1L, 2L));
    assertThat(out).hasToString("a \"b\"");
  }

  @Test
  void definitions_stay_and_bindings_are_the_globals() throws ScriptException {
    engine.put("rate", 3);
    assertThat(engine.eval("(define (price n) (* n rate)) (define list-of (list :a 1 ()))"))
        .isNull();
    assertThat(engine.eval(new StringReader("(price 5)"))).isEqualTo(15L);
    assertThat(engine.get("list-of")).isEqualTo(Arrays.asList("a", 1L, null));
    engine.put("rate", 4);
    assertThat(engine.eval("(price 5)")).isEqualTo(20L);

    Bindings bindings = engine.getBindings(ScriptContext.ENGINE_SCOPE);
    assertThat(bindings.keySet()).containsExactlyInAnyOrder("rate", "price", "list-of");
    assertThat(bindings).hasSize(3).containsEntry("rate", 4L);
    assertThat(bindings.containsKey("car")).isFalse();
    assertThat(bindings.remove("rate")).isEqualTo(4L);
    assertThat(engine.eval("rate")).isNull();
  }

  @Test
  void what_all_engines_share_is_seen_where_an_engine_has_no_own_name() throws ScriptException {
    manager.put("shared", "all");
    assertThat(engine.eval("shared")).isEqualTo("all");
    engine.put("shared", "mine");
    assertThat(engine.eval("shared")).isEqualTo("mine");
    assertThat(manager.getEngineByName("tatara-lisp").eval("shared")).isEqualTo("all");
  }

  @Test
  void other_bindings_are_a_world_of_their_own() throws ScriptException {
    engine.put("n", 1);
    Bindings other = new SimpleBindings(new java.util.HashMap<>(Map.of("n", 10)));

    assertThat(engine.eval("(define m (+ n 1)) m", other)).isEqualTo(11L);
    assertThat(other).containsEntry("m", 11L);
    assertThat(engine.eval("n")).isEqualTo(1L);
    assertThat(engine.get("m")).isNull();

    ScriptContext context = new SimpleScriptContext();
    context.setAttribute("n", 20, ScriptContext.ENGINE_SCOPE);
    assertThat(engine.eval("(* n 2)", context)).isEqualTo(40L);
  }

  @Test
  void failures_say_where() {
    engine.put(ScriptEngine.FILENAME, "setup.tlisp");

    assertThatThrownBy(() -> engine.eval("(define x 5)\n  (car x)"))
        .isInstanceOfSatisfying(
            ScriptException.class,
            e -> {
              assertThat(e)
                  .hasMessage(
                      "type mismatch: expected pair, got int at 15..22 in setup.tlisp at line"
                          + " number 2 at column number 3");
              assertThat(e.getFileName()).isEqualTo("setup.tlisp");
              assertThat(e.getLineNumber()).isEqualTo(2);
              assertThat(e.getColumnNumber()).isEqualTo(3);
              assertThat(e.getCause()).isInstanceOf(LispError.class);
            });
    assertThatThrownBy(() -> engine.eval("(throw :x)")).hasMessageStartingWith("user error: :x");
  }

  @Test
  void limits_and_interrupts_are_attributes() {
    engine.put(
        LispScriptEngine.LIMITS, new Limits(1_000, Long.MAX_VALUE, 100, Long.MAX_VALUE, 100));
    assertThatThrownBy(() -> engine.eval("(while #t 1)"))
        .hasMessageStartingWith("fuel budget of 1000 exceeded");

    engine.put(LispScriptEngine.LIMITS, null);
    Interrupt interrupt = new Interrupt();
    interrupt.request();
    engine
        .getContext()
        .setAttribute(LispScriptEngine.INTERRUPT, interrupt, ScriptContext.GLOBAL_SCOPE);
    assertThatThrownBy(() -> engine.eval("(while #t 1)")).hasMessageContaining("halted");

    engine.put(LispScriptEngine.LIMITS, "many");
    assertThatThrownBy(() -> engine.eval("1"))
        .hasMessage("the attribute dev.vigy.lisp.limits is no Limits: many");
  }

  @Test
  void an_application_brings_its_own_functions() throws ScriptException {
    Lisp lisp =
        Lisp.builder()
            .function(HostFunction.named("ask").capability("ask").of(() -> "answer"))
            .build();
    ScriptEngine own = new LispScriptEngineFactory(lisp).getScriptEngine();

    assertThatThrownBy(() -> own.eval("(ask)")).hasMessageContaining("is not granted");
    own.put(LispScriptEngine.OPTIONS, RunOptions.standard().granting("ask"));
    assertThat(own.eval("(ask)")).isEqualTo("answer");
  }

  @Test
  void scripts_can_be_read_before_they_run() throws ScriptException {
    Compilable compilable = (Compilable) engine;
    CompiledScript script = compilable.compile("(set! n (+ n 1)) n");

    assertThat(script.getEngine()).isSameAs(engine);
    engine.put("n", 1);
    assertThat(script.eval()).isEqualTo(2L);
    assertThat(script.eval()).isEqualTo(3L);
    assertThat(script.eval(new SimpleBindings(new java.util.HashMap<>(Map.of("n", 10)))))
        .isEqualTo(11L);
    assertThatThrownBy(() -> compilable.compile(new StringReader("\n (")))
        .hasMessage(
            "reader error: unmatched opening paren at position 2 in script at line number 2 at"
                + " column number 2");
  }

  /// What scripts of these tests implement.
  public interface Shop {
    long unitPrice(String article);

    List<String> articles();

    default String first() {
      return articles().getFirst();
    }
  }

  @Test
  void procedures_can_be_called_and_be_the_methods_of_an_interface() throws Exception {
    Invocable invocable = (Invocable) engine;
    engine.eval(
        "(define (unit-price article) (if (equal? article \"tea\") 250 (throw :unknown)))"
            + "(define (articles) '(tea :coffee))"
            + "(define shop (hash-map :unit-price (lambda (a) 7) :articles (lambda () '(x))))");

    assertThat(invocable.invokeFunction("unit-price", "tea")).isEqualTo(250L);
    assertThatThrownBy(() -> invocable.invokeFunction("nothing"))
        .isInstanceOf(NoSuchMethodException.class);
    assertThatThrownBy(() -> invocable.invokeFunction("unit-price", "x"))
        .isInstanceOf(ScriptException.class)
        .hasMessage("user error: :unknown in script at line number 1 at column number 61");
    Shop shop = invocable.getInterface(Shop.class);
    assertThat(shop.unitPrice("tea")).isEqualTo(250);
    assertThat(shop.articles()).containsExactly("tea", "coffee");
    assertThat(shop.first()).isEqualTo("tea");
    assertThat(shop).hasToString("Shop of a script").isEqualTo(shop);

    Object map = engine.get("shop");
    assertThat(invocable.invokeMethod(map, "unit-price", "tea")).isEqualTo(7L);
    assertThat(invocable.getInterface(map, Shop.class).first()).isEqualTo("x");
    assertThat(invocable.getInterface(Runnable.class)).isNull();
    assertThatThrownBy(() -> invocable.getInterface(String.class))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> invocable.invokeMethod("text", "a"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
