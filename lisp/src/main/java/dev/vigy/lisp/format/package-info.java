/// Writes programs in the one style of this language, and loses nothing: comments, blank lines
/// between groups, numbers, strings and quotes stay as they were written.
///
/// 1. What a program does never changes: the same tokens stand in the same order.
/// 2. Formatting twice gives what formatting once gives.
/// 3. Line breaks are the author's, as long as the lines fit; what is lined up by hand stays so.
///
/// Works on the forms of the reader and the text behind their spans; the reader knows nothing of
/// it.
@NullMarked
package dev.vigy.lisp.format;

import org.jspecify.annotations.NullMarked;
