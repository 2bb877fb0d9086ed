package dev.vigy.runtime.extension;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.LispError;
import dev.vigy.runtime.vigy.Quoted;
import dev.vigy.runtime.vigy.ReconcileKind;

/// The checks that verbs share: each takes one argument as what it should be, within the limits.
final class Checked {
  private static final String KINDS =
      "noop|defer|pull|push|create|update|delete|apply|restart|custom";

  private Checked() {}

  /// A name within its limit: of a condition, a metric, a key of state.
  static String name(VigyHost host, Object argument) {
    return within(Arguments.name(argument), host.limits().nameBytes(), "name");
  }

  /// A text for people within its limit.
  static String message(Activation run, VigyHost host, Object argument) {
    return message(run, host, Arguments.name(argument));
  }

  static String message(Activation run, VigyHost host, String text) {
    int most = host.limits().messageBytes();
    if (text.length() <= most) {
      run.step(text.length() / LispJson.CHARACTERS_A_STEP);
    }
    return within(text, most, "message");
  }

  /// No text is shorter in UTF-8 than it has units, and none more than three times as long.
  private static String within(String text, int most, String what) {
    if (text.length() > most || (text.length() > most / 3 && KvSize.utf8(text) > most)) {
      throw LispError.limit(what, most, "bytes");
    }
    return text;
  }

  /// A payload, trace or state value as JSON, counted as said.
  static Json payload(Activation run, VigyHost host, Object argument) {
    if (argument instanceof Long number) {
      run.allocate(Cost.BOX);
      host.say(KvSize.digits(number));
      return new Json.Int(number);
    }
    LispJson.Weighed weighed =
        LispJson.plain(run, argument, host.limits(), host.limits().payloadBytes(), "payload");
    run.allocate(Cost.OBJECT + weighed.bytes());
    host.say(weighed.bytes());
    return weighed.json();
  }

  static ReconcileKind kind(String verb, Object argument) {
    String text = Arguments.name(argument);
    return ReconcileKind.parse(text)
        .orElseThrow(
            () ->
                LispError.nativeFn(
                    verb, "unknown kind " + Quoted.head(text) + "; expected " + KINDS));
  }

  /// A key of kv that the program may write.
  static String key(VigyHost host, String verb, Object argument) {
    String key = Arguments.name(argument);
    if (HostKv.isReserved(key)) {
      throw LispError.nativeFn(verb, HostKv.reserved(key));
    }
    return within(key, host.limits().keyBytes(), "kv key");
  }

  /// A key under one of the prefixes that verbs have for themselves.
  static String key(VigyHost host, String prefix, String name) {
    int most = host.limits().keyBytes();
    if (name.length() > most) {
      throw LispError.limit("kv key", most, "bytes");
    }
    return within(PrefixedKeys.of(prefix, name), most, "kv key");
  }

  /// Stores a value under a key that was checked.
  static void store(Activation run, VigyHost host, String key, Object value) {
    if (value instanceof Long number) {
      store(run, host, key, new Json.Int(number), KvSize.digits(number));
      return;
    }
    LispJson.Weighed weighed = LispJson.kept(run, value, host.limits());
    store(run, host, key, weighed.json(), weighed.bytes());
  }

  static void store(Activation run, VigyHost host, String key, Json json, long bytes) {
    run.allocate(Cost.MAP_NODE + bytes + key.length());
    host.kv().set(key, json, bytes);
  }
}
