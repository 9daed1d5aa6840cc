package io.sv2.examples.cli;

import io.sv2.noise.AuthorityPublicKey;
import io.sv2.noise.KeyFormatException;
import io.sv2.noise.NoiseInitiatorConfig;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * HOST:PORT, with /KEY behind it where a server's authority is to be pinned.
 *
 * @param host name or address; IPv6 in brackets
 * @param port 0 to 65,535
 * @param authority pinned; null where none is given
 */
record HostPort(String host, int port, @Nullable AuthorityPublicKey authority) {
  /** Parses; the errors say what would be right. */
  static HostPort parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    int colon = address.lastIndexOf(':');
    if (colon < 1) {
      throw new TypeConversionException("HOST:PORT[/KEY] is wanted, not '" + text + "'");
    }
    String host = address.substring(0, colon).replaceAll("^\\[|]$", "");
    int port;
    try {
      port = Integer.parseInt(address.substring(colon + 1));
    } catch (NumberFormatException e) {
      port = -1;
    }
    if (port < 0 || port > 0xffff) {
      throw new TypeConversionException(
          "a port is a number from 0 to 65535, not '" + address.substring(colon + 1) + "'");
    }
    try {
      return new HostPort(
          host, port, slash < 0 ? null : AuthorityPublicKey.parse(text.substring(slash + 1)));
    } catch (KeyFormatException e) {
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
