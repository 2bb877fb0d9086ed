package dev.vigy.runtime.extension;

import dev.vigy.lisp.json.Json;
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
final class JavaValues {
  private JavaValues() {}

  /// What an embedder's function gave back, as a Lisp value.
  static Object toLisp(@Nullable Object java) {
    return java instanceof Json json ? LispJson.toLisp(json) : Value.of(java);
  }

  /// @throws LispError a type mismatch, if the value does not fit the type
  static <T> T as(Object value, Class<T> type) {
    if (value instanceof LispList || value instanceof LispMap) {
      // Values may share parts, and be far bigger taken apart than they are in memory.
      LispJson.plain(value);
    }
    return boxed(type).cast(convert(value, type));
  }

  private static Object convert(Object value, Class<?> type) {
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
      Json json = LispJson.plain(value);
      if (type.isInstance(json)) {
        return json;
      }
      throw Arguments.mismatch(type.getSimpleName().toLowerCase(Locale.ROOT), value);
    }
    if (type == List.class) {
      return list(Arguments.list(value));
    }
    if (type == Map.class) {
      return map(Arguments.map(value));
    }
    if (type.isEnum()) {
      return constant(Arguments.name(value), value, type);
    }
    if (type.isRecord()) {
      return record(Arguments.map(value), type);
    }
    if (type == Object.class) {
      return plain(value);
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
  private static Object plain(Object value) {
    return switch (value) {
      case Keyword(String name) -> name;
      case Symbol(String name) -> name;
      case LispList list -> list(list);
      case LispMap map -> map(map);
      case Nil _ -> Optional.empty();
      default -> value;
    };
  }

  private static List<Object> list(LispList list) {
    List<Object> all = new ArrayList<>(list.length());
    for (Object element : list) {
      all.add(plain(element));
    }
    return Collections.unmodifiableList(all);
  }

  private static Map<String, Object> map(LispMap map) {
    Map<String, Object> all = LinkedHashMap.newLinkedHashMap(map.count());
    for (LispMap.Entry entry : map) {
      all.put(Arguments.display(entry.key()), plain(entry.value()));
    }
    return Collections.unmodifiableMap(all);
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
  private static Object record(LispMap map, Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      String key = kebab(components[i].getName());
      Object value = map.get(new Keyword(key)).or(() -> map.get(key)).orElse(Nil.NIL);
      values[i] =
          types[i] == Optional.class
              ? Optional.of(value).filter(given -> given != Nil.NIL).map(JavaValues::plain)
              : convert(value, types[i]);
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
