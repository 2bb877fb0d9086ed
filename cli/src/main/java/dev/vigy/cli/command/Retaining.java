package dev.vigy.cli.command;

import dev.vigy.runtime.store.Retention;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long a server keeps runs: `--history-max`, else `$VIGY_STORE_HISTORY_MAX`, else the
/// defaults.
final class Retaining {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})(B|KiB|MiB|GiB|TiB)?");

  private Retaining() {}

  /// @throws UsageException if the option is no size
  /// @throws CommandException if the variable is none
  static Retention given(Session session) {
    Optional<String> option = session.line().value("history-max");
    if (option.isPresent()) {
      return keeping(
          size(option.get())
              .orElseThrow(
                  () ->
                      new UsageException(
                          "invalid value `"
                              + option.get()
                              + "` for `--history-max`: expected a size",
                          "such as `512MiB` or `4GiB`")));
    }
    Optional<String> variable = session.world().env("VIGY_STORE_HISTORY_MAX");
    return variable
        .map(
            text ->
                keeping(
                    size(text)
                        .orElseThrow(
                            () ->
                                new CommandException(
                                    "VIGY_STORE_HISTORY_MAX is `" + text + "`, which is no size",
                                    "such as `512MiB` or `4GiB`"))))
        .orElse(Retention.DEFAULT);
  }

  private static Retention keeping(long bytes) {
    return Retention.DEFAULT.withHistory(bytes, Long.MAX_VALUE);
  }

  private static Optional<Long> size(String text) {
    Matcher matcher = SIZE.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String unit = Optional.ofNullable(matcher.group(2)).orElse("B");
    int power = "BKMGT".indexOf(unit.toUpperCase(Locale.ROOT).charAt(0));
    try {
      return Optional.of(Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * power)));
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }
}
