package dev.vigy.runtime.vigy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class VigyIdTest {
  @Test
  void is_made_of_name_and_program() {
    assertThat(VigyId.of("sync-tear", "(defvigy ...)").hex()).isEqualTo("8c5f16a99099ee58");
    assertThat(VigyId.of("sync-tear", "(defvigy a)").hex()).isEqualTo("bb3b5165c4a4814f");
    assertThat(VigyId.of("sync-tear", "(defvigy b)").hex()).isEqualTo("7b404bd78c11310b");
    assertThat(VigyId.of("x", "y").hex()).isEqualTo("6b7ef78e5f924277");
    assertThat(VigyId.of("test", "(vigy-noop)").hex()).isEqualTo("eeec2d17d4cce9b9");
    assertThat(VigyId.of("", "(vigy-noop)").hex()).isEqualTo("39e3438bcc589fe0");
    assertThat(VigyId.of("na\u00efve", "(vigy-noop)").hex()).isEqualTo("1f7524866de3be2f");
  }

  @Test
  void is_made_of_another_language_too() {
    assertThat(VigyId.of("x", "y", "tatara-lisp").hex()).isEqualTo("6b7ef78e5f924277");
    assertThat(VigyId.of("x", "y", "blue").hex()).isEqualTo("649f0ed7772f0e0f");
    assertThat(VigyId.of("a", "vigy_noop()\n", "blue").hex()).isEqualTo("473335ccfcbe5ba8");
    assertThat(VigyId.of("na\u00efve", "vigy_noop()\n", "blue").hex())
        .isEqualTo("da312c258e4f8709");
  }

  @Test
  void refuses_what_is_no_id_and_quotes_it() {
    assertThatThrownBy(() -> new VigyId("8C5F16A99099EE58"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("invalid id \"8C5F16A99099EE58\": must be 16 lowercase hex chars");
    assertThatThrownBy(() -> new VigyId("a\"b\\c\n\u0007\u00e9"))
        .hasMessage("invalid id \"a\\\"b\\\\c\\n\\u{7}\u00e9\": must be 16 lowercase hex chars");
  }

  @Test
  void tells_ids_from_names() {
    assertThat(VigyId.isValid("0123456789abcdef")).isTrue();
    assertThat(VigyId.isValid("0123456789abcdeg")).isFalse();
    assertThat(VigyId.isValid("0123456789abcde")).isFalse();
  }
}
