package dev.vigy.lisp.spec;

import dev.vigy.lisp.Lisp;
import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.read.ReadResult;
import dev.vigy.lisp.reference.Entry;
import dev.vigy.lisp.run.Arity;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.source.Source;
import dev.vigy.lisp.source.Span;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Symbol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Every program in the tree: the example lines of the language reference, of the golden files and
/// of the documentation, and the program files under `examples`.
public final class Corpus {
  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final Path ROOT = Path.of(System.getProperty("vigy.root", ".."));
  private static final Pattern VERB = Pattern.compile("\\((vigy-[a-z-]+\\??|http-get|file-[a-z]+)");
  private static final String ARROW = "  => ";

  /// The texts, none twice.
  public static final List<String> TEXTS = texts();

  private Corpus() {}

  /// The language with stand-ins for the verbs that the program files use: each gives its last
  /// argument back, so that everything depends on the program alone.
  public static Lisp.Builder language() {
    Lisp.Builder builder = Lisp.builder().cacheSize(0);
    Set<String> verbs = new LinkedHashSet<>();
    for (String text : TEXTS) {
      Matcher verb = VERB.matcher(text);
      while (verb.find()) {
        verbs.add(verb.group(1));
      }
    }
    for (String verb : verbs) {
      builder.function(
          NativeFunction.of(
              verb,
              Arity.ANY,
              (run, arguments) ->
                  arguments.length == 0 ? Nil.NIL : arguments[arguments.length - 1]));
    }
    return builder;
  }

  private static List<String> texts() {
    Set<String> texts = new LinkedHashSet<>();
    try {
      for (Example example :
          Example.of(Files.readString(RESOURCES.resolve("spec/tatara-lisp.md")))) {
        texts.add(example.forms());
      }
      for (Path file : files(RESOURCES.resolve("golden"), "lisp|txt")) {
        for (String line : Files.readAllLines(file)) {
          int arrow = line.lastIndexOf(ARROW);
          if (arrow > 0 && !line.startsWith(";")) {
            texts.add(line.substring(0, arrow));
          }
        }
      }
      for (Entry entry : Lisp.reference().entries()) {
        texts.add(entry.exampleForms());
        entry.errors().forEach(error -> texts.add(Entry.forms(error)));
      }
      for (Path file : files(ROOT.resolve("examples"), "lisp|vigy")) {
        texts.addAll(bodies(Files.readString(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(texts);
  }

  private static List<Path> files(Path folder, String endings) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().matches(".*\\.(" + endings + ")"))
          .filter(file -> !file.toString().contains("/target/"))
          .sorted()
          .toList();
    }
  }

  /// What the vigies of a program file run, or the file itself if it is a plain program.
  private static List<String> bodies(String text) {
    List<String> bodies = new ArrayList<>();
    if (Lisp.read(Source.of("program", text)) instanceof ReadResult.Forms(List<Form> forms)) {
      for (Form form : forms) {
        if (form instanceof Form.ListForm(List<Form> items, Span span)
            && items.getFirst() instanceof Form.Atom(Object head, Span _)
            && head.equals(new Symbol("defvigy"))) {
          int at = 2;
          while (items.get(at) instanceof Form.Atom(Object part, Span _)) {
            boolean flag = part instanceof String || part.equals(new Keyword("manual"));
            at += flag ? 1 : 2;
          }
          bodies.add(cut(text, items.get(at).span().start(), span.end() - 1));
        }
      }
    }
    return bodies.isEmpty() ? List.of(text) : bodies;
  }

  private static String cut(String text, int from, int to) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
