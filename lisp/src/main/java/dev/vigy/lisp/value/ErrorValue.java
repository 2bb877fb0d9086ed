package dev.vigy.lisp.value;

import org.jspecify.annotations.Nullable;

/// An error as a plain value: tag, message, and data as an alternating list of keys and values.
/// Equal to itself only.
public final class ErrorValue {
  private final String tag;
  private final String message;
  private final LispList data;

  public ErrorValue(String tag, String message, LispList data) {
    this.tag = tag;
    this.message = message;
    this.data = data;
  }

  /// An error without data.
  public ErrorValue(String tag, String message) {
    this(tag, message, LispList.EMPTY);
  }

  public String tag() {
    return tag;
  }

  public String message() {
    return message;
  }

  public LispList data() {
    return data;
  }

  /// The value after the first equal key of the data.
  public @Nullable Object find(Object key) {
    LispList.Cursor cursor = data.cursor();
    while (cursor.hasNext()) {
      Object candidate = cursor.next();
      Object value = cursor.hasNext() ? cursor.next() : null;
      if (Value.equal(candidate, key)) {
        return value;
      }
    }
    return null;
  }

  /// The printed form, such as `#<error :tag "message" {:k 1}>`.
  @Override
  public String toString() {
    return Value.print(this);
  }
}
