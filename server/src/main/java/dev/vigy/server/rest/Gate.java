package dev.vigy.server.rest;

import dev.vigy.server.operation.OperationException;
import dev.vigy.server.operation.OperationException.Kind;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keeps web pages out: a page in somebody's browser can reach a server on loopback, so a request
/// that a page may have made is refused.
///
/// 1. `Host` must name this server by an address or a name it is known by. A page that rebinds its
///    own name to 127.0.0.1 sends its own name.
/// 2. `Origin`, where present, must be this server itself. Browsers send it with everything that
///    can change something.
/// 3. A request that a browser marks as coming from another site may not change anything.
///
/// Addresses written as numbers need no list: a name can be rebound, a number can't.
final class Gate {
  private final Set<String> names;

  /// @param names host names besides `localhost` under which the server may be called, lower case
  Gate(Set<String> names) {
    this.names = Set.copyOf(names);
  }

  /// @throws OperationException of kind `FORBIDDEN`
  void check(
      boolean changing,
      @Nullable String host,
      @Nullable String origin,
      @Nullable String fetchSite,
      String scheme) {
    if (host == null || !isOurs(nameOf(host))) {
      throw new OperationException(
          Kind.FORBIDDEN,
          "requests for the host `" + (host == null ? "" : host) + "` are not answered here",
          "call the server by its address or as localhost; `serve --allow-host NAME` adds a name");
    }
    if (origin != null && !origin.equalsIgnoreCase(scheme + "://" + host)) {
      throw new OperationException(
          Kind.FORBIDDEN, "requests from pages of `" + origin + "` are not answered here");
    }
    boolean otherSite =
        fetchSite != null && !fetchSite.equals("same-origin") && !fetchSite.equals("none");
    if (changing && otherSite) {
      throw new OperationException(
          Kind.FORBIDDEN, "requests from pages of other sites are not answered here");
    }
  }

  private boolean isOurs(String name) {
    return name.equals("localhost") || isAddress(name) || names.contains(name);
  }

  /// The host without its port, lower case: `[::1]:80` is `[::1]`.
  private static String nameOf(String host) {
    int colon = host.lastIndexOf(':');
    boolean hasPort = colon > host.lastIndexOf(']');
    String name = hasPort ? host.substring(0, colon) : host;
    return name.toLowerCase(Locale.ROOT);
  }

  /// Four decimal numbers, or anything in brackets.
  private static boolean isAddress(String name) {
    if (name.startsWith("[") && name.endsWith("]")) {
      return true;
    }
    String[] parts = name.split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    for (String part : parts) {
      if (part.isEmpty()
          || part.length() > 3
          || !part.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return false;
      }
    }
    return true;
  }
}
