package dev.vigy.testkit.sample.low;

import dev.vigy.testkit.sample.high.High;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Breaks what can be broken: knows what is above it, and reads clock and chance.
public final class Low {
  @Nullable High above;

  long now() {
    return System.currentTimeMillis();
  }

  RandomGenerator chance() {
    return new Random();
  }

  RandomGenerator seeded() {
    return new Random(1);
  }
}
