package dev.vigy.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.Vigies.Registration;
import dev.vigy.runtime.Vigies.Status;
import dev.vigy.runtime.VigyException.Kind;
import dev.vigy.runtime.store.RunQuery;
import dev.vigy.runtime.store.jdbc.SqliteStore;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.Selector;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A vigy whose row was damaged: it is shown with the reason, keeps its name, and can only be
/// deleted; everybody else goes on.
class BrokenVigyTest {
  private static final String REASON =
      "what the store holds of it can't be read: broken JSON: `{` expected at byte 0";

  @TempDir Path folder;

  private Vigies open() {
    return Vigies.builder().store(SqliteStore.at(folder.resolve("state.db"))).workers(1).start();
  }

  private static VigySpec counter(String name) {
    return VigySpec.named(name).schedule(new Schedule.Manual()).program("(vigy-incr \"n\" 1)");
  }

  private static void refused(ThrowingCallable edit) {
    assertThatThrownBy(edit)
        .isInstanceOfSatisfying(
            VigyException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.CONFLICT);
              assertThat(e).hasMessage("vigy `bad` is broken: " + REASON);
              assertThat(e.hint()).contains("delete it, then its name is free; its runs stay");
            });
  }

  @Test
  void is_shown_and_refuses_all_but_its_deletion() throws Exception {
    try (Vigies vigies = open()) {
      for (String name : List.of("bad", "good")) {
        vigies.register(counter(name));
        vigies.tick(name);
        vigies.tick(name);
      }
    }
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state.db"));
        Statement statement = connection.createStatement()) {
      statement.execute(
          "UPDATE state SET body = 'gone' WHERE id = (SELECT id FROM vigy WHERE name = 'bad')");
    }

    for (int start = 0; start < 2; start++) {
      try (Vigies vigies = open();
          Vigies client = open()) {
        for (Vigies each : List.of(vigies, client)) {
          assertThat(each.list(Selector.ALL, Optional.of(Status.QUARANTINED)))
              .singleElement()
              .satisfies(
                  view -> {
                    assertThat(view.vigy().name()).isEqualTo("bad");
                    assertThat(view.state().quarantine()).contains(REASON);
                    assertThat(view.state().seq()).isEqualTo(2);
                  });
          assertThat(each.runs("bad", RunQuery.newest(9)))
              .extracting(Run::seq)
              .containsExactly(2L, 1L);
          refused(() -> each.register(counter("bad")));
          refused(() -> each.tick("bad"));
          refused(() -> each.resume("bad"));
          refused(() -> each.disable("bad"));
          refused(() -> each.kvSet("bad", "n", new Json.Int(1)));
        }
        assertThat(vigies.tick("good").seq()).isEqualTo(3 + start);
      }
    }

    try (Vigies vigies = open()) {
      assertThat(vigies.delete("bad", false)).isTrue();
      assertThat(vigies.list(Selector.ALL, Optional.empty())).hasSize(1);
      assertThat(vigies.register(counter("bad")).what()).isEqualTo(Registration.CREATED);
      assertThat(vigies.tick("bad").seq()).isEqualTo(3);
      assertThat(vigies.kv("bad", "n").orElseThrow().value()).isEqualTo(new Json.Int(1));
      assertThat(vigies.runs("bad", RunQuery.newest(9)))
          .extracting(Run::seq)
          .containsExactly(3L, 2L, 1L);
    }
  }
}
