package io.sv2.examples.probe;

import io.sv2.codec.Protocol;
import io.sv2.noise.AuthorityPublicKey;
import io.sv2.noise.NoiseInitiatorConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Which server to probe, and how.
 *
 * @param host name or address
 * @param port 1 to 65,535
 * @param authority that has to have signed the server's certificate; empty to accept any
 * @param known other authorities, to say whose server it is
 * @param protocol that the first connection is set up for
 * @param plain whether to speak without encryption
 * @param timeout of each step, 1 ms to 1 hour
 * @param clock that certificates are judged by
 */
public record ProbeConfig(
    String host,
    int port,
    Optional<AuthorityPublicKey> authority,
    Set<AuthorityPublicKey> known,
    Protocol protocol,
    boolean plain,
    Duration timeout,
    Clock clock) {
  private static final Duration MAX_TIMEOUT = Duration.ofHours(1);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when port or timeout is out of its range
   */
  public ProbeConfig {
    known = Set.copyOf(known);
    if (port < 1 || port > 0xffff) {
      throw new IllegalArgumentException("a port to connect to is 1 to 65535, not " + port);
    }
    if (timeout.toMillis() < 1 || timeout.compareTo(MAX_TIMEOUT) > 0) {
      throw new IllegalArgumentException("a timeout is 1 ms to 1 hour, not " + timeout);
    }
  }

  /** Mining, encrypted, without authentication, 5 s for each step. */
  public static ProbeConfig of(String host, int port) {
    return new ProbeConfig(
        host,
        port,
        Optional.empty(),
        Set.of(),
        Protocol.MINING,
        false,
        Duration.ofSeconds(5),
        Clock.systemUTC());
  }

  /** The same with another pinned authority, and others that are known. */
  public ProbeConfig withAuthorities(
      Optional<AuthorityPublicKey> pinned, Set<AuthorityPublicKey> others) {
    return new ProbeConfig(host, port, pinned, others, protocol, plain, timeout, clock);
  }

  /** The same for another subprotocol. */
  public ProbeConfig withProtocol(Protocol other) {
    return new ProbeConfig(host, port, authority, known, other, plain, timeout, clock);
  }

  /** The same with or without encryption. */
  public ProbeConfig withPlain(boolean unencrypted) {
    return new ProbeConfig(host, port, authority, known, protocol, unencrypted, timeout, clock);
  }

  /** The same with another timeout. */
  public ProbeConfig withTimeout(Duration other) {
    return new ProbeConfig(host, port, authority, known, protocol, plain, other, clock);
  }

  /** The same with another clock. */
  public ProbeConfig withClock(Clock other) {
    return new ProbeConfig(host, port, authority, known, protocol, plain, timeout, other);
  }

  NoiseInitiatorConfig noise() {
    return authority
        .map(NoiseInitiatorConfig::pinned)
        .orElseGet(NoiseInitiatorConfig::unauthenticated)
        .withKnownAuthorities(known)
        .withClock(clock);
  }
}
