package dev.vigy.runtime.vigy;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

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
  /// @param segments of the path, decoded, without `.` and `..`; an empty one where two slashes
  ///   stand, or one at the end
  /// @param path what is sent to the server: the same segments as they were written, in ASCII
  /// @param query what is sent behind the path; empty if there is none
  /// @param target the URL without query and fragment: those may hold what nobody else should see
  record Http(
      String scheme,
      String host,
      int port,
      List<String> segments,
      String path,
      String query,
      String target)
      implements Capability {
    private static final int LONGEST_URL = 8 * 1024;

    /// What some server may take for a step up though it is none by the standard: servers that cut
    /// a segment at its semicolon, and servers that decode once more.
    private static final Pattern HIDDEN_STEP =
        Pattern.compile(
            "(^|;|%(25)*(2f|5c|3b))(\\.|%(25)*2e){1,2}($|;|%(25)*(2f|5c|3b))",
            Pattern.CASE_INSENSITIVE);

    public Http {
      segments = List.copyOf(segments);
    }

    /// @throws IllegalArgumentException if it is no `http` or `https` URL with a host, or one with
    ///   a user name, or one whose path hides a slash or a step up
    public static Http of(String url) {
      if (url.length() > LONGEST_URL) {
        throw new IllegalArgumentException("a URL has at most " + LONGEST_URL + " characters");
      }
      URI uri;
      try {
        uri = new URI(new URI(url).toASCIIString());
      } catch (URISyntaxException e) {
        throw new IllegalArgumentException(Quoted.head(url) + " is no URL: " + e.getReason(), e);
      }
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if (!scheme.equals("http") && !scheme.equals("https")) {
        throw new IllegalArgumentException(
            Quoted.head(url) + " is no URL that begins with http:// or https://");
      }
      if (uri.getHost() == null) {
        throw new IllegalArgumentException(Quoted.head(url) + " names no host");
      }
      if (uri.getRawUserInfo() != null) {
        throw new IllegalArgumentException(
            Quoted.head(url) + " holds a user name; send it in a header");
      }
      String host = uri.getHost().toLowerCase(Locale.ROOT);
      int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("http") ? 80 : 443;
      List<String> raw = resolved(url, uri.getRawPath());
      String path = "/" + String.join("/", raw);
      return new Http(
          scheme,
          host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
          port,
          raw.stream().map(Http::decoded).toList(),
          path,
          uri.getRawQuery() == null ? "" : uri.getRawQuery(),
          scheme + "://" + uri.getRawAuthority() + path);
    }

    /// The segments as they are written, with `.` and `..` gone, however those are written.
    private static List<String> resolved(String url, String rawPath) {
      List<String> segments = new ArrayList<>();
      String rest = rawPath.startsWith("/") ? rawPath.substring(1) : rawPath;
      String[] all = rest.split("/", -1);
      for (int i = 0; i < all.length; i++) {
        String segment = decoded(all[i]);
        if (segment.indexOf('/') >= 0 || segment.indexOf('\\') >= 0) {
          throw new IllegalArgumentException(Quoted.head(url) + " hides a slash in its path");
        }
        boolean up = segment.equals("..");
        boolean here = segment.equals(".");
        if (!up && !here && HIDDEN_STEP.matcher(segment).find()) {
          throw new IllegalArgumentException(Quoted.head(url) + " hides a step up in its path");
        }
        if (up && !segments.isEmpty()) {
          segments.removeLast();
        }
        if (!up && !here) {
          segments.add(all[i]);
        } else if (i == all.length - 1) {
          // `/a/.` and `/a/b/..` are directories: they end in a slash.
          segments.add("");
        }
      }
      return segments;
    }

    private static String decoded(String raw) {
      if (raw.indexOf('%') < 0) {
        return raw;
      }
      byte[] bytes = new byte[raw.length()];
      int count = 0;
      for (int i = 0; i < raw.length(); count++) {
        boolean escaped = raw.charAt(i) == '%';
        bytes[count] =
            (byte) (escaped ? Integer.parseInt(raw.substring(i + 1, i + 3), 16) : raw.charAt(i));
        i += escaped ? 3 : 1;
      }
      return new String(bytes, 0, count, StandardCharsets.UTF_8);
    }

    @Override
    public String kind() {
      return "http";
    }

    /// A slash at the end of a prefix makes no difference.
    @Override
    public boolean covers(Capability other) {
      return other instanceof Http url
          && scheme.equals(url.scheme)
          && host.equals(url.host)
          && port == url.port
          && isPrefix(
              !segments.isEmpty() && segments.getLast().isEmpty()
                  ? segments.subList(0, segments.size() - 1)
                  : segments,
              url.segments);
    }
  }

  /// A directory or file with everything below it, by name.
  ///
  /// @param segments of the absolute path, without `.` and `..`
  /// @param target the same as text
  record File(List<String> segments, String target) implements Capability {
    private static final int LONGEST_PATH = 4 * 1024;

    public File {
      segments = List.copyOf(segments);
    }

    /// @throws IllegalArgumentException if the path is not absolute
    public static File of(String path) {
      if (path.length() > LONGEST_PATH) {
        throw new IllegalArgumentException("a path has at most " + LONGEST_PATH + " characters");
      }
      if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
        throw new IllegalArgumentException(Quoted.head(path) + " is no absolute path");
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
