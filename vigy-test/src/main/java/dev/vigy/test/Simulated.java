package dev.vigy.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Gives each test that has a parameter of type [dev.vigy.runtime.Simulation] one of its own, with
/// the vigies of these files registered, and closes it afterwards.
///
/// ```java
/// @Simulated(at = "2026-05-21T12:00:00Z", programs = "examples/site-watch.vigy")
/// class SiteWatchTest {
///   @Test
///   void opens_an_incident_after_three_bad_looks(Simulation sim) {
///     sim.answer("http-get", Map.of(":ok", false, ":error", "status 503", ":elapsed-ms", 12));
///     List<Run> runs = sim.runs("site-watch", 3);
///     RunAssert.assertThat(runs.getLast()).succeeded().acted(ReconcileKind.CREATE, "incident");
///   }
/// }
/// ```
///
/// On a method it wins over that on its class. A simulation with verbs of the application is made
/// by hand: [dev.vigy.runtime.Simulation#at].
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SimulationExtension.class)
public @interface Simulated {
  /// What the clock shows when the test begins.
  String at() default "2026-01-01T00:00:00Z";

  /// Program files whose vigies are registered, by path from the working directory.
  String[] programs() default {};
}
