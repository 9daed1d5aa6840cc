package io.sv2.reactive;

import io.sv2.codec.Direction;
import io.sv2.codec.MessageKind;
import io.sv2.codec.MessageType;
import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Codec;
import io.sv2.codec.Sv2CodecException;
import io.sv2.codec.Sv2Frame;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.UnknownTypeException;
import io.sv2.codec.common.SetupConnectionError;
import io.sv2.codec.common.SetupConnectionSuccess;
import io.sv2.codec.extension.ExtensionMessage;
import io.sv2.reactive.CloseReason.Kind;
import io.sv2.reactive.handler.Sv2ClientHandler;
import io.sv2.reactive.handler.UnexpectedMessageException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** One connection of a client service, from SetupConnection to its end. */
final class UpstreamSession {
  private static final Logger LOG = LoggerFactory.getLogger(UpstreamSession.class);

  /** Ours, told apart from a timeout that the handler itself has failed by. */
  @SuppressWarnings("serial")
  private static final class HandlerTimeout extends RuntimeException {}

  final Sv2Connection connection;
  private final Sv2ClientServiceConfig config;
  private final UpstreamConfig upstream;
  private final Sv2ClientHandler handler;
  private final Function<ResponseFromSv2Client, Mono<Void>> carryOut;
  private final Runnable whenSetUp;
  private volatile boolean setUp;
  private volatile boolean closed;
  private volatile boolean gone; // nothing can be sent any more
  private boolean over;

  UpstreamSession(
      Sv2Connection connection,
      Sv2ClientServiceConfig config,
      UpstreamConfig upstream,
      Sv2ClientHandler handler,
      Function<ResponseFromSv2Client, Mono<Void>> carryOut,
      Runnable whenSetUp) {
    this.connection = connection;
    this.config = config;
    this.upstream = upstream;
    this.handler = handler;
    this.carryOut = carryOut;
    this.whenSetUp = whenSetUp;
  }

  /** Runs to the end of the connection; emits why it ended. Cancelling closes it. */
  Mono<CloseReason> run() {
    return Mono.defer(
        () -> {
          connection.limitPayload(upstream.maxPayload());
          send(upstream.setupConnection());
          Disposable setupDeadline =
              Mono.delay(config.setupTimeout(), config.timer()).subscribe(tick -> setupLate());
          Sinks.Empty<Void> handled = Sinks.empty();
          Disposable inbound =
              connection
                  .inbound()
                  .concatMap(this::onFrame, config.prefetch())
                  .doFinally(signal -> handled.tryEmitEmpty())
                  .subscribe();
          return connection
              .onClose()
              .doOnNext(reason -> gone = true)
              .delayUntil( // what the server sent before it left is still handled
                  reason -> reason.kind() == Kind.PEER_CLOSED ? handled.asMono() : Mono.empty())
              .publishOn(connection.scheduler())
              .doOnNext(this::ended)
              .doOnCancel(this::cancelled)
              .doFinally(
                  signal -> {
                    setupDeadline.dispose();
                    inbound.dispose();
                  });
        });
  }

  private void cancelled() {
    close(CloseReason.local("the client is shutting down"));
    connection.onClose().publishOn(connection.scheduler()).subscribe(this::ended);
  }

  private void setupLate() {
    if (!setUp) {
      close(
          new CloseReason(
              Kind.SETUP_TIMEOUT, "no answer to SetupConnection in " + config.setupTimeout()));
    }
  }

  /** On the connection's thread. A cancelled session may hear of its end by two roads. */
  private void ended(CloseReason reason) {
    if (over) {
      return;
    }
    over = true;
    closed = true;
    LOG.info("{}: {} {} closed: {}", config.name(), upstream.protocol(), connection.peer(), reason);
    if (setUp) {
      try {
        handler.disconnected(reason);
      } catch (RuntimeException e) {
        LOG.warn("{}: {}: disconnected failed", config.name(), upstream.protocol(), e);
      }
    }
  }

  void close(CloseReason reason) {
    closed = true;
    connection.close(reason);
  }

  boolean isUsable() {
    return setUp && !closed && !gone;
  }

  /** Whether it was queued: a connection that is ending takes nothing more. */
  boolean send(Sv2Message message) {
    Sinks.EmitResult result = connection.outbound().tryEmitNext(Sv2Codec.encode(message));
    if (result == Sinks.EmitResult.FAIL_OVERFLOW) {
      close(new CloseReason(Kind.SLOW_CONSUMER, "the server does not read what it is sent"));
    }
    return result.isSuccess();
  }

  private Mono<Void> onFrame(Sv2Frame frame) {
    if (closed) {
      return Mono.empty();
    }
    try {
      Sv2Message message = Sv2Codec.decode(frame);
      if (message instanceof ExtensionMessage) {
        return Mono.empty(); // none was negotiated
      }
      return setUp ? handle(message) : setUp(message);
    } catch (UnknownTypeException e) {
      if (e.extension() == 0) {
        close(CloseReason.of(Kind.PROTOCOL_ERROR, e));
      }
      return Mono.empty(); // an extension that was not negotiated is ignored (section 3.4.1)
    } catch (Sv2CodecException e) {
      close(CloseReason.of(Kind.PROTOCOL_ERROR, e));
      return Mono.empty();
    }
  }

  private Mono<Void> setUp(Sv2Message message) {
    if (message instanceof SetupConnectionError error) {
      String flags = error.flags() == 0 ? "" : ", flags 0x" + Long.toHexString(error.flags());
      close(new CloseReason(Kind.SETUP_REFUSED, error.errorCode() + flags));
      return Mono.empty();
    } else if (!(message instanceof SetupConnectionSuccess success)) {
      close(
          new CloseReason(
              Kind.PROTOCOL_ERROR,
              "an answer to SetupConnection comes first, not " + message.type().specName()));
      return Mono.empty();
    } else if (success.usedVersion() != ProtocolSupport.VERSION) {
      close(
          new CloseReason(
              Kind.PROTOCOL_ERROR,
              "SetupConnection.Success chose version "
                  + success.usedVersion()
                  + ", which was not offered"));
      return Mono.empty();
    } else {
      setUp = true;
      LOG.info("{}: {} {} connected", config.name(), upstream.protocol(), connection.peer());
      whenSetUp.run();
      return carryOut(
          () ->
              handler.connected(
                  new Sv2Upstream(
                      upstream.protocol(), 0, upstream.address(), success, java.util.Set.of())));
    }
  }

  private Mono<Void> handle(Sv2Message message) {
    MessageKind type = message.type();
    Protocol protocol = type.protocol().orElse(null);
    if (type == MessageType.RECONNECT) {
      close(CloseReason.local("the server asked to reconnect"));
      return Mono.empty();
    } else if (type == MessageType.CHANNEL_ENDPOINT_CHANGED) {
      return Mono.empty(); // resets extension state, of which there is none
    } else if (type.direction() == Direction.CLIENT_TO_SERVER || protocol != upstream.protocol()) {
      close(CloseReason.of(Kind.PROTOCOL_ERROR, new UnexpectedMessageException(message)));
      return Mono.empty();
    }
    return carryOut(
        () -> handler.handle(new RequestToSv2Client.IncomingMessage(upstream.protocol(), message)));
  }

  private Mono<Void> carryOut(Supplier<Mono<ResponseFromSv2Client>> call) {
    return Mono.defer(call)
        .flatMap(carryOut)
        .timeout(config.handlerTimeout(), Mono.error(HandlerTimeout::new), config.timer())
        .publishOn(connection.scheduler())
        .onErrorResume(
            error -> {
              failed(error);
              return Mono.empty();
            })
        .then(connection.outboundReady());
  }

  private void failed(Throwable error) {
    if (error instanceof UnexpectedMessageException) {
      close(CloseReason.of(Kind.PROTOCOL_ERROR, error));
    } else if (error instanceof HandlerTimeout) {
      close(
          new CloseReason(
              Kind.HANDLER_TIMEOUT, "no answer from the handler in " + config.handlerTimeout()));
    } else {
      LOG.warn("{}: {}: the handler failed", config.name(), upstream.protocol(), error);
      close(CloseReason.of(Kind.HANDLER_FAILED, error));
    }
  }
}
