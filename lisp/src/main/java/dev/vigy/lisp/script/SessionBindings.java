package dev.vigy.lisp.script;

import dev.vigy.lisp.Session;
import dev.vigy.lisp.value.Value;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.script.Bindings;
import org.jspecify.annotations.Nullable;

/// The globals of a session as bindings: what scripts define is seen here at once, and what is put
/// here is seen by scripts. A name cannot be unbound; removing it binds it to nil.
///
/// Names of `javax.script` and of this package are no globals: they are kept beside.
final class SessionBindings extends AbstractMap<String, @Nullable Object> implements Bindings {
  private final Session session;
  private final Map<String, Object> reserved = new HashMap<>();

  SessionBindings(Session session) {
    this.session = session;
  }

  Session session() {
    return session;
  }

  static boolean isReserved(String name) {
    return name.startsWith("javax.script.") || name.startsWith("dev.vigy.lisp.");
  }

  private Map<String, @Nullable Object> all() {
    Map<String, @Nullable Object> all = new LinkedHashMap<>(reserved);
    for (String name : session.definitions()) {
      all.put(name, value(name));
    }
    return all;
  }

  private @Nullable Object value(String name) {
    return session.lookup(name).map(value -> Value.to(Object.class, value)).orElse(null);
  }

  @Override
  public boolean containsKey(Object key) {
    return reserved.containsKey(key) || session.definitions().contains(key);
  }

  @Override
  public @Nullable Object get(Object key) {
    if (!(key instanceof String name)) {
      return null;
    }
    if (isReserved(name)) {
      return reserved.get(name);
    }
    return session.definitions().contains(name) ? value(name) : null;
  }

  @Override
  public @Nullable Object put(String name, @Nullable Object value) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a name is empty");
    }
    Object before = get(name);
    if (!isReserved(name)) {
      session.define(name, value);
    } else if (value == null) {
      reserved.remove(name);
    } else {
      reserved.put(name, value);
    }
    return before;
  }

  @Override
  public void putAll(Map<? extends String, ?> values) {
    values.forEach(this::put);
  }

  @Override
  public @Nullable Object remove(Object key) {
    return containsKey(key) ? put((String) key, null) : null;
  }

  @Override
  public Set<Entry<String, @Nullable Object>> entrySet() {
    Collection<Entry<String, @Nullable Object>> entries = all().entrySet();
    return new AbstractSet<>() {
      @Override
      public Iterator<Entry<String, @Nullable Object>> iterator() {
        return entries.iterator();
      }

      @Override
      public int size() {
        return entries.size();
      }
    };
  }
}
