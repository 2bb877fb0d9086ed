package dev.vigy.runtime.program;

import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.lisp.source.Span;
import dev.vigy.runtime.vigy.Labels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A `defvigy` as it was written, with what it took over from another one.
///
/// @param name empty if it has none that can be used
/// @param keys values by key, without colons, in order; what `:like` named is in them already
/// @param body at least one form, but where there is an error
/// @param endOfKeys byte offset behind the last form before the body
record Header(
    String name,
    Span nameSpan,
    Optional<String> doc,
    Map<String, Form> keys,
    List<Form> body,
    int endOfKeys) {
  /// What the keys ask for; empty if one of them is wrong.
  Optional<Definition> definition(Definition defaults, List<Diagnostic> findings) {
    KeyReader reader = new KeyReader(defaults, findings);
    Definition definition = reader.read(name, doc, keys);
    for (String label : definition.labels().keySet()) {
      try {
        Labels.checkKey(label);
      } catch (IllegalArgumentException e) {
        reader.fail(String.valueOf(e.getMessage()), keys.get("labels"));
      }
    }
    return reader.failed() || body.isEmpty() ? Optional.empty() : Optional.of(definition);
  }

  /// This one with the keys and the body of another one where it has none of its own. Labels and
  /// parameters are put together, key by key.
  Header like(Header other) {
    Map<String, Form> all = new LinkedHashMap<>(other.keys);
    if (ScheduleReader.KINDS.stream().anyMatch(keys::containsKey)) {
      // Another kind of schedule takes the place of the inherited one.
      ScheduleReader.KINDS.forEach(all::remove);
      if (keys.containsKey("manual")) {
        ScheduleReader.COMMON.forEach(all::remove);
      }
      if (!keys.containsKey("cron")) {
        all.remove("zone");
      }
    }
    keys.forEach(
        (key, value) ->
            all.merge(
                key,
                value,
                (inherited, own) ->
                    key.equals("params") || key.equals("labels") ? joined(inherited, own) : own));
    return new Header(
        name,
        nameSpan,
        doc.or(other::doc),
        all,
        body.isEmpty() ? other.body : body,
        body.isEmpty() ? other.endOfKeys : endOfKeys);
  }

  /// Both lists behind one another: the later value of a key wins.
  private static Form joined(Form inherited, Form own) {
    if (inherited instanceof Form.ListForm(List<Form> first, Span _)
        && own instanceof Form.ListForm(List<Form> second, Span span)) {
      return new Form.ListForm(
          java.util.stream.Stream.concat(first.stream(), second.stream()).toList(), span);
    }
    return own;
  }
}
