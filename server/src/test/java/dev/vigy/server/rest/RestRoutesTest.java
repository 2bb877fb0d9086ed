package dev.vigy.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.json.Json;
import dev.vigy.server.rest.RunningServer.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Every route, as a client sees it.
class RestRoutesTest {
  private static final String COUNTER =
      """
      {"name":"counter","program":"(vigy-incr \\"n\\")","tick_interval_ms":1000,"labels":{"team":"web"}}""";

  private final RunningServer server = new RunningServer(false);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_new_vigy_is_201_and_the_same_again_is_200() throws Exception {
    Answer created = server.post("/v1/vigies", COUNTER);
    Answer again = server.post("/v1/vigies", COUNTER);
    Answer edited = server.post("/v1/vigies", COUNTER.replace("1000", "2000"));

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.text("change")).isEqualTo("created");
    assertThat(created.header("content-type")).contains("application/json");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text("change")).isEqualTo("unchanged");
    assertThat(edited.status()).isEqualTo(200);
    assertThat(edited.text("change")).isEqualTo("edited");
    assertThat(edited.text("id")).isEqualTo(created.text("id"));
    assertThat(edited.object())
        .containsEntry("generation", new Json.Int(2))
        .containsEntry("tick_interval_ms", new Json.Int(2000));
  }

  @Test
  void a_vigy_has_the_keys_of_the_contract() throws Exception {
    server.post("/v1/vigies", COUNTER);

    Answer vigy = server.get("/v1/vigies/counter");

    assertThat(vigy.object().keySet())
        .startsWith("id", "name", "program", "language", "tick_interval_ms", "schedule")
        .contains("enabled", "created_at", "updated_at", "labels", "generation", "status", "mode");
    assertThat(vigy.text("language")).isEqualTo("tatara-lisp");
    assertThat(vigy.text("created_at"))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    assertThat(vigy.text()).contains("\"schedule\":{\"kind\":\"fixed\",\"interval_ms\":1000");
  }

  @Test
  void a_schedule_by_the_clock_goes_in_and_comes_out() throws Exception {
    Answer made =
        server.post(
            "/v1/vigies",
            "{\"name\":\"morning\",\"program\":\"(vigy-noop)\",\"schedule\":{\"kind\":\"cron\","
                + "\"expr\":\"0 7 * * mon-fri\",\"zone\":\"Europe/Berlin\",\"catch_up\":\"none\"}}");

    assertThat(made.status()).isEqualTo(201);
    Answer vigy = server.get("/v1/vigies/morning");
    assertThat(vigy.text())
        .contains(
            "\"schedule\":{\"kind\":\"cron\",\"expr\":\"0 7 * * mon-fri\","
                + "\"zone\":\"Europe/Berlin\",\"catch_up\":\"none\"}")
        .doesNotContain("tick_interval_ms");
  }

  @Test
  void every_word_of_a_schedule_goes_in_and_comes_out() throws Exception {
    String schedule =
        "{\"kind\":\"adaptive\",\"min_ms\":1000,\"max_ms\":300000,\"hint_key\":\"pace\","
            + "\"jitter_ms\":250,\"start\":\"2026-06-01T00:00:00.000Z\","
            + "\"end\":\"2126-07-01T00:00:00.000Z\",\"windows\":[{\"rule\":\"allow\","
            + "\"days\":\"mon-fri\",\"hours\":\"08:00-18:00\",\"zone\":\"Europe/Berlin\"},"
            + "{\"rule\":\"forbid\",\"dates\":\"24-26\",\"months\":\"dec\",\"zone\":\"UTC\"}],"
            + "\"catch_up\":\"all\",\"catch_up_window_ms\":60000}";
    Answer made =
        server.post(
            "/v1/vigies",
            "{\"name\":\"paced\",\"program\":\"(vigy-noop)\",\"schedule\":" + schedule + "}");

    assertThat(made.status()).isEqualTo(201);
    assertThat(server.get("/v1/vigies/paced").text()).contains("\"schedule\":" + schedule);
  }

  @Test
  void a_vigy_is_woken_with_a_payload_and_says_when_it_will_tick() throws Exception {
    server.post(
        "/v1/vigies",
        "{\"name\":\"orders\",\"program\":\"(vigy-set \\\"seen\\\" (vigy-wake-payloads))\","
            + "\"schedule\":{\"kind\":\"manual\"}}");
    assertThat(server.get("/v1/vigies/orders/next").text()).isEqualTo("{\"items\":[]}");

    Answer woken = server.post("/v1/vigies/orders/wake", "{\"payload\":{\"order\":7}}");

    assertThat(woken.status()).isEqualTo(200);
    assertThat(woken.text()).contains("\"wakes_waiting\":1");
    assertThat(server.get("/v1/vigies/orders/next?limit=3").text())
        .contains("\"trigger\":\"wake\"");
    assertThat(server.post("/v1/vigies/orders/tick", "").text())
        .contains("\"wakes\":[{\"order\":7}]");
    assertThat(server.get("/v1/vigies/orders/kv/seen").text()).contains("[{\"order\":7}]");
    assertThat(server.get("/v1/vigies/orders").text()).doesNotContain("wakes_waiting");
  }

  @Test
  void a_list_is_a_bare_array_with_the_next_page_in_a_link() throws Exception {
    for (int i = 1; i <= 3; i++) {
      server.post("/v1/vigies", COUNTER.replace("counter", "c" + i));
    }

    Answer first = server.get("/v1/vigies?limit=2&label_selector=team%3Dweb");
    String link = first.header("link").orElseThrow();
    Answer second = server.get(link.substring(1, link.indexOf('>')));

    assertThat(names(first)).containsExactly("c1", "c2");
    assertThat(link).endsWith(">; rel=\"next\"").contains("label_selector=team%3Dweb");
    assertThat(names(second)).containsExactly("c3");
    assertThat(second.header("link")).isEmpty();
    assertThat(names(server.get("/v1/vigies?label_selector=team%3Dother"))).isEmpty();
    assertThat(names(server.get("/v1/vigies?limit=0"))).isEmpty();
    assertThat(names(server.get("/v1/vigies?status=disabled"))).isEmpty();
  }

  private static List<String> names(Answer answer) {
    return answer.items().stream()
        .map(item -> ((Json.Object) item).members().get("name"))
        .map(name -> name instanceof Json.Text(String text) ? text : "(none)")
        .toList();
  }

  @Test
  void a_patch_changes_what_it_names_and_nothing_else() throws Exception {
    server.post("/v1/vigies", COUNTER);

    Answer patched = server.send("PATCH", "/v1/vigies/counter", "{\"tick_interval_ms\":5000}");
    Answer stale =
        server.send(
            "PATCH", "/v1/vigies/counter", "{\"tick_interval_ms\":6000}", "If-Match", "\"1\"");
    Answer right =
        server.send(
            "PATCH", "/v1/vigies/counter", "{\"labels\":{\"a\":\"b\"}}", "If-Match", "\"2\"");

    assertThat(patched.status()).isEqualTo(200);
    assertThat(patched.object())
        .containsEntry("tick_interval_ms", new Json.Int(5000))
        .containsEntry("generation", new Json.Int(2));
    assertThat(patched.text("program")).isEqualTo("(vigy-incr \"n\")");
    assertThat(stale.status()).isEqualTo(409);
    assertThat(stale.text("error")).isEqualTo("`counter` is at generation 2, not 1");
    assertThat(right.status()).isEqualTo(200);
    assertThat(right.object()).containsEntry("generation", new Json.Int(2));
  }

  @Test
  void a_forced_tick_answers_the_durable_run() throws Exception {
    server.post("/v1/vigies", COUNTER);

    Answer run = server.post("/v1/vigies/counter/tick", "");
    Answer same = server.get("/v1/runs/" + run.text("id"));
    Answer runs = server.get("/v1/vigies/counter/runs");
    Answer item = server.get("/v1/vigies/counter/kv/n");

    assertThat(run.status()).isEqualTo(200);
    assertThat(run.object().keySet())
        .contains("id", "vigy_id", "seq", "generation", "trigger", "started_at", "ended_at")
        .contains("duration_us", "steps", "result", "actions", "kv_changes", "conditions", "logs")
        .contains("traces", "metrics", "events", "probes");
    assertThat(run.text("trigger")).isEqualTo("forced");
    assertThat(run.text("result")).isEqualTo("ok");
    assertThat(same.text()).isEqualTo(run.text());
    assertThat(runs.object().get("items")).isEqualTo(new Json.Array(List.of(run.json())));
    assertThat(item.object()).containsEntry("value", new Json.Int(1)).containsKey("updated_at");
  }

  @Test
  void a_failed_program_is_a_run_and_not_an_error() throws Exception {
    server.post(
        "/v1/vigies",
        "{\"name\":\"bad\",\"program\":\"(vigy-log \\\"info\\\" \\\"a\\\") (throw \\\"x\\\")\"}");

    Answer run = server.post("/v1/vigies/bad/tick", "{}");

    assertThat(run.status()).isEqualTo(200);
    assertThat(run.text("result")).isEqualTo("failed");
    assertThat(run.text("error")).startsWith("eval: ");
    assertThat(run.object()).containsKey("error_info");
  }

  @Test
  void runs_come_in_pages() throws Exception {
    server.post("/v1/vigies", COUNTER);
    for (int i = 0; i < 3; i++) {
      server.post("/v1/vigies/counter/tick", "");
    }

    Answer first = server.get("/v1/vigies/counter/runs?limit=2");
    Answer second = server.get("/v1/vigies/counter/runs?limit=2&after=" + first.text("next"));

    assertThat(first.text("next")).isEqualTo("2");
    assertThat(second.items()).hasSize(1);
    assertThat(second.object()).doesNotContainKey("next");
    assertThat(server.get("/v1/vigies/counter/runs?result=failed").text())
        .isEqualTo("{\"items\":[]}");
  }

  @Test
  void keys_are_set_read_listed_and_deleted() throws Exception {
    server.post("/v1/vigies", COUNTER);

    Answer set =
        server.send("PUT", "/v1/vigies/counter/kv/a%2Fb%20c", "{\"value\":{\"x\":[1,null]}}");
    Answer slash = server.get("/v1/vigies/counter/kv/a/b%20c");
    Answer list = server.get("/v1/vigies/counter/kv");
    Answer deleted = server.delete("/v1/vigies/counter/kv/a%2Fb%20c");
    Answer gone = server.get("/v1/vigies/counter/kv/a%2Fb%20c");

    assertThat(set.status()).isEqualTo(200);
    assertThat(slash.text("key")).isEqualTo("a/b c");
    assertThat(list.text()).contains("\"items\":[{\"key\":\"a/b c\",\"value\":{\"x\":[1,null]}");
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(deleted.text()).isEmpty();
    assertThat(gone.status()).isEqualTo(404);
    assertThat(gone.text("error")).isEqualTo("`counter` has no key `a/b c`");
  }

  @Test
  void enable_disable_pause_and_resume_answer_the_vigy() throws Exception {
    server.post("/v1/vigies", COUNTER);

    assertThat(server.post("/v1/vigies/counter/disable", "").text("status")).isEqualTo("disabled");
    assertThat(server.post("/v1/vigies/counter/enable", "").text("status")).isEqualTo("active");
    Answer paused = server.post("/v1/vigies/counter/pause", "{\"note\":\"deploying\"}");
    assertThat(paused.text("status")).isEqualTo("paused");
    assertThat(paused.text()).contains("\"note\":\"deploying\"");
    assertThat(server.post("/v1/vigies/counter/resume", "").text("status")).isEqualTo("active");
  }

  @Test
  void state_tells_desired_observed_drift_and_conditions() throws Exception {
    server.post(
        "/v1/vigies",
        """
        {"name":"s","program":"(vigy-desired :n 3) (vigy-observed :n 2) (vigy-condition :Ready false \\"Few\\" \\"2 of 3\\") (vigy-pull \\"x\\")"}""");
    server.post("/v1/vigies/s/tick", "");

    Answer state = server.get("/v1/vigies/s/state");

    assertThat(state.text())
        .contains("\"desired\":{\"n\":3}")
        .contains("\"observed\":{\"n\":2}")
        .contains("\"drift\":[{\"key\":\"n\",\"desired\":3,\"observed\":2}]")
        .contains(
            "\"name\":\"Ready\",\"status\":\"false\",\"reason\":\"Few\",\"message\":\"2 of 3\"")
        .contains("\"pending\":[{\"kind\":\"pull\",\"payload\":\"x\"}]");
    assertThat(state.object())
        .containsKeys("vigy_id", "captured_at", "last_success", "consecutive_failures");
  }

  @Test
  void logs_are_read_newest_first_with_what_was_printed() throws Exception {
    server.post(
        "/v1/vigies",
        "{\"name\":\"l\",\"program\":\"(println \\\"hello\\\") (vigy-log \\\"warn\\\" \\\"careful\\\") (vigy-log \\\"debug\\\" \\\"d\\\")\"}");
    server.post("/v1/vigies/l/tick", "");

    Answer all = server.get("/v1/vigies/l/logs");
    Answer warnings = server.get("/v1/vigies/l/logs?level=warn");

    assertThat(all.text()).contains("\"printed\":\"\\\"hello\\\"\"").contains("\"message\":\"d\"");
    assertThat(warnings.items()).hasSize(1);
  }

  @Test
  void a_deleted_vigy_is_gone() throws Exception {
    server.post("/v1/vigies", COUNTER);

    Answer deleted = server.delete("/v1/vigies/counter");

    assertThat(deleted.status()).isEqualTo(204);
    assertThat(server.get("/v1/vigies/counter").status()).isEqualTo(404);
    assertThat(server.delete("/v1/vigies/counter").status()).isEqualTo(404);
  }

  @Test
  void a_program_is_evaluated_dry() throws Exception {
    Answer value =
        server.post("/v1/eval", "{\"program\":\"(vigy-set :n 41) (+ 1 (vigy-get :n))\"}");
    Answer error = server.post("/v1/eval", "{\"program\":\"(car 5)\"}");

    assertThat(value.status()).isEqualTo(200);
    assertThat(value.text())
        .startsWith("{\"value\":\"42\",\"type\":\":int\",\"stdout\":\"\",\"steps\":");
    assertThat(value.text()).contains("\"kv\":{\"n\":41},\"kv_dirty\":[\"n\"],\"kv_deleted\":[]");
    assertThat(error.status()).isEqualTo(200);
    assertThat(error.text()).startsWith("{\"error\":{\"kind\":\"type-mismatch\",");
    assertThat(server.get("/v1/vigies").text()).isEqualTo("[]");
  }

  @Test
  void the_status_line_of_a_prompt_reads_a_bare_socket() throws Exception {
    server.post("/v1/vigies", COUNTER);

    String answer =
        server.raw("GET /reconcilers HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(answer).doesNotContain("Transfer-Encoding").contains("\r\nContent-Length: ");
    assertThat(answer).endsWith("\r\n\r\n{\"count\":1,\"tick_hz\":0.0}");
  }

  @Test
  void health_readiness_and_what_the_server_is() throws Exception {
    assertThat(server.get("/healthz").text()).startsWith("{\"ok\":true");
    assertThat(server.get("/readyz").status()).isEqualTo(200);
    assertThat(server.get("/v1/info").text())
        .contains("\"version\":\"1.2.3\",\"instance\":\"instance-1\"");
  }

  @Test
  void head_works_wherever_get_does() throws Exception {
    Answer head = server.send("HEAD", "/v1/vigies", RunningServer.NO_BODY);

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.text()).isEmpty();
    assertThat(head.header("content-length")).contains("2");
  }

  @Test
  void a_rollback_pins_and_a_pin_is_a_conflict() throws Exception {
    server.post("/v1/vigies", COUNTER);
    server.post("/v1/vigies", COUNTER.replace("1000", "2000"));

    Answer versions = server.get("/v1/vigies/counter/versions?limit=1");
    assertThat(versions.text()).contains("\"generation\":2", "\"current\":true", "\"next\":\"2\"");
    assertThat(server.get("/v1/vigies/counter/versions?after=2").text())
        .contains("\"generation\":1")
        .doesNotContain("current", "\"generation\":2");
    assertThat(server.get("/v1/vigies/counter/versions?after=x").status()).isEqualTo(400);

    Answer back = server.post("/v1/vigies/counter/rollback", "{\"to\":1}");
    assertThat(back.status()).isEqualTo(200);
    assertThat(back.object())
        .containsEntry("generation", new Json.Int(3))
        .containsEntry("tick_interval_ms", new Json.Int(1000))
        .containsKey("pinned");
    Answer refused = server.post("/v1/vigies", COUNTER.replace("1000", "2000"));
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text()).contains("pinned at generation 3 by ");
    assertThat(server.post("/v1/vigies/counter/rollback", "{\"to\":9}").status()).isEqualTo(404);
    assertThat(server.post("/v1/vigies/counter/rollback", "{}").status()).isEqualTo(422);
    assertThat(server.post("/v1/vigies/counter/unpin", "{}").object()).doesNotContainKey("pinned");
    assertThat(server.post("/v1/vigies", COUNTER.replace("1000", "2000")).status()).isEqualTo(200);
  }
}
