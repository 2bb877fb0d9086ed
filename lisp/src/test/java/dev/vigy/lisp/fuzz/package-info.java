/// Made-up texts against every stage of the language: nothing may crash, hang, or show what is
/// inside.
@NullMarked
package dev.vigy.lisp.fuzz;

import org.jspecify.annotations.NullMarked;
