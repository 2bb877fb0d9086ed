package dev.vigy.lisp.value;

import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// An immutable list. Versions share structure; no operation changes one, and none depends on who
/// else holds it.
///
/// Two forms. A *cell* is one element in front of another list, so `prepend`, `first` and `rest`
/// cost what they cost in any Lisp. A *deque* is a chunk at the front, a height-balanced tree of
/// chunks, and a chain of at most [#CHUNK] single elements at the back. Every [#CHUNK]-th cell
/// packs the cells above a deque into its front chunk, and a back chain that is full becomes a leaf
/// of the tree. With n elements:
///
/// | Operation | Cost |
/// | --- | --- |
/// | `length`, `first` | constant |
/// | `prepend`, `rest` | constant, at most O([#CHUNK] + log n) where chunks change |
/// | `nth`, `take`, `drop`, `append` of one, `concat` | O([#CHUNK] + log n) |
///
/// These hold for each single operation, also where one version is extended again and again.
/// (Arrays with spare room that belong to the version which first fills it, as in a VList, are
/// faster for one thread and one owner, but literals are shared between runs on several threads.)
///
/// Never holds Java `null`.
public abstract sealed class LispList implements Iterable<Object> permits ListCell, ListDeque {
  /// Most elements in a chunk that is made from single ones; a power of two.
  static final int CHUNK = 32;

  /// The empty list; every list of length 0 is this one.
  // The subclasses are reached through this class alone, so it is always initialized first.
  @SuppressWarnings("ClassInitializationDeadlock")
  public static final LispList EMPTY = new ListDeque(new Object[0], 0, 0, null, null, 0);

  final int length;

  LispList(int length) {
    this.length = length;
  }

  /// A list of these elements; takes the array over, the caller must not change it afterwards.
  public static LispList of(Object... elements) {
    return ofArray(elements, 0, elements.length);
  }

  /// A list of the elements from index `from` up to `to` of an array that nobody changes any more.
  public static LispList ofArray(Object[] elements, int from, int to) {
    return from == to ? EMPTY : new ListDeque(elements, from, to, null, null, to - from);
  }

  public static LispList copyOf(Collection<?> elements) {
    return of(elements.toArray());
  }

  public final int length() {
    return length;
  }

  public final boolean isEmpty() {
    return length == 0;
  }

  /// @throws NoSuchElementException if the list is empty
  public abstract Object first();

  /// All but the first; [#EMPTY] after the last.
  ///
  /// @throws NoSuchElementException if the list is empty
  public abstract LispList rest();

  /// The element at a 0-based index.
  ///
  /// @throws IndexOutOfBoundsException if there is none
  public abstract Object nth(int index);

  /// This list with one more element in front.
  public final LispList prepend(Object element) {
    int longer = Math.incrementExact(length);
    return (longer & (CHUNK - 1)) == 0 && this instanceof ListCell
        ? packed(element)
        : new ListCell(element, this, longer);
  }

  /// Bytes to charge for one [#prepend] at this length, packing included.
  public final long prependBytes() {
    return ((length + 1) & (CHUNK - 1)) == 0 && this instanceof ListCell ? 10 * 48 : 48;
  }

  /// This list with one more element at the end.
  public final LispList append(Object element) {
    return deque().with(element);
  }

  /// The elements of this list and then those of another one.
  public final LispList concat(LispList other) {
    if (other.length == 0) {
      return this;
    }
    if (length == 0) {
      return other;
    }
    Math.addExact(length, other.length);
    if (other.length <= CHUNK / 2) {
      ListDeque longer = deque();
      for (Object element : other) {
        longer = longer.with(element);
      }
      return longer;
    }
    if (length <= CHUNK / 2) {
      Object[] before = toArray();
      LispList longer = other;
      for (int i = before.length - 1; i >= 0; i--) {
        longer = longer.prepend(before[i]);
      }
      return longer;
    }
    return ListDeque.ofTree(ListTree.join(deque().tree(), other.deque().tree()));
  }

  /// Bytes to charge for [#concat], packing included.
  public final long concatBytes(LispList other) {
    if (other.length == 0 || length == 0) {
      return 0;
    }
    if (other.length <= CHUNK / 2) {
      return (this instanceof ListCell ? 700 : 0) + other.length * 64L + 128;
    }
    return length <= CHUNK / 2 ? length * 48L + 480 : 2_000;
  }

  /// The first `count` elements; `count` is clamped to 0 … length.
  public final LispList take(int count) {
    if (count <= 0) {
      return EMPTY;
    }
    if (count >= length) {
      return this;
    }
    if (count <= CHUNK) {
      Object[] taken = new Object[count];
      Cursor cursor = cursor();
      for (int i = 0; i < count; i++) {
        taken[i] = cursor.next();
      }
      return of(taken);
    }
    return ListDeque.ofTree(ListTree.take(deque().tree(), count));
  }

  /// All but the first `count` elements; `count` is clamped to 0 … length.
  public final LispList drop(int count) {
    if (count <= 0) {
      return this;
    }
    if (count >= length) {
      return EMPTY;
    }
    LispList left = this;
    int remaining = count;
    while (left instanceof ListCell cell) {
      if (remaining == 0) {
        return left;
      }
      left = cell.rest;
      remaining--;
    }
    return ((ListDeque) left).dropped(remaining);
  }

  /// The elements in the opposite order.
  public final LispList reverse() {
    if (length < 2) {
      return this;
    }
    Object[] reversed = new Object[length];
    int at = length;
    for (Object element : this) {
      at--;
      reversed[at] = element;
    }
    return of(reversed);
  }

  /// A fresh array of the elements.
  public final Object[] toArray() {
    Object[] elements = new Object[length];
    int at = 0;
    LispList left = this;
    while (left instanceof ListCell cell) {
      elements[at] = cell.first;
      at++;
      left = cell.rest;
    }
    ((ListDeque) left).copyTo(elements, at);
    return elements;
  }

  /// An unmodifiable Java list of the elements.
  public final List<Object> toJavaList() {
    return List.of(toArray());
  }

  /// A way through the elements, front to back; cheaper than an iterator where it stays local.
  public final Cursor cursor() {
    return new Cursor(this);
  }

  @Override
  public final Iterator<Object> iterator() {
    return cursor();
  }

  /// The same elements as one deque; O([#CHUNK]) for cells, nothing for a deque.
  final ListDeque deque() {
    if (this instanceof ListDeque deque) {
      return deque;
    }
    LispList below = this;
    int cells = 0;
    while (below instanceof ListCell cell) {
      cells++;
      below = cell.rest;
    }
    Object[] front = new Object[cells];
    below = this;
    for (int i = 0; i < cells; i++) {
      ListCell cell = (ListCell) below;
      front[i] = cell.first;
      below = cell.rest;
    }
    return ((ListDeque) below).behind(front);
  }

  private ListDeque packed(Object element) {
    return new ListCell(element, this, length + 1).deque();
  }

  /// Whether the other object is a list with equal elements, by [Value#equal].
  @Override
  public final boolean equals(Object other) {
    return other instanceof LispList && Value.equal(this, other);
  }

  @Override
  public final int hashCode() {
    return Value.hash(this);
  }

  /// The printed form.
  @Override
  public final String toString() {
    return Value.print(this);
  }

  /// Collects elements for a list; not to be used after [#build()].
  public static final class Builder {
    private Object[] elements;
    private int count;

    public Builder() {
      this(8);
    }

    /// @param expected how many elements are likely
    public Builder(int expected) {
      elements = new Object[Math.max(expected, 1)];
    }

    public Builder add(Object element) {
      if (count == elements.length) {
        elements = Arrays.copyOf(elements, Math.multiplyExact(count, 2));
      }
      elements[count] = element;
      count++;
      return this;
    }

    public int length() {
      return count;
    }

    public LispList build() {
      // Room for a few more is cheaper to keep than to cut.
      Object[] exact =
          elements.length - count > 8 + count / 4 ? Arrays.copyOf(elements, count) : elements;
      return ofArray(exact, 0, count);
    }
  }

  /// Walks a list once.
  public static final class Cursor implements Iterator<Object> {
    private LispList cells;
    private Object[] chunk;
    private int at;
    private int end;
    private ListTree.@Nullable Walk leaves;
    private Object @Nullable [] back;

    private Cursor(LispList list) {
      cells = list;
      chunk = ((ListDeque) EMPTY).front;
      if (list instanceof ListDeque deque) {
        enter(deque);
      }
    }

    private void enter(ListDeque deque) {
      cells = EMPTY;
      chunk = deque.front;
      at = deque.from;
      end = deque.to;
      leaves = deque.middle == null ? null : new ListTree.Walk(deque.middle);
      back = deque.back == null ? null : deque.back.toArray();
      if (at == end) {
        advance();
      }
    }

    private void advance() {
      if (leaves != null) {
        ListTree.Leaf leaf = leaves.next();
        if (leaf != null) {
          chunk = leaf.elements();
          at = leaf.from();
          end = leaf.to();
          return;
        }
        leaves = null;
      }
      if (back != null) {
        chunk = back;
        at = 0;
        end = back.length;
        back = null;
      }
    }

    @Override
    public boolean hasNext() {
      return at < end || cells instanceof ListCell;
    }

    @Override
    public Object next() {
      if (cells instanceof ListCell cell) {
        Object element = cell.first;
        if (cell.rest instanceof ListDeque deque) {
          enter(deque);
        } else {
          cells = cell.rest;
        }
        return element;
      }
      if (at >= end) {
        throw new NoSuchElementException("end of the list");
      }
      Object element = chunk[at];
      at++;
      if (at == end) {
        advance();
      }
      return element;
    }
  }
}
