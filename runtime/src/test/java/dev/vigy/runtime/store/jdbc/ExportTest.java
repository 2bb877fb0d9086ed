package dev.vigy.runtime.store.jdbc;

import static dev.vigy.runtime.store.Samples.batch;
import static dev.vigy.runtime.store.Samples.edited;
import static dev.vigy.runtime.store.Samples.registered;
import static dev.vigy.runtime.store.Samples.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigy.runtime.store.Change;
import dev.vigy.runtime.store.Retention;
import dev.vigy.runtime.store.RunQuery;
import dev.vigy.runtime.store.Samples;
import dev.vigy.runtime.store.StoreException;
import dev.vigy.runtime.store.VigyRecord;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyState;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {
  @TempDir Path folder;

  private final Samples samples = new Samples(3);
  private SqliteStore store;

  @BeforeEach
  void opens() {
    store = SqliteStore.at(folder.resolve("state.db"));
    store.retain(Retention.EVERYTHING.withQuiet(Retention.LONGEST, 5));
  }

  @AfterEach
  void closes() {
    store.close();
  }

  /// Random vigies with random runs, some deleted or purged or registered again, some edited.
  private List<Vigy> history() {
    List<Vigy> vigies = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Vigy vigy = samples.randomVigy("vigy " + i, 1);
      vigies.add(vigy);
      VigyState state = VigyState.INITIAL;
      store.commit(batch(registered(vigy)));
      for (int run = 0; run < 30; run++) {
        Change.Ticked tick = samples.randomTick(vigy.id(), state);
        store.commit(batch(tick));
        state = tick.after();
        if (run == 12) {
          store.commit(
              batch(edited(samples.randomVigy("vigy " + i, 2), state, "edit", set("k", 7))));
        }
      }
      if (i == 2) {
        store.settle();
      }
      if (i == 3 || i == 4) {
        store.commit(
            batch(new Change.Deleted(vigy.id(), state.seq(), i == 4, Samples.audit("delete"))));
      }
    }
    Vigy again = vigies.get(4);
    VigyState afresh = Samples.afresh(store.lastSeq(again.id()));
    store.commit(batch(edited(again, afresh, "register")));
    store.commit(batch(samples.randomTick(again.id(), afresh)));
    return vigies;
  }

  private static String exported(SqliteStore store) {
    StringWriter out = new StringWriter();
    assertThat(store.export(out).notes()).isEmpty();
    return out.toString();
  }

  private Exported imported(SqliteStore into, String text) throws IOException {
    Path file = Files.writeString(folder.resolve("export.jsonl"), text);
    return into.importFrom(file, Samples.START, "ana");
  }

  private static List<Run> withoutPositions(List<Run> runs) {
    return runs.stream().map(run -> run.withPosition(0)).toList();
  }

  @Test
  void what_comes_back_is_what_went() throws Exception {
    List<Vigy> vigies = history();
    for (boolean settled : List.of(false, true)) {
      if (settled) {
        store.settle();
      }
      String text = exported(store);
      Path file = folder.resolve("other " + settled + ".db");
      try (SqliteStore other = SqliteStore.at(file)) {
        other.retain(Retention.EVERYTHING);
        assertThat(imported(other, text).notes()).isEmpty();
        assertThat(exported(other)).isEqualTo(text);
      }
      try (SqliteStore other = SqliteStore.reader(file)) {
        assertThat(other.load().vigies())
            .extracting(VigyRecord::vigy)
            .containsExactlyElementsOf(
                store.load().vigies().stream().map(VigyRecord::vigy).toList());
        assertThat(other.load().vigies()).isEqualTo(store.load().vigies());
        assertThat(withoutPositions(other.runsAfter(0, 999)))
            .isEqualTo(withoutPositions(store.runsAfter(0, 999)));
        for (Vigy vigy : vigies) {
          assertThat(other.gone(vigy.id())).isEqualTo(store.gone(vigy.id()));
          assertThat(other.lastSeq(vigy.id())).isEqualTo(store.lastSeq(vigy.id()));
          assertThat(other.generations(vigy.id())).isEqualTo(store.generations(vigy.id()));
        }
      }
    }
  }

  @Test
  void the_store_goes_on_with_what_arrived() throws Exception {
    Vigy vigy = Samples.manual("one");
    store.commit(batch(registered(vigy)));
    VigyState state = VigyState.INITIAL;
    for (int i = 0; i < 20; i++) {
      Change.Ticked tick = samples.tick(vigy.id(), state);
      store.commit(batch(tick));
      state = tick.after();
    }
    try (SqliteStore other = SqliteStore.at(folder.resolve("other.db"))) {
      other.retain(Retention.EVERYTHING.withQuiet(Retention.LONGEST, 5));
      other.commit(batch(registered(Samples.manual("two"))));
      Change.Ticked first = samples.tick(Samples.manual("two").id(), VigyState.INITIAL);
      other.commit(batch(first));
      imported(other, exported(store));
      other.commit(batch(samples.tick(vigy.id(), state)));
      other.settle();

      assertThat(other.runs(vigy.id(), RunQuery.newest(99)))
          .extracting(Run::seq)
          .containsExactly(21L, 20L, 19L, 18L, 17L);
      assertThat(other.runsAfter(0, 99)).extracting(Run::position).isSorted().hasSize(6);
      assertThat(other.verify().problems()).isEmpty();
    }
  }

  @Test
  void a_name_or_an_id_that_is_taken() throws Exception {
    store.commit(batch(registered(Samples.vigy("one"))));
    String text = exported(store);
    assertThat(imported(store, text).notes())
        .containsExactly(
            "`one` is left out: the store has had a vigy with its id " + Samples.vigy("one").id());
    try (SqliteStore other = SqliteStore.at(folder.resolve("other.db"))) {
      other.commit(batch(registered(Samples.vigy("two"))));
      String renamed = exported(other).replace("\"two\"", "\"one\"");
      assertThat(imported(store, renamed).notes())
          .containsExactly(
              "`one` arrives as `one@%s`, disabled: the name is taken"
                  .formatted(Samples.vigy("two").id()));
    }
    assertThat(store.load().vigies())
        .extracting(r -> r.vigy().enabled())
        .containsExactly(true, false);
  }

  @Test
  void a_bad_line_is_told_and_left_out() throws Exception {
    Vigy vigy = Samples.manual("one");
    store.commit(batch(registered(vigy)));
    VigyState state = VigyState.INITIAL;
    for (int i = 0; i < 3; i++) {
      Change.Ticked tick = samples.tick(vigy.id(), state);
      store.commit(batch(tick));
      state = tick.after();
    }
    List<String> lines = new ArrayList<>(exported(store).lines().toList());
    lines.set(
        4,
        lines
            .get(4)
            .replace("\"trigger\"", "\"trigger\"")
            .replace("\"steps\":99", "\"steps\":\"many\""));
    lines.add(3, "{\"colour\":{}}");
    lines.add(3, "nonsense");
    try (SqliteStore other = SqliteStore.at(folder.resolve("other.db"))) {
      Exported imported = imported(other, String.join("\n", lines) + "\n");
      assertThat(imported.notes()).hasSize(3);
      assertThat(imported.notes().get(1)).isEqualTo("line 5 is left out: unknown content `colour`");
      assertThat(imported.notes().get(2)).isEqualTo("line 7 is left out: a number was expected");
      assertThat(other.runsAfter(0, 9)).hasSize(2);
      assertThat(other.gone(vigy.id()).runs()).isEqualTo(1);
    }
  }

  @Test
  void a_file_that_is_cut_or_none_changes_nothing() throws Exception {
    store.commit(batch(registered(Samples.vigy("one"))));
    String text = exported(store);
    try (SqliteStore other = SqliteStore.at(folder.resolve("other.db"))) {
      String cut = text.substring(0, text.lastIndexOf("{\"end\""));
      assertThatThrownBy(() -> imported(other, cut))
          .isInstanceOf(StoreException.class)
          .hasMessageEndingWith(" is cut: its last line is missing");
      assertThatThrownBy(() -> imported(other, "hello\n"))
          .hasMessageEndingWith(" is no export of vigy");
      assertThatThrownBy(
              () -> imported(other, text.replace("\"vigy_export\":1", "\"vigy_export\":2")))
          .hasMessageEndingWith(" is an export of version 2, and this vigy knows versions up to 1");
      assertThat(other.load().vigies()).isEmpty();
      assertThat(imported(other, text).vigies()).isEqualTo(1);
    }
  }
}
