package dev.vigy.runtime.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.LispMap;
import dev.vigy.runtime.extension.Answer;
import dev.vigy.runtime.extension.Answer.Result;
import dev.vigy.runtime.extension.Questions;
import dev.vigy.runtime.vigy.Capability;
import dev.vigy.runtime.vigy.Grants;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is sent is what was checked: a grant for `/pub` asks a server for nothing but `/pub`,
/// however the way there is written. Against the JDK's HTTP server, which serves a path by its
/// beginning as it was sent.
class HttpPathTest {
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private String location = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::serve);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void serve(HttpExchange exchange) throws IOException {
    String target = exchange.getRequestURI().toString();
    seen.add(target);
    boolean redirects = target.equals("/pub/redirect");
    if (redirects) {
      exchange.getResponseHeaders().set("location", location);
    }
    byte[] body = (target.startsWith("/pub") ? "open" : "secret").getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(redirects ? 302 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/pub, /pub",
    "/pub/, /pub/",
    "/pub/a, /pub/a",
    "/pub/a/, /pub/a/",
    "/pub/./a, /pub/a",
    "/pub/a/., /pub/a/",
    "/pub/b/.., /pub/",
    "/pub/b/../a, /pub/a",
    "/secret/../pub/a, /pub/a",
    "/secret/x/../../pub/a, /pub/a",
    "/secret/%2e%2e/pub/a, /pub/a",
    "/secret/%2E./pub/a, /pub/a",
    "/secret/.%2e/pub/a, /pub/a",
    "/%2e/pub/a, /pub/a",
    "/../../pub/a, /pub/a",
    "/secret/../pub/a?x=/../y, /pub/a?x=/../y",
    "/pub/a#/../../secret, /pub/a",
    "/pub//a, /pub//a",
    "/pub/a%20b, /pub/a%20b",
    "/pub/%61, /pub/%61",
    "/pub/a;v=1, /pub/a;v=1",
    "/pub/...;/a, /pub/...;/a",
    "/pub/日本?q=日本, /pub/%E6%97%A5%E6%9C%AC?q=%E6%97%A5%E6%9C%AC",
    "/pub/é?é, /pub/%C3%A9?%C3%A9",
    "/pub/😀, /pub/%F0%9F%98%80",
  })
  void the_server_is_asked_for_the_path_that_was_checked(String asked, String sent) {
    assertThat(body(ask(asked))).isEqualTo("open");
    assertThat(seen).containsExactly(sent);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/secret",
        "/public",
        "/pub/../secret",
        "/pub/%2e%2e/secret",
        "/pub/.%2E/secret",
        "/pub/b/../../secret",
        "/secret/..",
        "//pub/a",
        "/pub/..",
        "/%2e%2e/secret",
        "/pub;a=b/a",
        "/PUB/a",
      })
  void what_the_path_really_leads_to_must_be_granted(String asked) {
    assertThat(raised(ask(asked))).contains("` is not in the program's `:allow`; add `");
    assertThat(seen).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/pub/..;/secret",
        "/pub/..;a=b/secret",
        "/pub/.;/../secret",
        "/pub/%2e%2e;/secret",
        "/pub/..%3b/secret",
        "/pub/%252e%252e/secret",
        "/pub/.%252E/secret",
        "/pub/%25252e%25252e/secret",
        "/pub/..%253b/secret",
        "/pub/..%252fsecret",
        "/pub/a%252f..%252f..%252fsecret",
        "/pub/..%255csecret",
      })
  void what_only_some_servers_take_for_a_step_up_is_refused(String asked) {
    assertThat(raised(ask(asked))).endsWith(" hides a step up in its path");
    assertThat(seen).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/pub/..%2fsecret", "/pub/a%2Fb", "/pub/..%5csecret", "/pub/a%5Cb"})
  void a_slash_that_is_hidden_is_refused(String asked) {
    assertThat(raised(ask(asked))).endsWith(" hides a slash in its path");
    assertThat(seen).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/pub/a, /pub/a",
    "a, /pub/a",
    "./b/../a, /pub/a",
    "/secret/../pub/a, /pub/a",
    "/secret/%2e%2e/pub/a, /pub/a",
    "?q=1, /pub/redirect?q=1",
  })
  void a_redirect_is_followed_to_the_path_that_was_checked(String to, String sent) {
    location = to;
    assertThat(body(ask("/x/../pub/redirect"))).isEqualTo("open");
    assertThat(seen).containsExactly("/pub/redirect", sent);
  }

  @ParameterizedTest
  @CsvSource({
    "/secret, redirected to ORIGIN/secret which is not allowed",
    "../secret?token=1, redirected to ORIGIN/secret which is not allowed",
    "/pub/../secret, redirected to ORIGIN/secret which is not allowed",
    "/pub/%2e%2e/secret, redirected to ORIGIN/secret which is not allowed",
    "//localhost.example/pub, redirected to http://localhost.example/pub which is not allowed",
    "/pub/..;/secret, redirected to a bad URL: \"ORIGIN/pub/..;/secret\" hides a step up in its path",
    "/pub/..%2fsecret, redirected to a bad URL: \"ORIGIN/pub/..%2fsecret\" hides a slash in its path",
  })
  void a_redirect_out_of_what_is_granted_is_not_followed(String to, String error) {
    location = to;
    LispMap reply = (LispMap) ask("/pub/redirect").lispValue();
    assertThat(reply.get(new Keyword("ok"))).contains(false);
    assertThat(String.valueOf(reply.get(new Keyword("error")).orElseThrow()).replace(",", ""))
        .isEqualTo(error.replace("ORIGIN", origin()));
    assertThat(seen).containsExactly("/pub/redirect");
  }

  @Test
  void a_url_that_is_too_long_is_refused_and_only_its_head_is_quoted() {
    assertThatThrownBy(() -> Capability.Http.of("http://h/" + "x".repeat(8 * 1024)))
        .hasMessage("a URL has at most 8192 characters");
    assertThatThrownBy(() -> Capability.Http.of("ftp://h/" + "x".repeat(1_000)))
        .hasMessage(
            "\"ftp://h/" + "x".repeat(192) + "\"… is no URL that begins with http:// or https://");
  }

  private String origin() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private Answer ask(String path) {
    List<Capability> pub = List.of(Capability.Http.of(origin() + "/pub"));
    try {
      return new Prober(Map.of())
          .ask(
              Questions.of("http-get", origin() + path),
              new Access(pub, Grants.of(pub), Duration.ofSeconds(10)));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Object body(Answer answer) {
    return ((LispMap) answer.lispValue()).get(new Keyword("body")).orElseThrow();
  }

  private static String raised(Answer answer) {
    return ((Result.Raised) answer.result()).fullMessage();
  }
}
