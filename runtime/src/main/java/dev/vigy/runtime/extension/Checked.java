package dev.vigy.runtime.extension;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.value.Value;
import dev.vigy.runtime.vigy.ReconcileKind;

/// The checks that verbs share: each takes one argument as what it should be, within the limits.
final class Checked {
  private static final String KINDS =
      "noop|defer|pull|push|create|update|delete|apply|restart|custom";

  private Checked() {}

  /// A name within its limit: of a condition, a metric, a key of state.
  static String name(VigyHost host, Object argument) {
    String name = Arguments.name(argument);
    int most = host.limits().nameBytes();
    if (name.length() > most / 3 && KvSize.utf8(name) > most) {
      throw LispError.limit("name", most, "bytes");
    }
    return name;
  }

  /// A text for people within its limit.
  static String message(VigyHost host, Object argument) {
    return message(host, Arguments.name(argument));
  }

  static String message(VigyHost host, String text) {
    int most = host.limits().messageBytes();
    if (text.length() > most / 3 && KvSize.utf8(text) > most) {
      throw LispError.limit("message", most, "bytes");
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
                    verb, "unknown kind " + Value.print(text) + "; expected " + KINDS));
  }

  /// A key of kv that the program may write.
  static String key(String verb, Object argument) {
    String key = Arguments.name(argument);
    if (HostKv.isReserved(key)) {
      throw LispError.nativeFn(verb, HostKv.reserved(key));
    }
    return key;
  }

  /// Stores a value under a key that was checked.
  static void store(Activation run, VigyHost host, String key, Object value) {
    if (value instanceof Long number) {
      store(run, host, key, new Json.Int(number), KvSize.digits(number));
      return;
    }
    LispJson.Weighed weighed =
        LispJson.plain(run, value, host.limits(), host.limits().valueBytes(), "kv value");
    store(run, host, key, weighed.json(), weighed.bytes());
  }

  static void store(Activation run, VigyHost host, String key, Json json, long bytes) {
    run.allocate(Cost.MAP_NODE + bytes + key.length());
    host.kv().set(key, json, bytes);
  }
}
