package io.sv2.examples.probe;

import io.sv2.codec.ErrorCodes;
import io.sv2.codec.Protocol;
import io.sv2.codec.SetupFlags;
import io.sv2.examples.probe.Diagnosis.Step;
import io.sv2.examples.probe.Finding.FlagsAnswered;
import io.sv2.examples.probe.Finding.ProtocolAnswered;
import io.sv2.examples.probe.Finding.Resolved;
import io.sv2.examples.probe.Finding.SetUp;
import io.sv2.examples.probe.Finding.VersionAnswered;
import io.sv2.examples.probe.SetupExchange.Request;
import io.sv2.examples.probe.SetupResult.Accepted;
import io.sv2.examples.probe.SetupResult.Refused;
import io.sv2.examples.probe.SetupResult.Unanswered;
import io.sv2.noise.NoiseInitiatorConfig;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.ConnectionConfig;
import io.sv2.reactive.OutboundConfig;
import io.sv2.reactive.ProtocolSupport;
import io.sv2.reactive.Sv2Connection;
import io.sv2.reactive.transport.Sv2Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Connects to a server as a client would, one connection after the other, and tells what it finds.
 *
 * <p>The first connection is set up as asked for. If that works, five more at the most learn which
 * subprotocols, versions and flags there are; if it does not, one more may learn whether the server
 * wants encryption where none was spoken, or the other way round; two, which other subprotocols it
 * speaks.
 */
public final class Probe {
  private static final int VERSION = ProtocolSupport.VERSION;

  /** That no server can have yet. */
  private static final int VERSION_TO_COME = 3;

  private static final int MOST_ADDRESSES = 4;
  private static final Duration CLOSING = Duration.ofSeconds(1);

  private final ProbeConfig config;
  private final Sv2Transport transport;
  private final Consumer<Finding> findings;

  private Probe(ProbeConfig config, Sv2Transport transport, Consumer<Finding> findings) {
    this.config = config;
    this.transport = transport;
    this.findings = findings;
  }

  /**
   * Probes; the calling thread waits for all of it.
   *
   * @param findings are told on the calling thread
   * @return why it failed; empty when the server was set up as asked for
   */
  public static Optional<Diagnosis> run(ProbeConfig config, Consumer<Finding> findings) {
    WarmUp.once(config.plain());
    Duration timeout = config.timeout();
    Sv2Transport transport =
        new Sv2Transport(
            new ConnectionConfig(
                timeout,
                timeout,
                timeout,
                timeout,
                CLOSING,
                OutboundConfig.DEFAULT,
                ConnectionConfig.DEFAULT.initialMaxPayload(),
                1,
                1));
    try {
      new Probe(config, transport, findings).run();
      return Optional.empty();
    } catch (ProbeFailure e) {
      return Optional.of(e.diagnosis());
    } finally {
      transport.dispose();
    }
  }

  private void run() {
    NoiseInitiatorConfig noise = config.plain() ? null : config.noise();
    Target target = connect(resolve(), noise);
    long flags = setUp(target);
    askForOthers(target);
    findings.accept(
        new VersionAnswered(
            config.protocol(),
            VERSION_TO_COME,
            ask(target, config.protocol(), VERSION_TO_COME, flags)));
    long all = SetupNames.all(config.protocol());
    if (all != 0) {
      findings.accept(
          new FlagsAnswered(config.protocol(), all, ask(target, config.protocol(), VERSION, all)));
    }
  }

  /** Asks for each of the other subprotocols; answers those that the server speaks. */
  private List<Protocol> askForOthers(Target target) {
    List<Protocol> supported = new ArrayList<>();
    for (Protocol protocol : Protocol.values()) {
      if (protocol != config.protocol()) {
        SetupResult answer = ask(target, protocol, VERSION, 0);
        findings.accept(new ProtocolAnswered(protocol, answer));
        if (answer.isOfSupported()) {
          supported.add(protocol);
        }
      }
    }
    return supported;
  }

  /** An address that answers, how to speak with it, and the first connection with it. */
  private record Target(
      InetSocketAddress address, @Nullable NoiseInitiatorConfig noise, Sv2Connection first) {}

  private List<InetAddress> resolve() {
    long start = System.nanoTime();
    InetAddress[] all =
        Mono.fromCallable(() -> InetAddress.getAllByName(config.host()))
            .subscribeOn(Schedulers.boundedElastic()) // the lookup blocks for as long as it likes
            .timeout(config.timeout())
            .onErrorMap(this::unresolved)
            .block();
    if (all == null) {
      throw unresolved(new UnknownHostException(config.host()));
    }
    List<InetAddress> addresses = List.of(all);
    findings.accept(new Resolved(addresses, Duration.ofNanos(System.nanoTime() - start)));
    return addresses;
  }

  private ProbeFailure unresolved(Throwable error) {
    boolean late = error instanceof TimeoutException;
    return new ProbeFailure(
        Diagnosis.of(
            Step.RESOLVE,
            late ? "TIMEOUT" : "UNKNOWN_HOST",
            late
                ? "the name '%s' was not looked up in %s"
                    .formatted(config.host(), Failures.seconds(config))
                : "the name '" + config.host() + "' has no address: is it spelled right?"));
  }

  /** The first of the addresses that a TCP connection can be made to, as clients choose it. */
  private Target connect(List<InetAddress> addresses, @Nullable NoiseInitiatorConfig noise) {
    ProbeFailure last = null;
    for (InetAddress resolved : addresses.subList(0, Math.min(MOST_ADDRESSES, addresses.size()))) {
      InetSocketAddress address = new InetSocketAddress(resolved, config.port());
      Attempt attempt = new Attempt(config, address, noise);
      try {
        return new Target(address, noise, attempt.open(transport, findings));
      } catch (ProbeFailure e) {
        last = e;
        if (attempt.isConnected()) {
          throw Failures.mayBePlain(e.diagnosis()) ? perhapsPlain(address, e) : e;
        }
      }
    }
    throw last == null ? unresolved(new UnknownHostException(config.host())) : last;
  }

  /** Sets the first connection up; answers the flags that it takes. */
  private long setUp(Target target) {
    Protocol protocol = config.protocol();
    long start = System.nanoTime();
    long flags = 0;
    SetupResult result =
        SetupExchange.ask(config, target.first(), new Request(protocol, VERSION, flags));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    if (result instanceof Refused refused
        && refused.errorCode().equals(ErrorCodes.MISSING_DECLARE_TX_DATA_FLAG)) {
      flags = SetupFlags.DECLARE_TX_DATA; // then it may be that this is all that it misses
      result = ask(target, protocol, VERSION, flags);
    }
    if (result instanceof Accepted accepted) {
      findings.accept(new SetUp(protocol, flags, accepted, took));
      return flags;
    } else if (result instanceof Refused refused) {
      ProbeFailure failure = refused(refused);
      throw refused.errorCode().equals(ErrorCodes.UNSUPPORTED_PROTOCOL)
          ? perhapsAnother(target, failure)
          : failure;
    }
    ProbeFailure failure = new ProbeFailure(((Unanswered) result).why());
    throw config.plain() ? perhapsEncrypted(target.address(), failure) : failure;
  }

  private ProbeFailure refused(Refused refused) {
    List<String> flags = SetupNames.asked(config.protocol(), refused.flags());
    Map<String, @Nullable Object> details = new LinkedHashMap<>();
    details.put("errorCode", refused.errorCode());
    details.put("flags", flags);
    return new ProbeFailure(
        new Diagnosis(
            Step.SETUP,
            "SETUP_REFUSED",
            "the server refuses the setup: "
                + refused.errorCode()
                + (flags.isEmpty() ? "" : " " + flags),
            details,
            Optional.empty()));
  }

  /** One more connection; whatever goes wrong with it is its result. */
  private SetupResult ask(Target target, Protocol protocol, int version, long flags) {
    return ask(target.address(), target.noise(), new Request(protocol, version, flags));
  }

  private SetupResult ask(
      InetSocketAddress address, @Nullable NoiseInitiatorConfig noise, Request request) {
    try {
      Sv2Connection connection = new Attempt(config, address, noise).open(transport, finding -> {});
      return SetupExchange.ask(config, connection, request);
    } catch (ProbeFailure e) {
      return new Unanswered(e.diagnosis());
    }
  }

  private ProbeFailure perhapsAnother(Target target, ProbeFailure failure) {
    List<String> others = askForOthers(target).stream().map(SetupNames::of).toList();
    return others.isEmpty()
        ? failure
        : new ProbeFailure(
            failure
                .diagnosis()
                .withHint("it speaks " + String.join(" and ", others) + ": use --protocol"));
  }

  private ProbeFailure perhapsPlain(InetSocketAddress address, ProbeFailure failure) {
    SetupResult answer = ask(address, null, new Request(config.protocol(), VERSION, 0));
    return answer instanceof Unanswered
        ? failure
        : new ProbeFailure(
            failure.diagnosis().withHint("it answers without encryption: use --plain"));
  }

  private ProbeFailure perhapsEncrypted(InetSocketAddress address, ProbeFailure failure) {
    Attempt attempt =
        new Attempt(
            config, address, NoiseInitiatorConfig.unauthenticated().withClock(config.clock()));
    try {
      attempt.open(transport, finding -> {}).close(CloseReason.local("the probe has its answer"));
    } catch (ProbeFailure e) {
      if (!attempt.hasCertificate()) {
        return failure;
      }
    }
    return new ProbeFailure(
        failure.diagnosis().withHint("it answers with encryption: leave --plain out"));
  }
}
