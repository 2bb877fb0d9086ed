package dev.vigy.runtime.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/// Which addresses of a host may be connected to.
///
/// A name is harmless, what it resolves to need not be: link-local addresses and the ones at which
/// clouds hand out credentials are refused, unless the capability lists them by number. The address
/// that passed is the one that is connected to, so a name that resolves to another one a moment
/// later gains nothing.
final class Addresses {
  private static final List<byte[]> METADATA =
      List.of(
          new byte[] {100, 100, 100, (byte) 200},
          new byte[] {(byte) 192, 0, 0, (byte) 192},
          new byte[] {(byte) 0xfd, 0, 0x0e, (byte) 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54});

  private Addresses() {}

  /// Finds the addresses of a host; a parameter so that tests need no name server.
  @FunctionalInterface
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  /// The first address that may be connected to.
  ///
  /// @throws Refused if there is none
  static InetAddress of(String host, Resolver resolver) throws IOException {
    InetAddress[] all = resolver.resolve(host);
    for (InetAddress address : all) {
      if (!isRefused(address) || isWrittenAs(host, address)) {
        return address;
      }
    }
    throw new Refused(
        "address "
            + (all.length == 0 ? "" : all[0].getHostAddress() + " ")
            + "of "
            + host
            + " is refused: link-local and metadata addresses must be allowed by number");
  }

  /// Whether the host was written as this very number.
  private static boolean isWrittenAs(String host, InetAddress address) {
    return host.equals(address.getHostAddress())
        || (host.indexOf(':') >= 0 && isSameNumber(host, address));
  }

  private static boolean isSameNumber(String host, InetAddress address) {
    try {
      // A text with a colon is never looked up.
      return Arrays.equals(InetAddress.getByName(host).getAddress(), address.getAddress());
    } catch (UnknownHostException _) {
      return false;
    }
  }

  static boolean isRefused(InetAddress address) {
    if (address.isLinkLocalAddress()
        || address.isMulticastAddress()
        || address.isAnyLocalAddress()) {
      return true;
    }
    byte[] bytes = address.getAddress();
    if (METADATA.stream().anyMatch(known -> Arrays.equals(known, bytes))) {
      return true;
    }
    return bytes.length == 16 && isRefusedInside(bytes);
  }

  /// IPv6 addresses that carry an IPv4 address: NAT64 (`64:ff9b::/96`), 6to4 (`2002::/16`), and the
  /// deprecated compatible form.
  private static boolean isRefusedInside(byte[] bytes) {
    boolean nat64 =
        bytes[0] == 0 && bytes[1] == 0x64 && bytes[2] == (byte) 0xff && bytes[3] == (byte) 0x9b;
    boolean sixToFour = bytes[0] == 0x20 && bytes[1] == 0x02;
    boolean compatible = true;
    for (int i = 0; i < 12; i++) {
      compatible &= bytes[i] == 0;
    }
    if (!nat64 && !sixToFour && !compatible) {
      return false;
    }
    int from = sixToFour ? 2 : 12;
    try {
      return isRefused(InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4)));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  /// An address that may not be connected to. The message is the probe's error.
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }
}
