package io.sv2.examples.cli;

import io.sv2.noise.AuthorityPublicKey;
import io.sv2.reactive.Sv2Url;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What to tell those who shall connect to a server. */
final class ReachableUrl {
  private ReachableUrl() {}

  /**
   * The URL of a server.
   *
   * @param host as its operator has written it
   * @param address where it listens; where that is any address, the first that others can reach
   *     takes its place, and the loopback address where there is no such
   * @return null where no URL can have the host
   */
  static @Nullable String of(String host, InetSocketAddress address, AuthorityPublicKey authority) {
    String reachable = address.getAddress().isAnyLocalAddress() ? ownAddress() : host;
    try {
      return new Sv2Url(reachable, address.getPort(), Optional.of(authority)).toString();
    } catch (IllegalArgumentException e) { // an underscore, or the scope of a link-local address
      return null;
    }
  }

  private static String ownAddress() {
    try {
      return NetworkInterface.networkInterfaces()
          .filter(ReachableUrl::isUp)
          .flatMap(NetworkInterface::inetAddresses)
          .filter(own -> own instanceof Inet4Address && !own.isLinkLocalAddress())
          .findFirst()
          .orElse(InetAddress.getLoopbackAddress())
          .getHostAddress();
    } catch (SocketException e) {
      return InetAddress.getLoopbackAddress().getHostAddress();
    }
  }

  private static boolean isUp(NetworkInterface network) {
    try {
      return network.isUp() && !network.isLoopback();
    } catch (SocketException e) {
      return false;
    }
  }
}
