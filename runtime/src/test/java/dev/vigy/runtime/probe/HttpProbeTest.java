package dev.vigy.runtime.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.LispMap;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Value;
import dev.vigy.runtime.extension.Answer;
import dev.vigy.runtime.extension.Answer.Result;
import dev.vigy.runtime.extension.Questions;
import dev.vigy.runtime.vigy.Capability;
import dev.vigy.runtime.vigy.Grants;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a web server says, and what it must not get us to do. Against a real server on the
/// loopback.
class HttpProbeTest {
  private Duration time = Duration.ofSeconds(10);
  private Addresses.Resolver resolver = InetAddress::getAllByName;

  @Test
  void an_answer_has_status_headers_body_and_time() {
    try (RawServer server =
        RawServer.saying("HTTP/1.1 200 OK|X-Two: a|x-two: b|Content-Length: 6||grüß")) {
      LispMap reply = get(server, "/a?b=c");
      assertThat(at(reply, "ok")).isEqualTo(true);
      assertThat(at(reply, "status")).isEqualTo(200L);
      assertThat(at(reply, "body")).isEqualTo("grüß");
      assertThat(at(reply, "headers"))
          .isEqualTo(LispMap.of("x-two", "a, b", "content-length", "6"));
      assertThat((Long) at(reply, "elapsed-ms")).isNotNegative();
      assertThat(server.requests().getFirst())
          .startsWith("GET /a?b=c HTTP/1.1\nhost: 127.0.0.1:" + server.port() + "\n")
          .contains("user-agent: vigy\n")
          .contains("accept: */*\n");
    }
  }

  @Test
  void a_status_that_is_no_success_is_an_answer_too() {
    try (RawServer server = RawServer.saying("HTTP/1.1 503 Oh|Content-Length: 4||down")) {
      LispMap reply = get(server, "/");
      assertThat(at(reply, "ok")).isEqualTo(false);
      assertThat(at(reply, "error")).isEqualTo("status 503");
      assertThat(at(reply, "status")).isEqualTo(503L);
      assertThat(at(reply, "body")).isEqualTo("down");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked||3|abc|2;x=y|de|0|Trailer: t||",
        "HTTP/1.1 200 OK||abcde",
        "HTTP/1.0 200||abcde",
        "HTTP/1.1 100 Continue||HTTP/1.1 200 OK|Content-Length: 5||abcdefgh",
      })
  void bodies_come_in_several_ways(String answer) {
    try (RawServer server = RawServer.saying(answer)) {
      assertThat(at(get(server, "/"), "body")).isEqualTo("abcde");
    }
  }

  @Test
  void options_go_out_with_the_request() {
    try (RawServer server = RawServer.saying("HTTP/1.1 204 No||")) {
      LispMap reply =
          get(
              server,
              "/p?x=1",
              "query",
              LispMap.of(new Keyword("limit"), 200L, "continue", "", "q", "a b&ü", "no", Nil.NIL),
              "headers",
              LispMap.of("X-A", "b", new Keyword("x-c"), 5L),
              "bearer",
              "s3cret",
              "body",
              "grüß");
      assertThat(at(reply, "ok")).isEqualTo(true);
      assertThat(server.requests().getFirst())
          .startsWith("GET /p?x=1&limit=200&continue=&q=a%20b%26%C3%BC HTTP/1.1\n")
          .contains(
              "x-a: b\n", "x-c: 5\n", "authorization: Bearer s3cret\n", "content-length: 6\n");
    }
  }

  @Test
  void json_is_parsed_when_asked_for() {
    try (RawServer server =
        RawServer.saying("HTTP/1.1 200 OK||{\"a\":[1,\":not-a-keyword\",{\":k\":null}]}")) {
      LispMap reply = get(server, "/", "json", true);
      assertThat(Value.print(at(reply, "json")))
          .isEqualTo("{\"a\" (1 \":not-a-keyword\" {\":k\" ()})}");
      assertThat(server.requests().getFirst()).contains("accept: application/json\n");
    }
  }

  @Test
  void what_is_no_json_is_not_ok() {
    try (RawServer server = RawServer.saying("HTTP/1.1 200 OK||<html>")) {
      LispMap reply = get(server, "/", "json", true);
      assertThat(at(reply, "ok")).isEqualTo(false);
      assertThat((String) at(reply, "error")).startsWith("the body is no JSON: ");
      assertThat(at(reply, "body")).isEqualTo("<html>");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "''                                                    ! the connection ended before the answer was complete",
        "SSH-2.0-OpenSSH|                                      ! the answer is no HTTP/1.1",
        "HTTP/1.1 200 OK|Content-Length: 10||abc               ! the connection ended before the answer was complete",
        "HTTP/1.1 200 OK|Content-Length: -1||                  ! the answer's content-length is negative",
        "HTTP/1.1 200 OK|Content-Length: x||                   ! the answer's content-length is no number",
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked||zz|       ! a chunk of the answer has no length",
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked||2|abcd|   ! a chunk of the answer is longer than its length",
      })
  void nonsense_from_a_server_is_an_answer(String answer, String error) {
    try (RawServer server = RawServer.saying(answer)) {
      assertThat(failed(get(server, "/"))).isEqualTo(error);
    }
  }

  @Test
  void a_body_longer_than_a_mebibyte_is_not_taken_in() {
    for (String length :
        List.of("Content-Length: 1048577\r\n", "", "Content-Length: 99999999999\r\n")) {
      try (RawServer server =
          new RawServer(
              (request, out) -> {
                out.write(
                    ("HTTP/1.1 200 OK\r\n" + length + "\r\n").getBytes(StandardCharsets.US_ASCII));
                byte[] block = new byte[1 << 16];
                while (true) {
                  out.write(block);
                }
              })) {
        assertThat(failed(get(server, "/"))).isEqualTo("the body is longer than 1 MiB");
      }
    }
  }

  @Test
  void endless_headers_and_lines_end() {
    try (RawServer server =
        new RawServer(
            (request, out) -> {
              out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
              while (true) {
                out.write("a: b\r\n".getBytes(StandardCharsets.US_ASCII));
              }
            })) {
      assertThat(failed(get(server, "/"))).isEqualTo("the answer has more than 200 headers");
    }
    try (RawServer server =
        new RawServer(
            (request, out) -> {
              while (true) {
                out.write('x');
              }
            })) {
      assertThat(failed(get(server, "/")))
          .isEqualTo("a line of the answer is longer than 16384 bytes");
    }
  }

  @Test
  void a_server_that_says_nothing_or_drips_runs_into_the_timeout() {
    CountDownLatch end = new CountDownLatch(1);
    try (RawServer server =
        new RawServer(
            (request, out) -> {
              if (request.contains("/drip")) {
                out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                while (true) {
                  out.write('x');
                  out.flush();
                  await(new CountDownLatch(1), 5);
                }
              }
              await(end, 10_000);
            })) {
      assertThat(failed(get(server, "/silent", "timeout", "50ms"))).isEqualTo("timeout");
      assertThat(failed(get(server, "/drip", "timeout", 50L))).isEqualTo("timeout");
      time = Duration.ofMillis(50);
      assertThat(failed(get(server, "/silent"))).isEqualTo("timeout");
    } finally {
      end.countDown();
    }
  }

  @Test
  void nobody_there_is_an_answer() throws IOException {
    // Bound and not listening: nobody answers there, and nobody else gets the port meanwhile.
    try (Socket held = new Socket()) {
      held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      String url = "http://127.0.0.1:" + held.getLocalPort() + "/";
      assertThat(failed(value(ask(url, List.of(url))))).isEqualTo("connection refused");
    }
    resolver =
        host -> {
          throw new UnknownHostException(host);
        };
    assertThat(failed(value(ask("http://nowhere.example/", List.of("http://nowhere.example/")))))
        .isEqualTo("unknown host nowhere.example");
  }

  @Test
  void failures_are_tried_again_when_asked_for() {
    AtomicInteger count = new AtomicInteger();
    try (RawServer server =
        new RawServer(
            (request, out) ->
                out.write(
                    (count.incrementAndGet() < 3
                            ? "HTTP/1.1 503 Oh\r\n\r\n"
                            : "HTTP/1.1 200 OK\r\n\r\nfine")
                        .getBytes(StandardCharsets.US_ASCII)))) {
      assertThat(at(get(server, "/", "retries", 2L), "body")).isEqualTo("fine");
      assertThat(count).hasValue(3);
    }
  }

  @Test
  void what_the_client_did_wrong_is_not_tried_again() {
    try (RawServer server = RawServer.saying("HTTP/1.1 404 No||")) {
      assertThat(failed(get(server, "/", "retries", 5L))).isEqualTo("status 404");
      assertThat(server.requests()).hasSize(1);
    }
  }

  // --- capabilities

  @Test
  void a_url_that_the_program_did_not_ask_for_is_an_error_in_it() {
    assertThat(raised(ask("https://x.example/a?token=1", List.of("https://y.example/"))))
        .isEqualTo(
            "in native fn http-get: `https://x.example/a` is not in the program's `:allow`; add"
                + " `(http \"https://x.example/a\")` there and grant it with `--allow"
                + " http=https://x.example/a`");
  }

  @Test
  void a_url_that_nobody_granted_is_an_error_in_it() {
    assertThat(
            raised(
                ask(
                    "https://x.example/a/b",
                    new Access(
                        List.of(Capability.parse("http https://x.example/a")),
                        Grants.of(List.of(Capability.parse("http=https://x.example/other"))),
                        time))))
        .isEqualTo(
            "in native fn http-get: `https://x.example/a/b` is not granted; the operator grants it"
                + " with `--allow http=https://x.example/a`");
  }

  @ParameterizedTest
  @CsvSource({
    "https://x.example/a, https://x.example/a, true",
    "https://x.example/a, https://x.example/a/, true",
    "https://x.example/a/, https://x.example/a, true",
    "https://x.example/a, https://x.example/a/b?c=d#e, true",
    "https://x.example/a, https://x.example/ab, false",
    "https://x.example/a, https://x.example/a/../b, false",
    "https://x.example/a, https://x.example/a/%2e%2e/b, false",
    "https://x.example/a, https://x.example/b/../a, true",
    "https://x.example/a, https://x.example/%61, true",
    "https://x.example/a, http://x.example/a, false",
    "https://x.example/a, https://x.example:443/a, true",
    "https://x.example/a, https://x.example:8443/a, false",
    "https://x.example/a, https://X.Example/a, true",
    "https://x.example/a, https://x.example.evil/a, false",
    "https://x.example, https://x.example/anything, true",
    "http://[::1]:80/, http://[::1]/x, true",
  })
  void prefixes_match_by_whole_segments(String granted, String url, boolean covered) {
    assertThat(Capability.Http.of(granted).covers(Capability.Http.of(url))).isEqualTo(covered);
  }

  @Test
  void each_redirect_is_checked_as_the_first_url_was() {
    try (RawServer server =
        new RawServer(
            (request, out) -> {
              String to =
                  request.startsWith("GET /a/start")
                      ? "/a/next"
                      : request.startsWith("GET /a/next") ? "/b" : "";
              out.write(
                  (to.isEmpty()
                          ? "HTTP/1.1 200 OK\r\n\r\nsecret"
                          : "HTTP/1.1 302 Found\r\nLocation: " + to + "\r\n\r\n")
                      .getBytes(StandardCharsets.US_ASCII));
            })) {
      LispMap reply = value(ask(server.url("/a/start"), List.of(server.url("/a"))));
      assertThat(failed(reply))
          .isEqualTo("redirected to " + server.url("/b") + ", which is not allowed");
      assertThat(server.requests()).hasSize(2);
      assertThat(at(value(ask(server.url("/a/start"), List.of(server.url("/")))), "body"))
          .isEqualTo("secret");
    }
  }

  @Test
  void redirects_for_ever_end() {
    try (RawServer server = RawServer.saying("HTTP/1.1 301 Moved|Location: /again||")) {
      assertThat(failed(get(server, "/"))).isEqualTo("more than 5 redirects");
      assertThat(server.requests()).hasSize(6);
    }
  }

  @Test
  void a_token_does_not_travel_to_another_server() {
    try (RawServer other = RawServer.saying("HTTP/1.1 200 OK||fine");
        RawServer first =
            RawServer.saying("HTTP/1.1 302 Found|Location: " + other.url("/") + "||")) {
      LispMap reply =
          value(
              ask(
                  first.url("/"),
                  List.of(first.url("/"), other.url("/")),
                  "bearer",
                  "s3cret",
                  "headers",
                  LispMap.of("cookie", "a=b", "x-other", "stays")));
      assertThat(at(reply, "body")).isEqualTo("fine");
      assertThat(first.requests().getFirst()).contains("s3cret").contains("cookie");
      assertThat(other.requests().getFirst())
          .doesNotContain("s3cret")
          .doesNotContain("cookie")
          .contains("x-other: stays");
    }
  }

  // --- addresses

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "169.254.1.1",
        "0.0.0.0",
        "224.0.0.1",
        "100.100.100.200",
        "192.0.0.192",
        "fe80::1",
        "fd00:ec2::254",
        "::",
        "ff02::1",
        "::ffff:169.254.169.254",
        "64:ff9b::169.254.169.254",
        "2002:a9fe:a9fe::1",
        "::169.254.169.254"
      })
  void a_name_that_leads_to_a_dangerous_address_is_refused(String number) throws Exception {
    InetAddress address = InetAddress.getByName(number);
    assertThat(Addresses.isRefused(address)).isTrue();
    resolver = host -> new InetAddress[] {address};
    assertThat(failed(value(ask("http://good.example/", List.of("http://good.example/")))))
        .isEqualTo(
            "address "
                + address.getHostAddress()
                + " of good.example is refused: link-local and metadata addresses must be allowed"
                + " by number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "10.0.0.1", "192.168.1.1", "8.8.8.8", "::1", "2606:4700::1"})
  void ordinary_addresses_are_fine(String number) throws Exception {
    assertThat(Addresses.isRefused(InetAddress.getByName(number))).isFalse();
  }

  @Test
  void a_dangerous_address_may_be_allowed_by_number() throws Exception {
    InetAddress address = InetAddress.getByName("169.254.169.254");
    assertThat(Addresses.of("169.254.169.254", host -> new InetAddress[] {address}))
        .isEqualTo(address);
  }

  @Test
  void the_address_that_was_checked_is_the_one_connected_to() {
    AtomicInteger lookups = new AtomicInteger();
    try (RawServer server = RawServer.saying("HTTP/1.1 200 OK||fine")) {
      resolver =
          host -> {
            lookups.incrementAndGet();
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
          };
      String url = "http://rebinding.example:" + server.port() + "/";
      assertThat(at(value(ask(url, List.of(url))), "body")).isEqualTo("fine");
      assertThat(lookups).hasValue(1);
      assertThat(server.requests().getFirst())
          .contains("host: rebinding.example:" + server.port() + "\n");
    }
  }

  // --- the program's own mistakes

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        ":timeot ! 5 ! unknown option :timeot; expected :timeout :headers :query :body :json :bearer :retries",
        ":timeout ! soon ! bad timeout \"soon\"; write 250ms, 30s, 5m, 2h or 1d, or several as in 1h30m",
        ":retries ! 9 ! bad retries 9; expected 0 to 5",
        ":bearer ! a%0Ab ! bad header value \"a\\nb\"",
      })
  void bad_options_are_errors_in_the_program(String option, String value, String reason) {
    Object argument =
        value.chars().allMatch(Character::isDigit)
            ? (Object) Long.valueOf(value)
            : value.replace("%0A", "\n");
    assertThat(
            raised(
                ask(
                    "http://x.example/",
                    List.of("http://x.example/"),
                    option.substring(1),
                    argument)))
        .isEqualTo("in native fn http-get: " + reason);
  }

  private LispMap get(RawServer server, String path, Object... options) {
    return value(ask(server.url(path), List.of(server.url("/")), options));
  }

  private Answer ask(String url, List<String> allowed, Object... options) {
    List<Capability> capabilities =
        allowed.stream().map((Function<String, Capability>) Capability.Http::of).toList();
    return ask(url, new Access(capabilities, Grants.of(capabilities), time), options);
  }

  private Answer ask(String url, Access access, Object... options) {
    List<Object> arguments = new ArrayList<>(List.of(url));
    for (int i = 0; i < options.length; i += 2) {
      arguments.add(new Keyword((String) options[i]));
      arguments.add(options[i + 1]);
    }
    Prober prober =
        new Prober(Map.of(), (SSLSocketFactory) SSLSocketFactory.getDefault(), resolver);
    try {
      return prober.ask(Questions.of("http-get", arguments.toArray()), access);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static LispMap value(Answer answer) {
    return (LispMap) answer.lispValue();
  }

  private static String raised(Answer answer) {
    return ((Result.Raised) answer.result()).fullMessage();
  }

  private static String failed(LispMap reply) {
    assertThat(at(reply, "ok")).isEqualTo(false);
    return (String) at(reply, "error");
  }

  private static Object at(LispMap reply, String key) {
    return reply.get(new Keyword(key)).orElseThrow(() -> new AssertionError(key + " of " + reply));
  }

  private static void await(CountDownLatch latch, long ms) {
    try {
      if (latch.await(ms, java.util.concurrent.TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
