package dev.vigy.lisp.value;

import org.jspecify.annotations.Nullable;

/// A height-balanced (AVL) tree whose leaves are slices of arrays; what lies deep inside a
/// [ListDeque].
///
/// `join` as in Blelloch, Ferizovic and Sun, "Just Join for Parallel Ordered Sets" (2016), without
/// keys. Heights stay below 50, so the methods here recurse.
sealed interface ListTree {
  int size();

  int height();

  /// A slice; never empty.
  record Leaf(Object[] elements, int from, int to) implements ListTree {
    @Override
    public int size() {
      return to - from;
    }

    @Override
    public int height() {
      return 0;
    }
  }

  record Branch(ListTree left, ListTree right, int size, int height) implements ListTree {}

  private static Branch branch(ListTree left, ListTree right) {
    return new Branch(
        left, right, left.size() + right.size(), Math.max(left.height(), right.height()) + 1);
  }

  /// A branch of two trees whose heights differ by at most two.
  private static ListTree balanced(ListTree left, ListTree right) {
    if (left.height() > right.height() + 1 && left instanceof Branch l) {
      if (l.left.height() >= l.right.height()) {
        return branch(l.left, branch(l.right, right));
      }
      if (l.right instanceof Branch middle) {
        return branch(branch(l.left, middle.left), branch(middle.right, right));
      }
    }
    if (right.height() > left.height() + 1 && right instanceof Branch r) {
      if (r.right.height() >= r.left.height()) {
        return branch(branch(left, r.left), r.right);
      }
      if (r.left instanceof Branch middle) {
        return branch(branch(left, middle.left), branch(middle.right, r.right));
      }
    }
    return branch(left, right);
  }

  static @Nullable ListTree join(@Nullable ListTree left, @Nullable ListTree right) {
    if (left == null) {
      return right;
    }
    return right == null ? left : joined(left, right);
  }

  private static ListTree joined(ListTree left, ListTree right) {
    if (left.height() > right.height() + 1 && left instanceof Branch l) {
      return balanced(l.left, joined(l.right, right));
    }
    if (right.height() > left.height() + 1 && right instanceof Branch r) {
      return balanced(joined(left, r.left), r.right);
    }
    return branch(left, right);
  }

  static Object get(ListTree tree, int index) {
    ListTree at = tree;
    int remaining = index;
    while (at instanceof Branch branch) {
      int inLeft = branch.left.size();
      if (remaining < inLeft) {
        at = branch.left;
      } else {
        remaining -= inLeft;
        at = branch.right;
      }
    }
    Leaf leaf = (Leaf) at;
    return leaf.elements[leaf.from + remaining];
  }

  static Leaf firstLeaf(ListTree tree) {
    ListTree at = tree;
    while (at instanceof Branch branch) {
      at = branch.left;
    }
    return (Leaf) at;
  }

  static @Nullable ListTree withoutFirstLeaf(ListTree tree) {
    return switch (tree) {
      case Leaf _ -> null;
      case Branch b -> {
        ListTree left = withoutFirstLeaf(b.left);
        yield left == null ? b.right : balanced(left, b.right);
      }
    };
  }

  /// The first `count` elements, null for none.
  static @Nullable ListTree take(@Nullable ListTree tree, int count) {
    if (tree == null || count <= 0) {
      return null;
    }
    if (count >= tree.size()) {
      return tree;
    }
    return switch (tree) {
      case Leaf leaf -> new Leaf(leaf.elements, leaf.from, leaf.from + count);
      case Branch b -> {
        int inLeft = b.left.size();
        yield count <= inLeft ? take(b.left, count) : join(b.left, take(b.right, count - inLeft));
      }
    };
  }

  /// All but the first `count` elements, null for none.
  static @Nullable ListTree drop(@Nullable ListTree tree, int count) {
    if (tree == null || count >= tree.size()) {
      return null;
    }
    if (count <= 0) {
      return tree;
    }
    return switch (tree) {
      case Leaf leaf -> new Leaf(leaf.elements, leaf.from + count, leaf.to);
      case Branch b -> {
        int inLeft = b.left.size();
        yield count >= inLeft ? drop(b.right, count - inLeft) : join(drop(b.left, count), b.right);
      }
    };
  }

  /// The leaves, left to right.
  final class Walk {
    private final ListTree[] pending;
    private int depth;

    Walk(ListTree tree) {
      pending = new ListTree[tree.height() + 2];
      pending[0] = tree;
      depth = 1;
    }

    /// The next leaf, null after the last.
    @Nullable Leaf next() {
      if (depth == 0) {
        return null;
      }
      depth--;
      ListTree at = pending[depth];
      while (at instanceof Branch branch) {
        pending[depth] = branch.right;
        depth++;
        at = branch.left;
      }
      return (Leaf) at;
    }
  }
}
