package dev.vigy.cli;

import java.util.ArrayList;
import java.util.List;

/// The file of bad inputs:
///
/// ```text
/// # a comment
/// $ vigy run nowhere.vigy
/// = 1
/// ! error: cannot read `nowhere.vigy`: there is no such file
///
/// > POST /v1/vigies
/// > Content-Type: text/plain
/// >
/// > hello
/// = 415
/// ! error: …
/// ```
final class BadInput {
  /// @param comments lines before it
  /// @param asked the command line, or the lines of the request
  record Case(List<String> comments, List<String> asked, String answer) {
    boolean isRequest() {
      return asked.getFirst().startsWith("> ");
    }

    /// As it stands in the file.
    String text(String newAnswer) {
      StringBuilder text = new StringBuilder();
      comments.forEach(line -> text.append(line).append('\n'));
      asked.forEach(line -> text.append(line).append('\n'));
      return text.append(newAnswer).toString();
    }

    @Override
    public String toString() {
      return String.join(" ", asked);
    }
  }

  private BadInput() {}

  static List<Case> read(String file) {
    List<Case> cases = new ArrayList<>();
    for (String block : file.split("\n\n+")) {
      List<String> comments = new ArrayList<>();
      List<String> asked = new ArrayList<>();
      StringBuilder answer = new StringBuilder();
      for (String line : block.lines().toList()) {
        if (line.startsWith("#")) {
          comments.add(line);
        } else if (line.startsWith("$ ") || line.startsWith(">")) {
          asked.add(line);
        } else if (!line.isEmpty()) {
          answer.append(line).append('\n');
        }
      }
      if (!asked.isEmpty()) {
        cases.add(new Case(comments, asked, answer.toString()));
      }
    }
    return cases;
  }
}
