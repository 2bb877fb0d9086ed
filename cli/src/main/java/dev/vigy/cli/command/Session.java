package dev.vigy.cli.command;

import dev.vigy.cli.text.Style;
import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.json.JsonPrinter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// What a command works with: its command line, the world, and how to speak to whoever called it.
///
/// @param json whether answers are JSON
/// @param style colours of standard output
record Session(Invocation line, World world, boolean json, Style style) {
  static Session of(Invocation line, World world) {
    boolean json = line.flag("json") || line.value("output").equals(Optional.of("json"));
    if (line.flag("json") && line.value("output").equals(Optional.of("text"))) {
      throw new UsageException("`--json` and `--output text` exclude each other");
    }
    return new Session(line, world, json, new Style(!json && wantsColour(line, world)));
  }

  private static boolean wantsColour(Invocation line, World world) {
    return switch (line.value("color").orElse("auto")) {
      case "always" -> true;
      case "never" -> false;
      default ->
          world.env("NO_COLOR").isEmpty()
              && !world.env("TERM").equals(Optional.of("dumb"))
              // Without TERM nobody looks; asking the system is what costs.
              && world.env("TERM").isPresent()
              && world.terminal().getAsBoolean();
    };
  }

  Instant now() {
    return world.clock().instant();
  }

  void print(String text) {
    world.out().print(text);
  }

  void println(String line) {
    world.out().println(line);
  }

  /// Lets the reader see what was printed so far.
  ///
  /// @return whether the reader is still there
  boolean flush() {
    return !world.out().checkError();
  }

  /// One line of JSON.
  void printLine(Json json) {
    world.out().append(JsonPrinter.print(json) + '\n');
  }

  /// JSON over several lines, for answers that people read too.
  void printDocument(Json json) {
    world.out().append(IndentedJson.print(json)).append('\n');
  }

  void note(String line) {
    world.err().println(line);
  }

  /// A warning or the like on standard error.
  void warn(String message) {
    world.err().println("warning: " + message);
  }

  /// The text of a file, or of standard input for `-`.
  ///
  /// @throws CommandException in one sentence, if it can't be read
  String read(String name) {
    try {
      byte[] bytes =
          name.equals("-") ? world.in().readAllBytes() : Files.readAllBytes(world.resolve(name));
      return utf8(bytes, name);
    } catch (IOException e) {
      throw cannotRead(name, e);
    }
  }

  private static String utf8(byte[] bytes, String name) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new CommandException(
          "cannot read `"
              + (name.equals("-") ? "standard input" : name)
              + "`: it is not UTF-8 text");
    }
  }

  private CommandException cannotRead(String name, IOException cause) {
    Path path = world.resolve(name);
    String why =
        switch (cause) {
          case NoSuchFileException _ -> "there is no such file";
          case AccessDeniedException _ -> "permission denied";
          default ->
              Files.isDirectory(path) ? "it is a folder" : String.valueOf(cause.getMessage());
        };
    return new CommandException("cannot read `" + name + "`: " + why);
  }

  /// A question to the person at the terminal.
  ///
  /// @return the answer in lower case, empty if there is none
  String ask(String question) {
    world.out().print(question);
    world.out().flush();
    StringBuilder answer = new StringBuilder();
    try {
      int c = world.in().read();
      while (c >= 0 && c != '\n') {
        answer.append((char) c);
        c = world.in().read();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return answer.toString().strip().toLowerCase(java.util.Locale.ROOT);
  }
}
