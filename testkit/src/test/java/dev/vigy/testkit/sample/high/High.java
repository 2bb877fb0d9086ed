package dev.vigy.testkit.sample.high;

import dev.vigy.testkit.sample.low.Low;

/// May know [Low], and does.
public record High(Low low) {}
