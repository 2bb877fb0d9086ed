package dev.vigy.server.operation;

import dev.vigy.lisp.json.Json;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Cuts lists into pages: `{"items":[…],"next":"…"}`, `next` absent on the last page.
final class Pages {
  private Pages() {}

  /// A page of a list that is at hand as a whole.
  ///
  /// @param cursor of an item, by which the list is asked on
  /// @param order of the list, by cursors: the item of a cursor may be gone when the next page is
  ///   asked for
  static <T> Json.Object of(
      List<T> all,
      Arguments arguments,
      Function<T, Json> shape,
      Function<T, String> cursor,
      Comparator<String> order) {
    int from = 0;
    Optional<String> after = arguments.optionalText("after");
    while (after.isPresent()
        && from < all.size()
        && order.compare(cursor.apply(all.get(from)), after.get()) <= 0) {
      from++;
    }
    int to = Math.min(all.size(), from + arguments.limit());
    Optional<String> next =
        to < all.size() && to > from
            ? Optional.of(cursor.apply(all.get(to - 1)))
            : Optional.empty();
    return page(Fields.array(all.subList(from, to), shape), next);
  }

  static Json.Object page(Json items, Optional<String> next) {
    return new Fields().put("items", items).text("next", next).object();
  }

  /// The cursor of something registered: when, with as many digits always, and which.
  static String cursor(Instant at, String id) {
    return String.format("%013d-%s", at.toEpochMilli(), id);
  }
}
