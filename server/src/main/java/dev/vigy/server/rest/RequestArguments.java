package dev.vigy.server.rest;

import dev.vigy.lisp.json.Json;
import dev.vigy.server.operation.Operation;
import dev.vigy.server.operation.OperationException;
import dev.vigy.server.operation.OperationException.Kind;
import dev.vigy.server.operation.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the arguments of an operation out of path, query and body.
final class RequestArguments {
  /// The largest body, in bytes, as in the Rust version.
  static final int BODY_MAX = 2 * 1024 * 1024;

  private RequestArguments() {}

  /// @throws OperationException if a part can't be read
  static Json.Object of(Route.Match match, Operation operation, HttpServletRequest request)
      throws IOException {
    Map<String, Json> arguments = new LinkedHashMap<>();
    if (match.route().takesQuery()) {
      fromQuery(operation, request, arguments);
    } else {
      boolean needed =
          operation.parameters().stream()
              .anyMatch(p -> p.required() && !match.route().pathArguments().contains(p.name()));
      body(request, needed).ifPresent(body -> arguments.putAll(body.members()));
    }
    // What stands in the path is what is meant, whatever a body says.
    match.arguments().forEach(a -> arguments.put(a.name(), new Json.Text(a.value())));
    generation(request)
        .ifPresent(generation -> arguments.put("if_generation", new Json.Int(generation)));
    return new Json.Object(arguments);
  }

  /// The decoded segments of a raw path.
  static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    for (String part : path.substring(Math.min(1, path.length())).split("/", -1)) {
      segments.add(decoded(part, false));
    }
    return segments;
  }

  /// The parameters of the query, decoded; one given twice is an error.
  static Map<String, String> query(HttpServletRequest request) {
    Map<String, String> parameters = new LinkedHashMap<>();
    String query = request.getQueryString();
    if (query == null || query.isEmpty()) {
      return parameters;
    }
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals), true);
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1), true);
      if (parameters.put(name, value) != null) {
        throw new OperationException(
            Kind.MALFORMED, "the query parameter `" + name + "` was given twice");
      }
    }
    return parameters;
  }

  /// The `Link` header of a list that goes on.
  static String nextLink(HttpServletRequest request, String after) {
    StringBuilder link = new StringBuilder("<").append(request.getRequestURI()).append('?');
    query(request)
        .forEach(
            (name, value) -> {
              if (!name.equals("after")) {
                link.append(encoded(name)).append('=').append(encoded(value)).append('&');
              }
            });
    return link.append("after=").append(encoded(after)).append(">; rel=\"next\"").toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static void fromQuery(
      Operation operation, HttpServletRequest request, Map<String, Json> arguments) {
    Map<String, String> query = query(request);
    for (Parameter parameter : operation.parameters()) {
      String text = query.get(parameter.name());
      if (text != null) {
        arguments.put(parameter.name(), typed(parameter, text));
      }
    }
  }

  private static Json typed(Parameter parameter, String text) {
    return switch (parameter.type()) {
      case INTEGER -> {
        try {
          yield new Json.Int(Long.parseUnsignedLong(text));
        } catch (NumberFormatException e) {
          throw new OperationException(
              Kind.MALFORMED,
              "the query parameter `"
                  + parameter.name()
                  + "` must be a whole number, got `"
                  + text
                  + "`");
        }
      }
      case BOOLEAN ->
          switch (text) {
            case "", "true", "1" -> new Json.Bool(true);
            case "false", "0" -> new Json.Bool(false);
            default ->
                throw new OperationException(
                    Kind.MALFORMED,
                    "the query parameter `"
                        + parameter.name()
                        + "` must be true or false, got `"
                        + text
                        + "`");
          };
      case TEXT, LABELS, OBJECT, ARRAY, JSON -> new Json.Text(text);
    };
  }

  /// `If-Match: "3"`: the generation that the caller has seen.
  private static Optional<Long> generation(HttpServletRequest request) {
    String header = request.getHeader("If-Match");
    if (header == null || header.equals("*")) {
      return Optional.empty();
    }
    String text = header.startsWith("W/") ? header.substring(2) : header;
    try {
      return Optional.of(Long.parseLong(text.replace("\"", "").strip()));
    } catch (NumberFormatException e) {
      throw new OperationException(
          Kind.MALFORMED, "`If-Match` must be a generation such as \"3\", got `" + header + "`");
    }
  }

  private static Optional<Json.Object> body(HttpServletRequest request, boolean needed)
      throws IOException {
    String type = request.getContentType();
    if (type != null && !RestServlet.isJson(type)) {
      throw mediaType(type);
    }
    byte[] bytes = bytes(request);
    if (bytes.length == 0 && !needed) {
      return Optional.empty();
    }
    if (type == null) {
      throw mediaType(null);
    }
    if (bytes.length == 0) {
      throw new OperationException(Kind.MALFORMED, "the body is empty, it must be a JSON object");
    }
    Json json = JsonText.parse(utf8(bytes));
    if (json instanceof Json.Object object) {
      return Optional.of(object);
    }
    throw new OperationException(Kind.REFUSED, "the body must be a JSON object");
  }

  private static OperationException mediaType(@Nullable String type) {
    return new OperationException(
        Kind.MEDIA_TYPE,
        type == null
            ? "the request has no content type"
            : "the content type `" + type + "` is not JSON",
        "send `Content-Type: application/json`");
  }

  private static byte[] bytes(HttpServletRequest request) throws IOException {
    if (request.getContentLengthLong() > BODY_MAX) {
      throw tooLarge();
    }
    try (InputStream in = request.getInputStream()) {
      byte[] bytes = in.readNBytes(BODY_MAX + 1);
      if (bytes.length > BODY_MAX) {
        throw tooLarge();
      }
      return bytes;
    }
  }

  private static OperationException tooLarge() {
    return new OperationException(Kind.TOO_LARGE, "the body is larger than " + BODY_MAX + " bytes");
  }

  private static String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new OperationException(Kind.MALFORMED, "the body is not UTF-8 text");
    }
  }

  /// Percent-decodes strictly: what is no UTF-8 afterwards is an error.
  private static String decoded(String text, boolean plusIsSpace) {
    if (text.indexOf('%') < 0 && !(plusIsSpace && text.indexOf('+') >= 0)) {
      return text;
    }
    byte[] bytes = new byte[text.length() * 3];
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
        int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
        if (high < 0 || low < 0) {
          throw new OperationException(
              Kind.MALFORMED, "`" + text + "` has a `%` that does not begin a byte");
        }
        bytes[length++] = (byte) (high * 16 + low);
        i += 2;
      } else if (c == '+' && plusIsSpace) {
        bytes[length++] = ' ';
      } else {
        byte[] utf8 = String.valueOf(c).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw new OperationException(Kind.MALFORMED, "`" + text + "` is not UTF-8 when decoded");
    }
  }
}
