package io.sv2.examples.bitcoin;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a full node answers JSON-RPC, and how to prove who asks: with user and password, with the
 * cookie file that the node writes at every start, or not at all. {@link #toString()} has no
 * secret.
 */
public final class NodeAddress {
  private static final String COOKIE_QUERY = "cookie=";

  private final URI url;
  private final @Nullable String userAndPassword;
  private final @Nullable Path cookie;

  private NodeAddress(URI url, @Nullable String userAndPassword, @Nullable Path cookie) {
    this.url = url;
    this.userAndPassword = userAndPassword;
    this.cookie = cookie;
  }

  /**
   * Reads {@code http://user:password@host:port} or {@code http://host:port?cookie=/path/.cookie};
   * a path after the port selects a wallet or a proxied node. Special characters in user and
   * password are percent-encoded.
   *
   * @param text the address; the scheme is http or https, the port must be there
   * @return the address
   * @throws IllegalArgumentException that says what is wrong, without the secret
   */
  public static NodeAddress parse(String text) {
    URI uri;
    try {
      uri = URI.create(text.strip());
    } catch (IllegalArgumentException e) {
      throw wrong("it is no URL; percent-encode special characters in user and password");
    }
    String scheme = String.valueOf(uri.getScheme());
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw wrong("its scheme is not http or https");
    }
    if (uri.getHost() == null || uri.getPort() < 1 || uri.getPort() > 65_535) {
      throw wrong("host or port is missing (8332 on mainnet, 18332, 48332, 38332, 18443 on tests)");
    }
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    URI bare = URI.create("%s://%s:%d%s".formatted(scheme, uri.getHost(), uri.getPort(), path));
    String user = uri.getRawUserInfo();
    if (user != null && user.indexOf(':') < 1) {
      throw wrong("what stands before the @ is not user:password");
    }
    String query = uri.getRawQuery();
    if (query != null && (user != null || !query.startsWith(COOKIE_QUERY))) {
      throw wrong("after the ? only cookie=/path/to/.cookie may stand, and not with a user");
    }
    Path cookie = query == null ? null : Path.of(decode(query.substring(COOKIE_QUERY.length())));
    return new NodeAddress(bare, user == null ? null : decode(user), cookie);
  }

  /**
   * An address whose cookie file is given apart.
   *
   * @param text as in {@link #parse(String)}, without user and cookie
   * @param cookie the node's {@code .cookie}; read when needed, so it may appear later
   * @return the address
   * @throws IllegalArgumentException when the text names another way to prove who asks
   */
  public static NodeAddress parse(String text, Path cookie) {
    NodeAddress plain = parse(text);
    if (plain.userAndPassword != null || plain.cookie != null) {
      throw wrong("there is a cookie file besides the user or cookie in the URL; give one of them");
    }
    return new NodeAddress(plain.url, null, cookie);
  }

  /**
   * The endpoint.
   *
   * @return the URL without user, password and cookie
   */
  public URI url() {
    return url;
  }

  /** {@code user:password}, or nothing. */
  Optional<String> userAndPassword() {
    return Optional.ofNullable(userAndPassword);
  }

  /** The cookie file, or nothing. */
  Optional<Path> cookie() {
    return Optional.ofNullable(cookie);
  }

  @Override
  public String toString() {
    return url.toString();
  }

  /** Percent-decoding alone: a plus sign stays one. */
  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static IllegalArgumentException wrong(String why) {
    return new IllegalArgumentException(
        "node address is not of the form http://user:password@host:port or"
            + " http://host:port?cookie=/path/to/.cookie: "
            + why);
  }
}
