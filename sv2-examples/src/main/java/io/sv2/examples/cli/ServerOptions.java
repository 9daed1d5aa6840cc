package io.sv2.examples.cli;

import io.sv2.noise.AuthoritySecretKey;
import io.sv2.noise.KeyFormatException;
import io.sv2.noise.NoiseResponderConfig;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a server listens and who it is. */
final class ServerOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      required = true,
      converter = HostPort.Converter.class,
      description = "Where to listen; port 0 picks a free one and prints it.")
  HostPort listen;

  @Option(
      names = "--authority-secret",
      paramLabel = "KEY",
      description =
          "Base58Check secret key to certify this server with; a fresh one if none is given.")
  @Nullable String authoritySecret;

  @Option(names = "--plain", description = "Serve without encryption.")
  boolean plain;

  private @Nullable AuthoritySecretKey authority;

  /** The identity to serve under; null with --plain. */
  @Nullable NoiseResponderConfig noise() {
    if (plain) {
      return null;
    }
    try {
      AuthoritySecretKey key =
          authoritySecret == null
              ? AuthoritySecretKey.generate(new SecureRandom())
              : AuthoritySecretKey.parse(authoritySecret);
      authority = key;
      return NoiseResponderConfig.of(key);
    } catch (KeyFormatException e) {
      throw new ParameterException(spec.commandLine(), "--authority-secret: " + e.getMessage(), e);
    }
  }

  /** Where to listen; others pin the key, so one here would be a mistake. */
  InetSocketAddress address() {
    if (listen.authority() != null) {
      throw new ParameterException(
          spec.commandLine(),
          "--listen: HOST:PORT is wanted, without a key; --authority-secret says who serves");
    }
    return listen.toListen();
  }

  /** The line that says the server is ready. */
  Map<String, @Nullable Object> ready(InetSocketAddress address) {
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("listening", HostPort.print(address));
    line.put("authority", authority == null ? null : authority.publicKey().toString());
    return line;
  }
}
