/// Keeps a store in one SQLite file, readable by others while it is written.
///
/// 1. A commit is one transaction; what must be durable goes into one row, a *segment*. Current
///    rows and sorted history follow behind, in small steps inside later commits.
/// 2. One connection writes. Helpers prepare bytes, the committer writes them.
/// 3. Everything in the file is JSON text that the views can read; the byte layouts are in [Lines].
/// 4. The file, its `-wal` and its `-shm` are opened by SQLite alone, never by `java.io` or
///    `java.nio`: closing such a channel would drop SQLite's locks.
///
/// The format and its figures: `docs/decisions/0002-store-format.md`. Known by composition roots;
/// needs a JDBC driver on the class path.
@NullMarked
package dev.vigy.runtime.store.jdbc;

import org.jspecify.annotations.NullMarked;
