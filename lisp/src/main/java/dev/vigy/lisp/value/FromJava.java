package dev.vigy.lisp.value;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns one Java object into a Lisp value. What the object reaches by several ways is converted
/// once; an object that reaches itself is refused.
final class FromJava {
  /// Levels of collections, maps, records and arrays within each other.
  static final int NESTING_MAX = 1_000;

  /// Stands for what is being converted.
  private static final Object BEGUN = new Object();

  private final Charge charge;
  private final IdentityHashMap<Object, Object> known = new IdentityHashMap<>(0);
  private int level;

  FromJava(Charge charge) {
    this.charge = charge;
  }

  Object convert(@Nullable Object java) {
    return switch (java) {
      case null -> Nil.NIL;
      case Long number -> number;
      case Integer number -> (long) number;
      case Short number -> (long) number;
      case Byte number -> (long) number;
      case Double number -> number;
      case Float number -> (double) number;
      case java.math.BigInteger number -> number.longValueExact();
      case java.math.BigDecimal number -> number.doubleValue();
      case Boolean truth -> truth;
      case String text -> text;
      case Character character -> character.toString();
      case CharSequence text -> text.toString();
      case Nil nil -> nil;
      case Keyword keyword -> keyword;
      case Symbol symbol -> symbol;
      case LispList list -> list;
      case LispMap map -> map;
      case Optional<?> optional -> convert(optional.orElse(null));
      case Instant instant -> instant.toEpochMilli();
      case Duration duration -> duration.toMillis();
      case Enum<?> constant -> new Keyword(kebab(constant.name()));
      case Map<?, ?> _, Collection<?> _, Record _ -> once(java);
      default -> java.getClass().isArray() ? once(java) : java;
    };
  }

  @SuppressWarnings("ReferenceEquality") // the mark is one object
  private Object once(Object java) {
    Object before = known.putIfAbsent(java, BEGUN);
    if (before == BEGUN) {
      throw new IllegalArgumentException("an object that contains itself has no Lisp value");
    }
    if (before != null) {
      return before;
    }
    if (++level > NESTING_MAX) {
      throw new IllegalArgumentException(
          "an object nested deeper than " + NESTING_MAX + " levels has no Lisp value");
    }
    charge.level();
    Object value =
        switch (java) {
          case Map<?, ?> map -> map(map);
          case Collection<?> elements -> list(elements);
          case Record data -> record(data);
          default -> array(java);
        };
    level--;
    known.put(java, value);
    return value;
  }

  private LispList list(Collection<?> elements) {
    LispList.Builder list = new LispList.Builder();
    for (Object element : elements) {
      charge.work(1);
      list.add(convert(element));
    }
    return list.build();
  }

  private LispMap map(Map<?, ?> map) {
    LispMap converted = LispMap.EMPTY;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      charge.work(2);
      Object key = convert(entry.getKey());
      converted =
          converted.with(LispMap.isKey(key) ? key : Value.print(key), convert(entry.getValue()));
    }
    return converted;
  }

  private LispList array(Object array) {
    int length = Array.getLength(array);
    charge.work(length);
    LispList.Builder list = new LispList.Builder(length);
    for (int i = 0; i < length; i++) {
      list.add(convert(Array.get(array, i)));
    }
    return list.build();
  }

  private LispMap record(Record data) {
    LispMap map = LispMap.EMPTY;
    for (RecordComponent component : data.getClass().getRecordComponents()) {
      charge.work(2);
      map = map.with(new Keyword(kebab(component.getName())), convert(read(component, data)));
    }
    return map;
  }

  private static @Nullable Object read(RecordComponent component, Record data) {
    try {
      component.getAccessor().trySetAccessible();
      return component.getAccessor().invoke(data);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalArgumentException(
          "can't read `" + component.getName() + "` of a " + data.getClass().getName(), e);
    }
  }

  /// `queueDepth` and `QUEUE_DEPTH` as `queue-depth`.
  static String kebab(String name) {
    StringBuilder kebab = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '_') {
        kebab.append('-');
        continue;
      }
      if (i > 0 && Character.isUpperCase(c) && Character.isLowerCase(name.charAt(i - 1))) {
        kebab.append('-');
      }
      kebab.append(Character.toLowerCase(c));
    }
    return kebab.toString();
  }
}
