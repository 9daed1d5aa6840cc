package io.sv2.reactive;

import io.sv2.noise.AuthorityPublicKey;
import io.sv2.noise.KeyFormatException;
import io.sv2.noise.NoiseInitiatorConfig;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
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

  /** Up to the path; of who else is named, no more than a host name can have. */
  private static final Pattern ADDRESS =
      Pattern.compile("(?:[a-zA-Z][a-zA-Z0-9+.-]*:(?://)?)?[a-zA-Z0-9.:_\\[\\]-]*");

  /**
   * Checks host and port.
   *
   * @throws IllegalArgumentException when the port is out of range, or a URL cannot have the host
   */
  public Sv2Url {
    Limits.inRange("port", port, 1, 0xffff);
    try {
      URI uri = new URI(SCHEME, null, host, port, null, null, null);
      if (uri.getHost() == null || !unbracketed(uri).equals(host)) {
        throw new IllegalArgumentException("'" + host + "' is no host");
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("'" + host + "' is no host", e);
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
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("no URL: " + e.getReason(), e);
    }
    if (!SCHEME.equalsIgnoreCase(uri.getScheme())) {
      throw new IllegalArgumentException(SCHEME + "://HOST:PORT/KEY is wanted, not " + shown(text));
    }
    if (uri.getHost() == null || uri.getPort() < 0) {
      throw new IllegalArgumentException(
          "host and port are wanted, IPv6 as [HOST]:PORT, in " + shown(text));
    }
    if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "nothing but host, port and key belongs in " + shown(text));
    }
    String path = uri.getPath();
    return new Sv2Url(
        unbracketed(uri),
        uri.getPort(),
        path.length() <= 1
            ? Optional.empty()
            : Optional.of(AuthorityPublicKey.parse(path.substring(1))));
  }

  /** Without what is behind the address: by mistake, that may be a secret key. */
  private static String shown(String text) {
    Matcher matcher = ADDRESS.matcher(text);
    String address = matcher.lookingAt() ? matcher.group() : "";
    return "'" + address + (address.length() < text.length() ? "...'" : "'");
  }

  private static String unbracketed(URI uri) {
    String host = uri.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** The address, to be resolved when it is connected to. */
  public InetSocketAddress address() {
    return InetSocketAddress.createUnresolved(host, port);
  }

  /** Pins the authority; without one, anybody is accepted. */
  public NoiseInitiatorConfig noise() {
    return authority
        .map(NoiseInitiatorConfig::pinned)
        .orElseGet(NoiseInitiatorConfig::unauthenticated);
  }

  /** The URL, which {@link #parse} reads. */
  @Override
  public String toString() {
    String bracketed = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return SCHEME + "://" + bracketed + ":" + port + authority.map(key -> "/" + key).orElse("");
  }
}
