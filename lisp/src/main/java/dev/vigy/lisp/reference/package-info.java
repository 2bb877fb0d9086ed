/// What the documentation says of each name that a program can use, as data: entries, how to find
/// one, and the pages made of them.
///
/// Each room that defines names describes them itself; nothing here knows what a name is bound to.
@NullMarked
package dev.vigy.lisp.reference;

import org.jspecify.annotations.NullMarked;
