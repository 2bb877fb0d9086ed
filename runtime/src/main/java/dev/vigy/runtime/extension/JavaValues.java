package dev.vigy.runtime.extension;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.LispMap;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Symbol;
import dev.vigy.lisp.value.Value;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Lisp values as the Java types that an embedder's function asks for.
///
/// Values may share parts and be far bigger taken apart than they are in memory, so what is taken
/// apart is counted, and charged to the run.
final class JavaValues {
  /// Elements that one argument may have, each counted wherever it stands.
  private static final int MOST_ELEMENTS = 1_000_000;

  private final @Nullable Activation run;
  private int left = MOST_ELEMENTS;

  private JavaValues(@Nullable Activation run) {
    this.run = run;
  }

  /// What an embedder's function gave back, as a Lisp value.
  static Object toLisp(@Nullable Object java) {
    return java instanceof Json json ? LispJson.toLisp(json) : Value.of(java);
  }

  /// @param run pays for it; null where no program does
  /// @throws LispError a type mismatch if the value does not fit the type, and of kind limit if it
  ///   nests too deep or has too many elements
  static <T> T as(@Nullable Activation run, Object value, Class<T> type) {
    return boxed(type).cast(new JavaValues(run).convert(value, type, 0));
  }

  /// @param depth lists and maps around the value
  private Object convert(Object value, Class<?> type, int depth) {
    if (type == String.class) {
      return Arguments.text(value);
    }
    if (type == long.class || type == Long.class) {
      return Arguments.integer(value);
    }
    if (type == int.class || type == Integer.class) {
      return inRange(value, Integer.MIN_VALUE, Integer.MAX_VALUE, "32-bit integer").intValue();
    }
    if (type == short.class || type == Short.class) {
      return inRange(value, Short.MIN_VALUE, Short.MAX_VALUE, "16-bit integer").shortValue();
    }
    if (type == byte.class || type == Byte.class) {
      return inRange(value, Byte.MIN_VALUE, Byte.MAX_VALUE, "8-bit integer").byteValue();
    }
    if (type == double.class || type == Double.class) {
      return Arguments.number(value);
    }
    if (type == boolean.class || type == Boolean.class) {
      return Arguments.bool(value);
    }
    if (type == Instant.class) {
      return Instant.ofEpochMilli(Arguments.integer(value));
    }
    if (type == Duration.class) {
      return Duration.ofMillis(Arguments.integer(value));
    }
    if (Json.class.isAssignableFrom(type)) {
      Json json = LispJson.plain(run, value);
      if (type.isInstance(json)) {
        return json;
      }
      throw Arguments.mismatch(type.getSimpleName().toLowerCase(Locale.ROOT), value);
    }
    if (type == List.class) {
      return list(Arguments.list(value), depth);
    }
    if (type == Map.class) {
      return map(Arguments.map(value), depth);
    }
    if (type.isEnum()) {
      return constant(Arguments.name(value), value, type);
    }
    if (type.isRecord()) {
      return record(Arguments.map(value), type, depth);
    }
    if (type == Object.class) {
      return plain(value, depth);
    }
    if (type.isInstance(value)) {
      return value;
    }
    throw Arguments.mismatch(type.getSimpleName(), value);
  }

  private static Long inRange(Object value, long min, long max, String expected) {
    long number = Arguments.integer(value, expected);
    if (number < min || number > max) {
      throw LispError.typeMismatch(expected, "an integer out of range");
    }
    return number;
  }

  /// The nearest plain Java object: lists and maps all the way down, names as text, nil as nothing.
  private Object plain(Object value, int depth) {
    return switch (value) {
      case Keyword(String name) -> name;
      case Symbol(String name) -> name;
      case LispList list -> list(list, depth);
      case LispMap map -> map(map, depth);
      case Nil _ -> Optional.empty();
      default -> value;
    };
  }

  private List<Object> list(LispList list, int depth) {
    opens(depth, list.length(), Cost.SLOT + Cost.BOX);
    List<Object> all = new ArrayList<>(list.length());
    for (Object element : list) {
      all.add(plain(element, depth + 1));
    }
    return Collections.unmodifiableList(all);
  }

  private Map<String, Object> map(LispMap map, int depth) {
    opens(depth, map.count(), Cost.MAP_NODE);
    Map<String, Object> all = LinkedHashMap.newLinkedHashMap(map.count());
    for (LispMap.Entry entry : map) {
      all.put(Arguments.display(entry.key()), plain(entry.value(), depth + 1));
    }
    return Collections.unmodifiableMap(all);
  }

  private void opens(int depth, int elements, long bytesForEach) {
    int deepest = HostLimits.DEFAULT.nesting();
    if (depth >= deepest) {
      throw LispError.limit("nesting", deepest, "levels");
    }
    left -= elements;
    if (left < 0) {
      throw LispError.limit("value", MOST_ELEMENTS, "elements");
    }
    if (run != null) {
      run.step(elements);
      run.allocate(Cost.OBJECT + bytesForEach * elements);
    }
  }

  private static Object constant(String name, Object value, Class<?> type) {
    List<String> names = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      String text = constant.toString().toLowerCase(Locale.ROOT).replace('_', '-');
      if (text.equals(name)) {
        return constant;
      }
      names.add(text);
    }
    throw Arguments.mismatch(String.join("|", names), value);
  }

  /// A record from a map: its components in kebab-case, as keywords or strings. A component that is
  /// an [Optional] may be missing.
  private Object record(LispMap map, Class<?> type, int depth) {
    RecordComponent[] components = type.getRecordComponents();
    opens(depth, components.length, Cost.SLOT);
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      String key = kebab(components[i].getName());
      Object value = map.get(new Keyword(key)).or(() -> map.get(key)).orElse(Nil.NIL);
      values[i] =
          types[i] == Optional.class
              ? Optional.of(value)
                  .filter(given -> given != Nil.NIL)
                  .map(given -> plain(given, depth + 1))
              : convert(value, types[i], depth + 1);
    }
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.trySetAccessible();
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          e.getCause() == null ? e.toString() : String.valueOf(e.getCause().getMessage()), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("can't make a " + type.getName(), e);
    }
  }

  private static String kebab(String name) {
    StringBuilder kebab = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isUpperCase(c)) {
        kebab.append('-').append(Character.toLowerCase(c));
      } else {
        kebab.append(c);
      }
    }
    return kebab.toString();
  }

  @SuppressWarnings("unchecked")
  private static <T> Class<T> boxed(Class<T> type) {
    return (Class<T>) java.lang.invoke.MethodType.methodType(type).wrap().returnType();
  }
}
