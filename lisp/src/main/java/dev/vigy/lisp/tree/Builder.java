package dev.vigy.lisp.tree;

import dev.vigy.lisp.ir.Expr;
import dev.vigy.lisp.ir.Place;
import dev.vigy.lisp.ir.Template;
import dev.vigy.lisp.run.CallStack.Callee;
import dev.vigy.lisp.run.CallStack.Kind;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.source.Span;
import dev.vigy.lisp.tree.Globals.Global;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Builds trees from expressions, linking each global name to its slot or to the library. Changes
/// nothing outside; recurses over the nesting of expressions.
public final class Builder {
  private final Link link;
  private final boolean oneRun;

  /// @param oneRun whether the code is for the run that built it alone
  public Builder(Link link, boolean oneRun) {
    this.link = link;
    this.oneRun = oneRun;
  }

  /// The code of a template that is no procedure: of a form.
  public Code code(Template template) {
    return code(template, new Callee(Kind.PROCEDURE, template.name(), template.span()));
  }

  /// The code of the body of a macro.
  public Code macro(Template template, String name) {
    return code(template, new Callee(Kind.MACRO, name, template.span()));
  }

  /// @param name what it is bound to, if it has no name of its own
  private Code procedure(Template template, String name) {
    String known = template.name().isEmpty() ? name : template.name();
    return code(template, new Callee(Kind.PROCEDURE, known, template.span()));
  }

  private Code code(Template template, Callee callee) {
    var code = new Code(template, callee);
    code.setBody(node(template.body(), code));
    return code;
  }

  private Node node(Expr expr, Code self) {
    if (!self.buildDeeper(DeepNode.LEVELS)) {
      Node node = nodeHere(expr, self);
      self.buildUp();
      return node;
    }
    Node node = new DeepNode(nodeHere(expr, self));
    self.buildUp();
    return node;
  }

  private Node nodeHere(Expr expr, Code self) {
    return switch (expr) {
      case Expr.Constant(Object value, _) -> new ConstantNode(value);
      case Expr.Read(Place place, Span span) -> read(place, span);
      case Expr.Assign(Place place, Expr value, Span span) ->
          assign(place, node(value, self), span);
      case Expr.Define(Place place, Expr value, _, _) ->
          define(place, named(value, place.name(), self));
      case Expr.If(Expr test, Expr then, Expr otherwise, _) ->
          new ControlNodes.If(node(test, self), node(then, self), node(otherwise, self));
      case Expr.Cond(List<Expr.Clause> clauses, Expr otherwise, _) ->
          cond(clauses, otherwise, self);
      case Expr.And(List<Expr> operands, _) ->
          operands.size() == 1
              ? node(operands.getFirst(), self)
              : new ControlNodes.And(firsts(operands, self), node(operands.getLast(), self));
      case Expr.Or(List<Expr> operands, _) ->
          operands.size() == 1
              ? node(operands.getFirst(), self)
              : new ControlNodes.Or(firsts(operands, self), node(operands.getLast(), self));
      case Expr.Not(Expr operand, _) -> new ControlNodes.Not(node(operand, self));
      case Expr.Sequence(List<Expr> parts, _) ->
          new ControlNodes.Sequence(firsts(parts, self), node(parts.getLast(), self));
      case Expr.Let let -> let(let, self);
      case Expr.Lambda(Template template, _) -> new ClosureNodes.Lambda(procedure(template, ""));
      case Expr.Delay(Template template, Span span) ->
          new ClosureNodes.Delay(code(template, new Callee(Kind.DELAYED, "", span)));
      case Expr.Call call -> call(call, self);
      case Expr.Count count -> count(count, self);
      case Expr.Try(Expr body, int slot, Expr handler, Span span) ->
          new ErrorNodes.Try(node(body, self), slot, node(handler, self), span);
      case Expr.Eval(Expr operand, var site, Span span) ->
          new StageNodes.Eval(node(operand, self), site, span);
      case Expr.MacroExpand(Expr operand, boolean once, var site, Span span) ->
          new StageNodes.MacroExpand(node(operand, self), once, site, span);
      case Expr.BuildList(List<Expr.Part> parts, _) -> buildList(parts, self);
      case Expr.Fail(String form, String reason, Span span) ->
          new ErrorNodes.Fail(form, reason, span);
    };
  }

  /// A part of an expression. A procedure that has the span of the whole was made by a macro that
  /// stands there.
  private Node part(Expr part, Span whole, Code self) {
    return part instanceof Expr.Lambda(Template template, Span span) && span.equals(whole)
        ? new ClosureNodes.Lambda(inPlace(template))
        : node(part, self);
  }

  private Code inPlace(Template template) {
    return code(template, new Callee(Kind.IN_PLACE, template.name(), template.span()));
  }

  /// The value of a variable: a procedure without a name takes the variable's for the call stack.
  private Node named(Expr value, String name, Code self) {
    return value instanceof Expr.Lambda(Template template, _)
        ? new ClosureNodes.Lambda(procedure(template, name))
        : node(value, self);
  }

  private Node[] nodes(List<Expr> exprs, Code self) {
    var nodes = new Node[exprs.size()];
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = node(exprs.get(i), self);
    }
    return nodes;
  }

  private Node[] firsts(List<Expr> exprs, Code self) {
    return nodes(exprs.subList(0, exprs.size() - 1), self);
  }

  private Node cond(List<Expr.Clause> clauses, Expr otherwise, Code self) {
    var tests = new Node[clauses.size()];
    var bodies = new Node[tests.length];
    for (int i = 0; i < tests.length; i++) {
      tests[i] = node(clauses.get(i).test(), self);
      bodies[i] = node(clauses.get(i).body(), self);
    }
    return new ControlNodes.Cond(tests, bodies, node(otherwise, self));
  }

  private Node let(Expr.Let let, Code self) {
    List<Expr.Binding> bindings = let.bindings();
    var values = new Node[bindings.size()];
    var slots = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      Expr.Binding binding = bindings.get(i);
      slots[i] = binding.slot();
      values[i] =
          binding.span().equals(let.span())
              ? part(binding.value(), let.span(), self)
              : named(binding.value(), binding.name(), self);
    }
    Node body = node(let.body(), self);
    return switch (values.length) {
      case 0 -> body;
      case 1 -> new ControlNodes.Let1(slots[0], values[0], body);
      default -> new ControlNodes.Let(slots, values, body);
    };
  }

  private Node buildList(List<Expr.Part> parts, Code self) {
    var spliced = new boolean[parts.size()];
    for (int i = 0; i < spliced.length; i++) {
      spliced[i] = parts.get(i).spliced();
    }
    return new BuildListNode(
        nodes(parts.stream().map(Expr.Part::value).toList(), self),
        spliced,
        parts.stream().map(Expr.Part::span).toArray(Span[]::new));
  }

  private Node count(Expr.Count count, Code self) {
    if (link.standardValue("range") instanceof NativeFunction range
        && link.standardValue("for-each") instanceof NativeFunction forEach) {
      Code body =
          count.lambda().span().equals(count.span())
              ? inPlace(count.lambda().template())
              : procedure(count.lambda().template(), "");
      return new ClosureNodes.Count(body, node(count.limit(), self), range, forEach, count.span());
    }
    throw new IllegalStateException("a library without range and for-each");
  }

  // --- Calls -------------------------------------------------------------------------------------

  private Node call(Expr.Call call, Code self) {
    Span span = call.span();
    Node callee = part(call.callee(), span, self);
    var arguments = new Node[call.arguments().size()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = part(call.arguments().get(i), span, self);
    }
    Node general =
        call.tail()
            ? TailCallNodes.of(self, callee, arguments, span)
            : CallNodes.of(callee, arguments, span);
    return switch (callee) {
      case GlobalNodes.ReadStandard read ->
          direct(read.value, Rebinding.NEVER, arguments, span, general);
      case GlobalNodes.ReadLibrary read -> {
        var rebinding = new Rebinding(read.unit, read.name, general);
        yield direct(read.value, rebinding, arguments, span, general);
      }
      default -> general;
    };
  }

  /// A call of a function that is known already; the general one if it would fail.
  private Node direct(
      Object callee, Rebinding rebinding, Node[] arguments, Span span, Node general) {
    if (!(callee instanceof NativeFunction function)
        || !function.arity().accepts(arguments.length)) {
      return general;
    }
    if (function == link.standardValue(function.boundName())) {
      Node own = Primitives.of(function, rebinding, arguments, span).orElse(null);
      if (own != null) {
        return own;
      }
    }
    return NativeNodes.of(function, rebinding, arguments, span);
  }

  // --- Names -------------------------------------------------------------------------------------

  private Node read(Place place, Span span) {
    return switch (place) {
      case Place.Local(int depth, int slot, _) -> LocalNodes.read(depth, slot);
      case Place.Maybe(int depth, int slot, Place outer, _) ->
          new LocalNodes.ReadMaybe(depth, slot, read(outer, span));
      case Place.Named(int depth, int slot, Place outer, String name) ->
          new LocalNodes.ReadNamed(depth, slot, name, read(outer, span));
      case Place.Global(int unit, String name, _) -> readGlobal(unit, name, span);
      case Place.Standard(String name) -> {
        Object value = link.standardValue(name);
        yield value == null
            ? new GlobalNodes.ReadByName(0, name, span)
            : new GlobalNodes.ReadStandard(value);
      }
    };
  }

  private Node readGlobal(int unit, String name, Span span) {
    Global global = link.globals().find(unit, name).orElse(null);
    if (global != null) {
      return global.isUnstable()
          ? new GlobalNodes.ReadUnstable(global, unit, span)
          : new GlobalNodes.Read(global, unit, span);
    }
    Object library = link.libraryValue(name);
    return library == null
        ? new GlobalNodes.ReadByName(unit, name, span)
        : new GlobalNodes.ReadLibrary(library, unit, name);
  }

  private Node define(Place place, Node value) {
    return switch (place) {
      case Place.Local(int depth, int slot, _) -> new LocalNodes.Write(depth, slot, value);
      case Place.Named(int depth, int slot, _, String name) ->
          new LocalNodes.DefineNamed(depth, slot, name, value);
      case Place.Global(int unit, String name, _) -> {
        Global global = link.globals().find(unit, name).orElse(null);
        yield global == null
            ? new GlobalNodes.DefineByName(unit, name, value)
            : new GlobalNodes.Define(global, shadows(global), oneRun, value);
      }
      case Place.Maybe _, Place.Standard _ ->
          throw new IllegalStateException("nothing is defined there: " + place);
    };
  }

  /// Whether code may have been built that takes the library's value of the name for granted.
  private boolean shadows(Global global) {
    return !global.early && link.libraryValue(global.name) != null;
  }

  private Node assign(Place place, Node value, Span span) {
    switch (place) {
      case Place.Local(int depth, int slot, _) -> {
        return new LocalNodes.Write(depth, slot, value);
      }
      case Place.Global(int unit, String name, boolean sealed) -> {
        Global global = link.globals().find(unit, name).orElse(null);
        if (global != null && !sealed) {
          return new GlobalNodes.Set(global, unit, shadows(global), oneRun, value, span);
        }
      }
      case Place.Maybe _, Place.Named _, Place.Standard _ -> {}
    }
    return new SetNodes.SetFirst(targets(place), place.name(), value, span);
  }

  private static List<SetNodes.Target> targets(Place place) {
    var targets = new ArrayList<SetNodes.Target>();
    @Nullable Place at = place;
    while (at != null) {
      switch (at) {
        case Place.Local(int depth, int slot, _) -> {
          targets.add(new SetNodes.LocalTarget(depth, slot));
          at = null;
        }
        case Place.Maybe(int depth, int slot, Place outer, _) -> {
          targets.add(new SetNodes.MaybeTarget(depth, slot));
          at = outer;
        }
        case Place.Named(int depth, int slot, Place outer, String name) -> {
          targets.add(new SetNodes.NamedTarget(depth, slot, name));
          at = outer;
        }
        case Place.Global(int unit, String name, boolean sealed) -> {
          targets.add(new SetNodes.GlobalTarget(unit, name, sealed));
          at = null;
        }
        case Place.Standard _ -> at = null;
      }
    }
    return targets;
  }
}
