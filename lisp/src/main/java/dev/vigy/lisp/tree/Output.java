package dev.vigy.lisp.tree;

import org.jspecify.annotations.Nullable;

/// What a run has printed, up to a limit in bytes of UTF-8.
public final class Output {
  private final int bytesMax;
  private @Nullable StringBuilder text;
  private int bytes;
  private boolean cut;

  Output(int bytesMax) {
    this.bytesMax = bytesMax;
  }

  void append(String more) {
    if (cut) {
      return;
    }
    int fits = fitting(more);
    if (text == null) {
      text = new StringBuilder();
    }
    text.append(more, 0, fits);
    cut = fits < more.length();
  }

  /// How many chars of the text still fit; never half a character.
  private int fitting(String more) {
    int at = 0;
    while (at < more.length()) {
      int c = more.codePointAt(at);
      int size = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
      if (size > bytesMax - bytes) {
        break;
      }
      bytes += size;
      at += Character.charCount(c);
    }
    return at;
  }

  public String text() {
    return text == null ? "" : text.toString();
  }

  public boolean isCut() {
    return cut;
  }
}
