package dev.vigy.lisp.check;

import dev.vigy.lisp.ir.Expr;
import dev.vigy.lisp.ir.Place;
import dev.vigy.lisp.ir.Template;
import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.lisp.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds local names that nothing reads. Parameters are left out, since whoever calls decides on
/// them; so is what macros bind, and everything that code given to `eval` may see.
final class UnusedNames {
  private final List<Frame> frames = new ArrayList<>();
  private final List<Diagnostic> found = new ArrayList<>();

  /// A name that is bound.
  private record Bound(String name, Span span, boolean definition) {}

  /// The slots of one running piece of code.
  private static final class Frame {
    final Map<Integer, Bound> bound = new HashMap<>();
    final Set<Integer> read = new HashSet<>();
    final Set<Integer> set = new HashSet<>();

    /// Whether `eval` may read anything here.
    boolean opaque;
  }

  private UnusedNames() {}

  static List<Diagnostic> in(Expr body) {
    var names = new UnusedNames();
    names.frame(body);
    return names.found;
  }

  private void frame(Expr body) {
    var frame = new Frame();
    frames.add(frame);
    look(body);
    frames.removeLast();
    if (!frame.opaque) {
      report(frame);
    }
  }

  private void report(Frame frame) {
    var places = new HashMap<Span, Integer>();
    frame.bound.values().forEach(bound -> places.merge(bound.span(), 1, Integer::sum));
    frame.bound.forEach(
        (slot, bound) -> {
          // Several names at one place were bound by a macro.
          if (!frame.read.contains(slot) && places.getOrDefault(bound.span(), 0) == 1) {
            found.add(frame.set.contains(slot) ? setOnly(bound) : finding(bound));
          }
        });
  }

  private static Diagnostic setOnly(Bound bound) {
    return Diagnostic.warning("`" + bound.name() + "` is set but never read", bound.span())
        .withCode("unused-name");
  }

  private static Diagnostic finding(Bound bound) {
    String name = bound.name();
    Diagnostic finding =
        Diagnostic.warning("`" + name + "` is never used", bound.span())
            .withCode("unused-name")
            .withHint("leave it out, or call it `_" + name + "`");
    return bound.definition() ? finding : finding.mendedBy("_" + name);
  }

  private void look(Expr expr) {
    switch (expr) {
      case Expr.Lambda(Template template, _) -> frame(template.body());
      case Expr.Delay(Template template, _) -> frame(template.body());
      case Expr.Read(Place place, _) -> read(place);
      case Expr.Let let -> {
        for (Expr.Binding binding : let.bindings()) {
          bind(binding.slot(), binding.name(), binding.span(), let.span(), false);
        }
        let.children().forEach(this::look);
      }
      case Expr.Define(Place.Local(int depth, int slot, String name), Expr value, _, Span span) -> {
        if (depth == 0) {
          bind(slot, name, span, Span.SYNTHETIC, true);
        }
        look(value);
      }
      case Expr.Assign(Place place, Expr value, _) -> {
        if (place instanceof Place.Local(int depth, int slot, _) && depth < frames.size()) {
          frames.get(frames.size() - 1 - depth).set.add(slot);
        }
        look(value);
      }
      case Expr.Eval _, Expr.MacroExpand _ -> {
        frames.forEach(frame -> frame.opaque = true);
        expr.children().forEach(this::look);
      }
      default -> expr.children().forEach(this::look);
    }
  }

  /// @param whole the form that binds it: what a macro binds has the same span
  private void bind(int slot, String name, Span span, Span whole, boolean definition) {
    if (!name.startsWith("_") && !span.equals(whole) && !span.isSynthetic()) {
      frames.getLast().bound.putIfAbsent(slot, new Bound(name, span, definition));
    }
  }

  private void read(Place place) {
    switch (place) {
      case Place.Local(int depth, int slot, _) -> readSlot(depth, slot);
      case Place.Maybe(int depth, int slot, Place outer, _) -> {
        readSlot(depth, slot);
        read(outer);
      }
      case Place.Named(_, _, Place outer, _) -> read(outer);
      case Place.Global _, Place.Standard _ -> {}
    }
  }

  private void readSlot(int depth, int slot) {
    int index = frames.size() - 1 - depth;
    if (index >= 0) {
      frames.get(index).read.add(slot);
    }
  }
}
