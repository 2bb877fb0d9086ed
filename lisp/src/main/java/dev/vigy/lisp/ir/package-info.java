/// Programs as expressions with resolved names: what is left of the text once it means something.
///
/// 1. A plain value: nothing here refers to a run, a world or a stage.
/// 2. Every name is a [Place]; whether a global is the program's or the library's is decided later,
///    when code is linked.
/// 3. Mistakes in special forms are expressions too ([Expr.Fail]), since they fail only when they
///    are reached.
///
/// Made by `analyze`, read by `tree`.
@NullMarked
package dev.vigy.lisp.ir;

import org.jspecify.annotations.NullMarked;
