package dev.vigy.runtime.vigy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTest {
  private static final Map<String, String> WEB =
      Map.of("team", "web", "tier", "prod", "note", "a=b", "empty", "", "in", "out");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                | true",
        "','                               | true",
        "' , ,'                            | true",
        "team=web                          | true",
        "team==web                         | true",
        "team = web                        | true",
        "team=ops                          | false",
        "missing=web                       | false",
        "note=a=b                          | true",
        "empty=                            | true",
        "team!=ops                         | true",
        "team!=web                         | false",
        "missing!=web                      | true",
        "team in (web,ops)                 | true",
        "team in ( ops , web )             | true",
        "team in (ops)                     | false",
        "team in(web)                      | true",
        "missing in (web)                  | false",
        "team notin (ops,dev)              | true",
        "team notin (ops,web)              | false",
        "missing notin (ops)               | true",
        "empty in (,x)                     | true",
        "team                              | true",
        "missing                           | false",
        "!missing                          | true",
        "! missing                         | true",
        "!team                             | false",
        "in in (out)                       | true",
        "in                                | true",
        "in=out                            | true",
        "team=web,tier=prod                | true",
        "team=web,tier=test                | false",
        "team in (web,ops),!x,tier=prod,   | true",
        "'team=web, tier notin (test,dev)' | true",
      })
  void matches(String selector, boolean expected) {
    assertThat(Selector.parse(selector).matches(WEB)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=v",
        "!",
        "!=v",
        "te am",
        "team web",
        "team in web",
        "team in (web",
        "team in ()",
        "team in",
        "team notin",
        "team in (a) b",
        "a=b,te am=c",
        "é=x",
        "team>3"
      })
  void refuses_what_is_malformed(String selector) {
    assertThatThrownBy(() -> Selector.parse(selector))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("invalid label selector \"" + selector + "\": expected key=value");
  }

  @Test
  void matches_all_when_empty() {
    assertThat(Selector.parse("")).isEqualTo(Selector.ALL);
    assertThat(Selector.ALL.matches(Map.of())).isTrue();
  }
}
