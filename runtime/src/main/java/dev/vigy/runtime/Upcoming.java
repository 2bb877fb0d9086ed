package dev.vigy.runtime;

import dev.vigy.runtime.vigy.Trigger;
import java.time.Instant;
import java.util.Optional;

/// A tick that is to come, as things stand.
///
/// @param trigger why it will start
/// @param nominalAt the instant of the schedule; absent for retries, wakes and ticks that a program
///   asked for
/// @param dueAt when it starts, jitter included
public record Upcoming(Trigger trigger, Optional<Instant> nominalAt, Instant dueAt) {}
