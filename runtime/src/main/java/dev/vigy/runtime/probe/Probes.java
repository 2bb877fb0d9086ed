package dev.vigy.runtime.probe;

import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Arity;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.runtime.extension.Arguments;
import dev.vigy.runtime.extension.Extension;
import dev.vigy.runtime.extension.HostExtension;
import dev.vigy.runtime.extension.Question;
import dev.vigy.runtime.extension.Questions;
import dev.vigy.runtime.extension.Verbs;
import dev.vigy.runtime.extension.VigyHost;
import dev.vigy.runtime.vigy.Capability;
import java.util.List;

/// The verbs of the standard pack. Each checks its arguments and asks; what it asks is answered by
/// a [Prober].
public final class Probes {
  static final String HTTP_GET = "http-get";
  static final String FILE_READ = "file-read";
  static final String FILE_STAT = "file-stat";
  static final String FILE_LIST = "file-list";
  static final String DISK_SPACE = "disk-space";

  private static final HostExtension EXTENSION = Extension.of("probes", Probes::install);

  private Probes() {}

  /// The pack as an extension; it goes behind the standard ones.
  public static HostExtension extension() {
    return EXTENSION;
  }

  private static void install(Verbs verbs) {
    verbs.register(
        NativeFunction.of(
            HTTP_GET,
            Arity.atLeast(1),
            (run, arguments) -> {
              // Made first: it charges for the arguments before anybody looks at them.
              Question question = Questions.of(run, HTTP_GET, arguments);
              HttpOptions options = HttpOptions.of(HTTP_GET, List.of(arguments));
              try {
                Capability.Http.of(options.url());
              } catch (IllegalArgumentException e) {
                throw LispError.nativeFn(HTTP_GET, String.valueOf(e.getMessage()));
              }
              return ask(run, question);
            }));
    for (String verb : List.of(FILE_READ, FILE_STAT, FILE_LIST, DISK_SPACE)) {
      verbs.register(
          NativeFunction.of1(
              verb,
              (run, path) -> {
                try {
                  Capability.File.of(Arguments.string(path));
                } catch (IllegalArgumentException e) {
                  throw LispError.nativeFn(verb, String.valueOf(e.getMessage()));
                }
                return ask(run, Questions.of(run, verb, path));
              }));
    }
  }

  /// A probe beyond the tick's number of probes answers as if it had taken too long.
  private static Object ask(Activation run, Question question) {
    VigyHost host = run.host(VigyHost.class);
    if (!host.mayProbe()) {
      return Replies.failed("timeout");
    }
    return host.answer(run, question);
  }
}
