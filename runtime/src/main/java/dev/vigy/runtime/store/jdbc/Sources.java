package dev.vigy.runtime.store.jdbc;

import dev.vigy.runtime.store.StoreException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/// The files that an import understands, told apart by how they begin.
final class Sources {
  private static final byte[] SQLITE = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  private Sources() {}

  /// @param db the store, inside a transaction
  static Exported read(Path source, Sqlite db, Duration patience, Instant now, String by)
      throws SQLException {
    Importing importing = new Importing(db);
    try {
      if (isSqlite(source)) {
        rust(source, importing, patience, now, by);
      } else {
        try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    Files.newInputStream(source), StandardCharsets.UTF_8.newDecoder()))) {
          ExportReader.read(source, lines, importing);
        }
      }
    } catch (NoSuchFileException e) {
      throw new StoreException("there is no file " + source, null, e);
    } catch (CharacterCodingException e) {
      throw new StoreException(source + " is no export of vigy: it is not UTF-8 text", null, e);
    } catch (IOException e) {
      throw new StoreException(source + " can't be read: " + e.getMessage(), null, e);
    }
    return importing.end();
  }

  private static boolean isSqlite(Path source) throws IOException {
    try (InputStream in = Files.newInputStream(source)) {
      return Arrays.equals(in.readNBytes(SQLITE.length), SQLITE);
    }
  }

  private static void rust(
      Path source, Importing importing, Duration patience, Instant now, String by) {
    try (Sqlite rust = Sqlite.reading(source, patience)) {
      if (!Schema.isOfRust(rust)) {
        boolean ours = rust.number("PRAGMA application_id") == Schema.APPLICATION_ID;
        throw new StoreException(
            source
                + (ours
                    ? " is a store of this vigy, which needs no import"
                    : " is a SQLite file of another program"),
            ours ? "use it with `--db`, or `vigy export` it first" : "name another file",
            null);
      }
      rust.snapshot(
          () -> {
            RustFile.read(rust, importing, now, by);
            return true;
          });
    } catch (SQLException e) {
      throw Trouble.told(source, "read", e);
    }
  }
}
