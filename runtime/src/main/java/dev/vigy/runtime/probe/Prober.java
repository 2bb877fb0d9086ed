package dev.vigy.runtime.probe;

import dev.vigy.lisp.run.LispError;
import dev.vigy.runtime.extension.Answer;
import dev.vigy.runtime.extension.Arguments;
import dev.vigy.runtime.extension.HostFunction;
import dev.vigy.runtime.extension.Question;
import dev.vigy.runtime.extension.Verbs;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.FileSystems;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocketFactory;

/// Asks the world what ticks want to know: the standard probes, and embedders' functions.
///
/// Safe for any number of threads. [#ask] waits, so it belongs on virtual threads.
public final class Prober {
  private final Map<String, HostFunction> functions;
  private final HttpProbe http;
  private final FileProbes files = new FileProbes(FileSystems.getDefault());

  /// @param functions embedders' functions by name, as [Verbs#asked] has them
  public Prober(Map<String, HostFunction> functions) {
    this(functions, (SSLSocketFactory) SSLSocketFactory.getDefault(), InetAddress::getAllByName);
  }

  Prober(Map<String, HostFunction> functions, SSLSocketFactory tls, Addresses.Resolver resolver) {
    this.functions = Map.copyOf(functions);
    this.http = new HttpProbe(tls, resolver);
  }

  /// Asks, and waits for the answer as long as the access allows. A standard probe that takes
  /// longer answers `timeout`; an embedder's function then raises an error in the program, and goes
  /// on alone, interrupted.
  ///
  /// @return the answer; what the program did wrong is an answer too, that raises an error in it
  public Answer ask(Question question, Access access) throws InterruptedException {
    HostFunction function = functions.get(question.verb());
    CompletableFuture<Object> done = new CompletableFuture<>();
    Deadline deadline = Deadline.in(access.time());
    Thread asking =
        Thread.ofVirtual()
            .name("vigy-probe-" + question.verb())
            .start(
                () -> {
                  try {
                    done.complete(
                        function == null
                            ? probe(question, access, deadline)
                            : Verbs.answer(question.verb(), question.arguments(), function));
                  } catch (Throwable failure) {
                    done.completeExceptionally(failure);
                  }
                });
    try {
      return Answer.of(question, done.get(access.time().toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException _) {
      asking.interrupt();
      return function == null
          ? Answer.of(question, Replies.failed("timeout"))
          : Answer.raised(
              question,
              LispError.limit("time of `" + question.verb() + "`", access.time().toMillis(), "ms"));
    } catch (ExecutionException e) {
      return Answer.raised(question, error(question, e.getCause()));
    } catch (InterruptedException e) {
      asking.interrupt();
      throw e;
    }
  }

  private static LispError error(
      Question question, @org.jspecify.annotations.Nullable Throwable cause) {
    return switch (cause) {
      case LispError error -> error;
      case Denied denied -> LispError.nativeFn(question.verb(), denied.reason());
      case null, default -> LispError.nativeFn(question.verb(), String.valueOf(cause));
    };
  }

  private Object probe(Question question, Access access, Deadline deadline) throws IOException {
    List<Object> arguments = question.arguments();
    String verb = question.verb();
    return switch (verb) {
      case Probes.HTTP_GET -> http.ask("GET", HttpOptions.of(verb, arguments), access, deadline);
      case Probes.FILE_READ -> files.read(path(arguments), access);
      case Probes.FILE_STAT -> files.stat(path(arguments), access);
      case Probes.FILE_LIST -> files.list(path(arguments), access);
      case Probes.DISK_SPACE -> files.space(path(arguments), access);
      default -> throw LispError.nativeFn(verb, "nobody here can answer it");
    };
  }

  private static String path(List<Object> arguments) {
    return Arguments.string(arguments.getFirst());
  }
}
