package io.sv2.examples.cli;

import io.sv2.codec.Protocol;
import io.sv2.examples.probe.Diagnosis;
import io.sv2.examples.probe.Probe;
import io.sv2.examples.probe.ProbeConfig;
import io.sv2.examples.probe.SetupNames;
import io.sv2.noise.AuthorityPublicKey;
import io.sv2.noise.KeyFormatException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** ./sv2 probe. */
@Command(
    name = "probe",
    description = {
      "Says what a server answers, how fast, under which certificate; or why it does not.",
      "Makes at most six connections, one after the other, and opens no channel on any.",
      "Exit code 0 when the server could be set up, 1 otherwise."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Sv2.Version.class)
final class ProbeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "HOST:PORT|URL",
      converter = HostPort.Converter.class,
      description = "The server; with /KEY behind it, the authority that it has to be of.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private HostPort server;

  @Option(
      names = "--authority",
      paramLabel = "KEY",
      converter = KeyConverter.class,
      description = "Public key of that authority, in place of the one in the URL.")
  private @Nullable AuthorityPublicKey authority;

  @Option(
      names = "--known-authority",
      paramLabel = "KEY",
      converter = KeyConverter.class,
      description = "Another authority that you know, so that it can be named; may be repeated.")
  private List<AuthorityPublicKey> known = List.of();

  @Option(
      names = "--protocol",
      paramLabel = "mining|jd|td",
      defaultValue = "mining",
      converter = ProtocolConverter.class,
      description = "Subprotocol to set up first (${DEFAULT-VALUE}); the others are asked after.")
  private Protocol protocol = Protocol.MINING;

  @Option(names = "--plain", description = "Speak without encryption.")
  private boolean plain;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "5s",
      converter = DurationConverter.class,
      description = "How long each step may take (${DEFAULT-VALUE}).")
  private Duration timeout = Duration.ofSeconds(5);

  @Option(names = "--json", description = "Print each finding as a line of JSON, a summary last.")
  private boolean json;

  @Override
  public Integer call() {
    if (server.authority() != null && authority != null && !server.authority().equals(authority)) {
      throw new ParameterException(
          spec.commandLine(), "--authority: the key behind the address is another one");
    }
    AuthorityPublicKey pinned = authority == null ? server.authority() : authority;
    ProbeConfig config =
        Checked.option(
            spec,
            "HOST:PORT, --timeout",
            () ->
                ProbeConfig.of(server.host(), server.port())
                    .withAuthorities(Optional.ofNullable(pinned), Set.copyOf(known))
                    .withProtocol(protocol)
                    .withPlain(plain)
                    .withTimeout(timeout));
    ProbeOutput output = new ProbeOutput(new Output(json));
    Diagnosis failure = Probe.run(config, output).orElse(null);
    if (failure == null) {
      output.succeeded();
      return 0;
    }
    output.failed(failure);
    String text = "probe: " + ProbeOutput.step(failure) + ": " + failure.message();
    String hint = failure.hint().map(found -> "; " + found).orElse("");
    spec.commandLine().getErr().println(spec.commandLine().getColorScheme().errorText(text + hint));
    return 1;
  }

  /** An authority's public key. */
  static final class KeyConverter implements ITypeConverter<AuthorityPublicKey> {
    @Override
    public AuthorityPublicKey convert(String text) {
      try {
        return AuthorityPublicKey.parse(text);
      } catch (KeyFormatException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** The subprotocols by the names that people use. */
  static final class ProtocolConverter implements ITypeConverter<Protocol> {
    @Override
    public Protocol convert(String text) {
      for (Protocol candidate : Protocol.values()) {
        if (SetupNames.of(candidate).equalsIgnoreCase(text)) {
          return candidate;
        }
      }
      throw new TypeConversionException("mining, jd or td, not '" + text + "'");
    }
  }
}
