package dev.vigy.cli.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.testkit.SettableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The second model program of the library's page, against a server that pages as Kubernetes does.
/// Its secret and its approvals are left out: there is nothing yet to serve them.
final class PodJanitorTest {
  private static final Duration TICK = Duration.ofMinutes(5);

  @TempDir Path store;
  private final List<String> pods = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private String url;

  /// Two pods a page; the last page fails when there is a pod named `broken`.
  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/pods",
        exchange -> {
          String query = exchange.getRequestURI().getQuery();
          asked.add(query);
          String more = query.substring(query.indexOf("continue=") + "continue=".length());
          more = more.contains("&") ? more.substring(0, more.indexOf('&')) : more;
          int from = more.isEmpty() ? 0 : Integer.parseInt(more);
          int to = Math.min(from + 2, pods.size());
          boolean broken = pods.subList(from, to).contains("broken");
          String next = to < pods.size() ? Integer.toString(to) : "";
          byte[] body =
              ("{\"metadata\":{\"continue\":\""
                      + next
                      + "\"},\"items\":["
                      + String.join(",", pods.subList(from, to))
                      + "]}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(broken ? 500 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    url = "http://127.0.0.1:" + server.getAddress().getPort() + "/pods";
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Example janitor() throws IOException, URISyntaxException {
    Path file = Path.of(Objects.requireNonNull(getClass().getResource("pod-janitor.vigy")).toURI());
    return Example.register(
        Example.definition("pod-janitor", file),
        Map.of("api", url),
        List.of("http=" + url),
        store.resolve("state.db"),
        SettableClock.at("2026-11-22T12:00:00Z"));
  }

  private static String pod(String name, String phase, String ended) {
    return """
        {"metadata":{"name":"%s","uid":"u-%s"},"status":{"phase":"%s","containerStatuses":[{"state":{%s}}]}}"""
        .formatted(
            name,
            name,
            phase,
            ended.isEmpty()
                ? "\"running\":{}"
                : "\"terminated\":{\"finishedAt\":\"" + ended + "\"}");
  }

  @Test
  void pods_that_ended_over_an_hour_ago_go_however_many_pages_there_are()
      throws IOException, URISyntaxException {
    pods.add(pod("web", "Running", ""));
    pods.add(pod("old-job", "Succeeded", "2026-11-22T10:00:00Z"));
    pods.add(pod("new-job", "Succeeded", "2026-11-22T11:50:00Z"));
    pods.add(pod("crashed", "Failed", "2026-11-22T09:30:00Z"));
    pods.add(pod("db", "Running", ""));
    try (Example janitor = janitor()) {
      Run run = janitor.tickAfter(TICK);
      assertThat(Example.actions(run))
          .containsExactlyInAnyOrder(
              "delete old-job {\"pod\":\"old-job\",\"uid\":\"u-old-job\",\"ended\":\"2026-11-22T10:00:00Z\"}",
              "delete crashed {\"pod\":\"crashed\",\"uid\":\"u-crashed\",\"ended\":\"2026-11-22T09:30:00Z\"}");
      assertThat(asked).hasSize(3);
      assertThat(janitor.condition("Listed")).isEqualTo("true");
      assertThat(janitor.condition("Safe")).isEqualTo("true Few: 2 of 5");
      assertThat(run.said().metrics()).containsEntry("stale-pods", 2.0);
    }
  }

  @Test
  void a_list_that_broke_off_deletes_nothing() throws IOException, URISyntaxException {
    pods.add(pod("old-job", "Succeeded", "2026-11-22T10:00:00Z"));
    pods.add(pod("web", "Running", ""));
    pods.add("broken");
    try (Example janitor = janitor()) {
      Run run = janitor.tickAfter(TICK);
      assertThat(run.stopped()).isTrue();
      assertThat(Example.actions(run)).isEmpty();
      assertThat(janitor.condition("Listed")).isEqualTo("unknown ListFailed: status 500");
    }
  }

  @Test
  void more_than_ten_at_once_are_suspicious() throws IOException, URISyntaxException {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      all.add(pod("job-" + i, "Succeeded", "2026-11-22T10:00:00Z"));
    }
    pods.addAll(all);
    try (Example janitor = janitor()) {
      Run run = janitor.tickAfter(TICK);
      assertThat(Example.actions(run)).isEmpty();
      assertThat(janitor.condition("Safe")).isEqualTo("false TooMany: 11 of 11");
    }
  }
}
