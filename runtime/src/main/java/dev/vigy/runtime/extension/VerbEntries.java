package dev.vigy.runtime.extension;

import dev.vigy.lisp.reference.Entry;
import dev.vigy.lisp.reference.Entry.Kind;
import java.util.ArrayList;
import java.util.List;

/// What the reference documentation says of the verbs of [StandardExtensions]. A test compares the
/// names, and runs the examples and the errors.
///
/// An example is a whole tick of a vigy that has run never before, at 2026-05-21T12:34:56.789Z,
/// with the parameters `:url "https://shop.example.org/"` and `:slow-ms 2000`. Behind ` ; ` stands
/// what the tick says and keeps.
public final class VerbEntries {
  private static final String NAME =
      ":type-mismatch type mismatch: expected string|symbol|keyword, got ";

  private VerbEntries() {}

  /// All of them, group by group.
  public static List<Entry> all() {
    List<Entry> entries = new ArrayList<>();
    entries.addAll(actions());
    entries.addAll(state());
    entries.addAll(kv());
    entries.addAll(convergence());
    entries.addAll(memory());
    entries.addAll(tick());
    entries.addAll(diagnostics());
    return entries;
  }

  private static Entry verb(
      String group, String name, String parameters, String meaning, String example) {
    String signature =
        parameters.isEmpty() ? "(" + name + ")" : "(" + name + " " + parameters + ")";
    return Entry.of(Kind.VERB, group, name, signature, meaning, example);
  }

  private static List<Entry> actions() {
    String group = "Actions";
    List<Entry> entries = new ArrayList<>();
    entries.add(
        verb(
                group,
                "vigy-act",
                "kind subject payload",
                "An action with a subject, what it is about. A newer undelivered action of the same"
                    + " vigy, kind and subject replaces the older one. Kinds as for `vigy-emit`. In the"
                    + " payload use `dict`: a keyword as a key keeps its colon.",
                "(vigy-act :delete \"a.log\" (dict :path \"/tmp/a.log\")) => () ; actions"
                    + " [{\"kind\":\"delete\",\"subject\":\"a.log\",\"payload\":{\"path\":\"/tmp/a.log\"}}]")
            .fails(
                "(vigy-act :shout :site 1) => :native-fn in native `vigy-act`: unknown kind \"shout\";"
                    + " expected noop|defer|pull|push|create|update|delete|apply|restart|custom",
                "(vigy-act :create 5 1) => " + NAME + "int"));
    entries.add(
        verb(
                group,
                "vigy-emit",
                "kind [payload]",
                "An action. Kinds: `:noop :defer :pull :push :create :update :delete :apply :restart"
                    + " :custom`.",
                "(vigy-emit :restart \"shop\") => () ; actions"
                    + " [{\"kind\":\"restart\",\"payload\":\"shop\"}]")
            .fails(
                "(vigy-emit :shout) => :native-fn in native `vigy-emit`: unknown kind \"shout\";"
                    + " expected noop|defer|pull|push|create|update|delete|apply|restart|custom",
                "(vigy-emit :pull 1 2) => :native-fn in native `vigy-emit`: expected 1 or 2 args"
                    + " (kind, payload?), got 3"));
    entries.add(
        verb(
            group,
            "vigy-noop",
            "",
            "Says that nothing has to be done.",
            "(vigy-noop) => () ; actions [{\"kind\":\"noop\",\"result\":\"ok\"}]"));
    entries.add(
        verb(
            group,
            "vigy-defer",
            "reason",
            "Says that something has to be done, and why not now.",
            "(vigy-defer \"backup running\") => () ; actions"
                + " [{\"kind\":\"defer\",\"result\":\"skipped\",\"message\":\"backup running\"}]"));
    for (String kind : List.of("pull", "push", "create", "update", "delete", "apply", "restart")) {
      entries.add(
          verb(
              group,
              "vigy-" + kind,
              "payload",
              "An action of the kind `:" + kind + "`.",
              "(vigy-"
                  + kind
                  + " (dict :name \"shop\")) => () ; actions [{\"kind\":\""
                  + kind
                  + "\",\"payload\":{\"name\":\"shop\"}}]"));
    }
    entries.add(
        verb(
            group,
            "vigy-delete-action",
            "payload",
            "The same as `vigy-delete`.",
            "(vigy-delete-action \"a.log\") => () ; actions"
                + " [{\"kind\":\"delete\",\"payload\":\"a.log\"}]"));
    return entries;
  }

  private static List<Entry> state() {
    String group = "State";
    return List.of(
        verb(
                group,
                "vigy-desired",
                "key value",
                "What should be. The last one of a key counts.",
                "(vigy-desired :site \"Well\") => () ; desired {\"site\":\"Well\"}")
            .fails("(vigy-desired 5 1) => " + NAME + "int"),
        verb(
                group,
                "vigy-observed",
                "key value",
                "What is. The last one of a key counts.",
                "(vigy-observed :site \"Down\") => () ; observed {\"site\":\"Down\"}")
            .fails("(vigy-observed 5 1) => " + NAME + "int"),
        verb(
                group,
                "vigy-condition",
                "name status [reason [message]]",
                "How a thing stands, with a reason in one word and a message for people. The status is"
                    + " `#t`, `#f` or `:unknown`. The last one of a name counts; the moment of its last"
                    + " change is kept.",
                "(vigy-condition :Healthy #f \"Down\" \"status 503\") => () ; conditions"
                    + " [{\"name\":\"Healthy\",\"status\":\"false\",\"reason\":\"Down\",\"message\":\"status"
                    + " 503\"}]")
            .fails(
                "(vigy-condition :Healthy :maybe) => :native-fn in native `vigy-condition`: status"
                    + " must be true|false|unknown, got \"maybe\"",
                "(vigy-condition :Healthy #t 5) => " + NAME + "int"));
  }

  private static List<Entry> kv() {
    String group = "Memory in kv";
    return List.of(
        verb(
                group,
                "vigy-get",
                "key [default]",
                "What was stored, as data: maps come back with string keys. The default, or Nil, if"
                    + " nothing was. `:a`, `'a` and `\"a\"` are one key.",
                "(vigy-set :seen '(1 2)) (list (vigy-get :seen) (vigy-get :other 0)) => ((1 2) 0) ; kv"
                    + " [{\"seen\":[1,2]}]")
            .fails("(vigy-get 5) => " + NAME + "int"),
        verb(
                group,
                "vigy-set",
                "key value",
                "Stores a value until the next ticks, if this tick succeeds.",
                "(vigy-set :opened (vigy-tick)) => () ; kv [{\"opened\":1779366896789}]")
            .fails("(vigy-set 5 1) => " + NAME + "int"),
        verb(
                group,
                "vigy-incr",
                "key [delta]",
                "Adds to a stored Int, 1 unless given, and gives the sum. What is no Int counts as 0.",
                "(vigy-incr :looks) (vigy-incr :looks 10) => 11 ; kv [{\"looks\":11}]")
            .fails(
                "(vigy-incr :n \"x\") => :type-mismatch type mismatch: expected integer delta, got"
                    + " string"),
        verb(
                group,
                "vigy-has?",
                "key",
                "Whether something is stored, be it Nil.",
                "(vigy-set :a nil) (list (vigy-has? :a) (vigy-has? :b)) => (#t #f) ; kv"
                    + " [{\"a\":null}]")
            .fails("(vigy-has? 5) => " + NAME + "int"),
        verb(
                group,
                "vigy-del",
                "key",
                "Forgets what is stored, and tells whether there was something.",
                "(vigy-set :a 1) (vigy-del :a) => #t ; kv [{\"-a\":null}]")
            .fails("(vigy-del 5) => " + NAME + "int"));
  }

  private static List<Entry> convergence() {
    String group = "Once and done";
    return List.of(
        verb(
                group,
                "vigy-once",
                "key",
                "True the first time it is asked for the key, never again.",
                "(list (vigy-once :hello) (vigy-once :hello)) => (#t #f) ; kv"
                    + " [{\"__once::hello\":true}]")
            .fails("(vigy-once 5) => " + NAME + "int"),
        verb(
                group,
                "vigy-mark-converged",
                "key",
                "Remembers that the key is reached, and when.",
                "(vigy-mark-converged :schema) => () ; kv"
                    + " [{\"__converged::schema\":\"2026-05-21T12:34:56.789Z\"}]")
            .fails("(vigy-mark-converged 5) => " + NAME + "int"),
        verb(
                group,
                "vigy-converged?",
                "key",
                "Whether the key was marked as reached.",
                "(vigy-converged? :schema) => #f")
            .fails("(vigy-converged? 5) => " + NAME + "int"));
  }

  private static List<Entry> memory() {
    String group = "Memory of how things went";
    return List.of(
        verb(
                group,
                "vigy-streak",
                "key test",
                "n for the n-th true in a row over the ticks, -n for the n-th false.",
                "(<= (vigy-streak :up #f) -3) => #f ; kv"
                    + " [{\"__streak::up\":{\"n\":-1,\"at\":1779366896789}}]")
            .fails("(vigy-streak 5 #t) => " + NAME + "int"),
        verb(
                group,
                "vigy-for",
                "key test",
                "Ms for which the test has been true without a break: 0 when it has just become true,"
                    + " -1 when it is false.",
                "(> (vigy-for :stale #t) (duration \"10m\")) => #f ; kv"
                    + " [{\"__for::stale\":{\"since\":1779366896789,\"at\":1779366896789}}]")
            .fails("(vigy-for 5 #t) => " + NAME + "int"),
        verb(
                group,
                "vigy-latch",
                "key on off",
                "True from the first `on` until `off`; `off` wins. Against flapping.",
                "(define load 95) (vigy-latch :hot (> load 90) (< load 80)) => #t ; kv"
                    + " [{\"__latch::hot\":{\"on\":true,\"at\":1779366896789}}]")
            .fails("(vigy-latch 5 #t #f) => " + NAME + "int"),
        verb(
                group,
                "vigy-edge",
                "key test",
                "`:rise` when the test has become true, `:fall` when it has become false, else Nil.",
                "(vigy-edge :down #t) => :rise ; kv"
                    + " [{\"__edge::down\":{\"last\":true,\"at\":1779366896789}}]")
            .fails("(vigy-edge 5 #t) => " + NAME + "int"),
        verb(
                group,
                "vigy-window",
                "key x span-ms",
                "Remembers x, and gives the values of that span, oldest first, at most 1,000.",
                "(sum (vigy-window :bad 2 (duration \"5m\"))) => 2 ; kv"
                    + " [{\"__window::bad\":{\"items\":[[1779366896789,2]],\"at\":1779366896789}}]")
            .fails(
                "(vigy-window :bad 2 \"5m\") => :type-mismatch type mismatch: expected integer"
                    + " span-ms, got string"),
        verb(
                group,
                "vigy-smooth",
                "key x half-life-ms",
                "A moving average over time, a Float: after one half-life the old value counts half.",
                "(vigy-smooth :depth 20 (duration \"20s\")) => 20 ; kv"
                    + " [{\"__smooth::depth\":{\"value\":20.0,\"at\":1779366896789}}]")
            .fails(
                "(vigy-smooth :depth \"x\" 1) => :type-mismatch type mismatch: expected number, got"
                    + " string",
                "(vigy-smooth :depth 1 \"x\") => :type-mismatch type mismatch: expected numeric"
                    + " half-life-ms, got string"));
  }

  private static List<Entry> tick() {
    String group = "The tick itself";
    return List.of(
        verb(
            group,
            "vigy-tick",
            "",
            "Now: the start of this tick, in ms since 1970. The same in the whole tick.",
            "(time->string (vigy-tick)) => \"2026-05-21T12:34:56.789Z\""),
        verb(
            group,
            "vigy-tick-count",
            "",
            "The number of this tick among the successful ones; the first is 1.",
            "(vigy-tick-count) => 1"),
        verb(
            group,
            "vigy-since-last-tick",
            "",
            "Ms since the start of the last successful tick, -1 in the first one.",
            "(vigy-since-last-tick) => -1"),
        verb(
                group,
                "vigy-param",
                "key [default]",
                "A parameter of the vigy; the default, or Nil, if it has none of that name.",
                "(list (vigy-param :slow-ms) (vigy-param :other \"-\")) => (2000 \"-\")")
            .fails("(vigy-param 5) => " + NAME + "int"),
        verb(group, "vigy-name", "", "The name of the vigy.", "(vigy-name) => \"test\""),
        verb(
            group,
            "vigy-nominal",
            "",
            "The instant of the schedule that this tick is for, in ms; that of its start where there"
                + " is none.",
            "(vigy-nominal) => 1779366896789"),
        verb(
            group,
            "vigy-trigger",
            "",
            "Why the tick started: `:schedule :forced :wake :asked :retry :catch-up`.",
            "(vigy-trigger) => :schedule"),
        verb(
                group,
                "vigy-rate-limited?",
                "key min-ms",
                "False if at least so many ms have passed since it last was false for the key, or if"
                    + " it never was; else true. For reminders, never for the opening of an incident:"
                    + " what is held back does not come back.",
                "(vigy-rate-limited? :reminder (duration \"30m\")) => #f ; kv"
                    + " [{\"__ratelimit::reminder\":1779366896789}]")
            .fails(
                "(vigy-rate-limited? :reminder \"30m\") => :type-mismatch type mismatch: expected"
                    + " integer min-interval-ms, got string"),
        verb(
                group,
                "vigy-backoff-ms",
                "attempt",
                "1000, 2000, 4000, 8000, 16000 for attempts 0 to 4, then 30000.",
                "(map vigy-backoff-ms '(0 1 9)) => (1000 2000 30000)")
            .fails(
                "(vigy-backoff-ms \"x\") => :type-mismatch type mismatch: expected integer attempt,"
                    + " got string"),
        verb(
                group,
                "vigy-next-in",
                "ms",
                "Asks for the next tick so much after this one, once. At least 100 ms.",
                "(vigy-next-in (duration \"5s\")) => () ; next 5000")
            .fails(
                "(vigy-next-in 99) => :native-fn in native `vigy-next-in`: expected at least 100 ms,"
                    + " got 99",
                "(vigy-next-in \"5s\") => :type-mismatch type mismatch: expected integer ms, got"
                    + " string"),
        verb(
            group,
            "vigy-wake-payloads",
            "",
            "The payloads of the wakes that this tick answers, oldest first, at most 100; () where"
                + " there are none. A tick that fails answers nothing: they come again.",
            "(vigy-wake-payloads) => ()"),
        verb(
            group,
            "vigy-stop",
            "[reason]",
            "Ends the tick well: all that was said so far counts, nothing below runs, and no `try`"
                + " sees it. For \"I can't know, so I do nothing\".",
            "(vigy-stop \"no list\") (vigy-noop) => stopped ; logs [\"info stopped: no list\"]"));
  }

  private static List<Entry> diagnostics() {
    String group = "Telling";
    return List.of(
        verb(
                group,
                "vigy-log",
                "level message",
                "A line of the log. Levels: `:trace :debug :info :warn :error`.",
                "(vigy-log :warn \"slow\") => () ; logs [\"warn slow\"]")
            .fails(
                "(vigy-log :loud \"x\") => :native-fn in native `vigy-log`: unknown level \"loud\";"
                    + " expected trace|debug|info|warn|error",
                "(vigy-log :info 5) => " + NAME + "int"),
        verb(
                group,
                "vigy-event",
                "kind message",
                "Something that happened, for those who follow events.",
                "(vigy-event :full \"2 kB over\") => () ; events [\"full 2 kB over\"]")
            .fails("(vigy-event :full 5) => " + NAME + "int"),
        verb(
                group,
                "vigy-metric",
                "name value",
                "A number to be measured. The last one of a name counts.",
                "(vigy-metric :latency-ms 87) => () ; metrics {\"latency-ms\":87.0}")
            .fails(
                "(vigy-metric :latency-ms \"87\") => :type-mismatch type mismatch: expected numeric"
                    + " metric value, got string"),
        verb(
                group,
                "vigy-trace",
                "key value",
                "A value to look at when a run is examined. The last one of a key counts.",
                "(vigy-trace :answer (dict :n 1)) => () ; traces {\"answer\":{\"n\":1}}")
            .fails("(vigy-trace 5 1) => " + NAME + "int"));
  }
}
