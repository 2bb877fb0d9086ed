package dev.vigy.lisp.format;

import dev.vigy.lisp.format.Piece.Comment;
import dev.vigy.lisp.format.Piece.Group;
import dev.vigy.lisp.format.Piece.Item;
import dev.vigy.lisp.format.Piece.Token;
import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.source.Span;
import java.util.ArrayList;
import java.util.List;

/// Makes pieces of the reader's forms and of the text between them.
final class PieceReader {
  private final String text;
  private final int[] indexes;
  private final Columns columns;
  private final List<String> tokens = new ArrayList<>();
  private final List<String> comments = new ArrayList<>();

  PieceReader(String text, List<Form> forms) {
    this.text = text;
    this.indexes = indexes(text);
    this.columns = new Columns(text);
    for (Form form : forms) {
      mark(form);
    }
  }

  /// All tokens in order, parentheses and prefix operators included.
  List<String> tokens() {
    return tokens;
  }

  /// The texts of all comments in order.
  List<String> comments() {
    return comments;
  }

  /// The whole program as a group without parentheses.
  Group read(List<Form> forms) {
    return group("", forms, 0, text.length());
  }

  /// The index in the text for each offset in bytes.
  private static int[] indexes(String text) {
    int[] indexes = new int[text.length() * 3 + 1];
    int at = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      indexes[at] = i;
      at += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
      i += Character.charCount(c);
    }
    indexes[at] = text.length();
    return indexes;
  }

  private int start(Form form) {
    return indexes[form.span().start()];
  }

  private int end(Form form) {
    return indexes[form.span().end()];
  }

  private void mark(Form form) {
    columns.mark(start(form));
    switch (form) {
      case Form.ListForm(List<Form> items, Span _) -> items.forEach(this::mark);
      case Form.Prefixed prefixed -> {
        Form operand = prefixed.operand();
        while (operand instanceof Form.Prefixed inner) {
          operand = inner.operand();
        }
        if (operand instanceof Form.ListForm(List<Form> items, Span _)) {
          items.forEach(this::mark);
        }
      }
      case Form.Atom _, Form.Standard _, Form.NilForm _ -> {}
    }
  }

  /// What lies between two places: comments, and how the line breaks are.
  private record Between(List<Comment> comments, boolean newline, boolean blank) {}

  private Between between(int from, int to) {
    List<Comment> found = new ArrayList<>();
    int newlines = 0;
    boolean any = false;
    int at = from;
    while (at < to) {
      char c = text.charAt(at);
      if (c == '\n') {
        newlines++;
        any = true;
        at++;
      } else if (c == ';') {
        int end = text.indexOf('\n', at);
        end = end < 0 ? to : Math.min(end, to);
        String comment = text.substring(at, end).stripTrailing();
        comments.add(comment);
        found.add(new Comment(comment, !any && from > 0, newlines > 1, columns.of(at)));
        newlines = 0;
        any = true;
        at = end;
      } else {
        at++;
      }
    }
    return new Between(found, any, newlines > 1);
  }

  private Group group(String prefix, List<Form> forms, int from, int to) {
    List<Item> items = new ArrayList<>();
    int last = from;
    for (Form form : forms) {
      Between gap = between(last, start(form));
      items.add(item(form, gap, start(form) - last));
      last = end(form);
    }
    List<Comment> closing = between(last, to).comments();
    return lifted(new Group(prefix, items, closing));
  }

  /// A comment behind the last thing in a list goes behind the closing parenthesis: it moves out of
  /// the lists that end there.
  private static Group lifted(Group group) {
    List<Item> items = new ArrayList<>();
    List<Comment> moving = List.of();
    for (Item item : group.items()) {
      items.add(item.with(withoutClosing(item.piece()), joined(moving, item.comments())));
      moving = closingOf(item.piece());
    }
    return new Group(group.prefix(), items, joined(moving, group.closing()));
  }

  private static List<Comment> closingOf(Piece piece) {
    return piece instanceof Group group && isOneBehind(group.closing())
        ? group.closing()
        : List.of();
  }

  private static Piece withoutClosing(Piece piece) {
    return piece instanceof Group group && isOneBehind(group.closing())
        ? new Group(group.prefix(), group.items(), List.of())
        : piece;
  }

  private static boolean isOneBehind(List<Comment> comments) {
    return comments.size() == 1 && comments.getFirst().behind();
  }

  private static List<Comment> joined(List<Comment> moving, List<Comment> there) {
    if (moving.isEmpty()) {
      return there;
    }
    List<Comment> all = new ArrayList<>(moving);
    there.forEach(comment -> all.add(comment.below()));
    return all;
  }

  private Item item(Form form, Between before, int gap) {
    Between all = before;
    Form operand = form;
    StringBuilder prefix = new StringBuilder();
    while (operand instanceof Form.Prefixed(Form.Prefix operator, Form inner, Span _)) {
      int written = operator == Form.Prefix.UNQUOTE_SPLICE ? 2 : 1;
      int from = start(operand);
      prefix.append(text, from, from + written);
      // A comment between operator and operand goes before both.
      List<Comment> inside = between(from + written, start(inner)).comments();
      if (!inside.isEmpty()) {
        List<Comment> comments = new ArrayList<>(all.comments());
        for (Comment comment : inside) {
          comments.add(comments.isEmpty() && !all.newline() ? comment : comment.below());
        }
        all = new Between(comments, true, false);
      }
      operand = inner;
    }
    tokens.add(prefix.toString());
    Piece piece = piece(operand, prefix.toString());
    return new Item(
        piece,
        all.comments(),
        all.newline(),
        all.blank(),
        gap > 1 && columns.isLinedUp(start(form)) ? gap : 1);
  }

  private Piece piece(Form form, String prefix) {
    if (form instanceof Form.ListForm(List<Form> items, Span _)) {
      tokens.add("(");
      Group group = group(prefix, items, start(form) + 1, end(form) - 1);
      tokens.add(")");
      return group;
    }
    String written = text.substring(start(form), end(form));
    tokens.add(written);
    // A name that begins with `@`: right behind the comma it would read as `,@`.
    boolean apart = prefix.endsWith(",") && written.startsWith("@");
    return new Token(prefix + (apart ? " " : "") + written);
  }
}
