package dev.vigy.runtime.vigy;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Something outside that a program may look at, once it asks for it (`:allow`) and the operator
/// grants it (`--allow`).
///
/// Written `http https://host[:port]/prefix` in a definition, `(http "https://…")` in a program
/// file, `http=https://…` on the command line.
///
/// Prefixes match by whole segments, after `.` and `..` are resolved: `/a/b` covers `/a/b` and
/// `/a/b/c`, not `/a/bc`. Of files this class sees names only; whoever opens one resolves links
/// first.
public sealed interface Capability {
  /// Kinds that have their own form here, and those that are only kept as text until their probes
  /// exist.
  List<String> KINDS = List.of("http", "file", "exec", "net", "env", "sql", "secret");

  String kind();

  String target();

  /// Whether everything that the other one covers is covered by this one.
  boolean covers(Capability other);

  /// The text in a definition: `http https://host/prefix`.
  default String text() {
    return kind() + " " + target();
  }

  /// What the operator types: `--allow http=https://host/prefix`.
  default String flag() {
    return "--allow " + kind() + "=" + target();
  }

  /// What a program file says in `:allow`: `(http "https://host/prefix")`.
  default String form() {
    return "(" + kind() + " " + Quoted.of(target()) + ")";
  }

  /// Reads `kind target` or `kind=target`.
  ///
  /// @throws IllegalArgumentException with one sentence of what is wrong
  static Capability parse(String text) {
    int end = 0;
    while (end < text.length() && text.charAt(end) != ' ' && text.charAt(end) != '=') {
      end++;
    }
    String kind = text.substring(0, end);
    String target = end < text.length() ? text.substring(end + 1).strip() : "";
    if (!KINDS.contains(kind)) {
      throw new IllegalArgumentException(
          "unknown capability `" + kind + "`; there are " + String.join(", ", KINDS));
    }
    if (target.isEmpty()) {
      throw new IllegalArgumentException("capability `" + kind + "` names nothing to look at");
    }
    return switch (kind) {
      case "http" -> Http.of(target);
      case "file" -> File.of(target);
      default -> new Named(kind, target);
    };
  }

  /// URLs that begin with a prefix.
  ///
  /// @param scheme `http` or `https`
  /// @param host lower case; an IPv6 address without its brackets
  /// @param port never absent: 80 or 443 where none was written
  /// @param segments of the path, decoded, without `.` and `..`
  /// @param target the URL without query and fragment: those may hold what nobody else should see
  record Http(String scheme, String host, int port, List<String> segments, String target)
      implements Capability {
    public Http {
      segments = List.copyOf(segments);
    }

    /// @throws IllegalArgumentException if it is no `http` or `https` URL with a host, or one with
    ///   a user name, or one whose path hides a slash
    public static Http of(String url) {
      URI uri;
      try {
        uri = new URI(url);
      } catch (URISyntaxException e) {
        throw new IllegalArgumentException(Quoted.of(url) + " is no URL: " + e.getReason(), e);
      }
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if (!scheme.equals("http") && !scheme.equals("https")) {
        throw new IllegalArgumentException(
            Quoted.of(url) + " is no URL that begins with http:// or https://");
      }
      if (uri.getHost() == null) {
        throw new IllegalArgumentException(Quoted.of(url) + " names no host");
      }
      if (uri.getRawUserInfo() != null) {
        throw new IllegalArgumentException(
            Quoted.of(url) + " holds a user name; send it in a header");
      }
      String host = uri.getHost().toLowerCase(Locale.ROOT);
      String path = uri.getRawPath();
      int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("http") ? 80 : 443;
      return new Http(
          scheme,
          host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
          port,
          segments(url, uri.getRawPath()),
          scheme + "://" + uri.getRawAuthority() + (path.isEmpty() ? "/" : path));
    }

    private static List<String> segments(String url, String rawPath) {
      List<String> segments = new ArrayList<>();
      for (String raw : rawPath.split("/", -1)) {
        String segment = decoded(raw);
        if (segment.indexOf('/') >= 0 || segment.indexOf('\\') >= 0) {
          throw new IllegalArgumentException(Quoted.of(url) + " hides a slash in its path");
        }
        switch (segment) {
          case "", "." -> {}
          case ".." -> {
            if (!segments.isEmpty()) {
              segments.removeLast();
            }
          }
          default -> segments.add(segment);
        }
      }
      return segments;
    }

    private static String decoded(String raw) {
      if (raw.indexOf('%') < 0) {
        return raw;
      }
      byte[] bytes = new byte[raw.length() * 3];
      int count = 0;
      for (int i = 0; i < raw.length(); ) {
        if (raw.charAt(i) == '%') {
          bytes[count++] = (byte) Integer.parseInt(raw.substring(i + 1, i + 3), 16);
          i += 3;
        } else {
          int end = raw.offsetByCodePoints(i, 1);
          for (byte b : raw.substring(i, end).getBytes(StandardCharsets.UTF_8)) {
            bytes[count++] = b;
          }
          i = end;
        }
      }
      return new String(bytes, 0, count, StandardCharsets.UTF_8);
    }

    @Override
    public String kind() {
      return "http";
    }

    @Override
    public boolean covers(Capability other) {
      return other instanceof Http url
          && scheme.equals(url.scheme)
          && host.equals(url.host)
          && port == url.port
          && isPrefix(segments, url.segments);
    }
  }

  /// A directory or file with everything below it, by name.
  ///
  /// @param segments of the absolute path, without `.` and `..`
  /// @param target the same as text
  record File(List<String> segments, String target) implements Capability {
    public File {
      segments = List.copyOf(segments);
    }

    /// @throws IllegalArgumentException if the path is not absolute
    public static File of(String path) {
      if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
        throw new IllegalArgumentException(Quoted.of(path) + " is no absolute path");
      }
      List<String> segments = new ArrayList<>();
      for (String segment : path.split("/")) {
        switch (segment) {
          case "", "." -> {}
          case ".." -> {
            if (!segments.isEmpty()) {
              segments.removeLast();
            }
          }
          default -> segments.add(segment);
        }
      }
      return new File(segments, "/" + String.join("/", segments));
    }

    @Override
    public String kind() {
      return "file";
    }

    @Override
    public boolean covers(Capability other) {
      return other instanceof File file && isPrefix(segments, file.segments);
    }
  }

  /// Something known by its name alone.
  record Named(String kind, String target) implements Capability {
    @Override
    public boolean covers(Capability other) {
      return equals(other);
    }
  }

  /// The capabilities of a definition; texts that can't be read are left out, the check has refused
  /// them.
  static List<Capability> readable(List<String> texts) {
    return texts.stream().flatMap(text -> tryParse(text).stream()).toList();
  }

  private static Optional<Capability> tryParse(String text) {
    try {
      return Optional.of(parse(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static boolean isPrefix(List<String> prefix, List<String> whole) {
    return prefix.size() <= whole.size() && prefix.equals(whole.subList(0, prefix.size()));
  }
}
