package dev.vigy.runtime.extension;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Arity;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.Nil;
import dev.vigy.runtime.vigy.Run.Log;

/// The verbs that speak of the tick itself and of time between ticks.
final class SchedulingVerbs {
  private static final String RATE_LIMIT = "__ratelimit::";
  private static final long LONGEST_BACKOFF_MS = 30_000;
  private static final long SHORTEST_NEXT_MS = 100;

  /// Ten years: nobody means more, and sums of instants stay in range.
  private static final long LONGEST_NEXT_MS = 3_650L * 86_400_000;

  private SchedulingVerbs() {}

  static void install(Verbs verbs) {
    verbs.register(NativeFunction.of0("vigy-tick", run -> facts(run).startMs()));
    verbs.register(NativeFunction.of0("vigy-tick-count", run -> facts(run).count()));
    verbs.register(
        NativeFunction.of0(
            "vigy-since-last-tick",
            run -> {
              TickFacts facts = facts(run);
              return facts
                  .previousStartMs()
                  .map(previous -> facts.startMs() - previous)
                  .orElse(-1L);
            }));
    verbs.register(NativeFunction.of2("vigy-rate-limited?", SchedulingVerbs::isRateLimited));
    verbs.register(
        NativeFunction.of1(
            "vigy-backoff-ms",
            (_, attempt) -> backoffMs(Arguments.integer(attempt, "integer attempt"))));
    verbs.register(
        NativeFunction.of(
            "vigy-param",
            Arity.range(1, 2),
            (run, arguments) ->
                param(run, arguments[0], arguments.length > 1 ? arguments[1] : Nil.NIL)));
    verbs.register(NativeFunction.of0("vigy-name", run -> facts(run).vigyName()));
    verbs.register(
        NativeFunction.of0(
            "vigy-nominal",
            run -> {
              TickFacts facts = facts(run);
              return facts.nominal().map(at -> at.toEpochMilli()).orElse(facts.startMs());
            }));
    verbs.register(
        NativeFunction.of0("vigy-trigger", run -> new Keyword(facts(run).trigger().text())));
    verbs.register(NativeFunction.of1("vigy-next-in", SchedulingVerbs::nextIn));
    verbs.register(NativeFunction.of0("vigy-wake-payloads", SchedulingVerbs::wakePayloads));
    verbs.register(
        NativeFunction.of("vigy-stop", Arity.range(0, 1), SchedulingVerbs::stop).leaving());
  }

  private static TickFacts facts(Activation run) {
    return run.host(VigyHost.class).facts();
  }

  /// Without a record the answer is no, and this moment is recorded. A record in the future limits
  /// until the clock has passed it.
  private static Object isRateLimited(Activation run, Object key, Object minimum) {
    VigyHost host = run.host(VigyHost.class);
    String name = Checked.key(host, RATE_LIMIT, Arguments.name(key));
    long minMs = Arguments.integer(minimum, "integer min-interval-ms");
    long now = host.facts().startMs();
    Json record = host.kv().find(name);
    if (record != null) {
      long last = record instanceof Json.Int(long stored) ? stored : 0;
      long passed = now - last;
      if (((now ^ last) & (now ^ passed)) < 0) {
        passed = now < last ? Long.MIN_VALUE : Long.MAX_VALUE;
      }
      if (passed < minMs) {
        return true;
      }
    }
    Checked.store(run, host, name, new Json.Int(now), KvSize.digits(now));
    return false;
  }

  private static Object backoffMs(long attempt) {
    return attempt >= 5 ? LONGEST_BACKOFF_MS : 1_000L << Math.max(attempt, 0);
  }

  private static Object param(Activation run, Object key, Object absent) {
    Json value = facts(run).params().get(Arguments.name(key));
    return value == null ? absent : LispJson.toLisp(run, value);
  }

  private static Object wakePayloads(Activation run) {
    return LispJson.toLisp(run, new Json.Array(facts(run).wakes()));
  }

  private static Object nextIn(Activation run, Object ms) {
    VigyHost host = run.host(VigyHost.class);
    long next = Arguments.integer(ms, "integer ms");
    if (next < SHORTEST_NEXT_MS) {
      throw LispError.nativeFn(
          "vigy-next-in", "expected at least " + SHORTEST_NEXT_MS + " ms, got " + next);
    }
    if (next > LONGEST_NEXT_MS) {
      throw LispError.nativeFn(
          "vigy-next-in", "expected at most " + LONGEST_NEXT_MS + " ms, got " + next);
    }
    host.nextInMs(next);
    return Nil.NIL;
  }

  /// The reason becomes a log line: a tick that stops well leaves no other trace of why.
  private static Object stop(Activation run, Object[] arguments) {
    VigyHost host = run.host(VigyHost.class);
    if (arguments.length == 1 && arguments[0] != Nil.NIL) {
      String reason = Checked.message(run, host, Arguments.display(arguments[0]));
      host.log(new Log("info", "stopped: " + reason));
    }
    throw new Exits.Stop();
  }
}
