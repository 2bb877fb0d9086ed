package dev.vigy.lisp.value;

/// One element in front of a list that is not empty, or of the empty one.
final class ListCell extends LispList {
  final Object first;
  final LispList rest;

  ListCell(Object first, LispList rest, int length) {
    super(length);
    this.first = first;
    this.rest = rest;
  }

  @Override
  public Object first() {
    return first;
  }

  @Override
  public LispList rest() {
    return rest;
  }

  @Override
  public Object nth(int index) {
    LispList left = this;
    int remaining = index;
    while (left instanceof ListCell cell) {
      if (remaining == 0) {
        return cell.first;
      }
      left = cell.rest;
      remaining--;
    }
    return left.nth(remaining);
  }
}
