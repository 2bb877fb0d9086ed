/// How a command reaches operations: over a running server, found by the address file beside its
/// store.
///
/// 1. An answer over the network is the same JSON as one made in this process, and so are errors.
/// 2. An address file that nobody answers for is taken as absent.
///
/// Called by `command`. Knows the routes of the server and opens no store.
@NullMarked
package dev.vigy.cli.remote;

import org.jspecify.annotations.NullMarked;
