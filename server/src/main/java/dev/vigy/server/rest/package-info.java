/// Operations over HTTP: routes, problem documents, the stream of runs, and the checks that keep
/// web pages out.
///
/// 1. A request is looked at in this order: Host and Origin, route, content type, size, JSON,
///    arguments; the first refusal answers.
/// 2. Every answer has a `Content-Length`, except the stream of events.
/// 3. Errors are problem documents (RFC 9457) that also carry `error`; none carries a stack trace.
///
/// Called by the composition root. Knows `operation` and nothing of the runtime.
@NullMarked
package dev.vigy.server.rest;

import org.jspecify.annotations.NullMarked;
