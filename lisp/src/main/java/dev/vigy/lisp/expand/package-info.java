/// Macros: forms as written become forms without macro calls.
///
/// 1. Does not know how code runs: the body of a program's macro is run through [MacroBodies].
/// 2. What it builds is charged, in steps and memory, before it is built.
/// 3. Library macros work on forms and name standard functions as such, so no binding of a program
///    can break them; they do not count as rewrites.
/// 4. Walks over data are iterative; expansion recurses over the nesting of forms, and its caller
///    turns a stack overflow into an error of the program.
@NullMarked
package dev.vigy.lisp.expand;

import org.jspecify.annotations.NullMarked;
