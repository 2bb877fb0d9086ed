package dev.vigy.lisp.reference;

import dev.vigy.lisp.reference.Entry.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes the pages of the reference documentation, in Markdown.
public final class ReferencePages {
  /// A page: its file name without ending, its title, what it says at its head, and the groups that
  /// stand on it, in the order of their entries.
  private record Page(String file, String title, String about, List<String> groups) {}

  private static final List<Page> PAGES =
      List.of(
          new Page(
              "forms",
              "Forms and macros",
              "Words that are no functions: they decide themselves what is evaluated and when. A list"
                  + " headed by one is that form, whatever a program binds to the word; a parameter or"
                  + " local variable with the name of a macro shadows the macro.",
              List.of("Special forms", "Definitions at top level", "Macros")),
          new Page(
              "numbers",
              "Numbers",
              "Ints have 64 bits and fail where they overflow; Floats are binary64.",
              List.of("Arithmetic", "Comparison", "Bits", "Numbers")),
          new Page(
              "lists",
              "Lists",
              "Lists are immutable. Nil, written `()`, counts as an empty list and is false; an empty"
                  + " list, as in `'()` or `(list)`, is true.",
              List.of("Lists", "List library", "Higher-order functions", "Combinators")),
          new Page(
              "maps",
              "Maps, data and JSON",
              "Maps are immutable and keep the order of their keys. Keys are Strings, Keywords, Symbols,"
                  + " numbers, Booleans and Nil.",
              List.of("Hash maps", "Map library", "Data and JSON")),
          new Page(
              "text",
              "Text, input and output",
              "Texts are immutable and consist of Unicode characters; indexes count those. What a program"
                  + " prints is kept with the run.",
              List.of("Strings, symbols, keywords", "Text", "Output", "Reader")),
          new Page(
              "time",
              "Time",
              "Times are Ints, milliseconds since 1970; spans are milliseconds too. Now is only"
                  + " [`(vigy-tick)`](verbs.md#vigy-tick).",
              List.of("Time")),
          new Page(
              "types",
              "Types, errors, laziness",
              "What a value is, what happens when something fails, and values that are made when they are"
                  + " asked for.",
              List.of(
                  "Type predicates",
                  "Run-time types",
                  "Errors",
                  "Promises and lazy sequences",
                  "Aliases")),
          new Page(
              "concurrency",
              "Channels and fibers",
              "Fibers take turns in a fixed order; nothing here depends on chance or threads.",
              List.of("Fibers that wait", "Channels", "Fibers")),
          new Page(
              "patterns",
              "Machines, actors and other patterns",
              "Ready-made ways to hold state and to take programs apart.",
              List.of(
                  "State machines",
                  "Transducers",
                  "Actors",
                  "Subjects",
                  "Command and query bus",
                  "Event store",
                  "Strategy, decorator, visitor",
                  "Pipeline",
                  "Record helpers",
                  "Pattern-matching helpers",
                  "Typed-function helpers")),
          new Page(
              "verbs",
              "Verbs",
              "What the program of a vigy says to the tick it runs in. Names, keys and messages may be"
                  + " strings, keywords or symbols; `:a`, `'a` and `\"a\"` are one name. A failed tick"
                  + " changes nothing. Each example is a whole tick of a vigy that never ran before, at"
                  + " 2026-05-21T12:34:56.789Z, with the parameters `:url \"https://shop.example.org/\"` and"
                  + " `:slow-ms 2000`; behind `;` stands what the tick says, and what it keeps in kv.",
              List.of(
                  "Actions",
                  "State",
                  "Memory in kv",
                  "Once and done",
                  "Memory of how things went",
                  "The tick itself",
                  "Telling")),
          new Page(
              "probes",
              "Probes",
              "What the program of a vigy asks the world. Each needs a capability that the program asks for"
                  + " (`:allow`) and the operator grants (`--allow`). What goes wrong outside is an answer"
                  + " with `:ok #f` and `:error`, no failed tick; a denied capability is an error. Answers"
                  + " are recorded with the run. In the examples a web server answers"
                  + " `{\"state\":\"open\"}`, and `/var/spool` holds one file, `a.job`, with the text"
                  + " `hello`.",
              List.of("Probes")));

  private static final String GENERATED =
      "<!-- Made from the tables that define the names; a test compares. Change those, then run the test"
          + " with -Dvigy.golden=update (CONTRIBUTING.md). -->\n\n";

  private final Reference reference;

  private ReferencePages(Reference reference) {
    this.reference = reference;
  }

  /// The pages, by file name.
  ///
  /// @throws IllegalArgumentException if a group has no page
  public static Map<String, String> of(Reference reference) {
    return new ReferencePages(reference).pages();
  }

  private Map<String, String> pages() {
    Map<String, List<Entry>> groups = new LinkedHashMap<>();
    reference
        .entries()
        .forEach(
            entry -> groups.computeIfAbsent(entry.group(), group -> new ArrayList<>()).add(entry));
    Map<String, String> pages = new LinkedHashMap<>();
    Map<String, String> fileOf = new TreeMap<>();
    for (Page page : PAGES) {
      Map<String, List<Entry>> own = new LinkedHashMap<>();
      for (String group : page.groups()) {
        List<Entry> entries = groups.remove(group);
        if (entries != null) {
          own.put(group, entries);
          entries.forEach(entry -> fileOf.put(entry.name(), page.file()));
        }
      }
      if (!own.isEmpty()) {
        pages.put(page.file() + ".md", text(page, own));
      }
    }
    if (!groups.isEmpty()) {
      throw new IllegalArgumentException("no page for the groups " + groups.keySet());
    }
    Map<String, String> all = new LinkedHashMap<>();
    all.put("README.md", index(fileOf));
    all.putAll(pages);
    return all;
  }

  private static String text(Page page, Map<String, List<Entry>> groups) {
    StringBuilder out = new StringBuilder();
    out.append("# ").append(page.title()).append("\n\n").append(GENERATED);
    out.append(page.about()).append('\n');
    groups.forEach(
        (group, entries) -> {
          if (groups.size() > 1) {
            out.append("\n## ").append(group).append('\n');
          }
          entries.forEach(entry -> entry(out, entry, groups.size() > 1 ? "###" : "##"));
        });
    return out.toString();
  }

  private static void entry(StringBuilder out, Entry entry, String heading) {
    out.append("\n<a id=\"").append(anchor(entry.name())).append("\"></a>\n");
    out.append(heading).append(" `").append(entry.signature()).append("`\n\n");
    out.append(entry.meaning()).append("\n\n```lisp\n");
    example(out, entry.example());
    out.append("```\n");
    if (!entry.errors().isEmpty()) {
      out.append("\nFails:\n\n```text\n");
      entry.errors().forEach(error -> error(out, error));
      out.append("```\n");
    }
  }

  private static void example(StringBuilder out, String example) {
    String result = Entry.result(example);
    int effect = result.indexOf(" ; ");
    out.append(Entry.forms(example)).append("  => ");
    out.append(effect < 0 ? result : result.substring(0, effect)).append('\n');
    if (effect >= 0) {
      for (String part : result.substring(effect + 3).split(" ; ")) {
        out.append("; ").append(part).append('\n');
      }
    }
  }

  private static void error(StringBuilder out, String error) {
    out.append(Entry.forms(error)).append("  => ").append(Entry.result(error)).append('\n');
  }

  private String index(Map<String, String> fileOf) {
    StringBuilder out = new StringBuilder();
    out.append("# Reference\n\n").append(GENERATED);
    out.append(
        """
        Every word and name that a program can use: how it is called, what it means, an example, and
        how it fails. `vigy doc NAME` prints an entry, `vigy doc --search WORDS` finds some, both with
        `--json` for programs. To learn the language, read the [tour](../language.md).

        How to read an entry:

        - `…` stands for any number of the thing before it, `[x]` for something that may be left out.
        - `FORMS  => RESULT` shows the printed value of the last form. All examples run as tests.
        - Below *Fails* stand calls with the tag and the message of their error, as `catch` finds them
          with `error-tag` and `error-message`. A wrong number of arguments always fails, with the tag
          `:arity-mismatch`; it is not listed.
        - Functions take the arguments in the order of the signature and never change one: lists, maps
          and texts are immutable.

        """);
    for (Page page : PAGES) {
      if (fileOf.containsValue(page.file())) {
        out.append("- [").append(page.title()).append("](").append(page.file()).append(".md)\n");
      }
    }
    for (Kind kind : Kind.values()) {
      List<String> links =
          reference.entries().stream()
              .filter(entry -> entry.kind() == kind)
              .map(Entry::name)
              .sorted()
              .map(name -> link(name, fileOf))
              .toList();
      if (!links.isEmpty()) {
        String title = kind.text().substring(0, 1).toUpperCase(java.util.Locale.ROOT);
        out.append("\n## ").append(title).append(kind.text().substring(1)).append("s: ");
        out.append(links.size()).append("\n\n").append(String.join("\n", links)).append('\n');
      }
    }
    return out.toString();
  }

  private static String link(String name, Map<String, String> fileOf) {
    return "[`" + name + "`](" + fileOf.get(name) + ".md#" + anchor(name) + ")";
  }

  /// Letters, digits and hyphens as they are, everything else by its number.
  private static String anchor(String name) {
    StringBuilder out = new StringBuilder();
    name.chars()
        .forEach(
            c -> {
              if (Character.isLetterOrDigit(c) || c == '-') {
                out.append((char) c);
              } else {
                out.append('_').append(Integer.toHexString(c));
              }
            });
    return out.toString();
  }
}
