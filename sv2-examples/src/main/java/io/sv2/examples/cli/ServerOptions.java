package io.sv2.examples.cli;

import io.sv2.noise.AuthoritySecretKey;
import io.sv2.noise.NoiseResponderConfig;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
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
          "Base58Check secret key to certify this server with; a fresh one if none is given."
              + " Others on this machine can see it on the command line.")
  @Nullable String authoritySecret;

  @Option(
      names = "--authority-secret-file",
      paramLabel = "FILE",
      description = "The same, read from a file: what 'sv2 keys generate --out FILE' writes.")
  @Nullable Path authoritySecretFile;

  @Option(
      names = "--static-key-file",
      paramLabel = "FILE",
      description =
          "Keeps the server's own key over restarts; made, for its owner alone, when it is"
              + " missing. A fresh one at each start if none is given.")
  @Nullable Path staticKeyFile;

  @Option(names = "--plain", description = "Serve without encryption.")
  boolean plain;

  private @Nullable AuthoritySecretKey authority;

  /** The identity to serve under; null with --plain. */
  @Nullable NoiseResponderConfig noise() {
    if (plain) {
      return null;
    }
    AuthoritySecretKey key = authorityKey();
    authority = key;
    NoiseResponderConfig identity = NoiseResponderConfig.of(key);
    Path file = staticKeyFile;
    return file == null
        ? identity
        : identity.withStaticKey(given("--static-key-file", () -> SecretFile.staticKey(file)));
  }

  private AuthoritySecretKey authorityKey() {
    String text = authoritySecret;
    Path file = authoritySecretFile;
    if (text != null && file != null) {
      throw new ParameterException(
          spec.commandLine(), "--authority-secret and --authority-secret-file exclude each other");
    } else if (text != null) {
      return given("--authority-secret", () -> AuthoritySecretKey.parse(text));
    } else if (file != null) {
      return given("--authority-secret-file", () -> SecretFile.authorityKey(file));
    }
    return AuthoritySecretKey.generate(new SecureRandom());
  }

  /** A key that an option names; one that is none is misuse of the option. */
  private <K> K given(String option, Callable<K> key) {
    try {
      return key.call();
    } catch (Exception e) {
      throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage(), e);
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
    if (authority != null) {
      line.put("url", ReachableUrl.of(listen.host(), address, authority.publicKey()));
    }
    return line;
  }
}
