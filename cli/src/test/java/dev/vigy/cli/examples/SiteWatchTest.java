package dev.vigy.cli.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.testkit.SettableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SiteWatchTest {
  private static final Duration TICK = Duration.ofSeconds(30);

  @TempDir Path store;
  private final AtomicInteger status = new AtomicInteger(200);
  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer server;
  private String url;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/shop",
        exchange -> {
          asked.incrementAndGet();
          byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status.get(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    url = "http://127.0.0.1:" + server.getAddress().getPort() + "/shop";
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Example example(Map<String, Object> more) throws IOException {
    var params = new java.util.HashMap<String, Object>(Map.of("url", url, "slow-ms", 60_000));
    params.putAll(more);
    return Example.register(
        "site-watch",
        params,
        List.of("http=" + url),
        store.resolve("state.db"),
        SettableClock.at("2026-11-22T12:00:00Z"));
  }

  @Test
  void three_bad_looks_open_an_incident_and_five_good_ones_close_it() throws IOException {
    try (Example watch = example(Map.of())) {
      Run good = watch.tickAfter(TICK);
      assertThat(Example.actions(good)).isEmpty();
      assertThat(watch.condition("Healthy")).startsWith("true Well: 200 in ");
      assertThat(good.said().metrics()).containsKey("latency-ms");

      status.set(503);
      assertThat(Example.actions(watch.tickAfter(TICK))).isEmpty();
      assertThat(Example.actions(watch.tickAfter(TICK))).isEmpty();
      assertThat(watch.condition("Healthy")).isEqualTo("true Down: status 503");
      assertThat(Example.actions(watch.tickAfter(TICK)))
          .containsExactly(
              "create incident {\"url\":\""
                  + url
                  + "\",\"detail\":\"status 503\",\"state\":\"open\"}");
      assertThat(watch.condition("Healthy")).isEqualTo("false Down: status 503");

      // Half an hour after it opened, and not before, a reminder; a restart in between changes
      // nothing.
      assertThat(Example.actions(watch.tickAfter(TICK))).isEmpty();
      watch.restart();
      assertThat(Example.actions(watch.tickAfter(Duration.ofMinutes(29)))).isEmpty();
      assertThat(Example.actions(watch.tickAfter(TICK)))
          .containsExactly(
              "update incident {\"url\":\""
                  + url
                  + "\",\"detail\":\"status 503\",\"state\":\"ongoing\",\"after\":\"30m\"}");
      assertThat(Example.actions(watch.tickAfter(TICK))).isEmpty();

      status.set(200);
      for (int look = 1; look <= 4; look++) {
        assertThat(Example.actions(watch.tickAfter(TICK))).isEmpty();
      }
      List<String> closing = Example.actions(watch.tickAfter(TICK));
      assertThat(closing).hasSize(1);
      assertThat(closing.getFirst())
          .startsWith("update incident {\"url\":\"" + url + "\",\"detail\":\"200 in ")
          .endsWith("\"state\":\"resolved\",\"after\":\"33m\"}");
      assertThat(watch.condition("Healthy")).startsWith("true Well");
      assertThat(asked).hasValue(13);
    }
  }

  @Test
  void one_bad_look_between_good_ones_opens_nothing() throws IOException {
    try (Example watch = example(Map.of())) {
      for (int look = 0; look < 10; look++) {
        status.set(look % 3 == 2 ? 200 : 500);
        assertThat(Example.actions(watch.tickAfter(TICK))).isEmpty();
      }
    }
  }

  @Test
  void a_slow_page_counts_as_a_bad_one() throws IOException {
    try (Example watch = example(Map.of("slow-ms", -1))) {
      watch.tickAfter(TICK);
      assertThat(watch.condition("Healthy")).startsWith("true Slow: 200 in ");
      assertThat(watch.observed("site")).isEqualTo("\"Slow\"");
      watch.tickAfter(TICK);
      assertThat(Example.actions(watch.tickAfter(TICK))).hasSize(1);
    }
  }

  @Test
  void a_server_that_is_gone_is_down_not_a_failed_tick() throws IOException {
    server.stop(0);
    try (Example watch = example(Map.of())) {
      Run run = watch.tickAfter(TICK);
      assertThat(run.ok()).isTrue();
      assertThat(watch.condition("Healthy")).startsWith("true Down: ");
      assertThat(run.said().metrics()).isEmpty();
    }
  }
}
