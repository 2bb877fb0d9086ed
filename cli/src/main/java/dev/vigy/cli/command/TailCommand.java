package dev.vigy.cli.command;

import dev.vigy.cli.remote.Backend;
import dev.vigy.cli.text.RunText;
import dev.vigy.cli.text.View;
import dev.vigy.lisp.json.Json;
import dev.vigy.server.operation.Follow;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// `vigy tail`: every run as it becomes durable, in commit order, until Ctrl-C.
final class TailCommand {
  private static final int NAME_WIDTH = 16;

  private TailCommand() {}

  static int run(Session session) {
    if (session.line().flag("id") && !session.line().arguments().isEmpty()) {
      throw new UsageException("the vigy is given twice: as an argument and with `--id`");
    }
    Optional<String> vigy =
        session.line().value("id").or(() -> session.line().arguments().stream().findFirst());
    Follow follow = Follow.of(session.line().value("from"), vigy, session.line().value("selector"));
    var text = new RunText(session.style(), vigy.isPresent() ? 0 : NAME_WIDTH);
    var over = new CountDownLatch(1);
    session.world().interrupts().listen(over::countDown);
    try (Backend backend = Backends.reading(session);
        AutoCloseable _ = backend.follow(follow, run -> show(session, text, run, over))) {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return session.world().interrupts().isRequested() ? Exit.INTERRUPTED : Exit.OK;
  }

  private static void show(Session session, RunText text, Json.Object run, CountDownLatch over) {
    if (session.json()) {
      session.printLine(run);
    } else {
      session.print(text.lines(new View(run)));
    }
    if (!session.flush()) {
      // Whoever read it is gone, as with `| head`.
      over.countDown();
    }
  }
}
