package dev.vigy.runtime.program;

import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.lisp.source.Span;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.Symbol;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Takes a `defvigy` form apart: name, doc, keys, body.
final class HeaderReader {
  /// Keys that stand alone.
  private static final List<String> FLAGS = List.of("manual");

  private static final List<String> KEYS =
      List.of(
          "every",
          "cron",
          "zone",
          "adaptive",
          "manual",
          "jitter",
          "start",
          "end",
          "windows",
          "catch-up",
          "catch-up-window",
          "labels",
          "params",
          "like",
          "allow",
          "budget",
          "mode");

  private final Form.ListForm form;
  private final Map<String, Header> earlier;
  private final List<Diagnostic> findings;

  /// @param earlier the `defvigy`s before this one, by name
  HeaderReader(Form.ListForm form, Map<String, Header> earlier, List<Diagnostic> findings) {
    this.form = form;
    this.earlier = earlier;
    this.findings = findings;
  }

  Header read() {
    List<Form> items = form.items();
    String name = items.size() > 1 ? name(items.get(1)) : "";
    if (items.size() < 2) {
      error("`defvigy` needs a name and a body", form.span());
    }
    int at = 2;
    Optional<String> doc = Optional.empty();
    // A text that is all there is behind the name is the body.
    if (at < items.size() - 1 && items.get(at) instanceof Form.Atom(String text, Span _)) {
      doc = Optional.of(text);
      at++;
    }
    Map<String, Form> keys = new LinkedHashMap<>();
    boolean broken = false;
    while (at < items.size()
        && items.get(at) instanceof Form.Atom(Keyword(String key), Span span)) {
      at++;
      boolean flag = FLAGS.contains(key);
      if (!flag && at == items.size()) {
        error("`:" + key + "` has no value", span);
        broken = true;
        break;
      }
      Form value = flag ? items.get(at - 1) : items.get(at++);
      if (isKnown(key, span) && keys.putIfAbsent(key, value) != null) {
        error("`:" + key + "` stands twice", span);
      }
      reportDoubles(key, value);
    }
    Header header =
        new Header(
            name,
            items.size() > 1 ? items.get(1).span() : form.span(),
            doc,
            keys,
            items.subList(Math.min(at, items.size()), items.size()),
            items.get(Math.min(at, items.size()) - 1).span().end());
    Header whole = inherited(header);
    if (whole.body().isEmpty() && !name.isEmpty() && !broken && !keys.containsKey("like")) {
      error("`defvigy " + name + "` has no body", form.span());
    }
    return whole;
  }

  /// Keywords that stand twice in a list of keywords and values.
  private void reportDoubles(String key, Form value) {
    if (List.of("labels", "params", "budget").contains(key)
        && value instanceof Form.ListForm(List<Form> items, Span _)) {
      Set<String> seen = new HashSet<>();
      for (int i = 0; i < items.size(); i += 2) {
        if (items.get(i) instanceof Form.Atom(Keyword(String name), Span span) && !seen.add(name)) {
          error("`:" + name + "` stands twice in `:" + key + "`", span);
        }
      }
    }
  }

  private Header inherited(Header header) {
    Form like = header.keys().get("like");
    if (like == null) {
      return header;
    }
    if (!(like instanceof Form.Atom(Symbol(String other), Span span))) {
      error("`:like` takes the name of a `defvigy` before this one", like.span());
      return header;
    }
    Header found = earlier.get(other);
    if (found == null) {
      findings.add(
          Diagnostic.error("there is no `defvigy " + other + "` before this one", span)
              .withHint(
                  Nearest.to(other, earlier.keySet())
                      .map(near -> "did you mean `" + near + "`?")
                      .orElse("")));
      return header;
    }
    return header.like(found);
  }

  private String name(Form form) {
    if (form instanceof Form.Atom(Symbol(String name), Span span)) {
      Optional<String> wrong = VigyName.complaint(name);
      wrong.ifPresent(complaint -> error(complaint, span));
      return wrong.isPresent() ? "" : name;
    }
    error("`defvigy` needs a name, such as `(defvigy site-watch …)`", form.span());
    return "";
  }

  private boolean isKnown(String key, Span span) {
    if (KEYS.contains(key)) {
      return true;
    }
    findings.add(
        Diagnostic.error("unknown key `:" + key + "`", span)
            .withHint(
                Nearest.to(key, KEYS)
                    .map(near -> "did you mean `:" + near + "`?")
                    .orElse("there are :" + String.join(" :", KEYS))));
    return false;
  }

  private void error(String message, Span span) {
    findings.add(Diagnostic.error(message, span));
  }
}
