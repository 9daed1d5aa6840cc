package io.sv2.reactive.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.sv2.noise.NoiseInitiator;
import io.sv2.noise.NoiseResponder;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.CloseReason.Kind;
import io.sv2.reactive.ConnectionConfig;
import io.sv2.reactive.Sv2Connection;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.tcp.TcpClient;
import reactor.netty.tcp.TcpServer;

/**
 * Makes connections over TCP, plain or encrypted (chapter 4).
 *
 * <p>Owns the scheduler that handshakes run on; {@link #dispose()} ends it, not the connections.
 */
public final class Sv2Transport implements Disposable {
  private static final Logger LOG = LoggerFactory.getLogger(Sv2Transport.class);
  private static final int SECONDS_AN_IDLE_HANDSHAKE_THREAD_LIVES = 30;

  private final ConnectionConfig config;
  private final Scheduler crypto;

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
   * @param maxConnections open connections beyond which new ones are closed at once
   * @param acceptor gets each connection once its handshake is done, on its event loop
   * @return the listening server; an error when the address cannot be bound
   */
  public Mono<DisposableServer> bind(
      InetSocketAddress address,
      @Nullable Supplier<NoiseResponder> responders,
      int maxConnections,
      Consumer<Sv2Connection> acceptor) {
    Admission admission = new Admission(maxConnections);
    return TcpServer.create()
        .bindAddress(() -> address)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.SO_KEEPALIVE, true)
        .doOnChannelInit(
            (observer, channel, remote) -> {
              if (admission.admit(channel)) {
                logClosingBeforeSetup(channel);
                WireHandler wire = addWire(channel, responders == null);
                if (responders != null) {
                  channel
                      .pipeline()
                      .addBefore(
                          "sv2.wire",
                          "sv2.handshake",
                          new ResponderHandshake(config, crypto, wire, responders));
                }
              }
            })
        .handle(
            (in, out) -> {
              TcpSv2Connection[] connection = new TcpSv2Connection[1];
              in.withConnection(c -> connection[0] = new TcpSv2Connection(c.channel(), in, config));
              acceptor.accept(connection[0]);
              return connection[0].writer(out);
            })
        .bind()
        .cast(DisposableServer.class);
  }

  /**
   * Connects.
   *
   * @param address where to; resolved anew for each subscriber
   * @param initiators makes the initiator of each handshake; null speaks unencrypted
   * @return the connection once its handshake is done; an {@link Sv2ConnectException} otherwise
   */
  public Mono<Sv2Connection> connect(
      InetSocketAddress address, @Nullable Supplier<NoiseInitiator> initiators) {
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
                    TcpSv2Connection connection =
                        new TcpSv2Connection(c.channel(), c.inbound(), config);
                    connection.writer(c.outbound()).subscribe(null, null, c::dispose);
                    return (Sv2Connection) connection;
                  })
              .onErrorMap(error -> explain(address, attempted[0], error));
        });
  }

  private static Throwable explain(
      InetSocketAddress address, @Nullable Channel channel, Throwable error) {
    CloseReason reason = channel == null ? null : channel.attr(WireHandler.REASON).get();
    return new Sv2ConnectException(
        address, reason == null ? CloseReason.of(Kind.IO_ERROR, error) : reason, error);
  }

  private WireHandler addWire(Channel channel, boolean plain) {
    WireHandler wire =
        new WireHandler(config, plain ? new PlainWire(config.initialMaxPayload()) : null);
    // First: Reactor Netty's own handlers follow, and see frames instead of bytes.
    channel.pipeline().addFirst("sv2.wire", wire);
    return wire;
  }

  /** Connections that never get as far as the acceptor still leave a line with their reason. */
  private static void logClosingBeforeSetup(Channel channel) {
    channel
        .closeFuture()
        .addListener(
            done -> {
              if (!channel.hasAttr(TcpSv2Connection.ESTABLISHED)) {
                LOG.info(
                    "{} closed: {}",
                    channel.remoteAddress(),
                    channel.attr(WireHandler.REASON).get());
              }
            });
  }

  @Override
  public void dispose() {
    crypto.dispose();
  }

  @Override
  public boolean isDisposed() {
    return crypto.isDisposed();
  }
}
