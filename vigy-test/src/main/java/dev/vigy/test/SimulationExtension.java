package dev.vigy.test;

import dev.vigy.runtime.Simulation;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/// Makes the simulation that a test asks for. Used through [Simulated].
public final class SimulationExtension implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(SimulationExtension.class);

  /// JUnit closes what is kept with a test when the test is over.
  private record Kept(Simulation simulation) implements AutoCloseable {
    @Override
    public void close() {
      simulation.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == Simulation.class;
  }

  @Override
  public Simulation resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return test.getStore(NAMESPACE)
        .computeIfAbsent(Simulation.class, key -> new Kept(start(simulated(test))), Kept.class)
        .simulation();
  }

  private static Simulated simulated(ExtensionContext test) {
    return test.getTestMethod()
        .flatMap(method -> AnnotationSupport.findAnnotation(method, Simulated.class))
        .or(
            () ->
                test.getTestClass()
                    .flatMap(type -> AnnotationSupport.findAnnotation(type, Simulated.class)))
        .orElseThrow(
            () ->
                new ExtensionConfigurationException(
                    "a parameter of type Simulation needs @Simulated on the test or its class"));
  }

  private static Simulation start(Simulated asked) {
    Instant at;
    try {
      at = Instant.parse(asked.at());
    } catch (DateTimeParseException e) {
      throw new ExtensionConfigurationException(
          "@Simulated(at): expected an instant such as `2026-05-21T12:00:00Z`, got `"
              + asked.at()
              + "`",
          e);
    }
    Simulation simulation = Simulation.at(at).start();
    try {
      for (String program : asked.programs()) {
        simulation.load(Path.of(program));
      }
    } catch (RuntimeException e) {
      simulation.close();
      throw e;
    }
    return simulation;
  }
}
