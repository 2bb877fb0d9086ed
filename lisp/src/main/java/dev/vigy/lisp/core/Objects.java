package dev.vigy.lisp.core;

import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Arity;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.Nil;
import java.util.Arrays;
import java.util.List;

/// Procedures with a state that answer messages: actors, subjects, buses and event stores (language
/// reference 6.20 to 6.23).
final class Objects {
  private static final Keyword STATE = new Keyword("state");
  private static final Keyword STEP = new Keyword("step!");
  private static final Keyword IS_EMPTY = new Keyword("empty?");

  private Objects() {}

  static NativeFunction object(Activation run, String by, NativeFunction.Body body) {
    return Combinators.made(run, by, "msg . args", Arity.atLeast(1), body);
  }

  // --- Actors ------------------------------------------------------------------------------------

  static List<LibraryEntry> actors() {
    return new Table("Actors")
        .library(
            NativeFunction.of2("make-actor", Objects::actor),
            "initial-state behavior",
            "A state and a queue of messages; `(behavior state message)` gives the next state.",
            "(actor-state (make-actor 0 +)) => 0")
        .library(
            NativeFunction.of2("actor-tell", (run, a, m) -> run.call(a, new Keyword("tell"), m)),
            "a m",
            "Puts a message into the queue; gives the state.",
            "(actor-tell (make-actor 0 +) 5) => 0")
        .fails("(actor-tell 5 5) => :not-callable value of type int is not callable")
        .library(
            NativeFunction.of1("actor-step!", (run, a) -> run.call(a, STEP)),
            "a",
            "Works on one message; gives the state.",
            "(actor-step! (make-actor 0 +)) => 0")
        .fails("(actor-step! 5) => :not-callable value of type int is not callable")
        .library(
            NativeFunction.of1("actor-state", (run, a) -> run.call(a, STATE)),
            "a",
            "The state.",
            "(actor-state (make-actor 7 +)) => 7")
        .fails("(actor-state 5) => :not-callable value of type int is not callable")
        .library(
            NativeFunction.of1("actor-empty?", (run, a) -> run.call(a, IS_EMPTY)),
            "a",
            "Whether no message waits.",
            "(actor-empty? (make-actor 0 +)) => #t")
        .fails("(actor-empty? 5) => :not-callable value of type int is not callable")
        .library(
            NativeFunction.of1(
                "actor-drain!",
                (run, a) -> {
                  while (!Work.isTrue(run.call(a, IS_EMPTY))) {
                    run.call(a, STEP);
                  }
                  return run.call(a, STATE);
                }),
            "a",
            "Works on all messages; gives the state.",
            "(let ((a (make-actor 0 +))) (actor-tell a 1) (actor-tell a 2) (actor-drain! a)) => 3")
        .fails(
            "(let ((a (make-actor 0 +))) (actor-tell a 1) (actor-tell a 2) (actor-drain! 5)) => :not-callable value of type int is not callable")
        .library(
            NativeFunction.of2(
                "actor-run!",
                (run, a, n) -> {
                  for (double left = Arguments.number(n);
                      left > 0 && !Work.isTrue(run.call(a, IS_EMPTY));
                      left--) {
                    run.call(a, STEP);
                  }
                  return run.call(a, STATE);
                }),
            "a n",
            "Works on at most n messages; gives the state.",
            "(let ((a (make-actor 0 +))) (actor-tell a 1) (actor-tell a 2) (actor-run! a 1)) => 1")
        .fails(
            "(let ((a (make-actor 0 +))) (actor-tell a 1) (actor-tell a 2) (actor-run! 5 1)) => :not-callable value of type int is not callable",
            "(let ((a (make-actor 0 +))) (actor-tell a 1) (actor-tell a 2) (actor-run! a \"x\")) => :type-mismatch type mismatch: expected number, got string")
        .entries();
  }

  private static final class Actor {
    Object state;

    /// An empty List at first, Nil once it has been emptied.
    Object mailbox = LispList.EMPTY;

    Actor(Object state) {
      this.state = state;
    }
  }

  private static Object actor(Activation run, Object initial, Object behavior) {
    Actor actor = new Actor(initial);
    return object(
        run,
        "make-actor",
        (r, xs) ->
            switch (Messages.name(xs)) {
              case "tell" -> {
                LispList waiting = Arguments.list(actor.mailbox);
                r.allocate(2 * Cost.CELL);
                actor.mailbox = waiting.append(Messages.argument(xs, 1));
                yield actor.state;
              }
              case "step!" -> {
                LispList waiting = Arguments.list(actor.mailbox);
                if (!waiting.isEmpty()) {
                  // Taken first: if the behavior fails, the message is gone.
                  actor.mailbox = Lists.cdr(r, waiting);
                  actor.state = r.call(behavior, actor.state, waiting.first());
                }
                yield actor.state;
              }
              case "state" -> actor.state;
              case "mailbox" -> actor.mailbox;
              case "empty?" -> Arguments.isNull(actor.mailbox);
              default -> Nil.NIL;
            });
  }

  // --- Subjects ----------------------------------------------------------------------------------

  static List<LibraryEntry> subjects() {
    return new Table("Subjects")
        .libraryOfRest(
            NativeFunction.of0("make-subject", Objects::subject),
            "",
            "Something that subscribers are told about.",
            "(subject-emit! (make-subject) 1) => ()")
        .library(
            NativeFunction.of2(
                "subject-subscribe!", (run, s, f) -> run.call(s, new Keyword("subscribe!"), f)),
            "s f",
            "Lets f be called with whatever is emitted; gives f.",
            "(subject-subscribe! (make-subject) car) => #<native car>")
        .fails("(subject-subscribe! 5 car) => :not-callable value of type int is not callable")
        .library(
            NativeFunction.of2(
                "subject-unsubscribe!", (run, s, f) -> run.call(s, new Keyword("unsubscribe!"), f)),
            "s f",
            "Ends the subscription of f.",
            "(subject-unsubscribe! (make-subject) car) => ()")
        .fails("(subject-unsubscribe! 5 car) => :not-callable value of type int is not callable")
        .library(
            NativeFunction.of2(
                "subject-emit!", (run, s, m) -> run.call(s, new Keyword("emit!"), m)),
            "s m",
            "Calls all subscribers with m, the newest first.",
            "(subject-emit! (make-subject) 1) => ()")
        .fails("(subject-emit! 5 1) => :not-callable value of type int is not callable")
        .entries();
  }

  private static Object subject(Activation run) {
    LispList[] subscribers = {LispList.EMPTY};
    return object(
        run,
        "make-subject",
        (r, xs) ->
            switch (Messages.name(xs)) {
              case "subscribe!" -> {
                Object f = Messages.argument(xs, 1);
                r.allocate(subscribers[0].prependBytes());
                subscribers[0] = subscribers[0].prepend(f);
                yield f;
              }
              case "unsubscribe!" -> {
                Object f = Messages.argument(xs, 1);
                LispList.Builder left = new LispList.Builder();
                for (Object subscriber : subscribers[0]) {
                  Work.cells(r, 1);
                  if (!Work.equal(r, subscriber, f)) {
                    left.add(subscriber);
                  }
                }
                subscribers[0] = left.build();
                yield Nil.NIL;
              }
              case "emit!" -> {
                Object message = Messages.argument(xs, 1);
                for (Object subscriber : subscribers[0]) {
                  r.call(subscriber, message);
                }
                yield Nil.NIL;
              }
              case "subs" -> subscribers[0];
              default -> Nil.NIL;
            });
  }

  // --- Buses -------------------------------------------------------------------------------------

  static List<LibraryEntry> buses() {
    return new Table("Command and query bus")
        .libraryOfRest(
            NativeFunction.of0("make-bus", Objects::bus),
            "",
            "A table of commands and one of queries.",
            "(let ((b (make-bus))) (register-command! b :add +) (dispatch-command b :add 1 2)) => 3")
        .library(
            NativeFunction.of3(
                "register-command!",
                (run, bus, name, fn) -> run.apply(bus, new Keyword("register-command!"), name, fn)),
            "bus name fn",
            "Registers a command; gives its name.",
            "(register-command! (make-bus) :add +) => :add")
        .fails("(register-command! 5 :add +) => :not-callable value of type int is not callable")
        .library(
            NativeFunction.of3(
                "register-query!",
                (run, bus, name, fn) -> run.apply(bus, new Keyword("register-query!"), name, fn)),
            "bus name fn",
            "Registers a query; gives its name.",
            "(register-query! (make-bus) :size length) => :size")
        .fails(
            "(register-query! 5 :size length) => :not-callable value of type int is not callable")
        .library(
            NativeFunction.of(
                "dispatch-command",
                Arity.atLeast(2),
                (run, xs) -> run.apply(xs[0], message("dispatch-command", xs))),
            "bus name . args",
            "Calls a command.",
            "(let ((b (make-bus))) (register-command! b :add +) (dispatch-command b :add 1 2)) => 3")
        .fails(
            "(let ((b (make-bus))) (register-command! b :add +) (dispatch-command 5 :add 1 2)) => :not-callable value of type int is not callable",
            "(let ((b (make-bus))) (register-command! b :add +) (dispatch-command b :k 1 2)) => :unknown-command no command: k")
        .library(
            NativeFunction.of(
                "dispatch-query",
                Arity.atLeast(2),
                (run, xs) -> run.apply(xs[0], message("dispatch-query", xs))),
            "bus name . args",
            "Calls a query.",
            "(let ((b (make-bus))) (register-query! b :neg -) (dispatch-query b :neg 5)) => -5")
        .fails(
            "(let ((b (make-bus))) (register-query! b :neg -) (dispatch-query 5 :neg 5)) => :not-callable value of type int is not callable",
            "(let ((b (make-bus))) (register-query! b :neg -) (dispatch-query b 5 5)) => :type-mismatch type mismatch: expected keyword, got int",
            "(let ((b (make-bus))) (register-query! b :neg -) (dispatch-query b :k 5)) => :unknown-query no query: k",
            "(let ((b (make-bus))) (register-query! b :neg -) (dispatch-query b :neg \"x\")) => :type-mismatch type mismatch: expected number, got string")
        .entries();
  }

  /// A call of a bus function as a message to the bus.
  private static Object[] message(String name, Object[] xs) {
    Object[] message = xs.clone();
    message[0] = new Keyword(name);
    return message;
  }

  /// Handlers by name, the newest of one name.
  private static final class Bus {
    final EqualIndex<Object[]> commands = new EqualIndex<>();
    final EqualIndex<Object[]> queries = new EqualIndex<>();

    static Object register(Activation run, EqualIndex<Object[]> table, Object name, Object fn) {
      Object[] known = table.get(run, name);
      if (known != null) {
        known[0] = fn;
      } else {
        run.allocate(Cost.MAP_NODE);
        table.put(run, name, new Object[] {fn});
      }
      return name;
    }

    static Object dispatch(Activation run, EqualIndex<Object[]> table, String kind, Object[] xs) {
      Object name = Messages.argument(xs, 1);
      Object[] known = table.get(run, name);
      if (known != null) {
        return run.apply(known[0], Arrays.copyOfRange(xs, 2, xs.length));
      }
      if (!(name instanceof Keyword(String text))) {
        throw Arguments.wrong("keyword", name);
      }
      throw Work.thrown(run, "unknown-" + kind, "no " + kind + ": " + text);
    }
  }

  private static Object bus(Activation run) {
    Bus bus = new Bus();
    return object(
        run,
        "make-bus",
        (r, xs) ->
            switch (Messages.name(xs)) {
              case "register-command!" ->
                  Bus.register(r, bus.commands, Messages.argument(xs, 1), Messages.argument(xs, 2));
              case "register-query!" ->
                  Bus.register(r, bus.queries, Messages.argument(xs, 1), Messages.argument(xs, 2));
              case "dispatch-command" -> Bus.dispatch(r, bus.commands, "command", xs);
              case "dispatch-query" -> Bus.dispatch(r, bus.queries, "query", xs);
              default -> Nil.NIL;
            });
  }

  // --- Event stores ------------------------------------------------------------------------------

  static List<LibraryEntry> eventStores() {
    return new Table("Event store")
        .libraryOfRest(
            NativeFunction.of0("make-event-store", Objects::eventStore),
            "",
            "An empty list of events that grows.",
            "(event-history (make-event-store)) => ()")
        .library(
            NativeFunction.of2(
                "event-append!", (run, s, e) -> run.call(s, new Keyword("append!"), e)),
            "s e",
            "Appends an event and gives it.",
            "(event-append! (make-event-store) 1) => 1")
        .fails("(event-append! 5 1) => :not-callable value of type int is not callable")
        .library(
            NativeFunction.of1("event-history", (run, s) -> run.call(s, new Keyword("history"))),
            "s",
            "The events, the oldest first.",
            "(event-history (make-event-store)) => ()")
        .fails("(event-history 5) => :not-callable value of type int is not callable")
        .library(
            NativeFunction.of3(
                "event-project",
                (run, s, fold, init) -> run.apply(s, new Keyword("project"), fold, init)),
            "s fold init",
            "`(foldl fold init events)`.",
            "(let ((s (make-event-store))) (event-append! s 1) (event-append! s 2) (event-project s + 0)) => 3")
        .fails(
            "(let ((s (make-event-store))) (event-append! s 1) (event-append! s 2) (event-project 5 + 0)) => :not-callable value of type int is not callable",
            "(let ((s (make-event-store))) (event-append! s 1) (event-append! s 2) (event-project s + \"x\")) => :type-mismatch type mismatch: expected number, got string")
        .entries();
  }

  private static Object eventStore(Activation run) {
    LispList[] events = {LispList.EMPTY};
    return object(
        run,
        "make-event-store",
        (r, xs) ->
            switch (Messages.name(xs)) {
              case "append!" -> {
                Object event = Messages.argument(xs, 1);
                r.allocate(2 * Cost.CELL);
                events[0] = events[0].append(event);
                yield event;
              }
              case "history" -> events[0];
              case "project" ->
                  HigherOrder.fold(
                      r, Messages.argument(xs, 1), Messages.argument(xs, 2), events[0].cursor());
              default -> Nil.NIL;
            });
  }
}
