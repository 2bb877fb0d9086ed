package dev.vigy.cli.command;

import dev.vigy.cli.text.Problems;
import dev.vigy.cli.text.Style;
import dev.vigy.runtime.VigyException;
import dev.vigy.runtime.store.StoreException;
import dev.vigy.server.operation.OperationException;
import java.util.List;
import java.util.Optional;

/// Runs a command line: the face of this package.
public final class Commands {
  private Commands() {}

  /// Never throws: what goes wrong is told on standard error and by the exit code.
  public static int run(List<String> args, World world) {
    int code = attempt(args, world);
    world.out().flush();
    world.err().flush();
    return code;
  }

  private static int attempt(List<String> args, World world) {
    try {
      Invocation line = CommandLine.parse(CommandTable.ALL, CommandTable.GLOBALS, args);
      return start(Session.of(line, world));
    } catch (UsageException e) {
      complain(world, e.message(), e.hint());
      return Exit.USAGE;
    } catch (CommandException e) {
      complain(world, e.message(), e.hint());
      return Exit.ERROR;
    } catch (OperationException e) {
      world.out().flush();
      world.err().print(Problems.text(e.message(), e.hint(), e.diagnostics(), Style.PLAIN));
      return Exit.ERROR;
    } catch (VigyException e) {
      complain(world, String.valueOf(e.getMessage()), e.hint());
      return Exit.ERROR;
    } catch (StoreException e) {
      complain(world, String.valueOf(e.getMessage()), e.hint());
      return Exit.ERROR;
    } catch (RuntimeException bug) {
      return bug(world, bug, args.contains("-v") || args.contains("--verbose"));
    }
  }

  private static void complain(World world, String message, Optional<String> hint) {
    // What was said before the error comes before it.
    world.out().flush();
    world.err().print(Problems.text(message, hint, List.of(), Style.PLAIN));
  }

  private static int bug(World world, RuntimeException bug, boolean verbose) {
    complain(
        world,
        "vigy failed by a bug of its own: " + bug,
        verbose ? Optional.empty() : Optional.of("please report it with what `-v` says"));
    if (verbose) {
      bug.printStackTrace(world.err());
    }
    return Exit.ERROR;
  }

  /// One line a command, so that only the classes of the chosen one are loaded.
  private static int start(Session session) {
    return switch (session.line().command().name()) {
      case "eval" -> EvalCommand.run(session);
      case "check" -> CheckCommand.run(session);
      case "test" -> TestCommand.run(session);
      case "fmt" -> FmtCommand.run(session);
      case "run" -> RunCommand.run(session);
      case "serve" -> ServeCommand.run(session);
      case "register" -> RegisterCommand.run(session);
      case "list" -> ReadCommands.list(session);
      case "inspect" -> ReadCommands.inspect(session);
      case "state" -> ReadCommands.state(session);
      case "runs" -> ReadCommands.runs(session);
      case "run-show" -> ReadCommands.runShow(session);
      case "logs" -> ReadCommands.logs(session);
      case "ledger" -> ReadCommands.ledger(session);
      case "next" -> ReadCommands.next(session);
      case "kv list" -> KvCommands.list(session);
      case "kv get" -> KvCommands.get(session);
      case "kv set" -> KvCommands.set(session);
      case "kv del" -> KvCommands.delete(session);
      case "tick" -> TickCommand.run(session);
      case "wake" -> WakeCommand.run(session);
      case "enable", "disable", "pause", "resume", "delete" -> ChangeCommands.run(session);
      case "versions" -> VersionCommands.versions(session);
      case "rollback" -> VersionCommands.rollback(session);
      case "unpin" -> VersionCommands.unpin(session);
      case "tail" -> TailCommand.run(session);
      case "verify" -> StoreCommands.verify(session);
      case "backup" -> StoreCommands.backup(session);
      case "export" -> ExchangeCommands.export(session);
      case "import" -> ExchangeCommands.imports(session);
      case "repl" -> ReplCommand.run(session);
      case "doc" -> DocCommand.run(session);
      case "version" -> HelpCommand.version(session);
      case "help" -> HelpCommand.help(session);
      default -> throw new IllegalStateException("a command without code: " + session.line());
    };
  }
}
