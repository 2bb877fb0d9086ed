/// Answers of operations as text for people: aligned, coloured where wanted, relative times beside
/// absolute ones.
///
/// 1. Text is made from the JSON that the operation answered, so it is the same whether a server or
///    this process answered.
/// 2. What programs say is shown with control characters made visible: a program must not be able
///    to move the cursor of its operator.
///
/// Called by `command`. Knows no store, no network, no clock.
@NullMarked
package dev.vigy.cli.text;

import org.jspecify.annotations.NullMarked;
