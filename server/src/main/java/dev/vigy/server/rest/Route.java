package dev.vigy.server.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Under which method and path an operation is reached. The server matches requests against it, the
/// command line's client makes requests from it.
///
/// @param path segments parted by `/`; `{name}` is an argument, `{name…}` takes the rest of the
///   path
/// @param answer what becomes of the operation's answer
public record Route(String method, String path, String operation, Answer answer) {
  /// How the answer of the operation goes into the response.
  public enum Answer {
    /// 200 with the answer.
    BODY,
    /// 201 with the answer if it says that something was created, else 200.
    CREATED_OR_BODY,
    /// 204 without a body.
    NONE,
    /// 200 with the bare array of the items, the next page in a `Link` header, as in the Rust
    /// version.
    BARE_LIST,
    /// 200 if the answer's `ok` is true, else 503; both with the answer.
    HEALTH
  }

  /// What a path matched.
  record Match(Route route, List<Argument> arguments) {}

  /// @param value decoded
  record Argument(String name, String value) {}

  List<String> segments() {
    return List.of(path.substring(1).split("/", -1));
  }

  /// @param segments of the request's path, decoded
  Optional<List<Argument>> match(List<String> segments) {
    List<String> template = segments();
    List<Argument> found = new ArrayList<>();
    for (int i = 0; i < template.size(); i++) {
      String part = template.get(i);
      if (i >= segments.size()) {
        return Optional.empty();
      }
      if (isRest(part)) {
        found.add(new Argument(name(part), String.join("/", segments.subList(i, segments.size()))));
        return Optional.of(found);
      }
      if (isArgument(part)) {
        found.add(new Argument(name(part), segments.get(i)));
      } else if (!part.equals(segments.get(i))) {
        return Optional.empty();
      }
    }
    return template.size() == segments.size() ? Optional.of(found) : Optional.empty();
  }

  static boolean isArgument(String part) {
    return part.startsWith("{");
  }

  private static boolean isRest(String part) {
    return part.endsWith("…}");
  }

  static String name(String part) {
    return part.substring(1, part.length() - (isRest(part) ? 2 : 1));
  }

  /// Whether what is not in the path comes from the query; else it comes from the body.
  public boolean takesQuery() {
    return method.equals("GET") || method.equals("DELETE");
  }

  /// The arguments that stand in the path.
  public List<String> pathArguments() {
    return segments().stream().filter(Route::isArgument).map(Route::name).toList();
  }
}
