package dev.vigy.cli.remote;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.json.JsonPrinter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The file beside a store in which a server says where it listens; only its owner can read it.
public final class AddressFile {
  /// @param instance what the server there calls itself: another server may have taken over the
  ///   port since
  public record Address(String url, String instance) {}

  private final Path file;

  private AddressFile(Path file) {
    this.file = file;
  }

  /// The address file of the store at `db`.
  public static AddressFile of(Path db) {
    return new AddressFile(db.resolveSibling(db.getFileName() + ".server"));
  }

  /// Where a server said it listens; empty if there is no file, or one that is not ours to read.
  public Optional<Address> read() {
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Address> parse(String text) {
    return JsonText.parse(text).orElse(Json.Null.NULL) instanceof Json.Object object
            && object.members().get("url") instanceof Json.Text(String url)
            && object.members().get("instance") instanceof Json.Text(String instance)
        ? Optional.of(new Address(url, instance))
        : Optional.empty();
  }

  /// Replaces the file at once, so that nobody reads half of it.
  public void write(Address address) throws IOException {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("url", new Json.Text(address.url()));
    members.put("instance", new Json.Text(address.instance()));
    members.put("pid", new Json.Int(ProcessHandle.current().pid()));
    Path folder = file.toAbsolutePath().getParent();
    Path fresh = Files.createTempFile(folder, file.getFileName().toString(), ".new");
    try {
      if (Files.getFileStore(fresh).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
      }
      Files.write(
          fresh,
          (JsonPrinter.print(new Json.Object(members)) + "\n").getBytes(StandardCharsets.UTF_8));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /// Removes the file if it still is this server's.
  public void remove(Address own) {
    try {
      if (read().equals(Optional.of(own))) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // Left behind: whoever reads it finds nobody there and goes to the store itself.
      System.getLogger(AddressFile.class.getName())
          .log(System.Logger.Level.DEBUG, "could not remove " + file, e);
    }
  }
}
