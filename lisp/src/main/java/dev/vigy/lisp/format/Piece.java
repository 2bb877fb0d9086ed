package dev.vigy.lisp.format;

import java.util.List;

/// A program as it is written, comments and line breaks included.
sealed interface Piece {
  /// An atom or a string with the prefix operators before it.
  record Token(String text) implements Piece {}

  /// A list.
  ///
  /// @param prefix the prefix operators before it, such as `'`
  /// @param items what stands in it
  /// @param closing comments between the last item and the closing parenthesis; if the first stands
  ///   on the line of that item, others follow
  record Group(String prefix, List<Item> items, List<Comment> closing) implements Piece {}

  /// A piece in its place in a list.
  ///
  /// @param comments those between the item before and this one
  /// @param newline whether it begins a line
  /// @param blank whether an empty line stands above it
  /// @param gap blanks between the item before and this one, where it does not begin a line: one,
  ///   or more where they line it up with something
  record Item(Piece piece, List<Comment> comments, boolean newline, boolean blank, int gap) {
    Item onItsOwnLine() {
      return new Item(piece, comments, true, blank, gap);
    }

    Item with(Piece other, List<Comment> otherComments) {
      return new Item(other, otherComments, newline || !otherComments.isEmpty(), blank, gap);
    }

    /// The text of a token, else nothing.
    String word() {
      return piece instanceof Token(String text) ? text : "";
    }

    boolean isKeyword() {
      return word().startsWith(":");
    }
  }

  /// A comment without the white space behind it.
  ///
  /// @param behind whether code stands before it on its line
  /// @param blank whether an empty line stands above it
  /// @param column where it began
  record Comment(String text, boolean behind, boolean blank, int column) {
    Comment below() {
      return behind ? new Comment(text, false, false, column) : this;
    }
  }
}
