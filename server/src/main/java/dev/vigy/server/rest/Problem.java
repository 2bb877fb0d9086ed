package dev.vigy.server.rest;

import dev.vigy.lisp.json.Json;
import dev.vigy.server.operation.OperationException;
import dev.vigy.server.operation.OperationException.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Errors as problem documents: the only place where kinds of errors and HTTP statuses meet.
public final class Problem {
  static final String MEDIA_TYPE = "application/problem+json";

  private Problem() {}

  static int status(Kind kind) {
    return switch (kind) {
      case MALFORMED -> 400;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      case NOT_ALLOWED -> 405;
      case CONFLICT -> 409;
      case TOO_LARGE -> 413;
      case MEDIA_TYPE -> 415;
      case REFUSED -> 422;
      case INTERNAL -> 500;
      case UNAVAILABLE -> 503;
    };
  }

  /// The error that an answer of a server means, for clients.
  ///
  /// @param document what came with the status; anything but a problem document of ours is told by
  ///   its status alone
  public static OperationException read(int status, Optional<Json> document) {
    Kind kind = Kind.INTERNAL;
    for (Kind candidate : Kind.values()) {
      if (status(candidate) == status) {
        kind = candidate;
      }
    }
    if (document.orElse(Json.Null.NULL) instanceof Json.Object(Map<String, Json> members)
        && members.get("error") instanceof Json.Text(String error)) {
      Optional<String> hint =
          members.get("hint") instanceof Json.Text(String text)
              ? Optional.of(text)
              : Optional.empty();
      List<Json> diagnostics =
          members.get("diagnostics") instanceof Json.Array(List<Json> items) ? items : List.of();
      return new OperationException(kind, error, hint, diagnostics);
    }
    return new OperationException(kind, "the server answered with status " + status);
  }

  static Json.Object document(OperationException failure) {
    return document(
        status(failure.kind()), failure.message(), failure.hint(), failure.diagnostics());
  }

  static Json.Object document(
      int status, String error, Optional<String> hint, List<Json> diagnostics) {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("type", new Json.Text("about:blank"));
    members.put("title", new Json.Text(title(status)));
    members.put("status", new Json.Int(status));
    members.put("detail", new Json.Text(error));
    members.put("error", new Json.Text(error));
    hint.ifPresent(text -> members.put("hint", new Json.Text(text)));
    if (!diagnostics.isEmpty()) {
      members.put("diagnostics", new Json.Array(new ArrayList<>(diagnostics)));
    }
    return new Json.Object(members);
  }

  private static String title(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 408 -> "Request Timeout";
      case 409 -> "Conflict";
      case 413 -> "Content Too Large";
      case 414 -> "URI Too Long";
      case 415 -> "Unsupported Media Type";
      case 422 -> "Unprocessable Content";
      case 431 -> "Request Header Fields Too Large";
      case 500 -> "Internal Server Error";
      case 503 -> "Service Unavailable";
      default -> "Error";
    };
  }
}
