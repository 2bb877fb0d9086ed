package dev.vigy.runtime.probe;

import dev.vigy.lisp.reference.Entry;
import dev.vigy.lisp.reference.Entry.Kind;
import java.util.List;

/// What the reference documentation says of the probes. A test compares the names, and runs the
/// examples and the errors.
///
/// In the examples a web server answers `{"state":"open"}`, and `/var/spool` holds one file,
/// `a.job`, whose text is `hello`.
public final class ProbeEntries {
  private static final String GROUP = "Probes";
  private static final String FILE =
      " Needs the capability `(file \"/dir\")`. Where it can't, `:ok` is false and `:error` says why.";

  private ProbeEntries() {}

  /// All of them.
  public static List<Entry> all() {
    return List.of(
        probe(
                Probes.HTTP_GET,
                "url option value…",
                "Gets a page. Answers a map: `:ok` (true for 200 to 299), `:status`, `:headers` with"
                    + " lower-case string keys, `:body`, `:elapsed-ms`, and `:error` where `:ok` is false."
                    + " Options: `:timeout \"5s\"`, `:headers` and `:query` (maps), `:body` (text), `:json"
                    + " #t` (adds `:json`, the parsed body), `:bearer` (text), `:retries` (0 to 5). Needs"
                    + " the capability `(http \"https://host/prefix\")`.",
                "(json-get (http-get \"https://shop.example.org/state\" :json #t :timeout \"5s\") '(:json"
                    + " state)) => \"open\"")
            .fails(
                "(http-get \"https://shop.example.org/\" :speed 1) => :native-fn in native `http-get`:"
                    + " unknown option :speed; expected :timeout :headers :query :body :json :bearer"
                    + " :retries",
                "(http-get \"https://shop.example.org/\" :timeout \"soon\") => :native-fn in native"
                    + " `http-get`: bad timeout \"soon\"; write 250ms, 30s, 5m, 2h or 1d, or several as in"
                    + " 1h30m",
                "(http-get 5) => :type-mismatch type mismatch: expected string, got int"),
        probe(
                Probes.FILE_READ,
                "path",
                "Reads a text file of at most 1 MiB: `:text`." + FILE,
                "(get (file-read \"/var/spool/a.job\") :text) => \"hello\"")
            .fails("(file-read 5) => :type-mismatch type mismatch: expected string, got int"),
        probe(
                Probes.FILE_STAT,
                "path",
                "Looks at a file: `:size` in bytes, `:modified-ms`, `:kind` (`:file :dir :link :other`)."
                    + FILE,
                "(get (file-stat \"/var/spool/a.job\") :size) => 5")
            .fails("(file-stat 5) => :type-mismatch type mismatch: expected string, got int"),
        probe(
                Probes.FILE_LIST,
                "path",
                "Lists a folder of at most 10,000 entries: `:files`, maps with `:name` and what"
                    + " `file-stat` says, sorted by name."
                    + FILE,
                "(map (lambda (file) (get file :name)) (get (file-list \"/var/spool\") :files)) =>"
                    + " (\"a.job\")")
            .fails("(file-list 5) => :type-mismatch type mismatch: expected string, got int"),
        probe(
                Probes.DISK_SPACE,
                "path",
                "The space of the file system that the path lies on: `:total`, `:free` and `:used` in"
                    + " bytes."
                    + FILE,
                "(define disk (disk-space \"/var/spool\")) (ratio (get disk :free) (get disk :total)) =>"
                    + " 0.25")
            .fails("(disk-space 5) => :type-mismatch type mismatch: expected string, got int"));
  }

  private static Entry probe(String name, String parameters, String meaning, String example) {
    return Entry.of(Kind.PROBE, GROUP, name, "(" + name + " " + parameters + ")", meaning, example);
  }
}
