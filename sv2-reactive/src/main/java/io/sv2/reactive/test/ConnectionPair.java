package io.sv2.reactive.test;

import io.sv2.noise.AuthoritySecretKey;
import io.sv2.noise.CertificateIssuer;
import io.sv2.noise.NoiseException;
import io.sv2.noise.NoiseInitiator;
import io.sv2.noise.NoiseInitiatorConfig;
import io.sv2.noise.NoiseResponder;
import io.sv2.noise.NoiseResponderConfig;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.CloseReason.Kind;
import io.sv2.reactive.ConnectionConfig;
import io.sv2.reactive.Sv2Connection;
import io.sv2.reactive.transport.NoiseFrames;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * How two ends of a connection in memory are made. Immutable.
 *
 * <p>By default everything happens at once, on the thread that says it: for tests on one thread, a
 * virtual clock's included. Who sends from several threads gives the pair a scheduler. The bounds
 * of a connection hold; deadlines that only a socket has (a frame that does not end, a peer that
 * does not read) do not exist here.
 *
 * @param encrypted whether a real Noise handshake is made and bytes are sealed
 * @param config bounds of both ends
 * @param scheduler the thread of both ends' work
 * @param timer measures delays and the time for closing
 * @param toServer what is wrong with what the client says
 * @param toClient what is wrong with what the server says
 */
public record ConnectionPair(
    boolean encrypted,
    ConnectionConfig config,
    Scheduler scheduler,
    Scheduler timer,
    Faults toServer,
    Faults toClient) {
  /** The two ends. */
  public record Ends(Sv2Connection client, Sv2Connection server) {}

  private static final class Noise { // made once, when first wanted
    static final AuthoritySecretKey AUTHORITY = AuthoritySecretKey.generate(new SecureRandom());
    static final CertificateIssuer ISSUER =
        new CertificateIssuer(NoiseResponderConfig.of(AUTHORITY));

    private Noise() {}
  }

  /**
   * Unencrypted. Without faults frames are handed over as they are, so that many pairs are cheap.
   */
  public static ConnectionPair plain() {
    return new ConnectionPair(
        false,
        ConnectionConfig.DEFAULT,
        Schedulers.immediate(),
        Schedulers.parallel(),
        Faults.none(),
        Faults.none());
  }

  /** Encrypted: each pair shakes hands, and what travels are sealed bytes. */
  public static ConnectionPair noise() {
    ConnectionPair plain = plain();
    return new ConnectionPair(
        true, plain.config, plain.scheduler, plain.timer, plain.toServer, plain.toClient);
  }

  /** A copy with other bounds. */
  public ConnectionPair with(ConnectionConfig other) {
    return new ConnectionPair(encrypted, other, scheduler, timer, toServer, toClient);
  }

  /** A copy whose ends work on {@code thread}, a scheduler of one thread. */
  public ConnectionPair on(Scheduler thread) {
    return new ConnectionPair(encrypted, config, thread, timer, toServer, toClient);
  }

  /** A copy that measures time by {@code clock}. */
  public ConnectionPair withTimer(Scheduler clock) {
    return new ConnectionPair(encrypted, config, scheduler, clock, toServer, toClient);
  }

  /** A copy whose client is heard with these faults. */
  public ConnectionPair toServer(Faults faults) {
    return new ConnectionPair(encrypted, config, scheduler, timer, faults, toClient);
  }

  /** A copy whose server is heard with these faults. */
  public ConnectionPair toClient(Faults faults) {
    return new ConnectionPair(encrypted, config, scheduler, timer, toServer, faults);
  }

  /**
   * A new connection. When faults spoil the handshake, both ends have ended already, with {@code
   * HANDSHAKE_FAILED}.
   */
  public Ends connect() {
    if (!encrypted) {
      return ends(line(toServer), line(toClient));
    }
    try {
      return sealed();
    } catch (NoiseException | Line.Broken e) {
      Ends ends = ends(line(toServer), line(toClient));
      ((InMemoryConnection) ends.server()).fail(CloseReason.of(Kind.HANDSHAKE_FAILED, e));
      return ends;
    }
  }

  private @Nullable Line line(Faults faults) {
    return faults.areNone() ? null : Line.plain(config.initialMaxPayload(), faults);
  }

  private Ends sealed() {
    NoiseInitiator initiator =
        new NoiseInitiator(NoiseInitiatorConfig.pinned(Noise.AUTHORITY.publicKey()));
    NoiseResponder responder = new NoiseResponder(Noise.ISSUER);
    byte[] act1 = initiator.act1();
    byte[] act2 = responder.respond(whole(toServer, act1));
    int maxPayload = config.initialMaxPayload();
    NoiseFrames client = new NoiseFrames(initiator.act2(whole(toClient, act2)), maxPayload);
    NoiseFrames server = new NoiseFrames(responder.session(), maxPayload);
    return ends(
        Line.sealed(client, server, toServer, act1.length),
        Line.sealed(server, client, toClient, act2.length));
  }

  private static byte[] whole(Faults faults, byte[] act) {
    byte[] arrived = faults.apply(act, 0);
    if (arrived.length != act.length) {
      throw new Line.Broken(arrived.length);
    }
    return arrived;
  }

  private Ends ends(@Nullable Line atServer, @Nullable Line atClient) {
    InMemoryConnection client =
        new InMemoryConnection(
            "server in memory", config, scheduler, timer, atClient, toClient.delay());
    InMemoryConnection server =
        new InMemoryConnection(
            "client in memory", config, scheduler, timer, atServer, toServer.delay());
    InMemoryConnection.join(client, server);
    return new Ends(client, server);
  }
}
