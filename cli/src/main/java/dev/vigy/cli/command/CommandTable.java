package dev.vigy.cli.command;

import java.util.List;

/// The table of commands, in the order in which help lists them.
final class CommandTable {
  private static final Option SELECTOR =
      Option.value(
              "selector",
              "SELECTOR",
              "only vigies whose labels match, such as `team=web,tier!=dev`")
          .letter("l")
          .alias("label-selector");
  private static final Option YES = Option.flag("yes", "do not ask").letter("y");
  private static final Option ALLOW =
      Option.value("allow", "CAP", "grant a capability: `file=/dir`, `http=https://host/prefix`")
          .many();
  private static final Option ALLOW_ALL =
      Option.flag("allow-all", "grant whatever the programs ask for");
  private static final Option PARAM =
      Option.value("param", "K=V", "set a parameter of the program").letter("p").many();
  private static final Option LIMIT = Option.value("limit", "N", "at most so many").letter("n");
  private static final Option SINCE =
      Option.value("since", "TIME", "not older than this: `2h`, or an instant");
  private static final Option OBSERVE =
      Option.flag("observe", "record what would be done, deliver nothing");

  static final List<Option> GLOBALS =
      List.of(
          Option.value(
              "db", "PATH", "the store's file (default: $VIGY_DB, else in the user's data folder)"),
          Option.value("server", "URL", "talk to the server there instead of a store"),
          Option.choice("output", "how answers are written", "text", "json").letter("o"),
          Option.flag("json", "the same as `--output json`"),
          Option.flag("verbose", "say more on standard error").letter("v").many(),
          Option.choice("color", "when to colour (default: auto)", "auto", "always", "never"),
          Option.flag("help", "show help").letter("h"),
          Option.flag("version", "show the version").letter("V"));

  static final List<CommandSpec> ALL =
      List.of(
          CommandSpec.of("run", "FILE…", 1, 1000, "run the vigies of a file and print every tick")
              .options(
                  Option.value(
                      "ticks", "N", "end when each vigy has run N times; exit 3 if a run failed"),
                  Option.value("for", "DURATION", "end after this time: `90s`, `1h30m`"),
                  ALLOW,
                  ALLOW_ALL,
                  PARAM,
                  Option.flag("watch", "load the files again when they are saved"),
                  Option.value("name", "NAME", "the name of a plain program (default: the file's)"),
                  Option.value(
                      "every", "DURATION", "how often a plain program ticks (default: 1s)"),
                  OBSERVE)
              .details(
                  """
                  Registers the vigies of the files in a store in memory, or in the one that --db names,
                  ticks them, and prints every run as soon as it is durable. Ctrl-C ends with a summary.
                  What the programs ask to look at must be granted: on a terminal you are asked,
                  elsewhere grant it with --allow.""")
              .examples(
                  "run site-watch.vigy",
                  "run folder.vigy --allow file=/var/spool --ticks 3",
                  "run folder.vigy --allow-all --watch"),
          CommandSpec.of(
                  "eval",
                  "[FILE|-]",
                  0,
                  1,
                  "evaluate a program once, on a host of its own; writes nothing")
              .options(
                  Option.value("expression", "FORM", "evaluate this text").letter("e"),
                  Option.value(
                          "input",
                          "JSON|@FILE",
                          "kv, times, recorded answers: `{\"kv\":{\"n\":1}}`")
                      .letter("i"),
                  Option.flag("batch", "read JSON lines, write JSON lines, in order"),
                  Option.flag(
                      "language-only",
                      "the language without the everyday library and without verbs"),
                  ALLOW,
                  PARAM)
              .details(
                  """
                  One dry tick. Prints the value, what the program printed, and what it told its host.
                  Exit 3 if the program fails. With --batch each line of standard input is an object with
                  `program`, and optionally `id`, `input` fields, `modules`, `language_only`.""")
              .examples(
                  "eval -e '(+ 1 2)'",
                  "eval program.vigy --input '{\"kv\":{\"n\":41}}' --json",
                  "eval --batch < programs.jsonl"),
          CommandSpec.of(
                  "check", "FILE…", 1, 1000, "find errors in program files without running them")
              .options(PARAM)
              .details("Exit 3 if there are errors; warnings alone are fine.")
              .examples("check examples/*.vigy"),
          CommandSpec.of("test", "FILE…", 1, 1000, "run the tests of program files")
              .details(
                  """
                  A test is (deftest name form…) in a program file. It finds `(sim 'vigy)`,
                  `(sim-answer 'probe [argument] value)`, `(sim-tick n)`, `(sim-force)`,
                  `(sim-advance "1h")`, `(sim-state)` and `(assert form [text])`. The clock begins at
                  2026-01-01T00:00:00Z and moves by itself; a probe that nobody answers fails the test.
                  Nothing is stored, nothing outside is looked at. Exit 3 if a test failed.""")
              .examples("test examples/site-watch/site-watch.vigy", "test *.vigy --json"),
          CommandSpec.of("fmt", "FILE…|DIR…|-", 1, 1000, "format program files in place")
              .options(
                  Option.flag(
                      "check", "change nothing; exit 1 and name the files that would change"))
              .details(
                  """
                  One style, 100 columns: bodies two blanks in, arguments under each other. Line breaks,
                  comments, empty lines between groups and what is lined up by hand stay, and so does what
                  the program does. Of a folder it takes .vigy, .lisp and .tlisp files. With - it reads
                  standard input and writes standard output. Exit 3 if a file is no readable program.""")
              .examples("fmt examples", "fmt --check .", "fmt - < site-watch.vigy"),
          CommandSpec.of(
                  "register",
                  "FILE…",
                  1,
                  1000,
                  "put the vigies of a file into the store, or edit them there")
              .options(
                  Option.value("name", "NAME", "the name; needed for a plain program"),
                  Option.value(
                      "every", "DURATION", "how often it ticks; a bare number is milliseconds"),
                  Option.value("label", "K=V", "set a label").many(),
                  PARAM,
                  Option.flag("disabled", "register it disabled"),
                  Option.flag("force", "register in spite of unknown names"),
                  Option.flag("unpin", "take away the pin of a rollback"),
                  Option.choice("language", "the only one there is", "tatara-lisp", "blue"))
              .examples(
                  "register site-watch.vigy",
                  "register plain.vigy --name heartbeat --every 10s --label team=web"),
          CommandSpec.of("list", "", 0, 0, "list vigies")
              .options(
                  SELECTOR,
                  Option.choice(
                      "status",
                      "only of this status",
                      "active",
                      "paused",
                      "disabled",
                      "quarantined",
                      "out-of-scope"))
              .examples("list -l team=web", "list --status quarantined --json"),
          CommandSpec.of("inspect", "VIGY", 1, 1, "show a vigy and its last runs"),
          CommandSpec.of(
              "state", "VIGY", 1, 1, "show what is desired, observed, and how conditions stand"),
          CommandSpec.of("runs", "VIGY", 1, 1, "list runs, newest first")
              .options(LIMIT, Option.choice("result", "only such runs", "ok", "failed"), SINCE),
          CommandSpec.of("run-show", "RUN", 1, 1, "show everything about one run"),
          CommandSpec.of("logs", "VIGY", 1, 1, "show what it logged and printed, oldest first")
              .options(
                  LIMIT,
                  Option.choice(
                      "level", "this level and worse", "trace", "debug", "info", "warn", "error"),
                  SINCE),
          CommandSpec.of(
                  "ledger", "VIGY", 1, 1, "show what became of every instant of its schedule")
              .options(LIMIT),
          CommandSpec.of("next", "VIGY", 1, 1, "show when it will tick")
              .options(LIMIT)
              .details(
                  """
                  As things stand: with jitter, windows, start and end, a pause that ends by itself,
                  retries and wakes. An adaptive schedule knows one instant at a time.""")
              .examples("next site-watch -n 3"),
          CommandSpec.of("kv list", "VIGY", 1, 1, "list what it remembers"),
          CommandSpec.of("kv get", "VIGY KEY", 2, 2, "show one value"),
          CommandSpec.of("kv set", "VIGY KEY VALUE", 3, 3, "set a value, between ticks")
              .options(Option.flag("text", "VALUE is a text, not JSON"))
              .examples("kv set site-watch n 41", "kv set site-watch name --text alice"),
          CommandSpec.of("kv del", "VIGY KEY", 2, 2, "delete a value, between ticks"),
          CommandSpec.of("tick", "VIGY", 1, 1, "tick now and show the run; exit 3 if it failed"),
          CommandSpec.of("wake", "VIGY", 1, 1, "make it due now, durably, and do not wait")
              .options(
                  Option.value(
                      "payload", "JSON", "what its next tick reads with vigy-wake-payloads"))
              .details(
                  """
                  Several wakes before its next tick are one tick, which gets all their payloads. A vigy
                  that is paused, disabled or outside its windows ticks as soon as it may.""")
              .examples("wake site-watch", "wake orders --payload '{\"order\":7}'"),
          many("enable", "let vigies tick by their schedule"),
          many("disable", "stop vigies from ticking by their schedule"),
          many("pause", "pause vigies, with a note for others")
              .options(
                  SELECTOR,
                  YES,
                  Option.value("note", "TEXT", "why"),
                  Option.value("until", "TIME", "when it ends by itself: `2h`, or an instant")),
          many("resume", "end a pause or a quarantine"),
          CommandSpec.of("versions", "VIGY", 1, 1, "list the generations of a vigy, newest first")
              .options(LIMIT),
          CommandSpec.of(
                  "rollback", "VIGY", 1, 1, "make an earlier generation current again, and pin it")
              .options(
                  Option.value("to", "GENERATION", "the generation, as `vigy versions` lists them"))
              .details(
                  """
                  The old definition becomes a new generation. Until `vigy unpin` nobody can register
                  another program over it, so that no deployment undoes the rollback.""")
              .examples("rollback site-watch --to 3"),
          CommandSpec.of("unpin", "VIGY", 1, 1, "let a vigy be edited again after a rollback"),
          many("delete", "delete vigies with what they remember; their runs stay")
              .options(SELECTOR, YES, Option.flag("purge", "delete their runs too")),
          CommandSpec.of("tail", "[VIGY]", 0, 1, "follow runs as they happen, in order")
              .options(
                  Option.value(
                      "from", "CURSOR", "begin after this cursor; 0 is the first run there is"),
                  SELECTOR,
                  Option.value("id", "VIGY", "the same as VIGY")),
          CommandSpec.of("serve", "", 0, 0, "run the vigies of a store and answer requests")
              .options(
                  Option.value("addr", "HOST:PORT", "where to listen (default: 127.0.0.1:38821)")
                      .alias("bind"),
                  ALLOW,
                  ALLOW_ALL,
                  OBSERVE,
                  Option.flag(
                      "insecure", "listen on an address that others can reach, without any token"),
                  Option.value("allow-host", "NAME", "answer requests for this host name too")
                      .many(),
                  Option.value(
                      "history-max",
                      "SIZE",
                      "keep at most so much history (default: $VIGY_STORE_HISTORY_MAX, else 4GiB)"),
                  Option.flag(
                      "print-runs", "print a line of JSON for each run when it is published"))
              .examples("serve", "serve --addr 127.0.0.1:0 --db ./vigy.db"),
          CommandSpec.of(
                  "backup", "FILE", 1, 1, "copy the store while it is used, and check the copy")
              .details(
                  """
                  The copy is a store of its own, of one moment: to restore it, put it where the store was
                  while nothing uses it, without the -wal and -shm files of the old one.""")
              .examples("backup monday.db", "list --db monday.db"),
          CommandSpec.of("export", "[FILE]", 0, 1, "write the store as JSON lines")
              .details(
                  """
                  Everything of one moment, also while the store is used: vigies with what they remember,
                  their history, who changed what. Without FILE it goes to standard output. The lines are
                  described in docs/operations.md.""")
              .examples("export store.jsonl", "export | gzip > store.jsonl.gz"),
          CommandSpec.of(
                  "import", "FILE", 1, 1, "take over an export, or a vigy.db of the Rust version")
              .details(
                  """
                  Brings vigies with their history into the store, all or nothing. Lines or rows that can't
                  be read are told and left out; a vigy whose name is taken arrives under its name and id,
                  disabled. Nothing else may use the store meanwhile.""")
              .examples("import store.jsonl", "import ~/.local/share/vigy/vigy.db"),
          CommandSpec.of("verify", "[FILE]", 0, 1, "check every invariant of a store or of a copy")
              .details(
                  """
                  Reads everything: the numbers of all runs without gap or duplicate, what is remembered
                  against what runs set, the ledger against the runs, every block of the history. Exit 1 and
                  one line for each thing that is wrong."""),
          CommandSpec.of("repl", "", 0, 0, "a console: type forms, see what they give")
              .details(
                  """
                  What a form defines stays. Each form has limits, and Ctrl-C ends the running one. :help
                  lists the commands. Verbs speak to a tick that never ends; there are no probes. Where
                  standard input is no terminal, forms are read from it without prompts; exit 3 if one of
                  them failed.""")
              .examples("repl", "repl < forms.lisp"),
          CommandSpec.of(
                  "doc", "[NAME…]", 0, 1000, "show what the language says of a name, or find one")
              .options(
                  Option.value("search", "WORDS", "list the names whose entries have all the words")
                      .letter("s"))
              .details(
                  """
                  Functions, macros, special forms, verbs and probes: how each is called, what it means,
                  an example, and how it fails. The same entries stand in docs/reference.""")
              .examples("doc vigy-latch", "doc --search moving average", "doc json-get --json"),
          CommandSpec.of("version", "", 0, 0, "show the version"),
          CommandSpec.of("help", "[COMMAND]", 0, 2, "show help"));

  private CommandTable() {}

  private static CommandSpec many(String name, String summary) {
    return CommandSpec.of(name, "VIGY…", 0, 1000, summary)
        .options(SELECTOR, YES)
        .details("With -l it shows what it hits and asks first, unless --yes.");
  }
}
