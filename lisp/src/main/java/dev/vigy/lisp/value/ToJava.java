package dev.vigy.lisp.value;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns one Lisp value into Java objects. What the value reaches by several ways is converted
/// once, so values that share parts cost what they take in memory, not what they take printed.
final class ToJava {
  private static final int NESTING_MAX = FromJava.NESTING_MAX;

  private final Charge charge;
  private final IdentityHashMap<Object, Map<Type, Object>> known = new IdentityHashMap<>(0);
  private int level;

  ToJava(Charge charge) {
    this.charge = charge;
  }

  /// @return null for Nil where the type has no other form for it
  @Nullable Object convert(Object value, Type type) {
    return switch (type) {
      case ParameterizedType generic -> parameterized(value, generic);
      case WildcardType wildcard -> convert(value, wildcard.getUpperBounds()[0]);
      case Class<?> plain -> plain(value, plain);
      default -> data(value);
    };
  }

  private @Nullable Object parameterized(Object value, ParameterizedType type) {
    Type[] of = type.getActualTypeArguments();
    Type raw = type.getRawType();
    if (raw == Optional.class) {
      return value == Nil.NIL ? Optional.empty() : Optional.ofNullable(convert(value, of[0]));
    }
    if (raw == List.class || raw == Collection.class) {
      return list(value, of[0], type);
    }
    if (raw == Map.class && of[0] == String.class) {
      return map(value, of[1], type);
    }
    return raw instanceof Class<?> plain ? plain(value, plain) : data(value);
  }

  private @Nullable Object plain(Object value, Class<?> type) {
    if (type == Object.class) {
      return data(value);
    }
    if (type == String.class) {
      return text(value, "string/symbol");
    }
    if (type == boolean.class || type == Boolean.class) {
      return value instanceof Boolean truth ? truth : unfit("bool", value);
    }
    Object number = number(value, type);
    if (number != null) {
      return number;
    }
    if (type == Instant.class) {
      return Instant.ofEpochMilli(integer(value));
    }
    if (type == Duration.class) {
      return Duration.ofMillis(integer(value));
    }
    if (type == List.class || type == Collection.class) {
      return list(value, Object.class, type);
    }
    if (type == Map.class) {
      return map(value, Object.class, type);
    }
    if (type == Optional.class) {
      return Optional.ofNullable(data(value));
    }
    if (type == LispList.class && value == Nil.NIL) {
      return LispList.EMPTY;
    }
    if (type.isInstance(value)) {
      return value;
    }
    if (value instanceof Foreign foreign && type.isInstance(foreign.object())) {
      return foreign.object();
    }
    if (type.isEnum()) {
      return constant(value, type);
    }
    if (type.isRecord()) {
      return record(value, type);
    }
    return unfit(expected(type), value);
  }

  /// A number of this type; null if the type is none.
  private static @Nullable Object number(Object value, Class<?> type) {
    if (type == long.class || type == Long.class) {
      return integer(value);
    }
    if (type == double.class || type == Double.class) {
      return real(value);
    }
    if (type == int.class || type == Integer.class) {
      return (int) within(value, Integer.MIN_VALUE, Integer.MAX_VALUE, "32-bit integer");
    }
    if (type == short.class || type == Short.class) {
      return (short) within(value, Short.MIN_VALUE, Short.MAX_VALUE, "16-bit integer");
    }
    if (type == byte.class || type == Byte.class) {
      return (byte) within(value, Byte.MIN_VALUE, Byte.MAX_VALUE, "8-bit integer");
    }
    if (type == float.class || type == Float.class) {
      return (float) real(value);
    }
    if (type == Number.class) {
      return value instanceof Number number ? number : unfit("number", value);
    }
    return null;
  }

  static long integer(Object value) {
    return value instanceof Long number ? number : (long) unfit("integer", value);
  }

  private static double real(Object value) {
    return switch (value) {
      case Long number -> number;
      case Double number -> number;
      default -> (double) unfit("number", value);
    };
  }

  private static long within(Object value, long least, long most, String expected) {
    if (!(value instanceof Long number)) {
      return (long) unfit(expected, value);
    }
    if (number < least || number > most) {
      throw new UnfitValueException(expected, "an integer out of range");
    }
    return number;
  }

  private static String text(Object value, String expected) {
    return switch (value) {
      case String text -> text;
      case Symbol(String name) -> name;
      case Keyword(String name) -> name;
      default -> (String) unfit(expected, value);
    };
  }

  // --- Compound ----------------------------------------------------------------------------------

  /// Plain Java data: null, numbers, text (also for symbols and keywords), truth, lists, and maps
  /// with text keys. What is none of these stays what it is.
  private @Nullable Object data(Object value) {
    return switch (value) {
      case Nil _ -> null;
      case Symbol(String name) -> name;
      case Keyword(String name) -> name;
      case LispList _ -> list(value, Object.class, Object.class);
      case LispMap _ -> map(value, Object.class, Object.class);
      case Foreign foreign -> foreign.object();
      default -> value;
    };
  }

  private Object list(Object value, Type of, Type as) {
    if (value == Nil.NIL) {
      return List.of();
    }
    if (!(value instanceof LispList list)) {
      return unfit("list", value);
    }
    Object before = known(value, as);
    if (before != null) {
      return before;
    }
    deeper();
    List<@Nullable Object> converted = new ArrayList<>(list.length());
    for (Object element : list) {
      charge.work(1);
      converted.add(convert(element, of));
    }
    return keep(value, as, Collections.unmodifiableList(converted));
  }

  private Object map(Object value, Type of, Type as) {
    if (!(value instanceof LispMap map)) {
      return unfit("map", value);
    }
    Object before = known(value, as);
    if (before != null) {
      return before;
    }
    deeper();
    Map<String, @Nullable Object> converted = new LinkedHashMap<>();
    for (LispMap.Entry entry : map) {
      charge.work(2);
      converted.put(key(entry.key()), convert(entry.value(), of));
    }
    return keep(value, as, Collections.unmodifiableMap(converted));
  }

  private static String key(Object key) {
    return switch (key) {
      case String text -> text;
      case Symbol(String name) -> name;
      case Keyword(String name) -> name;
      default -> Value.print(key);
    };
  }

  private Object record(Object value, Class<?> type) {
    if (!(value instanceof LispMap map)) {
      return unfit("map", value);
    }
    Object before = known(value, type);
    if (before != null) {
      return before;
    }
    deeper();
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    @Nullable Object[] arguments = new @Nullable Object[components.length];
    for (int i = 0; i < components.length; i++) {
      charge.work(2);
      types[i] = components[i].getType();
      String name = FromJava.kebab(components[i].getName());
      Object given = map.get(new Keyword(name)).or(() -> map.get(name)).orElse(Nil.NIL);
      try {
        arguments[i] = convert(given, components[i].getGenericType());
      } catch (UnfitValueException e) {
        throw new UnfitValueException(e.expected() + " as :" + name, e.got());
      }
    }
    return keep(value, type, make(type, types, arguments));
  }

  private static Object make(Class<?> type, Class<?>[] types, @Nullable Object[] arguments) {
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.trySetAccessible();
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      // The record says itself what is wrong with what it was given.
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new UnfitValueException(expected(type), "a map that is none: " + cause.getMessage());
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("can't make a " + type.getName(), e);
    }
  }

  private static Object constant(Object value, Class<?> type) {
    String name = text(value, expected(type));
    List<String> all = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      String kebab = FromJava.kebab(((Enum<?>) constant).name());
      if (kebab.equals(name)) {
        return constant;
      }
      all.add(":" + kebab);
    }
    throw new UnfitValueException("one of " + String.join(" ", all), Value.print(value));
  }

  private static String expected(Class<?> type) {
    if (type == LispList.class) {
      return "list";
    }
    if (type == LispMap.class) {
      return "map";
    }
    return Procedure.class.isAssignableFrom(type)
        ? "procedure"
        : FromJava.kebab(type.getSimpleName());
  }

  // --- What was converted before -----------------------------------------------------------------

  private void deeper() {
    charge.level();
    if (++level > NESTING_MAX) {
      throw new UnfitValueException(
          "a value nested at most " + NESTING_MAX + " levels", "a deeper one");
    }
  }

  private @Nullable Object known(Object value, Type type) {
    Map<Type, Object> all = known.get(value);
    return all == null ? null : all.get(type);
  }

  private Object keep(Object value, Type type, Object converted) {
    level--;
    known.computeIfAbsent(value, _ -> new HashMap<>(2)).put(type, converted);
    return converted;
  }

  private static Object unfit(String expected, Object got) {
    throw new UnfitValueException(expected, Value.typeName(got));
  }
}
