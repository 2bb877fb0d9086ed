package dev.vigy.lisp.run;

import dev.vigy.lisp.run.CallStack.Call;
import dev.vigy.lisp.run.CallStack.Callee;
import dev.vigy.lisp.source.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Collects the calls that an error comes out of, from the inside out. What it keeps is bounded, so
/// that an error out of deep recursion costs little more than the recursion did.
final class Unwinding {
  private static final int INNERMOST = 15;
  private static final int OUTERMOST = 5;

  private static final Call[] NONE = {};

  private final List<Call> innermost = new ArrayList<>(1);
  private Call[] latest = NONE;
  private long beyond;

  /// The latest call, while it is not known who made it: a native function will say so.
  private @Nullable Call pending;

  /// The error leaves a call.
  ///
  /// @param at null if a native function made the call
  void leave(Callee running, Callee entered, @Nullable Span at) {
    settle("", Span.SYNTHETIC);
    Callee procedure = running.kind() == CallStack.Kind.IN_PLACE ? entered : running;
    if (at == null) {
      pending = new Call(procedure, entered, "", Span.SYNTHETIC);
    } else {
      add(new Call(procedure, entered, "", at));
    }
  }

  /// The error leaves a native function.
  void leaveNative(String name, Span at) {
    settle(name, at);
  }

  private void settle(String by, Span at) {
    Call waiting = pending;
    if (waiting != null) {
      pending = null;
      add(new Call(waiting.procedure(), waiting.entered(), by, at));
    }
  }

  private void add(Call call) {
    if (call.procedure().kind() == CallStack.Kind.IN_PLACE) {
      return;
    }
    if (innermost.size() < INNERMOST) {
      innermost.add(call);
    } else {
      if (beyond == 0) {
        latest = new Call[OUTERMOST];
      }
      latest[(int) (beyond % OUTERMOST)] = call;
      beyond++;
    }
  }

  Unwinding copy() {
    var copy = new Unwinding();
    copy.innermost.addAll(innermost);
    copy.latest = latest.clone();
    copy.beyond = beyond;
    copy.pending = pending;
    return copy;
  }

  CallStack stack() {
    settle("", Span.SYNTHETIC);
    var outermost = new ArrayList<Call>();
    for (long i = Math.max(0, beyond - OUTERMOST); i < beyond; i++) {
      outermost.add(latest[(int) (i % OUTERMOST)]);
    }
    return new CallStack(innermost, beyond - outermost.size(), outermost);
  }
}
