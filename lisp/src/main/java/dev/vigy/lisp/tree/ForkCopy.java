package dev.vigy.lisp.tree;

import dev.vigy.lisp.fiber.Channel;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.LispMap;
import dev.vigy.lisp.value.Procedure;
import dev.vigy.lisp.value.Promise;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/// Copies what can change among the values of a world, for a fork of it: the variables that
/// procedures have captured, promises, channels, and whatever holds one of these. What is shared in
/// the world is shared in the copy, and values without anything that can change stay the same
/// objects.
///
/// Objects of the host are not copied, nor what functions of the library keep to themselves
/// (machines, actors, memories): nobody here can look into them.
final class ForkCopy {
  /// Lists and maps nested deeper than this stay as they are, with what is in them.
  private static final int NESTING_MAX = 500;

  private final IdentityHashMap<Object, Object> copies = new IdentityHashMap<>();

  /// Frames that are still to be filled, so that cycles and long chains of them take no stack.
  private final ArrayDeque<Runnable> pending = new ArrayDeque<>();

  private int level;

  /// A copy of the values of globals; null is an unset one.
  Object[] globals(Object[] globals) {
    Object[] copy = new Object[globals.length];
    fill(globals, copy);
    finish();
    return copy;
  }

  <K> Map<K, Object> named(Map<K, Object> globals) {
    Map<K, Object> copy = new HashMap<>();
    globals.forEach((name, value) -> copy.put(name, copy(value)));
    finish();
    return copy;
  }

  private void finish() {
    for (Runnable next = pending.poll(); next != null; next = pending.poll()) {
      next.run();
    }
  }

  @SuppressWarnings("NullAway") // slots that nobody has set are null in both
  private void fill(Object[] from, Object[] to) {
    for (int i = 0; i < from.length; i++) {
      Object value = from[i];
      to[i] = value == null ? null : copy(value);
    }
  }

  private Object copy(Object value) {
    Object known = copies.get(value);
    return known == null ? copyNew(value) : known;
  }

  private Object copyNew(Object value) {
    return switch (value) {
      case Closure closure -> closure(closure);
      case Object[] frame -> frame(frame);
      case LispList list -> list(list);
      case LispMap map -> map(map);
      case Promise promise -> promise(promise);
      case Channel channel -> channel(channel);
      case Map<?, ?> names -> names(names);
      default -> value;
    };
  }

  private Object keep(Object value, Object copy) {
    copies.put(value, copy);
    return copy;
  }

  @SuppressWarnings("ReferenceEquality") // whether it was copied
  private Object closure(Closure closure) {
    Object[] frame = (Object[]) copy(closure.frame);
    return keep(closure, frame == closure.frame ? closure : new Closure(closure.code, frame));
  }

  private Object frame(Object[] frame) {
    if (frame.length == 1 && frame[0] == null) {
      return keep(frame, frame);
    }
    Object[] copy = new Object[frame.length];
    pending.add(() -> fill(frame, copy));
    return keep(frame, copy);
  }

  /// The names that code which arrived has defined in a frame.
  private Object names(Map<?, ?> names) {
    Map<Object, Object> copy = new HashMap<>();
    pending.add(() -> names.forEach((name, value) -> copy.put(name, copy(value))));
    return keep(names, copy);
  }

  private Object channel(Channel channel) {
    Channel copy = channel.copy();
    pending.add(() -> copy.change(this::copy));
    return keep(channel, copy);
  }

  @SuppressWarnings("ReferenceEquality")
  private Object promise(Promise promise) {
    Object value = promise.valueOrNull();
    if (value == null) {
      return keep(promise, new Promise((Procedure) copy(promise.thunk())));
    }
    if (level >= NESTING_MAX) {
      return promise;
    }
    level++;
    Object copy = copy(value);
    level--;
    return keep(promise, copy == value ? promise : Promise.forced(copy));
  }

  @SuppressWarnings("ReferenceEquality")
  private Object list(LispList list) {
    if (level >= NESTING_MAX) {
      return list;
    }
    level++;
    boolean same = true;
    LispList.Builder copies = new LispList.Builder();
    for (Object element : list) {
      Object copy = copy(element);
      same &= copy == element;
      copies.add(copy);
    }
    level--;
    return keep(list, same ? list : copies.build());
  }

  @SuppressWarnings("ReferenceEquality")
  private Object map(LispMap map) {
    if (level >= NESTING_MAX) {
      return map;
    }
    level++;
    LispMap copy = map;
    for (LispMap.Entry entry : map) {
      Object value = copy(entry.value());
      if (value != entry.value()) {
        copy = copy.with(entry.key(), value);
      }
    }
    level--;
    return keep(map, copy);
  }
}
