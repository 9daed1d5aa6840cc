package io.sv2.reactive;

import io.sv2.noise.AuthorityPublicKey;
import io.sv2.noise.KeyFormatException;
import io.sv2.noise.NoiseInitiatorConfig;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server is and who it has to be, as pools publish it (section 4.7): {@code
 * stratum2+tcp://pool.example.com:34254/9bXiEd8boQVhq7WddEcERUL5tyyJVFYdU8th3HfbNXK3Yw6GRXh}.
 *
 * @param host a name or an address, that of IPv6 without brackets
 * @param port 1 to 65,535
 * @param authority whose certificate the server has to show; empty for no authentication
 */
public record Sv2Url(String host, int port, Optional<AuthorityPublicKey> authority) {
  /** What such a URL begins with. */
  public static final String SCHEME = "stratum2+tcp";

  // By hand, since java.net.URI has no host in it where a name has an underscore, as machines in
  // containers often do.
  private static final Pattern URL =
      Pattern.compile(
          "(?i:stratum2\\+tcp)://(?:\\[([^\\[\\]/]*:[^\\[\\]/]*)]|([^:\\[\\]/]*))(?::([0-9]*))?(/.*)?");

  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_.])?");

  /** Up to the path; of what else is named, no more than a host name can have. */
  private static final Pattern ADDRESS =
      Pattern.compile("(?:[a-zA-Z][a-zA-Z0-9+.-]*:(?://)?)?[a-zA-Z0-9.:_\\[\\]-]*");

  /**
   * Checks host and port.
   *
   * @throws IllegalArgumentException when the port is out of range, or the host is neither a name
   *     nor an address
   */
  public Sv2Url {
    Limits.inRange("port", port, 1, 0xffff);
    if (!(host.indexOf(':') >= 0 ? isAddress(host) : NAME.matcher(host).matches())) {
      throw new IllegalArgumentException("'" + host + "' is no host");
    }
  }

  /** What has a colon is an address of IPv6 or wrong; nobody is asked for it. */
  private static boolean isAddress(String host) {
    try {
      return InetAddress.getByName("[" + host + "]") instanceof Inet6Address;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException when it is none, or the port is missing; the message says what
   *     is wrong
   * @throws KeyFormatException when its path is no authority's key
   */
  public static Sv2Url parse(String text) {
    Matcher url = URL.matcher(text);
    if (!url.matches()) {
      throw new IllegalArgumentException(
          SCHEME + "://HOST:PORT/KEY is wanted, IPv6 as [HOST]:PORT, not " + shown(text));
    }
    String digits = url.group(3);
    if (digits == null || digits.isEmpty() || digits.length() > 5) {
      throw new IllegalArgumentException("a port from 1 to 65535 is wanted in " + shown(text));
    }
    String path = url.group(4);
    return new Sv2Url(
        url.group(1) == null ? url.group(2) : url.group(1),
        Integer.parseInt(digits),
        path == null || path.length() == 1
            ? Optional.empty()
            : Optional.of(AuthorityPublicKey.parse(path.substring(1))));
  }

  /** Without what is behind the address: by mistake, that may be a secret key. */
  private static String shown(String text) {
    Matcher matcher = ADDRESS.matcher(text);
    String address = matcher.lookingAt() ? matcher.group() : "";
    return "'" + address + (address.length() < text.length() ? "...'" : "'");
  }

  /** The address, to be resolved when it is connected to. */
  public InetSocketAddress address() {
    return InetSocketAddress.createUnresolved(host, port);
  }

  /**
   * Pins the authority.
   *
   * @throws IllegalStateException when the URL has none: who accepts anybody has to say so, with
   *     {@link NoiseInitiatorConfig#unauthenticated()}
   */
  public NoiseInitiatorConfig noise() {
    return NoiseInitiatorConfig.pinned(
        authority.orElseThrow(() -> new IllegalStateException("no authority's key is in " + this)));
  }

  /** The URL, which {@link #parse} reads. */
  @Override
  public String toString() {
    String bracketed = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return SCHEME + "://" + bracketed + ":" + port + authority.map(key -> "/" + key).orElse("");
  }
}
