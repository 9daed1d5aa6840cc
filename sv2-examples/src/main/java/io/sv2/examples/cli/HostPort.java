package io.sv2.examples.cli;

import io.sv2.noise.AuthorityPublicKey;
import io.sv2.noise.KeyFormatException;
import io.sv2.noise.NoiseInitiatorConfig;
import io.sv2.reactive.Sv2Url;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * HOST:PORT, with /KEY behind it where a server's authority is to be pinned; or the same as a URL,
 * as pools publish it ({@link Sv2Url}).
 *
 * @param host name or address; IPv6 in brackets
 * @param port 0 to 65,535
 * @param authority pinned; null where none is given
 */
record HostPort(String host, int port, @Nullable AuthorityPublicKey authority) {
  private static final Pattern ADDRESS =
      Pattern.compile("(?:\\[([^\\[\\]]+)]|([^:\\[\\]]+)):([^:]*)");
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

  /** Parses; the errors say what would be right. */
  static HostPort parse(String text) {
    if (text.contains("://")) {
      return ofUrl(text);
    }
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    Matcher matcher = ADDRESS.matcher(address);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "HOST:PORT[/KEY] is wanted, IPv6 as [HOST]:PORT, not '" + address + "'");
    }
    String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    String digits = matcher.group(3);
    int port = PORT.matcher(digits).matches() ? Integer.parseInt(digits) : -1;
    if (port < 0 || port > 0xffff) {
      throw new TypeConversionException("a port is a number from 0 to 65535, not '" + digits + "'");
    }
    try {
      return new HostPort(
          host, port, slash < 0 ? null : AuthorityPublicKey.parse(text.substring(slash + 1)));
    } catch (KeyFormatException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private static HostPort ofUrl(String text) {
    try {
      Sv2Url url = Sv2Url.parse(text);
      return new HostPort(url.host(), url.port(), url.authority().orElse(null));
    } catch (IllegalArgumentException | KeyFormatException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /** To listen on; resolved now. */
  InetSocketAddress toListen() {
    return new InetSocketAddress(host, port);
  }

  /** To connect to; resolved for each attempt. */
  InetSocketAddress toConnect() {
    return InetSocketAddress.createUnresolved(host, port);
  }

  /** How to authenticate who is there: by the key if there is one, else not at all. */
  NoiseInitiatorConfig noise() {
    return authority == null
        ? NoiseInitiatorConfig.unauthenticated()
        : NoiseInitiatorConfig.pinned(authority);
  }

  static String print(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /** For picocli. */
  static final class Converter implements ITypeConverter<HostPort> {
    @Override
    public HostPort convert(String text) {
      return parse(text);
    }
  }
}
