package dev.vigy.runtime.store.jdbc;

import dev.vigy.runtime.store.StoreException;
import java.nio.file.Path;
import java.sql.SQLException;

/// What SQLite's result codes mean for the user: one sentence, and what could be done.
final class Trouble {
  private static final int PERM = 3;
  private static final int BUSY = 5;
  private static final int LOCKED = 6;
  private static final int NOMEM = 7;
  private static final int READONLY = 8;
  private static final int INTERRUPT = 9;
  private static final int IOERR = 10;
  private static final int CORRUPT = 11;
  private static final int FULL = 13;
  private static final int CANTOPEN = 14;
  private static final int PROTOCOL = 15;
  private static final int NOTADB = 26;

  private Trouble() {}

  /// The primary result code; the higher bits only refine it.
  static int code(SQLException e) {
    return e.getErrorCode() & 255;
  }

  static boolean isBusy(SQLException e) {
    return code(e) == BUSY || code(e) == LOCKED || code(e) == PROTOCOL;
  }

  /// Whether the trouble lies in the disk, the machine or others, so that the same may work later.
  /// What else can go wrong lies in what stands in the file, or in us.
  static boolean mayPass(SQLException e) {
    return switch (code(e)) {
      case PERM, BUSY, LOCKED, NOMEM, READONLY, INTERRUPT, IOERR, FULL, CANTOPEN, PROTOCOL -> true;
      default -> false;
    };
  }

  /// @param doing what did not work: `opened`, `read`, `written`
  static StoreException told(Path file, String doing, SQLException e) {
    return switch (code(e)) {
      case BUSY, LOCKED, PROTOCOL ->
          new StoreException(
              "the store " + file + " is locked by another program",
              "close whatever holds it open in a transaction, such as a `sqlite3` shell",
              e);
      case READONLY, PERM ->
          new StoreException(
              "the store " + file + " is read-only",
              "make the file and its folder writable for this user",
              e);
      case CORRUPT ->
          new StoreException("the store " + file + " is damaged", "restore it from a backup", e);
      case NOTADB -> foreign(file, e);
      case FULL ->
          new StoreException(
              "the disk is full, so the store " + file + " can't be " + doing,
              "free some space; nothing that was acknowledged is lost",
              e);
      case CANTOPEN ->
          new StoreException(
              "the store " + file + " can't be opened",
              "see that its folder exists and may be written to",
              e);
      case IOERR ->
          new StoreException(
              "the disk failed while the store " + file + " was " + doing + ": " + e.getMessage(),
              "see the system's log; nothing that was acknowledged is lost",
              e);
      default -> {
        if (String.valueOf(e.getMessage()).startsWith("No suitable driver")) {
          yield new StoreException(
              "the store " + file + " needs a JDBC driver for SQLite, and there is none",
              "add org.xerial:sqlite-jdbc to the class path",
              e);
        }
        yield new StoreException(
            "the store " + file + " can't be " + doing + ": " + e.getMessage(), e);
      }
    };
  }

  /// What went wrong when a store was copied: reading it, or writing the copy.
  static StoreException copying(Path file, Path target, SQLException e) {
    return switch (code(e)) {
      case FULL, IOERR, CANTOPEN, READONLY, PERM ->
          new StoreException(
              "the copy " + target + " can't be written: " + e.getMessage(),
              "see that its folder exists, may be written to and has room",
              e);
      default -> told(file, "copied", e);
    };
  }

  static StoreException foreign(Path file, Throwable cause) {
    return new StoreException(
        file + " is not a vigy store: it is no SQLite file", "name another file", cause);
  }
}
