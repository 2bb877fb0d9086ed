package dev.vigy.runtime.probe;

import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.time.Durations;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.LispMap;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Value;
import dev.vigy.runtime.extension.Arguments;
import dev.vigy.runtime.vigy.Quoted;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What a program asked for in a call of an HTTP probe, checked.
///
/// @param url with the query put on
/// @param timeout of one try
/// @param headers lower-case names
/// @param body sent as UTF-8
/// @param json whether the answer is parsed
/// @param retries further tries after a failure
record HttpOptions(
    String url,
    Optional<Duration> timeout,
    Map<String, String> headers,
    Optional<String> body,
    boolean json,
    int retries) {
  private static final List<String> NAMES =
      List.of("timeout", "headers", "query", "body", "json", "bearer", "retries");
  private static final int MOST_RETRIES = 5;
  private static final int LONGEST_SHOWN = 200;

  /// @param arguments the URL and trailing pairs of options
  /// @throws LispError the program's error, if one of them is wrong
  static HttpOptions of(String verb, List<Object> arguments) {
    String url = Arguments.string(arguments.getFirst());
    Optional<Duration> timeout = Optional.empty();
    Map<String, String> headers = new LinkedHashMap<>();
    Optional<String> body = Optional.empty();
    boolean json = false;
    int retries = 0;
    for (int i = 1; i < arguments.size(); i += 2) {
      String name = name(verb, arguments.get(i));
      if (i + 1 == arguments.size()) {
        throw LispError.nativeFn(verb, "option `:" + name + "` has no value");
      }
      Object value = arguments.get(i + 1);
      switch (name) {
        case "timeout" -> timeout = Optional.of(timeout(verb, value));
        case "headers" -> headers(verb, Arguments.map(value), headers);
        case "query" -> url = withQuery(url, Arguments.map(value));
        case "body" -> body = Optional.of(Arguments.string(value));
        case "json" -> json = Value.isTrue(value);
        case "bearer" ->
            headers.put("authorization", "Bearer " + plain(verb, Arguments.string(value)));
        case "retries" -> retries = retries(verb, value);
        default -> throw new IllegalStateException(name);
      }
    }
    return new HttpOptions(url, timeout, headers, body, json, retries);
  }

  private static String name(String verb, Object argument) {
    if (argument instanceof Keyword(String name) && NAMES.contains(name)) {
      return name;
    }
    throw LispError.nativeFn(
        verb, "unknown option " + shown(argument) + "; expected :" + String.join(" :", NAMES));
  }

  /// What a complaint says about an argument.
  private static String shown(Object argument) {
    return switch (argument) {
      case String text -> Quoted.head(text);
      case Keyword(String name) when name.length() <= LONGEST_SHOWN -> ":" + name;
      case Long number -> number.toString();
      default -> "<" + Value.typeName(argument) + ">";
    };
  }

  private static Duration timeout(String verb, Object value) {
    OptionalLong ms =
        value instanceof Long number
            ? OptionalLong.of(number)
            : Durations.parse(Arguments.string(value));
    if (ms.isEmpty() || ms.getAsLong() <= 0) {
      throw LispError.nativeFn(verb, "bad timeout " + shown(value) + "; " + Durations.HINT);
    }
    return Duration.ofMillis(ms.getAsLong());
  }

  private static void headers(String verb, LispMap map, Map<String, String> headers) {
    for (LispMap.Entry entry : map) {
      String name = Arguments.name(entry.key()).toLowerCase(Locale.ROOT);
      if (name.isEmpty() || !name.chars().allMatch(HttpOptions::isTokenChar)) {
        throw LispError.nativeFn(verb, "bad header name " + Quoted.head(name));
      }
      if (name.equals("host")
          || name.equals("connection")
          || name.equals("content-length")
          || name.equals("transfer-encoding")) {
        throw LispError.nativeFn(verb, "header `" + name + "` is not for programs to set");
      }
      headers.put(name, plain(verb, Arguments.display(entry.value())));
    }
  }

  private static boolean isTokenChar(int c) {
    return c > ' ' && c < 0x7f && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0;
  }

  /// A header's value without line ends, which would begin another header.
  private static String plain(String verb, String value) {
    if (!value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7f && c < 0x100))) {
      throw LispError.nativeFn(verb, "bad header value " + Quoted.head(value));
    }
    return value;
  }

  /// Nil values are left out.
  private static String withQuery(String url, LispMap query) {
    StringBuilder out = new StringBuilder(url);
    int fragment = out.indexOf("#");
    if (fragment >= 0) {
      out.setLength(fragment);
    }
    for (LispMap.Entry entry : query) {
      if (entry.value() != Nil.NIL) {
        out.append(out.indexOf("?") < 0 ? '?' : '&')
            .append(encoded(Arguments.display(entry.key())))
            .append('=')
            .append(encoded(Arguments.display(entry.value())));
      }
    }
    return out.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static int retries(String verb, Object value) {
    long count = Arguments.integer(value);
    if (count < 0 || count > MOST_RETRIES) {
      throw LispError.nativeFn(verb, "bad retries " + count + "; expected 0 to " + MOST_RETRIES);
    }
    return (int) count;
  }
}
