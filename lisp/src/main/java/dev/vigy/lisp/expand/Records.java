package dev.vigy.lisp.expand;

import dev.vigy.lisp.expand.LibraryMacros.Call;
import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.value.Keyword;
import java.util.ArrayList;
import java.util.List;

/// `define-record`: records are maps that say what they are.
final class Records {
  private static final Keyword TYPE = new Keyword("tatara-record-type");

  private Records() {}

  /// Constructor, predicate, `->map`, all accessors, all setters.
  static Form defineRecord(Call call) {
    FormBuilder build = call.build();
    String name = build.name(call.argument(0));
    List<Form> fields = build.elements(call.argument(1));
    Form r = build.symbol("r");
    Form v = build.symbol("v");
    Form type = build.value(new Keyword(name));
    var definitions = new ArrayList<Form>();
    definitions.add(build.symbol("begin"));

    var target = new ArrayList<Form>();
    target.add(build.symbol("make-" + name));
    target.addAll(fields);
    var made = new ArrayList<Form>();
    made.add(build.standard("hash-map"));
    made.add(build.value(TYPE));
    made.add(type);
    for (Form field : fields) {
      made.add(build.value(new Keyword(build.name(field))));
      made.add(field);
    }
    definitions.add(define(build.list(target), build.list(made), build));

    Form typeOf = build.list(build.standard("hash-map-get"), v, build.value(TYPE));
    Form isOne =
        build.list(
            build.symbol("if"),
            build.list(build.standard("hash-map?"), v),
            build.list(build.standard("equal?"), typeOf, type),
            build.value(false));
    definitions.add(define(build.list(build.symbol(name + "?"), v), isOne, build));
    definitions.add(define(build.list(build.symbol(name + "->map"), r), r, build));

    for (Form field : fields) {
      Form key = build.value(new Keyword(build.name(field)));
      Form accessor = build.list(build.symbol(name + "-" + build.name(field)), r);
      definitions.add(define(accessor, build.list(build.standard("hash-map-get"), r, key), build));
    }
    for (Form field : fields) {
      Form key = build.value(new Keyword(build.name(field)));
      Form setter = build.list(build.symbol(name + "-set-" + build.name(field)), r, v);
      definitions.add(define(setter, build.list(build.standard("hash-map-set"), r, key, v), build));
    }
    return build.list(definitions);
  }

  private static Form define(Form target, Form body, FormBuilder build) {
    return build.list(build.symbol("define"), target, body);
  }
}
