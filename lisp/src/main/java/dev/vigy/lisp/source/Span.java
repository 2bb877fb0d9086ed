package dev.vigy.lisp.source;

/// A half-open range of **UTF-8 byte offsets** in one [Source], printed `START..END`.
///
/// @param source the text the offsets count in; [Source#NONE] for [#SYNTHETIC]
/// @param start first byte
/// @param end byte after the last
public record Span(Source source, int start, int end) {
  /// The span of what stands in no text; prints `<synthetic>`.
  public static final Span SYNTHETIC = new Span(Source.NONE, 0, 0);

  public boolean isSynthetic() {
    return source == Source.NONE;
  }

  @Override
  public String toString() {
    return isSynthetic() ? "<synthetic>" : start + ".." + end;
  }
}
