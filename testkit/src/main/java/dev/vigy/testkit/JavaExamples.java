package dev.vigy.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// The Java examples of documentation, compiled and run: blocks between a line of three backticks
/// and `java`, and one of three backticks, in `///` comments or in a page. Each is the body of a
/// method; what it claims, it says with `assert`.
public final class JavaExamples {
  private static final String METHOD = "run";

  private JavaExamples() {}

  /// One example.
  ///
  /// @param place file and line, for people
  public record Example(String place, String code) {
    /// Compiles it with these imports on the class path of the caller, and runs it.
    ///
    /// @throws AssertionError if it does not compile, or claims what is not so
    public void run(String imports) {
      String source =
          imports
              + "public class Documented { public static void "
              + METHOD
              + "() throws Exception {\n"
              + code
              + "}}\n";
      Loader loader = new Loader(compile(source));
      loader.setDefaultAssertionStatus(true);
      try {
        loader.loadClass("Documented").getMethod(METHOD).invoke(null);
      } catch (InvocationTargetException e) {
        throw new AssertionError(place + " fails: " + e.getCause() + "\n" + code, e.getCause());
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /// The examples in the `///` comments of all sources below a folder.
  public static List<Example> inSources(Path folder) {
    List<Example> examples = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).sorted().toList()) {
        List<String> lines =
            Files.readAllLines(file).stream()
                .map(String::strip)
                .map(line -> line.startsWith("///") ? line.substring(3) : "")
                .toList();
        collect(file, lines, examples);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(examples);
  }

  /// The examples in a page.
  public static List<Example> inPage(Path page) {
    List<Example> examples = new ArrayList<>();
    try {
      collect(page, Files.readAllLines(page), examples);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(examples);
  }

  private static void collect(Path file, List<String> lines, List<Example> examples) {
    StringBuilder code = new StringBuilder();
    int begin = 0;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (begin == 0 && line.equals("```java")) {
        begin = i + 1;
      } else if (begin > 0 && line.equals("```")) {
        examples.add(new Example(file.getFileName() + ":" + begin, code.toString()));
        code.setLength(0);
        begin = 0;
      } else if (begin > 0) {
        code.append(lines.get(i)).append('\n');
      }
    }
  }

  private static Map<String, byte[]> compile(String source) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (InMemory files = new InMemory(compiler)) {
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  files,
                  null,
                  List.of("-classpath", System.getProperty("java.class.path"), "-proc:none"),
                  null,
                  List.of(new Text(source)))
              .call();
      if (!compiled) {
        throw new AssertionError(messages + "\n" + source);
      }
      Map<String, byte[]> classes = new HashMap<>();
      files.out.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
      return classes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Knows the classes of one example.
  private static final class Loader extends ClassLoader {
    private final Map<String, byte[]> classes;

    Loader(Map<String, byte[]> classes) {
      super(JavaExamples.class.getClassLoader());
      this.classes = classes;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] bytes = classes.get(name);
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes, 0, bytes.length);
    }
  }

  private static final class Text extends SimpleJavaFileObject {
    private final String source;

    Text(String source) {
      super(URI.create("string:///Documented.java"), Kind.SOURCE);
      this.source = source;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return source;
    }
  }

  /// Keeps compiled classes in memory.
  private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> out = new HashMap<>();

    InMemory(JavaCompiler compiler) {
      super(compiler.getStandardFileManager(null, null, null));
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      return new Written(className, kind, out);
    }
  }

  private static final class Written extends SimpleJavaFileObject {
    private final String name;
    private final Map<String, ByteArrayOutputStream> out;

    Written(String name, Kind kind, Map<String, ByteArrayOutputStream> out) {
      super(URI.create("mem:///" + name), kind);
      this.name = name;
      this.out = out;
    }

    @Override
    public OutputStream openOutputStream() {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      out.put(name, bytes);
      return bytes;
    }
  }
}
