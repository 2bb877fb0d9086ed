package dev.vigy.lisp.core;

import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Arity;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.Nil;
import java.util.List;

/// State machines (language reference 6.19) and transducers (6.26).
final class Machines {
  private Machines() {}

  static List<LibraryEntry> entries() {
    return workers(
            new Table("State machines")
                .libraryOfRest(
                    NativeFunction.of(
                        "sm-spec",
                        Arity.ANY,
                        (run, kvs) -> {
                          Work.cells(run, kvs.length + 1L);
                          return LispList.of(kvs).prepend(new Keyword("sm-spec"));
                        }),
                    "key value…",
                    "What `make-sm` makes a machine from; keys `:initial :transitions :on-enter :on-exit :on-event`.",
                    "(sm-spec :initial :a) => (:sm-spec :initial :a)")
                .library(
                    NativeFunction.of1(
                        "sm-spec?",
                        (run, s) ->
                            s instanceof LispList list
                                && !list.isEmpty()
                                && list.first().equals(new Keyword("sm-spec"))),
                    "s",
                    "Whether it is a list headed by `:sm-spec`.",
                    "(sm-spec? (sm-spec)) => #t")
                .library(
                    NativeFunction.of2("sm-spec-get", Machines::specGet),
                    "s key",
                    "The value of a key of a spec, or Nil.",
                    "(sm-spec-get (sm-spec :initial :a) :initial) => :a")
                .fails(
                    "(sm-spec-get 5 :initial) => :type-mismatch type mismatch: expected pair, got int",
                    "(sm-spec-get () :initial) => :native-fn in native `cdr`: cdr of empty list")
                .library(
                    NativeFunction.of1("make-sm", Machines::make),
                    "spec",
                    "A machine in its initial state.",
                    "(sm-current (make-sm (sm-spec :initial :a))) => :a")
                .fails(
                    "(sm-current (make-sm 5)) => :type-mismatch type mismatch: expected pair, got int",
                    "(sm-current (make-sm ())) => :native-fn in native `cdr`: cdr of empty list")
                .library(
                    NativeFunction.of(
                        "sm-send",
                        Arity.atLeast(2),
                        (run, xs) ->
                            run.apply(
                                xs[0],
                                new Keyword("send"),
                                xs[1],
                                xs.length > 2 ? xs[2] : Nil.NIL)),
                    "sm event . args",
                    "Sends an event, with a payload if one is given; gives the state afterwards.",
                    "(sm-send (make-sm (sm-spec :initial :a :transitions '((:a :go :b)))) :go) => :b")
                .fails("(sm-send 5 :go) => :not-callable value of type int is not callable")
                .library(
                    NativeFunction.of1(
                        "sm-current", (run, sm) -> run.call(sm, new Keyword("current"))),
                    "sm",
                    "The current state.",
                    "(sm-current (make-sm (sm-spec :initial :a))) => :a")
                .fails("(sm-current 5) => :not-callable value of type int is not callable")
                .library(
                    NativeFunction.of1(
                        "sm-history", (run, sm) -> run.call(sm, new Keyword("history"))),
                    "sm",
                    "The states visited, newest first.",
                    "(sm-history (make-sm (sm-spec :initial :a))) => (:a)")
                .fails("(sm-history 5) => :not-callable value of type int is not callable")
                .library(
                    NativeFunction.of1(
                        "sm-reset!", (run, sm) -> run.call(sm, new Keyword("reset!"))),
                    "sm",
                    "Back to the initial state.",
                    "(sm-reset! (make-sm (sm-spec :initial :a))) => :a")
                .fails("(sm-reset! 5) => :not-callable value of type int is not callable")
                .library(
                    NativeFunction.of2(
                        "sm-can?", (run, sm, event) -> run.call(sm, new Keyword("can?"), event)),
                    "sm event",
                    "Whether there is a transition for the event; guards are not asked.",
                    "(sm-can? (make-sm (sm-spec :initial :a)) :go) => #f")
                .fails("(sm-can? 5 :go) => :not-callable value of type int is not callable"))
        .entries();
  }

  private static Table workers(Table table) {
    return table
        .library(
            NativeFunction.of3("sm-lookup-row", Machines::row),
            "trans state event",
            "The first transition for a state and an event, or Nil.",
            "(sm-lookup-row '((:a :go :b)) :a :go) => (:a :go :b)")
        .fails("(sm-lookup-row 5 :a :go) => :type-mismatch type mismatch: expected list, got int")
        .library(
            NativeFunction.of2("sm-fire-state-actions", Machines::fireState),
            "actions state",
            "Calls the actions of a state.",
            "(sm-fire-state-actions (list (list :a println)) :b) => ()")
        .fails(
            "(sm-fire-state-actions 5 :b) => :type-mismatch type mismatch: expected list, got int")
        .library(
            NativeFunction.of3("sm-fire-event-actions", Machines::fireEvent),
            "actions event payload",
            "Calls the actions of an event.",
            "(sm-fire-event-actions (list (list :e println)) :f 1) => ()")
        .fails(
            "(sm-fire-event-actions 5 :f 1) => :type-mismatch type mismatch: expected list, got int");
  }

  static List<LibraryEntry> transducers() {
    return new Table("Transducers")
        .libraryOfRest(
            NativeFunction.of("make-transducer", Arity.ANY, Machines::transducer),
            "key value…",
            "A machine with output; keys `:initial` and `:transitions`, rows `(state input next output)`.",
            "(transducer-state (make-transducer :initial :e)) => :e")
        .library(
            NativeFunction.of2(
                "transducer-feed!", (run, t, in) -> run.call(t, new Keyword("feed!"), in)),
            "t in",
            "Feeds an input; gives the output, or Nil if no transition fits.",
            "(transducer-feed! (make-transducer :initial :e :transitions '((:e 1 :o \"x\"))) 1) => \"x\"")
        .fails("(transducer-feed! 5 1) => :not-callable value of type int is not callable")
        .library(
            NativeFunction.of1("transducer-state", (run, t) -> run.call(t, new Keyword("state"))),
            "t",
            "The current state.",
            "(transducer-state (make-transducer :initial :e)) => :e")
        .fails("(transducer-state 5) => :not-callable value of type int is not callable")
        .library(
            NativeFunction.of2(
                "transducer-run!",
                (run, t, inputs) -> {
                  LispList.Builder outputs = new LispList.Builder();
                  for (Object input : Arguments.list(inputs)) {
                    run.allocate(Cost.CELL);
                    outputs.add(run.call(t, new Keyword("feed!"), input));
                  }
                  return outputs.build();
                }),
            "t inputs",
            "Feeds all inputs; gives a list of the outputs.",
            "(transducer-run! (make-transducer :initial :e :transitions '((:e 1 :e 2))) '(1 1)) => (2 2)")
        .fails(
            "(transducer-run! 5 '(1 1)) => :not-callable value of type int is not callable",
            "(transducer-run! (make-transducer :initial :e :transitions '((:e 1 :e 2))) 5) => :type-mismatch type mismatch: expected list, got int")
        .entries();
  }

  private static Object specGet(Activation run, Object spec, Object key) {
    return ListLibrary.plistGet(run, Lists.cdr(run, spec), key);
  }

  private static Object get(Activation run, Object spec, String key) {
    return specGet(run, spec, new Keyword(key));
  }

  private static Object row(Activation run, Object transitions, Object state, Object event) {
    for (Object row : Arguments.list(transitions)) {
      run.step(1);
      if (Work.equal(run, Lists.car(row), state)
          && Work.equal(run, Lists.car(Lists.cdr(run, row)), event)) {
        return row;
      }
    }
    return Nil.NIL;
  }

  private static Object fireState(Activation run, Object actions, Object state) {
    for (Object action : Arguments.list(actions)) {
      run.step(1);
      if (Work.equal(run, Lists.car(action), state)) {
        run.call(Lists.car(Lists.cdr(run, action)), state);
      }
    }
    return Nil.NIL;
  }

  private static Object fireEvent(Activation run, Object actions, Object event, Object payload) {
    for (Object action : Arguments.list(actions)) {
      run.step(1);
      if (Work.equal(run, Lists.car(action), event)) {
        run.call(Lists.car(Lists.cdr(run, action)), event, payload);
      }
    }
    return Nil.NIL;
  }

  private static Object make(Activation run, Object spec) {
    return new Machine(
            get(run, spec, "initial"),
            get(run, spec, "transitions"),
            get(run, spec, "on-enter"),
            get(run, spec, "on-exit"),
            get(run, spec, "on-event"))
        .procedure(run);
  }

  /// The element of a row at an index, Nil beyond its end.
  private static Object field(Object row, int index) {
    return Lists.nth(Arguments.list(row), index);
  }

  /// The state of a machine that [#make] gives.
  private static final class Machine {
    private final Object initial;
    private final Object transitions;
    private final Object onEnter;
    private final Object onExit;
    private final Object onEvent;
    private Object current;
    private LispList history;

    Machine(Object initial, Object transitions, Object onEnter, Object onExit, Object onEvent) {
      this.initial = initial;
      this.transitions = transitions;
      this.onEnter = onEnter;
      this.onExit = onExit;
      this.onEvent = onEvent;
      this.current = initial;
      this.history = LispList.of(initial);
    }

    Object procedure(Activation run) {
      fireState(run, onEnter, initial);
      return Combinators.made(
          run, "make-sm", "msg . args", Arity.atLeast(1), (r, xs) -> receive(r, xs));
    }

    private Object receive(Activation run, Object[] xs) {
      return switch (Messages.name(xs)) {
        case "send" -> {
          send(run, Messages.argument(xs, 1), xs.length > 2 ? xs[2] : Nil.NIL);
          yield current;
        }
        case "current" -> current;
        case "history" -> history;
        case "reset!" -> {
          current = initial;
          history = LispList.of(initial);
          fireState(run, onEnter, initial);
          yield current;
        }
        case "can?" -> !Arguments.isNull(row(run, transitions, current, Messages.argument(xs, 1)));
        default -> throw Work.thrown(run, "unknown-message", "unknown SM message");
      };
    }

    private void send(Activation run, Object event, Object payload) {
      Object row = row(run, transitions, current, event);
      if (Arguments.isNull(row)) {
        return;
      }
      Object guard = field(row, 3);
      if (!Arguments.isNull(guard) && !Work.isTrue(run.apply(guard, current, event, payload))) {
        return;
      }
      fireState(run, onExit, current);
      Object action = field(row, 4);
      if (!Arguments.isNull(action)) {
        run.apply(action, current, event, payload);
      }
      fireEvent(run, onEvent, event, payload);
      Object next = field(row, 2);
      run.allocate(Cost.CELL);
      current = next;
      history = history.prepend(next);
      fireState(run, onEnter, next);
    }
  }

  private static Object transducer(Activation run, Object[] kvs) {
    LispList keys = LispList.of(kvs);
    Object transitions = ListLibrary.plistGet(run, keys, new Keyword("transitions"));
    // The state, in a cell that the procedure shares with nobody.
    Object[] state = {ListLibrary.plistGet(run, keys, new Keyword("initial"))};
    return Combinators.made(
        run,
        "make-transducer",
        "msg . args",
        Arity.atLeast(1),
        (r, xs) ->
            switch (Messages.name(xs)) {
              case "feed!" -> {
                Object row = row(r, transitions, state[0], Messages.argument(xs, 1));
                if (Arguments.isNull(row)) {
                  yield Nil.NIL;
                }
                LispList fields = Arguments.list(row);
                if (fields.length() < 4) {
                  throw LispError.nativeFn("car", "car of empty list");
                }
                state[0] = fields.nth(2);
                yield fields.nth(3);
              }
              case "state" -> state[0];
              default -> Nil.NIL;
            });
  }
}
