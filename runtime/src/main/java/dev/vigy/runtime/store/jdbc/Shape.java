package dev.vigy.runtime.store.jdbc;

import dev.vigy.lisp.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How a piece of JSON looks in an export, given how it looks in the store: there short, with
/// arrays and numbers, here with names and instants. Goes both ways.
///
/// Members that nobody has named pass unchanged, so what the store learns to keep is exported too.
interface Shape {
  /// From the store to the export.
  Json out(Json compact);

  /// From the export to the store.
  ///
  /// @throws JsonIn.Malformed if it does not have the shape
  Json in(Json full);

  /// The same in both.
  Shape SAME =
      new Shape() {
        @Override
        public Json out(Json compact) {
          return compact;
        }

        @Override
        public Json in(Json full) {
          return full;
        }
      };

  DateTimeFormatter INSTANT_TEXT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /// Milliseconds there, RFC 3339 here.
  Shape INSTANT =
      new Shape() {
        @Override
        public Json out(Json compact) {
          return compact instanceof Json.Int(long ms)
              ? new Json.Text(INSTANT_TEXT.format(Instant.ofEpochMilli(ms)))
              : compact;
        }

        @Override
        public Json in(Json full) {
          if (full instanceof Json.Text(String text)) {
            try {
              return new Json.Int(Instant.parse(text).toEpochMilli());
            } catch (DateTimeException | ArithmeticException e) {
              throw new JsonIn.Malformed("`" + text + "` is no instant");
            }
          }
          return full;
        }
      };

  /// 1 or 0 there, true or false here.
  Shape FLAG =
      new Shape() {
        @Override
        public Json out(Json compact) {
          return new Json.Bool(!compact.equals(new Json.Int(0)));
        }

        @Override
        public Json in(Json full) {
          return new Json.Int(full.equals(new Json.Bool(true)) ? 1 : 0);
        }
      };

  static Shape list(Shape item) {
    return new Shape() {
      @Override
      public Json out(Json compact) {
        return new Json.Array(items(compact).stream().map(item::out).toList());
      }

      @Override
      public Json in(Json full) {
        return new Json.Array(items(full).stream().map(item::in).toList());
      }
    };
  }

  /// @param name in the export
  /// @param maybe whether a null there is nothing here
  record Field(String name, Shape shape, boolean maybe) {
    static Field of(String name) {
      return new Field(name, SAME, false);
    }

    static Field of(String name, Shape shape) {
      return new Field(name, shape, false);
    }

    static Field maybe(String name) {
      return new Field(name, SAME, true);
    }

    static Field maybe(String name, Shape shape) {
      return new Field(name, shape, true);
    }
  }

  /// An array there, an object here. A shorter array is an object without the last members.
  static Shape tuple(Field... fields) {
    return new Shape() {
      @Override
      public Json out(Json compact) {
        List<Json> items = items(compact);
        Map<String, Json> members = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(items.size(), fields.length); i++) {
          if (!fields[i].maybe || items.get(i) != Json.Null.NULL) {
            members.put(fields[i].name, fields[i].shape.out(items.get(i)));
          }
        }
        if (items.size() > fields.length) {
          members.put("more", new Json.Array(items.subList(fields.length, items.size())));
        }
        return new Json.Object(members);
      }

      @Override
      public Json in(Json full) {
        Map<String, Json> members = members(full);
        List<Json> items = new ArrayList<>();
        for (Field field : fields) {
          Json member = members.get(field.name);
          if (member != null) {
            items.add(field.shape.in(member));
          } else if (field.maybe) {
            items.add(Json.Null.NULL);
          } else {
            break;
          }
        }
        Json more = members.get("more");
        if (more != null) {
          items.addAll(items(more));
        }
        return new Json.Array(items);
      }
    };
  }

  /// An object in both, with short names there.
  ///
  /// @param fields by their names in the store
  static Shape object(Map<String, Field> fields) {
    return new Shape() {
      @Override
      public Json out(Json compact) {
        Map<String, Json> members = new LinkedHashMap<>();
        members(compact)
            .forEach(
                (key, value) -> {
                  Field field = fields.getOrDefault(key, Field.of(key));
                  members.put(field.name, field.shape.out(value));
                });
        return new Json.Object(members);
      }

      @Override
      public Json in(Json full) {
        Map<String, Json> given = members(full);
        Map<String, Json> members = new LinkedHashMap<>();
        fields.forEach(
            (key, field) -> {
              Json value = given.get(field.name);
              if (value != null) {
                members.put(key, field.shape.in(value));
              }
            });
        given.forEach(
            (name, value) -> {
              if (fields.values().stream().noneMatch(field -> field.name.equals(name))) {
                members.put(name, value);
              }
            });
        return new Json.Object(members);
      }
    };
  }

  private static List<Json> items(Json json) {
    if (json instanceof Json.Array(List<Json> items)) {
      return items;
    }
    throw new JsonIn.Malformed("an array was expected");
  }

  /// @throws JsonIn.Malformed if it is no object
  static Map<String, Json> members(Json json) {
    if (json instanceof Json.Object(Map<String, Json> members)) {
      return members;
    }
    throw new JsonIn.Malformed("an object was expected");
  }
}
