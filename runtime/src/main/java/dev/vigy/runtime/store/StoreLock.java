package dev.vigy.runtime.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// The right to commit to a store file, which one object of all processes has at a time. The
/// operating system takes it back when its holder is gone, `kill -9` included.
///
/// It is a lock on a file of its own beside the store (`state.db.lock`), never on the store: SQLite
/// has its own locks there. That file stays when the lock is given back; deleting it would let two
/// holders lock two files.
///
/// POSIX gives locks to processes, not to channels: any close of the file in a process ends the
/// lock, and a second one in the same process succeeds. So each file is opened once a process, and
/// [#HELD] says by whom.
public final class StoreLock implements AutoCloseable {
  /// Of this process; guarded by itself. The one piece of static state, because the thing it
  /// mirrors belongs to the process too.
  private static final Map<Path, StoreLock> HELD = new HashMap<>();

  /// So often and so long a lock is waited for that is held by nobody in particular.
  private static final int LOOKS = 500;

  private static final long LOOK_NANOS = 1_000_000;

  private final Path file;
  private final String holder;
  private final FileChannel channel;

  private StoreLock(Path file, String holder, FileChannel channel) {
    this.file = file;
    this.holder = holder;
    this.channel = channel;
  }

  /// What became of an attempt.
  public sealed interface Attempt {
    record Taken(StoreLock lock) implements Attempt {}

    /// @param by what the holder said of itself, where that is known
    record Held(Optional<String> by) implements Attempt {}
  }

  /// Tries to take the lock; does not wait.
  ///
  /// @param store the store's file, there already or not
  /// @param holder who we are, told to those who come later: `process 4711`
  /// @throws StoreException if the lock's file can't be opened
  public static Attempt take(Path store, String holder) {
    Attempt attempt = tried(store, holder);
    // One who does not say who he is only looks, or is about to say it.
    for (int i = 0; i < LOOKS && attempt instanceof Attempt.Held(var by) && by.isEmpty(); i++) {
      LockSupport.parkNanos(LOOK_NANOS);
      attempt = tried(store, holder);
    }
    return attempt;
  }

  /// Who holds the lock, as it said of itself; empty when nobody is known.
  public static Optional<String> holder(Path store) {
    // The lock itself is tried only where somebody said to hold it and may have been killed since:
    // whoever claims it at that moment would find it taken.
    if (said(store).isEmpty()) {
      return Optional.empty();
    }
    return switch (tried(store, "")) {
      case Attempt.Taken(StoreLock taken) -> {
        taken.close();
        yield Optional.empty();
      }
      case Attempt.Held(Optional<String> by) -> by;
    };
  }

  /// What the file says.
  private static Optional<String> said(Path store) {
    synchronized (HELD) {
      try {
        Path file = besides(store);
        StoreLock own = HELD.get(file);
        if (own != null) {
          return Optional.of(own.holder);
        }
        if (!Files.exists(file)) {
          return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
          return holder(channel);
        }
      } catch (IOException e) {
        return Optional.empty();
      }
    }
  }

  private static Attempt tried(Path store, String holder) {
    synchronized (HELD) {
      try {
        Path file = besides(store);
        StoreLock own = HELD.get(file);
        if (own != null) {
          return new Attempt.Held(Optional.of(own.holder));
        }
        FileChannel channel =
            FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
          FileLock lock = channel.tryLock();
          if (lock == null) {
            return new Attempt.Held(holder(channel));
          }
          taken = true;
        } finally {
          if (!taken) {
            channel.close();
          }
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
        StoreLock lock = new StoreLock(file, holder, channel);
        HELD.put(file, lock);
        return new Attempt.Taken(lock);
      } catch (IOException e) {
        throw new StoreException(
            "the lock beside " + store + " can't be opened: " + reason(e),
            "vigy needs to create files in " + store.toAbsolutePath().getParent(),
            e);
      }
    }
  }

  /// Two names of one folder or of one file must lead to one lock.
  private static Path besides(Path store) throws IOException {
    Path absolute = Files.exists(store) ? store.toRealPath() : store.toAbsolutePath().normalize();
    Path folder = absolute.getParent();
    Path real = folder == null ? absolute : folder.toRealPath().resolve(absolute.getFileName());
    return real.resolveSibling(real.getFileName() + ".lock");
  }

  private static Optional<String> holder(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(200);
    while (text.hasRemaining() && channel.read(text, text.position()) > 0) {
      // Until the end of the file.
    }
    String holder = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8);
    return holder.isBlank() ? Optional.empty() : Optional.of(holder);
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException gone -> "there is no folder " + gone.getFile();
      case AccessDeniedException denied -> "access to " + denied.getFile() + " denied";
      default -> String.valueOf(e.getMessage());
    };
  }

  /// Gives the lock back.
  @Override
  public void close() {
    synchronized (HELD) {
      if (HELD.remove(file, this)) {
        try (channel) {
          channel.truncate(0);
        } catch (IOException e) {
          // The lock went with the channel, or goes with the process; the text is a courtesy.
        }
      }
    }
  }
}
