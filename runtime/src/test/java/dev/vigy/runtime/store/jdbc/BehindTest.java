package dev.vigy.runtime.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BehindTest {
  @TempDir Path folder;
  private final Behind behind = new Behind();
  private final List<String> done = new ArrayList<>();

  private boolean work() throws SQLException {
    try (Sqlite db = Sqlite.writing(folder.resolve("any.db"), Duration.ofSeconds(1))) {
      return behind.work(db, Long.MAX_VALUE / 2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 7, 8, 10, 13, 14, 13 | 1 << 8})
  void what_passes_is_done_again(int code) throws SQLException {
    behind.add(
        db -> {
          done.add("one");
          if (done.size() == 1) {
            throw new SQLException("the disk", "", code);
          }
        });
    assertThatThrownBy(this::work).isInstanceOf(SQLException.class);
    behind.undone();

    assertThat(work()).isTrue();
    assertThat(done).containsExactly("one", "one");
    assertThat(behind.isStuck()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 11, 18, 19, 26, 0})
  void what_would_fail_for_ever_ends_it_and_hinders_no_commit(int code) throws SQLException {
    behind.add(
        db -> {
          if (code == 0) {
            throw new IllegalStateException("a bug");
          }
          throw new SQLException("!", "", code);
        });
    behind.add(db -> done.add("more"));

    assertThat(work()).isTrue();
    behind.durable();
    assertThat(behind.isStuck()).isTrue();
    behind.add(db -> done.add("still more"));
    assertThat(work()).isFalse();
    assertThat(done).isEmpty();
  }

  @Test
  void a_failure_after_the_commit_does_not_look_like_one_of_the_commit() throws SQLException {
    behind.add(
        new Behind.Unit() {
          @Override
          public void run(Sqlite db) {
            done.add("ran");
          }

          @Override
          public void durable() {
            throw new IllegalStateException("a bug");
          }
        });
    work();

    behind.durable();
    assertThat(behind.isStuck()).isTrue();
    assertThat(done).containsExactly("ran");
  }
}
