package dev.vigy.lisp.tree;

import dev.vigy.lisp.ir.Template;
import dev.vigy.lisp.run.Arity;
import dev.vigy.lisp.run.CallStack.Callee;
import dev.vigy.lisp.run.Cost;
import java.util.Arrays;
import java.util.List;

/// The code of a closure, a promise or a form: how its frames are laid out and what runs in them.
public final class Code {
  /// Says of code that its frame takes more than storing the arguments.
  private static final int OTHERWISE = -1;

  /// Frames with more slots are paid for before they are made, each by itself.
  private static final int SMALL_FRAME = 256;

  final String name;
  final Callee callee;
  final int required;
  final int frameSize;
  final long frameBytes;

  /// The number of arguments that are the first slots of a small frame as they come, or
  /// [#OTHERWISE].
  final int exact;

  final boolean variadic;

  /// Whether nothing can keep a frame after its call, so that a call of itself may use it again.
  final boolean reusable;

  private Node body = new ConstantNode(false);

  /// How many levels deep the one who builds the code is in it.
  private int level;

  private final List<String> parameters;
  private final String rest;

  /// @param callee what it is called in the call stack of an error
  Code(Template template, Callee callee) {
    this.name = template.name();
    this.callee = callee;
    this.parameters = template.parameters();
    this.rest = template.rest();
    this.required = parameters.size();
    this.frameSize = template.frameSize();
    this.frameBytes = Cost.FRAME + Cost.SLOT * frameSize;
    this.variadic = template.variadic();
    this.exact = variadic || frameSize > SMALL_FRAME ? OTHERWISE : required;
    this.reusable = !template.captured();
  }

  /// Sets what runs; only the one who builds the code does so, before anybody else sees it.
  void setBody(Node node) {
    body = node;
  }

  /// One level more is being built.
  ///
  /// @return whether it is one of every so many
  boolean buildDeeper(int every) {
    return ++level % every == 0;
  }

  void buildUp() {
    level--;
  }

  Node body() {
    return body;
  }

  Arity arity() {
    return variadic ? Arity.atLeast(required) : Arity.exactly(required);
  }

  /// How a closure of it prints.
  String printed() {
    if (parameters.isEmpty()) {
      return "#<closure>";
    }
    return "#<closure (" + String.join(" ", parameters) + (variadic ? " . " + rest : "") + ")>";
  }

  /// How it is to be called: `(f a b &rest more)`.
  String signature() {
    String expected = String.join(" ", parameters);
    if (variadic) {
      expected = parameters.isEmpty() ? "…" : expected + " &rest " + rest;
    }
    if (callee.name().isEmpty()) {
      return "(lambda (" + expected + ") …)";
    }
    return expected.isEmpty()
        ? "(" + callee.name() + ")"
        : "(" + callee.name() + " " + expected + ")";
  }

  /// Makes a frame that was used before look like a new one, apart from its parameters.
  void clearVariables(Object[] frame) {
    int from = required + 1;
    if (from < frameSize) {
      Arrays.fill(frame, from, frameSize, null);
    }
  }
}
