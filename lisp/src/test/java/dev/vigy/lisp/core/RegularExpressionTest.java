package dev.vigy.lisp.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigy.lisp.run.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegularExpressionTest {
  private static List<String> match(String pattern, String text) {
    return Arrays.asList(RegularExpression.compile(pattern).firstMatch(text, new CountingRun()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " ~ ",
      quoteCharacter = '\'',
      value = {
        "abc ~ xabcx ~ [abc]",
        "a.c ~ abc ~ [abc]",
        "a|ab ~ ab ~ [a]",
        "ab|a ~ ab ~ [ab]",
        "(a+)(b*) ~ xaab ~ '[aab, aa, b]'",
        "(a)|(b) ~ b ~ '[b, null, b]'",
        "a*? ~ aaa ~ []",
        "a+?b ~ aab ~ [aab]",
        "(?:ab){2} ~ ababab ~ [abab]",
        "a{2,3} ~ aaaa ~ [aaa]",
        "a{2,} ~ aaaa ~ [aaaa]",
        "^b ~ ab ~ no",
        "b$ ~ ab ~ [b]",
        "\\bcat\\b ~ 'a cat sat' ~ [cat]",
        "\\bcat\\b ~ concat ~ no",
        "[a-c]+ ~ xxbcaz ~ [bca]",
        "[^a-c]+ ~ abxyc ~ [xy]",
        "[]x]+ ~ a]x] ~ []x]]",
        "[a-]+ ~ b-a- ~ [-a-]",
        "(\\w+)@(\\w+)\\.com ~ 'to ann@shop.com' ~ '[ann@shop.com, ann, shop]'",
        "\\d{4}-\\d\\d ~ 'on 2026-05' ~ [2026-05]",
        "(a*)* ~ aab ~ '[aa, aa]'",
        "x* ~ ab ~ []",
        ". ~ 😀 ~ [😀]",
        "[😀-😂] ~ a😁 ~ [😁]",
        "a\\.b ~ a.b ~ [a.b]",
        "(a|ab)(c|bcd)(d*) ~ abcd ~ '[abcd, a, bcd, ]'",
      })
  void the_leftmost_match_counts(String pattern, String text, String expected) {
    List<String> groups = match(pattern, text);
    assertThat(groups.isEmpty() ? "no" : groups.toString()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " ~ ",
      quoteCharacter = '\'',
      value = {
        "( ~ unmatched `(` at character 1 of the pattern",
        "a) ~ unmatched `)` at character 2 of the pattern",
        "[a ~ unmatched `[` at character 1 of the pattern",
        "*a ~ nothing to repeat at character 1 of the pattern",
        "a** ~ nothing to repeat at character 3 of the pattern",
        "a{3,2} ~ bad repetition at character 7 of the pattern",
        "a{2000} ~ repeated more than 1000 times at character 7 of the pattern",
        "a{x} ~ expected a number at character 3 of the pattern",
        "(?=a) ~ unknown sort of group at character 3 of the pattern",
        "\\q ~ unknown escape `\\q` at character 2 of the pattern",
        "[z-a] ~ bad range at character 5 of the pattern",
        "\\ ~ nothing after `\\` at character 2 of the pattern",
        "(?:a{1000}){1000} ~ the pattern is too big",
        "(?:(?:){1000}){1000} ~ the pattern is too big",
      })
  void bad_patterns_are_refused(String pattern, String message) {
    assertThatThrownBy(() -> RegularExpression.compile(pattern))
        .isInstanceOf(RegularExpression.BadPattern.class)
        .hasMessage(message);
  }

  @Test
  void made_up_patterns_find_what_the_jdk_finds() {
    Random random = new Random(17);
    for (int i = 0; i < 20_000; i++) {
      String pattern = part(random, 3);
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(12); j > 0; j--) {
        text.append((char) ('a' + random.nextInt(3)));
      }
      Matcher jdk = Pattern.compile(pattern).matcher(text);
      List<String> found = match(pattern, text.toString());
      assertThat(found.isEmpty()).as("%s in %s", pattern, text).isEqualTo(!jdk.find());
      if (!found.isEmpty()) {
        assertThat(found.getFirst()).as("%s in %s", pattern, text).isEqualTo(jdk.group());
      }
    }
  }

  /// A pattern without repetitions of what may be empty, about which engines differ.
  private static String part(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 3 : 8)) {
      case 0 -> "a";
      case 1 -> "b";
      case 2 -> "[ac]";
      case 3 -> part(random, depth - 1) + part(random, depth - 1);
      case 4 -> "(" + part(random, depth - 1) + "|" + part(random, depth - 1) + ")";
      case 5 -> "(?:b" + part(random, depth - 1) + ")*";
      case 6 -> "(c" + part(random, depth - 1) + ")+?";
      default -> "(" + part(random, depth - 1) + "){0,2}";
    };
  }

  @Test
  void the_charge_grows_with_the_text_and_not_faster() {
    List<Long> steps = new ArrayList<>();
    for (int length : new int[] {1_000, 2_000, 4_000}) {
      CountingRun run = new CountingRun();
      RegularExpression.compile("(a+)+b|(a|aa)*c").firstMatch("a".repeat(length), run);
      steps.add(run.steps);
    }
    assertThat(steps.get(1)).isLessThan(steps.get(0) * 3);
    assertThat(steps.get(2)).isLessThan(steps.get(1) * 3);
  }

  /// Counts what is charged and can do nothing else.
  private static final class CountingRun extends Activation {
    long steps;

    @Override
    public void demand(String function, String capability) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void step(long count) {
      steps += count;
    }

    @Override
    public void allocate(long bytes) {}

    @Override
    public Object apply(Object callee, Object... arguments) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Object call(Object callee, Object argument) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Object call(Object callee, Object first, Object second) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void print(String text) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long nextGensym() {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> T host(Class<T> type) {
      throw new UnsupportedOperationException();
    }
  }
}
