package io.sv2.reactive.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.util.AttributeKey;
import io.sv2.noise.ChaCha20Poly1305;
import io.sv2.noise.NoiseInitiator;
import io.sv2.noise.NoiseResponder;
import io.sv2.noise.secp256k1.Secp256k1;
import io.sv2.reactive.Admission;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.CloseReason.Kind;
import io.sv2.reactive.ConnectionConfig;
import io.sv2.reactive.ConnectionState;
import io.sv2.reactive.Sv2Connection;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.NettyInbound;
import reactor.netty.tcp.TcpClient;
import reactor.netty.tcp.TcpServer;

/**
 * Makes connections over TCP, plain or encrypted (chapter 4).
 *
 * <p>Owns the scheduler that handshakes run on; {@link #dispose()} ends it, and the connections
 * that have been let in and still shake hands, but not those whose handshake is done.
 */
public final class Sv2Transport implements Disposable {
  private static final int SECONDS_AN_IDLE_HANDSHAKE_THREAD_LIVES = 30;

  static final CloseReason SHUT_DOWN = CloseReason.local("shut down before the handshake was done");

  private static final AttributeKey<Admission.Ticket> TICKET = AttributeKey.valueOf("sv2.ticket");

  private final ConnectionConfig config;
  private final Scheduler crypto;
  private final Map<EventLoop, Scheduler> schedulers = new ConcurrentHashMap<>();
  private final Set<Channel> handshaking = ConcurrentHashMap.newKeySet(); // let in, or connecting

  private static final Logger LOG = LoggerFactory.getLogger(Sv2Transport.class);

  private static final AtomicBoolean NAMED = new AtomicBoolean();

  /** A transport under {@code config}. */
  public Sv2Transport(ConnectionConfig config) {
    this.config = config;
    this.crypto =
        Schedulers.newBoundedElastic(
            config.handshakeThreads(),
            Math.max(1, config.handshakeQueue() / config.handshakeThreads()),
            "sv2-handshake",
            SECONDS_AN_IDLE_HANDSHAKE_THREAD_LIVES,
            true);
  }

  /**
   * Listens.
   *
   * @param address where; port 0 picks a free one
   * @param responders makes the responder of each handshake; null serves unencrypted
   * @param admission decides who is let in before anything is read
   * @param acceptor gets each connection once its handshake is done, on its event loop, and what it
   *     was let in by. If it says {@link Admission.Ticket#takenOver()}, it has to close that; if
   *     not, the ticket ends with the socket
   * @return the listening server; an error when the address cannot be bound
   */
  public Mono<DisposableServer> bind(
      InetSocketAddress address,
      @Nullable Supplier<NoiseResponder> responders,
      Admission admission,
      BiConsumer<Sv2Connection, Admission.Ticket> acceptor) {
    nameCryptography(responders);
    return TcpServer.create()
        .bindAddress(() -> address)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.SO_KEEPALIVE, true)
        .doOnChannelInit(
            (observer, channel, unused) -> {
              Admission.Ticket ticket =
                  admission.admit(
                      channel.remoteAddress(), // Reactor Netty's remote is null for a server
                      responders == null ? ConnectionState.SETUP : ConnectionState.HANDSHAKE);
              CloseReason refusal = ticket.refusal();
              if (refusal != null) {
                WireHandler.fail(channel, refusal);
                return;
              }
              channel.attr(TICKET).set(ticket);
              handshaking.add(channel);
              channel
                  .closeFuture()
                  .addListener(
                      done -> {
                        handshaking.remove(channel);
                        HandshakeHandler.closed(channel);
                        ticket.socketClosed(reason(channel));
                      });
              if (isDisposed()) { // in this very moment
                WireHandler.fail(channel, SHUT_DOWN);
              }
              WireHandler wire = addWire(channel, responders == null);
              if (responders != null) {
                channel
                    .pipeline()
                    .addBefore(
                        "sv2.wire",
                        "sv2.handshake",
                        new ResponderHandshake(config, crypto, wire, responders, ticket));
              }
            })
        .handle(
            (in, out) -> {
              Channel[] channel = new Channel[1];
              in.withConnection(c -> channel[0] = c.channel());
              handshaking.remove(channel[0]);
              TcpSv2Connection connection = connection(channel[0], in);
              acceptor.accept(connection, channel[0].attr(TICKET).get());
              return connection.writer(out);
            })
        .bind()
        .cast(DisposableServer.class);
  }

  /**
   * Connects.
   *
   * @param address where to; resolved anew for each subscriber
   * @param initiators makes the initiator of each handshake; null speaks unencrypted
   * @return the connection once its handshake is done; an {@link Sv2ConnectException} otherwise,
   *     whose cause is a {@link io.sv2.noise.NoiseHandshakeException} where the handshake failed
   */
  public Mono<Sv2Connection> connect(
      InetSocketAddress address, @Nullable Supplier<NoiseInitiator> initiators) {
    nameCryptography(initiators);
    return Mono.defer(
        () -> {
          Channel[] attempted = new Channel[1];
          return TcpClient.newConnection()
              .remoteAddress(() -> address)
              .option(ChannelOption.TCP_NODELAY, true)
              .option(ChannelOption.SO_KEEPALIVE, true)
              .option(
                  ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) config.connectTimeout().toMillis())
              .doOnChannelInit(
                  (observer, channel, remote) -> {
                    attempted[0] = channel;
                    handshaking.add(channel);
                    channel.closeFuture().addListener(done -> handshaking.remove(channel));
                    WireHandler wire = addWire(channel, initiators == null);
                    if (initiators != null) {
                      channel
                          .pipeline()
                          .addBefore(
                              "sv2.wire",
                              "sv2.handshake",
                              new InitiatorHandshake(config, crypto, wire, initiators));
                    }
                  })
              .connect()
              .map(
                  c -> {
                    handshaking.remove(c.channel());
                    TcpSv2Connection connection = connection(c.channel(), c.inbound());
                    connection.writer(c.outbound()).subscribe(null, null, c::dispose);
                    return (Sv2Connection) connection;
                  })
              .onErrorMap(error -> explain(address, attempted[0], error));
        });
  }

  /** Once in a process: which libraries do what costs most. */
  private static void nameCryptography(@Nullable Object noise) {
    if (noise != null && NAMED.compareAndSet(false, true)) {
      LOG.info(
          "Noise: secp256k1 by {}; ChaCha20-Poly1305 by {}",
          Secp256k1.standardExplained(),
          ChaCha20Poly1305.standard());
    }
  }

  private static CloseReason reason(Channel channel) {
    CloseReason reason = channel.attr(WireHandler.REASON).get();
    return reason == null ? CloseReason.peerClosed() : reason;
  }

  private static Throwable explain(
      InetSocketAddress address, @Nullable Channel channel, Throwable error) {
    CloseReason reason = channel == null ? null : channel.attr(WireHandler.REASON).get();
    Throwable failure = channel == null ? null : channel.attr(HandshakeHandler.FAILURE).get();
    return new Sv2ConnectException(
        address,
        reason == null ? CloseReason.of(Kind.IO_ERROR, error) : reason,
        failure == null ? error : failure);
  }

  private TcpSv2Connection connection(Channel channel, NettyInbound in) {
    return new TcpSv2Connection(channel, in, config, scheduler(channel));
  }

  private WireHandler addWire(Channel channel, boolean plain) {
    WireHandler wire =
        new WireHandler(config, plain ? new PlainWire(config.initialMaxPayload()) : null);
    // First: Reactor Netty's own handlers follow, and see frames instead of bytes.
    channel.pipeline().addFirst("sv2.wire", wire);
    return wire;
  }

  /** One for each event loop: who has work for many connections hands it over once for each. */
  private Scheduler scheduler(Channel channel) {
    return schedulers.computeIfAbsent(channel.eventLoop(), Schedulers::fromExecutor);
  }

  @Override
  public void dispose() {
    crypto.dispose();
    handshaking.forEach(channel -> WireHandler.fail(channel, SHUT_DOWN));
  }

  @Override
  public boolean isDisposed() {
    return crypto.isDisposed();
  }
}
