package dev.vigy.cli.command;

import dev.vigy.cli.command.ProgramFiles.Loaded;
import dev.vigy.cli.text.Pages;
import dev.vigy.cli.text.Problems;
import dev.vigy.cli.text.Style;
import dev.vigy.cli.text.Times;
import dev.vigy.runtime.Subscription;
import dev.vigy.runtime.Vigies;
import dev.vigy.runtime.Vigies.Registered;
import dev.vigy.runtime.Vigies.Registration;
import dev.vigy.runtime.Vigies.Status;
import dev.vigy.runtime.VigyException;
import dev.vigy.runtime.VigySpec;
import dev.vigy.runtime.program.Definition;
import dev.vigy.runtime.store.MemoryStore;
import dev.vigy.runtime.store.Store;
import dev.vigy.runtime.vigy.Capability;
import dev.vigy.runtime.vigy.Grants;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.VigyId;
import dev.vigy.server.operation.OperationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// `vigy run`: the vigies of files at work, every run printed as it becomes durable.
final class RunCommand {
  /// How often files are looked at with `--watch`, and vigies that may never run again.
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Session session;
  private final Optional<Long> ticks;
  private final Vigies vigies;
  private final LiveRun live;
  private final Grants grants;
  private final Map<VigyId, String> registered = new LinkedHashMap<>();

  private RunCommand(
      Session session, Optional<Long> ticks, Vigies vigies, LiveRun live, Grants grants) {
    this.session = session;
    this.ticks = ticks;
    this.vigies = vigies;
    this.live = live;
    this.grants = grants;
  }

  static int run(Session session) {
    Invocation line = session.line();
    Optional<Long> ticks = line.integer("ticks", 1, 1_000_000_000);
    Optional<Duration> time = line.value("for").map(text -> Moments.duration(text, "--for", false));
    var files = ProgramFiles.of(session);
    List<Loaded> loaded = files.load();
    Grants grants = Granting.of(session, wanted(loaded));
    Store store =
        line.value("db")
            .map(path -> Stores.open(session.world().resolve(path)))
            .orElseGet(() -> MemoryStore.create(session.world().clock()));
    int width = loaded.stream().mapToInt(l -> l.definition().name().length()).max().orElse(0);
    var live = new LiveRun(session, loaded.size() > 1 ? width : 0, ticks);
    try (Vigies vigies =
        Vigies.builder()
            .store(store)
            .grants(grants)
            .observe(line.flag("observe"))
            .by(Author.of(session.world()))
            .start()) {
      return new RunCommand(session, ticks, vigies, live, grants).run(files, loaded, time);
    }
  }

  private static List<Capability> wanted(List<Loaded> loaded) {
    return loaded.stream()
        .flatMap(one -> Capability.readable(one.definition().resolvedAllow()).stream())
        .toList();
  }

  private int run(ProgramFiles files, List<Loaded> loaded, Optional<Duration> time) {
    long began = System.nanoTime();
    session.world().interrupts().listen(live::end);
    long position = vigies.newestPosition();
    loaded.forEach(this::register);
    List<Definition> definitions = loaded.stream().map(Loaded::definition).toList();
    if (!session.json()) {
      announce(definitions);
    }
    // From the position before the registrations: no run is missed, whenever the listening begins.
    try (Subscription _ = vigies.subscribe(position, _ -> true, live::accept)) {
      force(definitions);
      wait(files, began, time.map(Duration::toNanos).orElse(Long.MAX_VALUE));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    live.end();
    String summary = live.summary(System.nanoTime() - began);
    if (session.json()) {
      session.note(summary);
    } else {
      session.println(summary);
    }
    session.flush();
    if (session.world().interrupts().isRequested()) {
      return Exit.INTERRUPTED;
    }
    return ticks.isPresent() && live.anyFailed() ? Exit.FAILED : Exit.OK;
  }

  private Registered register(Loaded loaded) {
    Definition definition = loaded.definition();
    Registered done;
    try {
      done = vigies.register(VigySpec.of(definition).enabled(true));
    } catch (VigyException e) {
      throw loaded.text().placed(definition, e);
    }
    VigyId id = done.vigy().vigy().id();
    registered.put(id, definition.name());
    live.add(id, loaded);
    Diagnostics.tell(session, loaded.text().inFile(definition, done.warnings()));
    return done;
  }

  private void announce(List<Definition> definitions) {
    List<String> what = new ArrayList<>();
    for (Definition definition : definitions) {
      String pace =
          switch (definition.schedule()) {
            case Schedule.Fixed fixed -> "every " + Times.interval(fixed.interval().toMillis());
            case Schedule.Cron cron -> "at " + cron.expression() + " (" + cron.zone() + ")";
            case Schedule.Adaptive adaptive ->
                "every "
                    + Times.interval(adaptive.min().toMillis())
                    + " to "
                    + Times.interval(adaptive.max().toMillis());
            case Schedule.Manual _ -> "on demand";
          };
      what.add(session.style().bold(Style.visible(definition.name())) + " " + pace);
    }
    session.println(
        "▶ " + Pages.count(what.size(), "vigy", "vigies") + ": " + String.join(", ", what));
    session.flush();
  }

  /// Vigies without a schedule run when somebody asks; with `--ticks` that is us.
  private void force(List<Definition> definitions) {
    if (ticks.isEmpty()) {
      return;
    }
    boolean manual = definitions.stream().anyMatch(d -> d.schedule() instanceof Schedule.Manual);
    if (manual) {
      Thread.ofVirtual().name("forced-ticks").start(() -> forceManual(definitions));
    }
  }

  private void forceManual(List<Definition> definitions) {
    try {
      for (Definition definition : definitions) {
        for (long i = 0;
            definition.schedule() instanceof Schedule.Manual && i < ticks.orElse(0L);
            i++) {
          vigies.tick(definition.name());
        }
      }
    } catch (VigyException e) {
      // The command ended meanwhile, or the store can't be written: then the wait is over too.
      live.end();
    }
  }

  private void wait(ProgramFiles files, long began, long nanos) throws InterruptedException {
    boolean watching = session.line().flag("watch");
    boolean over = false;
    while (!over) {
      long left = nanos - (System.nanoTime() - began);
      over = left <= 0 || live.await(Math.min(left, LOOK_NANOS));
      if (!over && watching) {
        reload(files);
      }
      if (!over && ticks.isPresent()) {
        giveUpOnQuarantined();
      }
    }
  }

  /// A vigy in quarantine never gets to its last tick.
  private void giveUpOnQuarantined() {
    for (VigyId id : registered.keySet()) {
      if (live.left(id) > 0 && vigies.vigy(id.hex()).status() == Status.QUARANTINED) {
        live.giveUp(id);
      }
    }
  }

  private void reload(ProgramFiles files) {
    if (!files.changed()) {
      return;
    }
    try {
      for (Loaded loaded : files.load()) {
        reload(loaded);
      }
    } catch (CommandException e) {
      // What ran before goes on running until the file is right again.
      session.world().err().print(Problems.text(e.message(), e.hint(), List.of(), Style.PLAIN));
    } catch (OperationException e) {
      session
          .world()
          .err()
          .print(Problems.text(e.message(), e.hint(), e.diagnostics(), Style.PLAIN));
    }
    session.world().err().flush();
  }

  private void reload(Loaded loaded) {
    String name = loaded.definition().name();
    List<Capability> missing = grants.missing(wanted(List.of(loaded)));
    if (!missing.isEmpty()) {
      session.warn(
          "`"
              + name
              + "` now asks for more, start again to grant it: "
              + String.join(", ", missing.stream().map(Capability::text).toList()));
    }
    Registered done = register(loaded);
    if (done.what() != Registration.UNCHANGED) {
      session.note("reloaded " + name + ", generation " + done.vigy().vigy().generation());
    }
  }
}
