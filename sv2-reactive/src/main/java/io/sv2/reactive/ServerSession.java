package io.sv2.reactive;

import io.sv2.codec.Direction;
import io.sv2.codec.ErrorCodes;
import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Codec;
import io.sv2.codec.Sv2CodecException;
import io.sv2.codec.Sv2Frame;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.UnknownTypeException;
import io.sv2.codec.common.SetupConnection;
import io.sv2.codec.common.SetupConnectionError;
import io.sv2.codec.common.SetupConnectionSuccess;
import io.sv2.codec.extension.ExtensionMessage;
import io.sv2.codec.type.Str0255;
import io.sv2.reactive.CloseReason.Kind;
import io.sv2.reactive.handler.UnexpectedMessageException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * One client's connection on a server: setup, then one message after the other.
 *
 * <p>Runs on the connection's thread; only deadlines are read by others.
 */
final class ServerSession {
  private static final Logger LOG = LoggerFactory.getLogger(ServerSession.class);

  private static final long NOT_HANDLING = Long.MIN_VALUE;

  private record Deadline(long nanos, Kind kind, Duration allowed) {}

  final long id;
  final Sv2Connection connection;
  private final Sv2ServerService<?, ?, ?> service;
  private final Sv2ServerServiceConfig config;
  private Disposable inbound = Disposables.disposed();
  private @Nullable ProtocolSupport support;
  private volatile @Nullable Sv2Client client;
  private volatile boolean closed;
  private volatile long silentSince;
  private volatile Deadline deadline;
  private volatile long handlingSince = NOT_HANDLING;

  ServerSession(long id, Sv2Connection connection, Sv2ServerService<?, ?, ?> service) {
    this.id = id;
    this.connection = connection;
    this.service = service;
    this.config = service.config();
    this.silentSince = now();
    this.deadline = new Deadline(silentSince, Kind.SETUP_TIMEOUT, config.setupTimeout());
  }

  @Nullable Sv2Client client() {
    return client;
  }

  void run() {
    Sinks.Empty<Void> handled = Sinks.empty();
    connection
        .onClose()
        .delayUntil( // what the peer sent before it left is still handled
            reason -> reason.kind() == Kind.PEER_CLOSED ? handled.asMono() : Mono.empty())
        .subscribe(reason -> connection.scheduler().schedule(() -> ended(reason)));
    inbound =
        connection
            .inbound()
            .concatMap(this::onFrame, config.prefetch())
            .doFinally(signal -> handled.tryEmitEmpty())
            .subscribe();
  }

  private long now() {
    return config.timer().now(TimeUnit.NANOSECONDS);
  }

  /** Closes the session when a deadline has passed; called by the service's timer. */
  void sweep(long now) {
    Deadline current = deadline;
    long since = current.kind == Kind.INACTIVE ? silentSince : current.nanos;
    if (handlingSince == NOT_HANDLING && now - since >= current.allowed.toNanos()) {
      close(new CloseReason(current.kind, "nothing came in " + current.allowed));
    } else if (handlingSince != NOT_HANDLING
        && now - handlingSince >= config.handlerTimeout().toNanos()) {
      close(
          new CloseReason(
              Kind.HANDLER_TIMEOUT, "no answer from the handler in " + config.handlerTimeout()));
      inbound.dispose(); // the handler is cancelled
    }
  }

  void close(CloseReason reason) {
    closed = true;
    connection.close(reason);
  }

  private void ended(CloseReason reason) {
    closed = true;
    inbound.dispose();
    Sv2Client current = client;
    LOG.info("{}: client {} {} closed: {}", config.name(), id, connection.peer(), reason);
    service.ended(this, current, reason);
  }

  /** Encodes and queues; a peer that does not keep up is closed, one that has left is no error. */
  void send(Sv2Message message) {
    send(Sv2Codec.encode(message));
  }

  private void send(Sv2Frame frame) {
    Sinks.EmitResult result = connection.outbound().tryEmitNext(frame);
    switch (result) {
      case OK, FAIL_CANCELLED, FAIL_TERMINATED -> {}
      case FAIL_OVERFLOW ->
          close(
              new CloseReason(
                  Kind.SLOW_CONSUMER,
                  "more than "
                      + config.connection().outbound().maxFrames()
                      + " messages or "
                      + config.connection().outbound().maxBytes()
                      + " bytes wait for the peer to read"));
      case FAIL_NON_SERIALIZED, FAIL_ZERO_SUBSCRIBER ->
          throw new IllegalStateException("outbound sink: " + result);
    }
  }

  private Mono<Void> onFrame(Sv2Frame frame) {
    if (closed) {
      return Mono.empty();
    }
    silentSince = now();
    try {
      Sv2Message message = Sv2Codec.decode(frame);
      if (message instanceof ExtensionMessage) {
        LOG.debug("{}: client {} ignored: {}", config.name(), id, message);
        return Mono.empty(); // extensions are not negotiated here; who asks goes on without them
      }
      Sv2Client current = client;
      return current == null ? setUp(message) : handle(current, message);
    } catch (UnknownTypeException e) {
      if (e.extension() == 0) {
        close(CloseReason.of(Kind.PROTOCOL_ERROR, e));
      } else {
        LOG.debug("{}: client {} ignored: {}", config.name(), id, e.getMessage());
      }
      return Mono.empty();
    } catch (Sv2CodecException e) {
      close(CloseReason.of(Kind.PROTOCOL_ERROR, e));
      return Mono.empty();
    }
  }

  private Mono<Void> setUp(Sv2Message message) {
    if (!(message instanceof SetupConnection setup)) {
      close(
          new CloseReason(
              Kind.PROTOCOL_ERROR,
              "SetupConnection comes first, not " + message.type().specName()));
      return Mono.empty();
    }
    Protocol protocol = Protocol.ofCode(setup.protocol()).orElse(null);
    ProtocolSupport supported = protocol == null ? null : config.support(protocol).orElse(null);
    if (protocol == null || supported == null) {
      return refuse(0, ErrorCodes.UNSUPPORTED_PROTOCOL, "subprotocol " + setup.protocol());
    }
    int version = Math.min(setup.maxVersion(), supported.maxVersion());
    if (version < Math.max(setup.minVersion(), supported.minVersion())) {
      return refuse(
          0,
          ErrorCodes.PROTOCOL_VERSION_MISMATCH,
          "versions " + setup.minVersion() + " to " + setup.maxVersion());
    }
    long unsupported = setup.flags() & ~supported.supportedFlags();
    if (unsupported != 0) {
      return refuse(
          unsupported,
          ErrorCodes.UNSUPPORTED_FEATURE_FLAGS,
          "flags 0x" + Long.toHexString(unsupported));
    }
    return accept(setup, protocol, supported, version);
  }

  private Mono<Void> refuse(long flags, String code, String detail) {
    send(new SetupConnectionError(flags, Str0255.of(code)));
    close(new CloseReason(Kind.SETUP_REFUSED, code + " (" + detail + ")"));
    return Mono.empty();
  }

  private Mono<Void> accept(
      SetupConnection setup, Protocol protocol, ProtocolSupport supported, int version) {
    Sv2Client accepted = new Sv2Client(id, connection.peer(), protocol, setup);
    support = supported;
    connection.limitPayload(supported.maxPayload());
    send(new SetupConnectionSuccess(version, supported.answeredFlags()));
    deadline = new Deadline(now(), Kind.IDLE_AFTER_SETUP, supported.firstMessageTimeout());
    client = accepted;
    LOG.info(
        "{}: client {} {} set up for {}, vendor \"{}\", flags 0x{}",
        config.name(),
        id,
        connection.peer(),
        protocol,
        setup.vendor(),
        Long.toHexString(setup.flags()));
    service.added(this);
    return carryOut(() -> service.handler(protocol).clientAdded(accepted));
  }

  private Mono<Void> handle(Sv2Client current, Sv2Message message) {
    if (deadline.kind != Kind.INACTIVE && support != null) {
      deadline = new Deadline(silentSince, Kind.INACTIVE, support.inactivityTimeout());
    }
    if (message.type().direction() == Direction.SERVER_TO_CLIENT
        || message.type().protocol().orElse(null) != current.protocol()) {
      close(CloseReason.of(Kind.PROTOCOL_ERROR, new UnexpectedMessageException(message)));
      return Mono.empty();
    }
    return carryOut(
        () ->
            service
                .handler(current.protocol())
                .handle(new RequestToSv2Server.IncomingMessage(current, message)));
  }

  /** Calls a handler and does what it answers, then waits until the peer has room for more. */
  private Mono<Void> carryOut(Callable<Mono<ResponseFromSv2Server>> call) {
    try {
      Mono<ResponseFromSv2Server> answer = call.call();
      if (answer instanceof Callable<?> known) { // Mono.just and its like: no operators needed
        Object response = known.call();
        Mono<Void> done =
            response == null ? Mono.empty() : service.carryOut((ResponseFromSv2Server) response);
        if (done instanceof Callable<?> settled) {
          settled.call(); // throws when it is an error
          return connection.outboundReady();
        }
        return watched(toTheEnd(done));
      }
      return watched(answer.flatMap(response -> toTheEnd(service.carryOut(response))));
    } catch (Throwable e) { // a handler's failed assertion, too, ends its client's connection
      Exceptions.throwIfFatal(e);
      failed(e);
      return Mono.empty();
    }
  }

  /**
   * What was answered is done also when the client leaves meanwhile: it may be the block that it
   * has found. Only a handler that has not answered yet is cancelled.
   */
  private static Mono<Void> toTheEnd(Mono<Void> work) {
    Sinks.Empty<Void> done = Sinks.empty();
    work.subscribe(null, done::tryEmitError, done::tryEmitEmpty);
    return done.asMono();
  }

  /** Comes back to the connection's thread, whatever thread the handler finished on. */
  private Mono<Void> watched(Mono<Void> work) {
    handlingSince = now();
    return work.publishOn(connection.scheduler())
        .onErrorResume(
            error -> {
              failed(error);
              return Mono.empty();
            })
        .then(
            Mono.defer(
                () -> {
                  handlingSince = NOT_HANDLING;
                  return connection.outboundReady();
                }));
  }

  private void failed(Throwable error) {
    if (error instanceof UnexpectedMessageException) {
      close(CloseReason.of(Kind.PROTOCOL_ERROR, error));
    } else {
      LOG.warn("{}: client {}: the handler failed", config.name(), id, error);
      close(CloseReason.of(Kind.HANDLER_FAILED, error));
    }
  }
}
