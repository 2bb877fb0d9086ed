package dev.vigy.server.rest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Answers what never reaches the servlet, such as headers that are too large, with a problem
/// document instead of a page.
final class ProblemHandler extends ErrorHandler {
  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    byte[] body = body(code);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    response.write(true, ByteBuffer.wrap(body), callback);
  }

  static byte[] body(int code) {
    String error =
        switch (code) {
          case 400 -> "the request is not well-formed HTTP";
          case 408 -> "the request arrived too slowly";
          case 414 -> "the address of the request is too long";
          case 431 -> "the headers of the request are too large";
          case 503 -> "the server is stopping";
          default -> "the request can't be answered (status " + code + ")";
        };
    return JsonText.print(Problem.document(code, error, Optional.empty(), List.of()))
        .getBytes(StandardCharsets.UTF_8);
  }
}
