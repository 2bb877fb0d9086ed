package dev.vigy.lisp.tree;

import dev.vigy.lisp.run.CallObserver;
import dev.vigy.lisp.run.Interrupt;
import dev.vigy.lisp.run.Limits;
import dev.vigy.lisp.run.ThreadUsage;
import java.util.Optional;
import java.util.Set;

/// What an embedder gives one run.
///
/// @param limits how much it may use
/// @param host what natives get from [dev.vigy.lisp.run.Activation#host]
/// @param interrupt ends it from another thread
/// @param usage what its thread has used
/// @param granted the capabilities that it has
/// @param observer is told of the calls of host functions
public record Circumstances(
    Limits limits,
    Object host,
    Interrupt interrupt,
    ThreadUsage usage,
    Set<String> granted,
    Optional<CallObserver> observer) {}
