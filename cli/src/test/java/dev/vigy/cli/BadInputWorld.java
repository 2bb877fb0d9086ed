package dev.vigy.cli;

import dev.vigy.cli.command.Commands;
import dev.vigy.cli.command.Interrupts;
import dev.vigy.cli.command.World;
import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.json.JsonParser;
import dev.vigy.runtime.DryRuns;
import dev.vigy.runtime.Vigies;
import dev.vigy.runtime.VigySpec;
import dev.vigy.runtime.vigy.Grants;
import dev.vigy.runtime.vigy.Selector;
import dev.vigy.server.operation.Evaluations;
import dev.vigy.server.operation.Operations;
import dev.vigy.server.rest.RestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A folder full of bad files, a good store, stores of other sorts, and a server, for bad input to
/// meet.
final class BadInputWorld implements AutoCloseable {
  private final Path folder;
  private final Vigies vigies = Vigies.builder().ticking(false).workers(1).by("ana").start();
  private final DryRuns dry = new DryRuns(List.of(), Grants.NONE, 1);
  private final RestServer server =
      RestServer.listen(
          RestServer.Settings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
  private final ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

  BadInputWorld(Path folder) throws Exception {
    this.folder = folder;
    programs();
    stores();
    vigies.register(
        VigySpec.named("counter")
            .every(Duration.ofHours(1))
            .program("(vigy-incr \"n\")")
            .label("team", "web"));
    vigies.kvSet("counter", "n", new Json.Int(41));
    server.serve(
        new Operations(
            vigies,
            Optional.of(new Evaluations(dry, InstantSource.system())),
            InstantSource.system(),
            new Operations.About("1", "i", "memory")));
  }

  private void programs() throws IOException {
    write("good.vigy", "(defvigy good :every \"1h\" (vigy-noop))");
    write(
        "two.vigy", "(defvigy a :every \"1h\" (vigy-noop))\n(defvigy b :every \"1h\" (vigy-noop))");
    write("plain.vigy", "(vigy-noop)");
    write("empty.vigy", "; nothing\n");
    write("unreadable.vigy", "(defvigy x\n  (vigy-noop)");
    write("quote.vigy", "(vigy-log \"info\" \"never ends)");
    write("unknown.vigy", "(vigy-nop)");
    write("arity.vigy", "(vigy-noop 1 2)");
    write("level.vigy", "(vigy-log \"inf\" \"x\")");
    write("kind.vigy", "(vigy-emit \"explode\")");
    write("key.vigy", "(defvigy x :evry \"1s\" (vigy-noop))");
    write("twice.vigy", "(defvigy x :every \"1s\" :every \"2s\" (vigy-noop))");
    write("same.vigy", "(defvigy x (vigy-noop))\n(defvigy x (vigy-noop))");
    write("short.vigy", "(defvigy x :every \"50ms\" (vigy-noop))");
    write("duration.vigy", "(defvigy x :every \"soon\" (vigy-noop))");
    write("label.vigy", "(defvigy x :labels (:a%b \"c\") (vigy-noop))");
    write("bodyless.vigy", "(defvigy x :every \"1s\")");
    write("target.vigy", "(defvigy x :every \"1h\" (file-read \"/etc/hostname\"))");
    write("asks.vigy", "(defvigy x :every \"1h\" :allow ((file \"/etc\")) (vigy-noop))");
    write("budget.vigy", "(defvigy x :budget (:steps 0) (vigy-noop))");
    write("fails.vigy", "(throw \"no\")");
    write("input.json", "{\"kv\":");
    Files.write(folder.resolve("binary.vigy"), new byte[] {'(', (byte) 0xc3, ')'});
    Files.createDirectory(folder.resolve("folder"));
  }

  private void stores() throws Exception {
    write("text.db", "this is no store");
    try (Connection other = sqlite("other.db");
        Statement sql = other.createStatement()) {
      sql.execute("create table songs (name text)");
    }
    command("$ vigy register good.vigy --db good.db");
    command("$ vigy kv set good n 1 --db good.db");
    command("$ vigy register good.vigy --db newer.db");
    try (Connection newer = sqlite("newer.db");
        Statement sql = newer.createStatement()) {
      sql.execute("pragma user_version = 2000000000");
    }
    command("$ vigy register good.vigy --db corrupt.db");
    byte[] bytes = Files.readAllBytes(folder.resolve("corrupt.db"));
    for (int i = 100; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    Files.write(folder.resolve("corrupt.db"), bytes);
  }

  private Connection sqlite(String name) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(name));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text + "\n");
  }

  /// All that bad input must not change: files, and what the server holds.
  String everything() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted().toList()) {
        // Files that SQLite makes and removes as it is opened.
        if (!file.toString().matches(".*-(wal|shm|journal)")) {
          all.append(folder.relativize(file)).append('\n');
        }
      }
    }
    all.append(run(List.of("list", "--db", "good.db", "--json")).replaceAll("\"next_due.*", ""));
    all.append(run(List.of("kv", "list", "good", "--db", "good.db", "--json")));
    vigies
        .list(Selector.ALL, Optional.empty())
        .forEach(
            view ->
                all.append(view.vigy()).append(view.state()).append(vigies.kv(view.vigy().name())));
    return all.toString();
  }

  /// @param line `$ vigy …`
  String command(List<String> line) {
    return command(line.getFirst());
  }

  private String command(String line) {
    return run(
        List.of(
            line.substring("$ vigy ".length())
                .replace("TAKEN", Integer.toString(taken.getLocalPort()))
                .split(" ")));
  }

  private String run(List<String> words) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var world =
        new World(
            InputStream.nullInputStream(),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8),
            Map.of("HOME", folder.toString(), "USER", "ana"),
            folder,
            InstantSource.system(),
            () -> false,
            new Interrupts(() -> {}));
    int code = Commands.run(words.stream().map(word -> word.replace("␠", " ")).toList(), world);
    StringBuilder text = new StringBuilder("= ").append(code).append('\n');
    normal(out).lines().forEach(line -> text.append(": ").append(line).append('\n'));
    normal(err).lines().forEach(line -> text.append("! ").append(line).append('\n'));
    return text.toString();
  }

  private String normal(ByteArrayOutputStream said) {
    return said.toString(StandardCharsets.UTF_8)
        .replace(folder.toString(), "FOLDER")
        .replace(Integer.toString(taken.getLocalPort()), "TAKEN");
  }

  /// @param lines `> METHOD PATH`, then headers, an empty one, and the body
  String request(List<String> lines) throws IOException {
    String[] first = lines.getFirst().substring(2).split(" ", 2);
    List<String> plain =
        lines.stream().map(line -> line.length() > 1 ? line.substring(2) : "").toList();
    int gap = plain.indexOf("");
    List<String> headers = plain.subList(1, gap < 0 ? plain.size() : gap);
    String body =
        gap < 0
            ? ""
            : String.join("\n", plain.subList(gap + 1, plain.size()))
                .replace("LARGE", "x".repeat(2_200_000))
                .replace("DEEP", "[".repeat(200) + "]".repeat(200));
    StringBuilder request = new StringBuilder(first[0] + " " + first[1] + " HTTP/1.1\r\n");
    if (headers.stream().noneMatch(header -> header.startsWith("Host:"))) {
      request.append("Host: localhost\r\n");
    }
    if (gap >= 0 && headers.stream().noneMatch(header -> header.startsWith("Content-Type:"))) {
      request.append("Content-Type: application/json\r\n");
    }
    headers.forEach(header -> request.append(header).append("\r\n"));
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    request.append("Content-Length: ").append(length).append("\r\nConnection: close\r\n\r\n");
    return answer(raw(request + body));
  }

  private String raw(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
      socket.setSoTimeout(20_000);
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
                  socket.getOutputStream().flush();
                } catch (IOException e) {
                  // The server refused before it had read everything.
                }
              });
      var all = new ByteArrayOutputStream();
      try {
        socket.getInputStream().transferTo(all);
      } catch (IOException e) {
        // Closed with something unread; what was answered is there.
      }
      return all.toString(StandardCharsets.UTF_8);
    }
  }

  private static String answer(String response) {
    StringBuilder text = new StringBuilder("= ").append(response, 9, 12).append('\n');
    if (response.contains("\r\nAllow: ")) {
      String allow = response.substring(response.indexOf("\r\nAllow: ") + 2);
      text.append(": ").append(allow, 0, allow.indexOf("\r\n")).append('\n');
    }
    if (!response.contains("application/problem+json")) {
      return text.append(response).toString();
    }
    Json document = JsonParser.parse(response.substring(response.indexOf("\r\n\r\n") + 4));
    if (document instanceof Json.Object(Map<String, Json> members)) {
      if (members.get("error") instanceof Json.Text(String error)) {
        text.append("! error: ").append(error).append('\n');
      }
      if (members.get("hint") instanceof Json.Text(String hint)) {
        text.append("! hint: ").append(hint).append('\n');
      }
      if (members.get("diagnostics") instanceof Json.Array(List<Json> items)) {
        text.append(": ").append(items.size()).append(" diagnostics\n");
      }
    }
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    server.close();
    dry.close();
    vigies.close();
    taken.close();
  }
}
