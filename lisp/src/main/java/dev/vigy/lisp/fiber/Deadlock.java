package dev.vigy.lisp.fiber;

import dev.vigy.lisp.fiber.Fiber.Wait;
import dev.vigy.lisp.run.LispError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Says in words why nobody can go on: who waits, and for what.
final class Deadlock {
  /// More fibers than these are only counted.
  private static final int NAMED = 6;

  /// More channels of one `chan-select` than these are only counted.
  private static final int OFFERS = 4;

  private final Machine machine;

  /// Channels have no names: they are numbered in the order in which the text comes to them.
  private final List<Channel> channels = new ArrayList<>();

  private Deadlock(Machine machine) {
    this.machine = machine;
  }

  static LispError error(Machine machine, Fiber main, Collection<Fiber> others) {
    String text = new Deadlock(machine).text(main, others);
    return LispError.of(LispError.Kind.DEADLOCK, text, text);
  }

  private String text(Fiber main, Collection<Fiber> others) {
    List<String> parts = new ArrayList<>();
    parts.add("the program waits " + what(main));
    for (Fiber fiber : others) {
      if (parts.size() > NAMED) {
        parts.add(others.size() - NAMED + " more wait");
        break;
      }
      parts.add(name(fiber) + " waits " + what(fiber));
    }
    return "deadlock: " + String.join("; ", parts);
  }

  private String name(Fiber fiber) {
    String procedure = machine.nameOf(fiber.callee);
    return "fiber " + fiber.number + (procedure.isEmpty() ? "" : " (`" + procedure + "`)");
  }

  private String what(Fiber fiber) {
    return switch (fiber.wait) {
      case Wait.ForEnd(Fiber of) -> "for the end of " + name(of);
      case Wait.ForChannels(List<Offer> offers, boolean _) -> what(offers);
      case Wait.ForOutside _ -> "for an answer from outside";
      case null -> "for nothing";
    };
  }

  private String what(List<Offer> offers) {
    if (offers.isEmpty()) {
      return "to select from no channel";
    }
    List<String> parts = new ArrayList<>();
    for (Offer offer : offers) {
      if (parts.size() == OFFERS) {
        parts.add("from " + (offers.size() - OFFERS) + " more");
        break;
      }
      parts.add((offer.sends ? "to send to " : "to receive from ") + name(offer.channel));
    }
    return String.join(" or ", parts);
  }

  private String name(Channel channel) {
    int known = channels.indexOf(channel);
    if (known < 0) {
      known = channels.size();
      channels.add(channel);
    }
    return "channel "
        + (char) ('A' + known % 26)
        + (known < 26 ? "" : Integer.toString(known / 26));
  }
}
