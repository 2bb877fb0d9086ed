package dev.vigy.lisp.value;

import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// A front chunk, a tree of chunks, and a chain of single elements at the back, in this order. The
/// front is empty only if the list is.
final class ListDeque extends LispList {
  final Object[] front;
  final int from;
  final int to;
  final @Nullable ListTree middle;
  final @Nullable Back back;

  ListDeque(
      Object[] front,
      int from,
      int to,
      @Nullable ListTree middle,
      @Nullable Back back,
      int length) {
    super(length);
    this.front = front;
    this.from = from;
    this.to = to;
    this.middle = middle;
    this.back = back;
  }

  /// The last element and those before it; `count` of them.
  record Back(Object last, @Nullable Back before, int count) {
    Object[] toArray() {
      Object[] elements = new Object[count];
      Back at = this;
      for (int i = count - 1; i >= 0 && at != null; i--) {
        elements[i] = at.last;
        at = at.before;
      }
      return elements;
    }
  }

  /// A list of all leaves of a tree.
  static LispList ofTree(@Nullable ListTree tree) {
    if (tree == null) {
      return EMPTY;
    }
    ListTree.Leaf first = ListTree.firstLeaf(tree);
    return new ListDeque(
        first.elements(),
        first.from(),
        first.to(),
        ListTree.withoutFirstLeaf(tree),
        null,
        tree.size());
  }

  /// All elements as one tree.
  @Nullable ListTree tree() {
    ListTree tree = middle;
    if (from < to) {
      tree = ListTree.join(new ListTree.Leaf(front, from, to), tree);
    }
    if (back != null) {
      tree = ListTree.join(tree, leafOf(back));
    }
    return tree;
  }

  private static ListTree.Leaf leafOf(Back back) {
    Object[] elements = back.toArray();
    return new ListTree.Leaf(elements, 0, elements.length);
  }

  @Override
  public Object first() {
    if (length == 0) {
      throw new NoSuchElementException("first of the empty list");
    }
    return front[from];
  }

  @Override
  public LispList rest() {
    if (from + 1 < to) {
      return new ListDeque(front, from + 1, to, middle, back, length - 1);
    }
    return afterFront();
  }

  private LispList afterFront() {
    if (length == 0) {
      throw new NoSuchElementException("rest of the empty list");
    }
    int left = length - (to - from);
    if (left == 0) {
      return EMPTY;
    }
    if (middle != null) {
      ListTree.Leaf leaf = ListTree.firstLeaf(middle);
      return new ListDeque(
          leaf.elements(), leaf.from(), leaf.to(), ListTree.withoutFirstLeaf(middle), back, left);
    }
    Object[] elements = back == null ? new Object[0] : back.toArray();
    return new ListDeque(elements, 0, elements.length, null, null, left);
  }

  @Override
  public Object nth(int index) {
    if (index < 0 || index >= length) {
      throw new IndexOutOfBoundsException("index " + index + " in a list of " + length);
    }
    int inFront = to - from;
    if (index < inFront) {
      return front[from + index];
    }
    int remaining = index - inFront;
    if (middle != null) {
      if (remaining < middle.size()) {
        return ListTree.get(middle, remaining);
      }
    }
    Back at = back;
    for (int fromEnd = length - 1 - index; fromEnd > 0 && at != null; fromEnd--) {
      at = at.before;
    }
    if (at == null) {
      throw new IllegalStateException("a list of " + length + " has lost its back");
    }
    return at.last;
  }

  /// With one more at the end.
  ListDeque with(Object element) {
    if (length == 0) {
      return new ListDeque(new Object[] {element}, 0, 1, null, null, 1);
    }
    int longer = Math.incrementExact(length);
    if (back == null) {
      return new ListDeque(front, from, to, middle, new Back(element, null, 1), longer);
    }
    if (back.count < CHUNK) {
      return new ListDeque(
          front, from, to, middle, new Back(element, back, back.count + 1), longer);
    }
    return new ListDeque(
        front, from, to, ListTree.join(middle, leafOf(back)), new Back(element, null, 1), longer);
  }

  /// With these elements, at least one, in front. A short front chunk is copied, a longer one goes
  /// into the tree.
  ListDeque behind(Object[] before) {
    int inFront = to - from;
    int longer = Math.addExact(length, before.length);
    if (before.length + inFront <= CHUNK) {
      Object[] merged = new Object[before.length + inFront];
      System.arraycopy(before, 0, merged, 0, before.length);
      System.arraycopy(front, from, merged, before.length, inFront);
      return new ListDeque(merged, 0, merged.length, middle, back, longer);
    }
    ListTree pushed = ListTree.join(new ListTree.Leaf(front, from, to), middle);
    return new ListDeque(before, 0, before.length, pushed, back, longer);
  }

  /// Without the first `count`, which is less than the length.
  LispList dropped(int count) {
    int inFront = to - from;
    if (count == 0) {
      return this;
    }
    if (count < inFront) {
      return new ListDeque(front, from + count, to, middle, back, length - count);
    }
    if (middle != null && count < inFront + middle.size()) {
      ListTree left = ListTree.drop(middle, count - inFront);
      if (left != null) {
        ListTree.Leaf leaf = ListTree.firstLeaf(left);
        return new ListDeque(
            leaf.elements(),
            leaf.from(),
            leaf.to(),
            ListTree.withoutFirstLeaf(left),
            back,
            length - count);
      }
    }
    Object[] elements = back == null ? new Object[0] : back.toArray();
    int left = length - count;
    return new ListDeque(elements, elements.length - left, elements.length, null, null, left);
  }

  void copyTo(Object[] target, int start) {
    int at = start;
    System.arraycopy(front, from, target, at, to - from);
    at += to - from;
    if (middle != null) {
      ListTree.Walk leaves = new ListTree.Walk(middle);
      for (ListTree.Leaf leaf = leaves.next(); leaf != null; leaf = leaves.next()) {
        System.arraycopy(leaf.elements(), leaf.from(), target, at, leaf.size());
        at += leaf.size();
      }
    }
    if (back != null) {
      Object[] elements = back.toArray();
      System.arraycopy(elements, 0, target, at, elements.length);
    }
  }
}
