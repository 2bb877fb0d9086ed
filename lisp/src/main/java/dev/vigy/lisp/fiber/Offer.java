package dev.vigy.lisp.fiber;

/// What a fiber would do with a channel as soon as it can: take a value, or put one in. Stands in
/// the channel's line while the fiber waits; each is one of its own.
public final class Offer {
  final Fiber fiber;
  final Channel channel;
  final boolean sends;
  final Object value;

  Offer(Fiber fiber, Channel channel, boolean sends, Object value) {
    this.fiber = fiber;
    this.channel = channel;
    this.sends = sends;
    this.value = value;
  }

  void queue() {
    (sends ? channel.senders : channel.receivers).add(this);
  }

  void withdraw() {
    (sends ? channel.senders : channel.receivers).remove(this);
  }

  boolean isReady() {
    return sends ? channel.canSend() : channel.canReceive();
  }
}
