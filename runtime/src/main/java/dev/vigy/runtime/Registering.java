package dev.vigy.runtime;

import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.runtime.Vigies.Registered;
import dev.vigy.runtime.Vigies.Registration;
import dev.vigy.runtime.VigyException.Kind;
import dev.vigy.runtime.program.Definition;
import dev.vigy.runtime.program.VigyName;
import dev.vigy.runtime.schedule.Timing;
import dev.vigy.runtime.store.Change.Audit;
import dev.vigy.runtime.vigy.Budget;
import dev.vigy.runtime.vigy.Labels;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyId;
import dev.vigy.runtime.vigy.VigyState;
import dev.vigy.runtime.worker.Edit;
import dev.vigy.runtime.worker.Edits;
import dev.vigy.runtime.worker.Registry;
import dev.vigy.runtime.worker.Resident;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What registering means (product 1): a new vigy, an edit in place, or nothing.
///
/// What can be said of the text alone is checked once, on the caller's thread, before the committer
/// ever sees it ([#checked]); what depends on the vigies that are there is decided by the edit.
final class Registering {
  /// A program's text, bytes of UTF-8.
  static final int LONGEST_PROGRAM = 1 << 20;

  /// What a program may ask for at most, unless the operator says otherwise: enough for a heavy
  /// job, and not so much that a few of them starve the others or touch more stack than a machine
  /// has.
  static final Budget DEFAULT_CEILING =
      new Budget(
          1_000_000_000L, 200_000, Duration.ofSeconds(10), 1L << 30, 256, Duration.ofMinutes(1));

  /// The check of a program, on the caller's thread.
  interface Check {
    /// @return what it found, errors and warnings
    List<Diagnostic> check(Definition definition);
  }

  private final Check check;
  private final Set<String> reconcilers;
  private final Budget ceiling;

  /// @param reconcilers the names of those that embedders registered
  /// @param ceiling no budget may ask for more
  Registering(Check check, Set<String> reconcilers, Budget ceiling) {
    this.ceiling = ceiling;
    this.check = check;
    this.reconcilers = reconcilers;
  }

  /// A spec that may be registered.
  ///
  /// @param warnings what the check found doubtful
  record Checked(
      Definition definition, Optional<Boolean> enabled, boolean unpin, List<Diagnostic> warnings) {}

  /// @throws VigyException if it may not
  Checked checked(VigySpec spec) {
    Definition definition = spec.definition();
    VigyName.complaint(definition.name())
        .ifPresent(
            complaint -> {
              throw invalid(complaint);
            });
    try {
      Labels.check(definition.labels());
    } catch (IllegalArgumentException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
    checkBudget(definition.budget());
    if (!definition.reconciler().equals(Definition.LISP)) {
      if (!reconcilers.contains(definition.reconciler()) && !spec.force()) {
        throw new VigyException(
            Kind.INVALID,
            "no reconciler named `" + definition.reconciler() + "`",
            reconcilers.isEmpty()
                ? "only `lisp` is known here"
                : "known here: lisp, " + String.join(", ", reconcilers),
            List.of(),
            null);
      }
      return new Checked(definition, spec.enabled(), spec.unpin(), List.of());
    }
    if (definition.program().isBlank()) {
      throw invalid("vigy program empty");
    }
    int bytes = definition.program().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > LONGEST_PROGRAM) {
      throw new VigyException(
          Kind.TOO_LARGE,
          "the program of `%s` has %d bytes, which exceeds the limit of %d bytes"
              .formatted(definition.name(), bytes, LONGEST_PROGRAM));
    }
    List<Diagnostic> found = check.check(definition);
    if (!spec.force() && found.stream().anyMatch(Diagnostic::isError)) {
      long errors = found.stream().filter(Diagnostic::isError).count();
      throw new VigyException(
          Kind.REFUSED,
          "the program of `%s` does not pass the check: %s"
              .formatted(definition.name(), firstError(found, errors)),
          null,
          found,
          null);
    }
    return new Checked(
        definition,
        spec.enabled(),
        spec.unpin(),
        found.stream().filter(finding -> !finding.isNote()).toList());
  }

  private static String firstError(List<Diagnostic> found, long errors) {
    String first =
        found.stream().filter(Diagnostic::isError).map(Diagnostic::message).findFirst().orElse("");
    return errors > 1 ? first + " (and " + (errors - 1) + " more)" : first;
  }

  /// Checks an earlier definition of a vigy, which passed the check of its program in its time.
  ///
  /// @throws VigyException if it asks for more than the ceiling of today
  void checkAgain(Vigy earlier) {
    checkBudget(earlier.budget());
  }

  private void checkBudget(Budget budget) {
    checkLimit("steps", budget.steps(), ceiling.steps());
    checkLimit("depth", budget.depth(), ceiling.depth());
    checkLimit("time", budget.time().toMillis(), ceiling.time().toMillis());
    checkLimit("memory", budget.memoryBytes(), ceiling.memoryBytes());
    checkLimit("probes", budget.probes(), ceiling.probes());
    checkLimit("probe-time", budget.probeTime().toMillis(), ceiling.probeTime().toMillis());
  }

  private static void checkLimit(String what, long asked, long most) {
    if (asked < 1 || asked > most) {
      throw invalid("the budget's %s must be 1 to %d, not %d".formatted(what, most, asked));
    }
  }

  private static VigyException invalid(String message) {
    return new VigyException(Kind.INVALID, message);
  }

  /// The edit that a checked spec means.
  Edit<Registered> edit(Checked checked, String by, Views views) {
    return (registry, now) -> {
      Optional<Resident> old = registry.byName(checked.definition().name());
      old.ifPresent(Answering::mustBeSound);
      return old.isPresent()
          ? replace(old.get(), checked, by, now, views)
          : create(registry, checked, by, now, views);
    };
  }

  private static Edit.Planned<Registered> create(
      Registry registry, Checked checked, String by, Instant now, Views views) {
    Definition definition = checked.definition();
    VigyId id = VigyId.of(definition.name(), definition.program());
    if (registry.byId(id).isPresent()) {
      throw new VigyException(
          Kind.CONFLICT,
          "`%s` would get the id %s, which another vigy has".formatted(definition.name(), id));
    }
    Vigy vigy =
        vigy(
            id,
            checked,
            now,
            now,
            checked.enabled().orElse(true),
            Optional.empty(),
            Optional.empty(),
            1,
            now);
    checkOpen(vigy);
    Audit audit = new Audit(now, by, "register", Optional.empty());
    return planned(
        Edits.create(vigy, registry.lastSeq(id), audit), Registration.CREATED, checked, now, views);
  }

  private static Edit.Planned<Registered> replace(
      Resident old, Checked checked, String by, Instant now, Views views) {
    Vigy was = old.vigy();
    Definition definition = checked.definition();
    boolean enabled = checked.enabled().orElse(was.enabled());
    Optional<Vigy.Pin> pin = checked.unpin() ? Optional.empty() : was.pin();
    boolean reschedule = !definition.schedule().equals(was.schedule());
    Vigy same =
        vigy(
            was.id(),
            checked,
            reschedule ? now : was.anchor(),
            was.updatedAt(),
            enabled,
            was.pause(),
            pin,
            was.generation(),
            was.createdAt());
    if (same.equals(was)) {
      return Edit.Planned.nothing(
          new Registered(views.view(old, now), Registration.UNCHANGED, checked.warnings()));
    }
    boolean renewed = isNewGeneration(was, same);
    if (renewed && pin.isPresent()) {
      throw new VigyException(
          Kind.CONFLICT,
          "pinned at generation " + was.generation() + " by " + pin.get().by(),
          "`vigy unpin %s` lets it be edited again; `vigy register --unpin` does both"
              .formatted(was.name()),
          List.of(),
          null);
    }
    long generation = was.generation() + (renewed ? 1 : 0);
    Vigy vigy =
        vigy(
            was.id(),
            checked,
            same.anchor(),
            now,
            enabled,
            was.pause(),
            pin,
            generation,
            was.createdAt());
    if (reschedule) {
      checkOpen(vigy);
    }
    Audit audit = new Audit(now, by, "edit", Optional.empty());
    return planned(Edits.replace(old, vigy, audit), Registration.EDITED, checked, now, views);
  }

  /// A schedule whose windows are never open when it names an instant is a mistake.
  private static void checkOpen(Vigy vigy) {
    if (!vigy.schedule().common().windows().isEmpty()
        && Timing.of(vigy, VigyState.INITIAL).filter(Timing::isEverOpen).isEmpty()) {
      throw new VigyException(
          Kind.INVALID,
          "the windows of `%s` leave no instant of its schedule open".formatted(vigy.name()),
          "`:allow` windows add up, and a `:forbid` window takes away from them",
          List.of(),
          null);
    }
  }

  /// Not for labels, pause, enabled, and where a program stands in its file.
  private static boolean isNewGeneration(Vigy was, Vigy now) {
    return !was.program().equals(now.program())
        || !was.reconciler().equals(now.reconciler())
        || !was.schedule().equals(now.schedule())
        || !was.allow().equals(now.allow())
        || !was.params().equals(now.params())
        || !was.budget().equals(now.budget())
        || was.mode() != now.mode();
  }

  private static Edit.Planned<Registered> planned(
      Edits.Edited edited, Registration what, Checked checked, Instant now, Views views) {
    return new Edit.Planned<>(
        Optional.of(edited.change()),
        new Registered(views.view(edited.resident(), now), what, checked.warnings()));
  }

  private static Vigy vigy(
      VigyId id,
      Checked checked,
      Instant anchor,
      Instant updatedAt,
      boolean enabled,
      Optional<Vigy.Pause> pause,
      Optional<Vigy.Pin> pin,
      long generation,
      Instant createdAt) {
    Definition definition = checked.definition();
    return new Vigy(
        id,
        definition.name(),
        definition.program(),
        definition.lines(),
        definition.reconciler(),
        definition.schedule(),
        anchor,
        definition.labels(),
        definition.params(),
        definition.resolvedAllow(),
        definition.budget(),
        definition.mode(),
        enabled,
        pause,
        pin,
        generation,
        createdAt,
        updatedAt,
        definition.doc(),
        checked.warnings().stream().map(Diagnostic::message).toList());
  }
}
