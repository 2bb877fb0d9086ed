package dev.vigy.runtime.store.jdbc;

import static dev.vigy.runtime.store.Samples.batch;
import static dev.vigy.runtime.store.Samples.registered;
import static dev.vigy.runtime.store.Samples.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.runtime.store.Change;
import dev.vigy.runtime.store.Retention;
import dev.vigy.runtime.store.RunQuery;
import dev.vigy.runtime.store.Samples;
import dev.vigy.runtime.store.Store;
import dev.vigy.runtime.store.StoreException;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyId;
import dev.vigy.runtime.vigy.VigyState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a row holds is changed at random, byte by byte or by cutting: the vigy it belongs to may be
/// lost, and nobody else.
class FlippedBytesTest {
  private static final int VIGIES = 8;

  /// A line, or a row, is of one vigy; so many of them a damage may touch.
  private enum Place {
    STATE("state", "body", "id"),
    DEFINITION("vigy", "body", "id"),
    SEGMENT("segment", "body", "id"),
    BLOCK("run_block", "body", "id");

    final String table;
    final String column;
    final String key;

    Place(String table, String column, String key) {
      this.table = table;
      this.column = column;
      this.key = key;
    }
  }

  @TempDir Path folder;

  private Path sound;
  private final Map<VigyId, VigyState> states = new HashMap<>();

  /// Of each vigy so many runs.
  private final Map<VigyId, Integer> runs = new HashMap<>();

  @BeforeEach
  void makes_a_store_with_everything_in_it() {
    Samples samples = new Samples(5);
    sound = folder.resolve("sound.db");
    try (SqliteStore store = SqliteStore.at(sound, lazy())) {
      List<Vigy> vigies = new ArrayList<>();
      for (int i = 0; i < VIGIES; i++) {
        Vigy vigy = Samples.manual("vigy " + i);
        vigies.add(vigy);
        states.put(vigy.id(), VigyState.INITIAL);
        store.commit(batch(registered(vigy)));
      }
      for (int round = 0; round < 12; round++) {
        List<Change> changes = new ArrayList<>();
        for (Vigy vigy : vigies) {
          VigyState before = states.getOrDefault(vigy.id(), VigyState.INITIAL);
          Change.Ticked tick =
              round % 4 == 1
                  ? samples.randomTick(vigy.id(), before)
                  : samples.tick(vigy.id(), before, set("n", round));
          states.put(vigy.id(), tick.after());
          runs.merge(vigy.id(), 1, Integer::sum);
          changes.add(tick);
        }
        store.commit(batch(changes.toArray(Change[]::new)));
        if (round == 7) {
          store.settle();
        }
      }
    }
  }

  /// Nothing behind the commits but what is asked for: segments stay.
  private static Settings lazy() {
    Settings.Pace pace = Settings.Pace.DEFAULT;
    return Settings.DEFAULT
        .withRetention(Retention.EVERYTHING)
        .withPace(
            new Settings.Pace(
                Duration.ofDays(1),
                pace.budget(),
                pace.epochRuns(),
                pace.epochBytes(),
                Duration.ofDays(1),
                Duration.ofDays(1)));
  }

  @Test
  void harm_one_vigy_and_nobody_else() throws Exception {
    flips(60, 1);
  }

  @Test
  @Tag("soak")
  void harm_one_vigy_and_nobody_else_very_often() throws Exception {
    flips(20_000, 2);
  }

  private void flips(int times, long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < times; i++) {
      long own = random.nextLong();
      Path file = folder.resolve("flipped.db");
      Files.copy(sound, file, StandardCopyOption.REPLACE_EXISTING);
      SplittableRandom chance = new SplittableRandom(own);
      Place place = Place.values()[chance.nextInt(Place.values().length)];
      int harmed = damage(file, place, chance);
      try {
        check(file, place, harmed);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + own + ", " + place, e);
      }
      for (String more : List.of("-wal", "-shm", ".lock")) {
        Files.deleteIfExists(folder.resolve("flipped.db" + more));
      }
    }
  }

  /// @return how many vigies the damage may touch
  private static int damage(Path file, Place place, SplittableRandom chance) throws SQLException {
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      db.createStatement().execute("PRAGMA synchronous=OFF");
      List<Long> keys = new ArrayList<>();
      try (ResultSet row =
          db.createStatement()
              .executeQuery("SELECT " + place.key + " FROM " + place.table + " ORDER BY 1")) {
        while (row.next()) {
          keys.add(row.getLong(1));
        }
      }
      if (keys.isEmpty()) {
        return 0;
      }
      long key = keys.get(chance.nextInt(keys.size()));
      byte[] body;
      try (PreparedStatement select =
          db.prepareStatement(
              "SELECT CAST(" + place.column + " AS BLOB) FROM " + place.table + " WHERE id = ?")) {
        select.setLong(1, key);
        ResultSet row = select.executeQuery();
        row.next();
        body = row.getBytes(1);
      }
      int harmed = 1;
      if (chance.nextInt(5) == 0) {
        body = java.util.Arrays.copyOf(body, chance.nextInt(body.length));
        harmed = VIGIES;
      } else {
        int at = chance.nextInt(body.length);
        // A newline that comes or goes touches the lines on both sides.
        byte before = body[at];
        body[at] = (byte) chance.nextInt(256);
        boolean line = before == '\n' || body[at] == '\n' || at < 3;
        harmed = at < 3 ? VIGIES : line ? 2 : 1;
      }
      try (PreparedStatement update =
          db.prepareStatement(
              "UPDATE "
                  + place.table
                  + " SET "
                  + place.column
                  + " = CAST(? AS TEXT) WHERE id = ?")) {
        update.setBytes(1, body);
        update.setLong(2, key);
        update.executeUpdate();
      }
      return harmed;
    }
  }

  private void check(Path file, Place place, int harmed) {
    try (SqliteStore store = SqliteStore.at(file, lazy())) {
      Store.Loaded loaded = store.load();
      assertThat(loaded.vigies().size() + loaded.broken().size()).isEqualTo(VIGIES);
      assertThat(loaded.broken().size()).isLessThanOrEqualTo(place == Place.BLOCK ? 0 : harmed);
      Set<VigyId> lost =
          loaded.broken().stream().map(Store.Loaded.Broken::id).collect(Collectors.toSet());
      // Whoever is well goes on, and everything can still be tidied up and looked at.
      Samples samples = new Samples(9);
      for (var record : loaded.vigies()) {
        VigyState state = record.state();
        assertThat(lost).doesNotContain(record.vigy().id());
        if (state.seq() == states.getOrDefault(record.vigy().id(), state).seq()) {
          store.commit(batch(samples.tick(record.vigy().id(), state, set("after", 1))));
        }
      }
      for (Store.Loaded.Broken each : loaded.broken()) {
        assertThat(each.reason()).startsWith("what the store holds of it can't be read: ");
        assertThat(each.lastSeq()).isLessThanOrEqualTo(14);
      }
      store.settle();
      assertThat(store.trouble()).isEmpty();
      store.verify();
      int readable = 0;
      for (VigyId id : states.keySet()) {
        try {
          readable += store.runs(id, RunQuery.newest(100)).size() > 0 ? 1 : 0;
        } catch (StoreException e) {
          assertThat(e).hasMessageContaining("is damaged");
        }
      }
      assertThat(readable).isGreaterThanOrEqualTo(VIGIES - Math.max(harmed, 2));
    }
  }
}
