package dev.vigy.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;

/// The architecture rules that every module obeys, checked on the class files of one module.
///
/// A rule here answers with what breaks it: an empty set, or one line per finding. Packages are
/// named by what follows the base package (`store.jdbc`); the base package itself is `""`.
public final class HouseRules {
  private static final Set<String> OUTSIDE_CALLS =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.getenv",
          "java.lang.System.out",
          "java.lang.System.err",
          "java.lang.System.in",
          "java.lang.Thread.sleep",
          "java.lang.Math.random",
          "java.time.Instant.now",
          "java.time.LocalDate.now",
          "java.time.LocalDateTime.now",
          "java.time.ZonedDateTime.now",
          "java.time.OffsetDateTime.now",
          "java.time.Clock.systemUTC",
          "java.time.Clock.systemDefaultZone",
          "java.time.InstantSource.system",
          "java.util.UUID.randomUUID",
          "java.util.concurrent.ThreadLocalRandom.current");

  private final String base;
  private final JavaClasses classes;

  private HouseRules(String base, JavaClasses classes) {
    this.base = base;
    this.classes = classes;
  }

  /// The main classes on the class path in `base` and below.
  public static HouseRules of(String base) {
    return new HouseRules(
        base,
        new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages(base));
  }

  static HouseRules withTestClasses(String base) {
    return new HouseRules(base, new ClassFileImporter().importPackages(base));
  }

  /// Dependencies that no arrow allows, and packages that the plan does not know.
  ///
  /// @param everyone packages that all may know
  /// @param arrows for each package the others it may know; a package not named here is part of the
  ///   nearest one above it
  public Set<String> brokenArrows(Set<String> everyone, Map<String, Set<String>> arrows) {
    var broken = new TreeSet<String>();
    for (JavaClass from : classes) {
      String room = room(from, arrows.keySet());
      if (room.equals("?")) {
        broken.add("package `%s` is not in the plan".formatted(from.getPackageName()));
        continue;
      }
      for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
        JavaClass to = dependency.getTargetClass().getBaseComponentType();
        if (!inBase(to)) {
          continue;
        }
        String target = room(to, arrows.keySet());
        if (!target.equals(room)
            && !everyone.contains(target)
            && !arrows.getOrDefault(room, Set.of()).contains(target)) {
          broken.add(
              "`%s` must not know `%s`: %s".formatted(room, target, dependency.getDescription()));
        }
      }
    }
    return broken;
  }

  /// Whoever in `rooms` (packages relative to the base) uses one of the `forbidden` packages, which
  /// are full patterns such as `java.sql..`.
  public Set<String> uses(Set<String> rooms, String... forbidden) {
    String[] from =
        rooms.stream()
            .map(room -> room.isEmpty() ? base : base + "." + room + "..")
            .toArray(String[]::new);
    return broken(
        noClasses()
            .that()
            .resideInAnyPackage(from)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(forbidden));
  }

  /// Whoever uses `forbidden` packages without living in one of the `rooms` (relative, with all
  /// below them).
  public Set<String> usesOutside(Set<String> rooms, String... forbidden) {
    String[] allowed = rooms.stream().map(room -> base + "." + room + "..").toArray(String[]::new);
    return broken(
        noClasses()
            .that()
            .resideOutsideOfPackages(allowed)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(forbidden));
  }

  /// Cycles between the packages directly below the base.
  public Set<String> cycles() {
    return broken(slices().matching(base + ".(**)").should().beFreeOfCycles());
  }

  /// Reading the clock, the environment or chance, sleeping, and speaking on the standard streams:
  /// all of it comes in as a parameter, from the composition root.
  public Set<String> reachesOutside() {
    return broken(
        noClasses()
            .should()
            .accessTargetWhere(
                DescribedPredicate.describe(
                    "reaches the world behind the caller's back", HouseRules::reachesOutside)));
  }

  /// Packages with classes but without a `package-info.java` that says `@NullMarked`.
  public Set<String> notNullMarked() {
    var broken = new TreeSet<String>();
    for (JavaClass type : classes) {
      JavaPackage home = type.getPackage();
      if (!home.isAnnotatedWith(NullMarked.class)) {
        broken.add("package `%s` has no `@NullMarked` package-info".formatted(home.getName()));
      }
    }
    return broken;
  }

  private static boolean reachesOutside(JavaAccess<?> access) {
    AccessTarget target = access.getTarget();
    if (OUTSIDE_CALLS.contains(target.getOwner().getFullName() + "." + target.getName())) {
      return true;
    }
    // A `Random` without a seed.
    return target.getFullName().equals("java.util.Random.<init>()");
  }

  private Set<String> broken(ArchRule rule) {
    return new TreeSet<>(
        rule.allowEmptyShould(true).evaluate(classes).getFailureReport().getDetails());
  }

  private boolean inBase(JavaClass type) {
    return type.getPackageName().equals(base) || type.getPackageName().startsWith(base + ".");
  }

  private String room(JavaClass type, Set<String> rooms) {
    String name = type.getPackageName();
    if (name.equals(base)) {
      return "";
    }
    String rest = name.substring(base.length() + 1);
    return rooms.stream()
        .filter(room -> rest.equals(room) || rest.startsWith(room + "."))
        .filter(room -> !room.isEmpty())
        .max(Comparator.comparingInt(String::length))
        .orElse("?");
  }
}
