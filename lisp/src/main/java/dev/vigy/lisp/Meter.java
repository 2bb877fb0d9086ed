package dev.vigy.lisp;

/// What one run used and printed.
///
/// @param steps calls, loop turns and elements that natives touched
/// @param memory bytes built, counted by [dev.vigy.lisp.run.Cost]
/// @param deepest the most closure calls that were running at the same time
/// @param output what the program printed, up to the limit of the run
/// @param outputCut whether something that was printed is missing from `output`
public record Meter(long steps, long memory, int deepest, String output, boolean outputCut) {}
