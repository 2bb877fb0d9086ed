package dev.vigy.runtime;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.RequestForm.Wish;
import dev.vigy.runtime.Vigies.Registered;
import dev.vigy.runtime.VigyException.Kind;
import dev.vigy.runtime.store.Request;
import dev.vigy.runtime.store.StoreException;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.worker.Edit;
import dev.vigy.runtime.worker.Engine;
import dev.vigy.runtime.worker.Reply;
import dev.vigy.runtime.worker.Resident;
import java.time.Instant;
import java.util.function.Function;

/// Does what other processes ask, as if somebody here had asked; the answer becomes durable in one
/// batch with what was asked for.
///
/// An answer holds what the other process can't read in the store by itself, and no more.
final class RequestDesk {
  private final Desk desk;

  RequestDesk(Desk desk) {
    this.desk = desk;
  }

  void take(Engine engine, Request request) {
    try {
      Wish wish = RequestForm.wish(request.body());
      take(engine, request.number(), wish, desk.on(wish.by()));
    } catch (RuntimeException refusal) {
      engine.refuse(request.number(), RequestForm.error(refusal));
    }
  }

  private static void take(Engine engine, long number, Wish wish, Desk desk) {
    switch (wish.op()) {
      case "register" ->
          edit(
              engine,
              number,
              desk.register(RequestForm.spec(wish.json("spec"))),
              RequestDesk::registered);
      case "enable" -> edit(engine, number, desk.enable(wish.text("ref"), true), RequestDesk::done);
      case "disable" ->
          edit(engine, number, desk.enable(wish.text("ref"), false), RequestDesk::done);
      case "pause" ->
          edit(
              engine,
              number,
              desk.pause(
                  wish.text("ref"),
                  wish.maybeText("note"),
                  wish.maybeNumber("until").map(Instant::ofEpochMilli)),
              RequestDesk::done);
      case "resume" -> edit(engine, number, desk.resume(wish.text("ref")), RequestDesk::done);
      case "rollback" ->
          edit(
              engine,
              number,
              desk.rollback(wish.text("ref"), wish.number("to")),
              RequestDesk::done);
      case "unpin" -> edit(engine, number, desk.unpin(wish.text("ref")), RequestDesk::done);
      case "delete" ->
          edit(
              engine,
              number,
              desk.delete(wish.text("ref"), wish.flag("purge")),
              deleted -> new Json.Bool(deleted));
      case "kv-set" ->
          edit(
              engine,
              number,
              desk.kvSet(wish.text("ref"), wish.text("key"), wish.json("value")),
              item -> new Json.Int(item.updatedAt().toEpochMilli()));
      case "kv-delete" ->
          edit(
              engine,
              number,
              desk.kvDelete(wish.text("ref"), wish.text("key")),
              deleted -> new Json.Bool(deleted));
      case "wake" ->
          edit(
              engine,
              number,
              desk.wake(wish.text("ref"), wish.maybeJson("payload")),
              RequestDesk::done);
      case "tick" -> tick(engine, number, wish.text("ref"));
      default ->
          throw new VigyException(
              Kind.INVALID, "the engine does not know the request `" + wish.op() + "`");
    }
  }

  private static <T> Json done(T result) {
    return new Json.Bool(true);
  }

  private static Json registered(Registered registered) {
    return RequestForm.object(
        "what",
        new Json.Text(registered.what().name()),
        "warnings",
        RequestForm.diagnostics(registered.warnings()));
  }

  private static <T> void edit(Engine engine, long number, Edit<T> edit, Function<T, Json> result) {
    var _ =
        engine.edit(
            edit,
            new Reply<>(number, done -> RequestForm.ok(result.apply(done)), RequestForm::error));
  }

  private static void tick(Engine engine, long number, String ref) {
    Resident resident = Answering.findSound(engine.registry(), ref);
    Reply<Run> reply =
        new Reply<>(number, run -> RequestForm.ok(new Json.Text(run.id())), RequestForm::error);
    var _ =
        engine
            .tick(resident.vigy().id(), reply)
            .whenComplete(
                (run, failure) -> {
                  if (failure instanceof StoreException) {
                    engine.later(number);
                  } else if (failure != null) {
                    engine.refuse(number, RequestForm.error(failure));
                  }
                });
  }
}
