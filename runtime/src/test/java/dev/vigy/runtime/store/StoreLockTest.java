package dev.vigy.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigy.runtime.store.StoreLock.Attempt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreLockTest {
  @TempDir Path folder;

  private StoreLock taken(Path store, String holder) {
    return switch (StoreLock.take(store, holder)) {
      case Attempt.Taken(StoreLock lock) -> lock;
      case Attempt.Held(Optional<String> by) -> throw new AssertionError("held by " + by);
    };
  }

  @Test
  void one_in_a_process_has_it_at_a_time() {
    Path store = folder.resolve("state.db");
    StoreLock lock = taken(store, "ana");

    assertThat(StoreLock.take(folder.resolve("./state.db"), "ben"))
        .isEqualTo(new Attempt.Held(Optional.of("ana")));
    lock.close();
    lock.close();

    try (StoreLock other = taken(store, "ben")) {
      assertThat(other).isNotNull();
    }
    assertThat(folder.resolve("state.db.lock")).isEmptyFile();
    assertThat(store).doesNotExist();
  }

  @Test
  void stores_do_not_disturb_each_other() {
    try (StoreLock one = taken(folder.resolve("one.db"), "ana");
        StoreLock two = taken(folder.resolve("two.db"), "ana")) {
      assertThat(one).isNotSameAs(two);
    }
  }

  @Test
  void one_folder_by_two_names_is_one_lock() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);

    try (StoreLock lock = taken(real.resolve("state.db"), "ana")) {
      assertThat(lock).isNotNull();
      assertThat(StoreLock.take(link.resolve("state.db"), "ben"))
          .isEqualTo(new Attempt.Held(Optional.of("ana")));
    }
  }

  @Test
  void one_file_by_two_names_is_one_lock() throws IOException {
    Path real = Files.createFile(folder.resolve("state.db"));
    Path link = Files.createSymbolicLink(folder.resolve("link.db"), real);

    try (StoreLock lock = taken(link, "ana")) {
      assertThat(lock).isNotNull();
      assertThat(StoreLock.take(real, "ben")).isEqualTo(new Attempt.Held(Optional.of("ana")));
      assertThat(StoreLock.holder(real)).contains("ana");
    }
    assertThat(StoreLock.holder(real)).isEmpty();
  }

  @Test
  void one_who_only_looks_is_in_nobodys_way() throws Exception {
    Path store = folder.resolve("state.db");
    Process looker =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LooksAllTheTime.class.getName(),
                store.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(looker.inputReader().readLine()).isEqualTo("looking");
      for (int i = 0; i < 500; i++) {
        taken(store, "ana").close();
      }
    } finally {
      looker.destroyForcibly().waitFor();
    }
  }

  /// Asks who holds the lock, again and again.
  static final class LooksAllTheTime {
    public static void main(String[] args) {
      System.out.println("looking");
      System.out.flush();
      while (true) {
        StoreLock.holder(Path.of(args[0]));
        LockSupport.parkNanos(50_000);
      }
    }
  }

  @Test
  void another_process_has_it_until_it_is_killed() throws Exception {
    Path store = folder.resolve("state.db");
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                HoldsTheLock.class.getName(),
                store.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(holder.inputReader().readLine()).isEqualTo("taken");
      assertThat(StoreLock.take(store, "ana"))
          .isEqualTo(new Attempt.Held(Optional.of("process " + holder.pid())));
    } finally {
      holder.destroyForcibly().waitFor();
    }

    try (StoreLock lock = taken(store, "ana")) {
      assertThat(lock).isNotNull();
    }
  }

  /// Takes the lock, says so, and waits to be killed.
  static final class HoldsTheLock {
    public static void main(String[] args) throws IOException {
      Attempt attempt =
          StoreLock.take(Path.of(args[0]), "process " + ProcessHandle.current().pid());
      System.out.println(attempt instanceof Attempt.Taken ? "taken" : "held");
      System.out.flush();
      if (System.in.read() < 0) {
        System.exit(0);
      }
    }
  }

  @Test
  void a_folder_that_is_not_there_is_named() {
    Path store = folder.resolve("gone").resolve("state.db");

    assertThatThrownBy(() -> StoreLock.take(store, "ana"))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "the lock beside %s can't be opened: there is no folder %s"
                .formatted(store, folder.resolve("gone")));
  }
}
