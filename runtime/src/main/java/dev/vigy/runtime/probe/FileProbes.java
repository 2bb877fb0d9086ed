package dev.vigy.runtime.probe;

import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.LispMap;
import dev.vigy.runtime.vigy.Capability;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Looks at files.
///
/// A path is resolved first, links and `..` included, and must then lie within what is allowed,
/// resolved in the same way. It is opened directory by directory, from the one that is allowed and
/// without following links, so a link that is put in its way after the check leads nowhere. What
/// lies above the allowed directory is the operator's.
final class FileProbes {
  private static final int MAX_TEXT_BYTES = 1 << 20;
  private static final int MAX_ENTRIES = 10_000;

  private final FileSystem files;

  FileProbes(FileSystem files) {
    this.files = files;
  }

  LispMap read(String path, Access access) throws IOException {
    return at(
        path,
        access,
        (directory, name) -> {
          if (!attributes(directory, name).isRegularFile()) {
            return Replies.failed("not a regular file");
          }
          byte[] bytes;
          try (InputStream in = open(directory, name)) {
            bytes = in.readNBytes(MAX_TEXT_BYTES + 1);
          }
          return bytes.length > MAX_TEXT_BYTES
              ? Replies.failed("the file is longer than 1 MiB")
              : Replies.well("text", new String(bytes, StandardCharsets.UTF_8));
        });
  }

  LispMap stat(String path, Access access) throws IOException {
    return at(
        path, access, (directory, name) -> described(Replies.well(), attributes(directory, name)));
  }

  /// The entries of a directory, sorted by name; links are not followed.
  LispMap list(String path, Access access) throws IOException {
    Allowed allowed = allowed(path, access);
    List<LispMap> entries = new ArrayList<>();
    try (Walk walk = Walk.to(allowed.real, allowed.root)) {
      for (Path entry : walk.directory()) {
        if (entries.size() == MAX_ENTRIES) {
          return Replies.failed("the directory has more than " + MAX_ENTRIES + " entries");
        }
        Path name = entry.getFileName();
        try {
          BasicFileAttributes attributes =
              walk.directory()
                  .getFileAttributeView(
                      name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                  .readAttributes();
          entries.add(described(LispMap.of(new Keyword("name"), name.toString()), attributes));
        } catch (NoSuchFileException _) {
          // Gone since it was listed.
        }
      }
    } catch (IOException e) {
      return Replies.failed(reason(e));
    }
    entries.sort(Comparator.comparing(entry -> (String) entry.getOr(new Keyword("name"), "")));
    return Replies.well("files", LispList.copyOf(entries));
  }

  LispMap space(String path, Access access) throws IOException {
    Allowed allowed = allowed(path, access);
    try {
      FileStore store = Files.getFileStore(allowed.real);
      long total = store.getTotalSpace();
      return Replies.well(
          "total",
          total,
          "free",
          store.getUsableSpace(),
          "used",
          total - store.getUnallocatedSpace());
    } catch (IOException e) {
      return Replies.failed(reason(e));
    }
  }

  /// What is done with a name in an open directory.
  @FunctionalInterface
  private interface Look {
    LispMap at(SecureDirectoryStream<Path> directory, Path name) throws IOException;
  }

  private LispMap at(String path, Access access, Look look) throws IOException {
    Allowed allowed = allowed(path, access);
    Path parent = allowed.real.getParent();
    Path name = allowed.real.getFileName();
    if (parent == null || name == null) {
      // The root has no name in any directory; it is its own.
      parent = allowed.real;
      name = files.getPath(".");
    }
    try (Walk walk = Walk.to(parent, allowed.root)) {
      return look.at(walk.directory(), name);
    } catch (IOException e) {
      return Replies.failed(reason(e));
    }
  }

  /// A path that may be looked at.
  ///
  /// @param real without links
  /// @param root what the program asked for that covers it, without links
  private record Allowed(Path real, Path root) {}

  /// @throws Denied if it may not be looked at; the same whether it exists or not
  private Allowed allowed(String path, Access access) {
    Capability.File named = file(path);
    Path real = real(path);
    Capability.File target = Capability.File.of(real.toString());
    Optional<Capability> asked =
        access.allow().stream().filter(own -> resolved(own).covers(target)).findFirst();
    boolean granted =
        access.grants().all()
            || access.grants().capabilities().stream()
                .anyMatch(own -> resolved(own).covers(target));
    if (asked.isPresent() && granted) {
      return new Allowed(real, real(asked.get().target()));
    }
    String leads = target.equals(named) ? "" : "`" + path + "` leads there: ";
    throw new Denied(
        leads + asked.map(own -> Access.ungranted(target, own)).orElse(Access.unasked(target)));
  }

  private static Capability.File file(String path) {
    try {
      return Capability.File.of(path);
    } catch (IllegalArgumentException e) {
      throw new Denied(String.valueOf(e.getMessage()));
    }
  }

  private Capability resolved(Capability capability) {
    if (!(capability instanceof Capability.File(var _, String target))) {
      return capability;
    }
    return Capability.File.of(real(target).toString());
  }

  /// The path with links resolved as far as it exists; the rest by name.
  private Path real(String path) {
    Path whole = files.getPath(path).toAbsolutePath();
    Path existing = whole;
    Path rest = files.getPath("");
    while (existing != null) {
      try {
        return existing.toRealPath().resolve(rest).normalize();
      } catch (IOException _) {
        Path name = existing.getFileName();
        rest = name == null ? rest : name.resolve(rest);
        existing = existing.getParent();
      }
    }
    return whole.normalize();
  }

  private static BasicFileAttributes attributes(SecureDirectoryStream<Path> directory, Path name)
      throws IOException {
    return directory
        .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes();
  }

  private static InputStream open(SecureDirectoryStream<Path> directory, Path name)
      throws IOException {
    return Channels.newInputStream(
        directory.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
  }

  private static LispMap described(LispMap reply, BasicFileAttributes attributes) {
    String kind =
        attributes.isRegularFile()
            ? "file"
            : attributes.isDirectory() ? "dir" : attributes.isSymbolicLink() ? "link" : "other";
    return Replies.with(
        reply,
        "size",
        attributes.size(),
        "modified-ms",
        attributes.lastModifiedTime().toMillis(),
        "kind",
        new Keyword(kind));
  }

  private static String reason(IOException failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "no such file";
      case AccessDeniedException _ -> "permission denied";
      case NotDirectoryException _ -> "not a directory";
      case FileSystemException e when e.getReason() != null ->
          e.getReason().equals("Not a directory") ? "not a directory" : e.getReason();
      default -> String.valueOf(failure.getMessage());
    };
  }
}
