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
import io.sv2.codec.VendorMessage;
import io.sv2.codec.common.SetupConnection;
import io.sv2.codec.extension.ExtensionMessage;
import io.sv2.codec.extension.RequestExtensions;
import io.sv2.codec.extension.Tlv;
import io.sv2.reactive.CloseReason.Kind;
import io.sv2.reactive.handler.UnexpectedMessageException;
import io.sv2.reactive.layer.LayerException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * One client's connection on a server: setup, extensions, then one message after the other.
 *
 * <p>Runs on the connection's thread; only deadlines are read by others.
 */
final class ServerSession {
  private static final Logger LOG = LoggerFactory.getLogger(ServerSession.class);

  static final CloseReason SHUT_DOWN = CloseReason.local("the server is shutting down");

  private record Deadline(long nanos, Kind kind, Duration allowed) {}

  final long id;
  final Sv2Connection connection;
  private final Admission.Ticket ticket;
  private final Sv2ServerService<?, ?, ?> service;
  private final Sv2ServerServiceConfig config;
  private final ServiceMeters meters;
  private final HandlerCalls calls;
  private final Sinks.Empty<Void> drain = Sinks.empty();
  private final Sinks.Empty<Void> over = Sinks.empty();
  private volatile @Nullable Duration draining; // how long answers may take to leave
  private Disposable inbound = Disposables.disposed();
  private @Nullable ProtocolSupport support;
  private Set<Integer> negotiated = Set.of();
  private boolean extensionsMissing;
  private volatile @Nullable Sv2Client client;
  private volatile boolean closed;
  private volatile long silentSince;
  private volatile Deadline deadline;

  ServerSession(
      long id,
      Sv2Connection connection,
      Admission.Ticket ticket,
      Sv2ServerService<?, ?, ?> service) {
    this.id = id;
    this.connection = connection;
    this.ticket = ticket;
    this.service = service;
    this.config = service.config();
    this.meters = service.meters();
    this.calls =
        new HandlerCalls(connection, config.timer(), service.responses(), meters, this::failed);
    this.extensionsMissing = !config.extensions().required().isEmpty();
    this.silentSince = now();
    this.deadline = new Deadline(silentSince, Kind.SETUP_TIMEOUT, config.setupTimeout());
  }

  @Nullable Sv2Client client() {
    return client;
  }

  void run() {
    ticket.takenOver();
    ticket.moveTo(ConnectionState.SETUP);
    Sinks.Empty<Void> handled = Sinks.empty();
    connection
        .onClose()
        .delayUntil( // what the peer sent before it left is still handled
            reason -> reason.kind() == Kind.PEER_CLOSED ? handled.asMono() : Mono.empty())
        .subscribe(reason -> connection.scheduler().schedule(() -> ended(reason)));
    inbound =
        connection
            .inbound()
            .takeUntilOther(drain.asMono())
            .concatMap(this::onFrame, config.prefetch())
            .doFinally(signal -> handled.tryEmitEmpty())
            .subscribe(null, null, this::noMoreComes);
  }

  private long now() {
    return config.timer().now(TimeUnit.NANOSECONDS);
  }

  /**
   * Takes nothing more from the client; closes once what was taken is handled, and gives the
   * answers {@code patience} to leave.
   */
  void drain(Duration patience) {
    draining = patience;
    drain.tryEmitEmpty();
  }

  /** Completes when nothing is left of the session, and its handler knows. */
  Mono<Void> over() {
    return over.asMono();
  }

  private void noMoreComes() {
    Duration patience = draining;
    if (patience != null) {
      closed = true;
      connection.close(
          SHUT_DOWN,
          patience.plus(config.connection().closeTimeout())); // cut by who drains, if at all
    }
  }

  /** Ends at once: what the handler has not answered is cancelled. */
  void cancel() {
    close(SHUT_DOWN);
    inbound.dispose();
  }

  /**
   * Closes the session when a deadline has passed; called by the service's timer.
   *
   * <p>A client does not pay for the handler's time: it is silent only since the handler was done,
   * and who asks for a channel in time gets one as long as the handler has answered by its own
   * deadline. But nobody keeps a session without a channel by asking for other things.
   */
  void sweep(long now) {
    long busySince = calls.busySince(); // first: what it did may have changed the deadline
    Deadline current = deadline;
    long handler = config.handlerTimeout().toNanos();
    if (busySince != HandlerCalls.IDLE && now - busySince >= handler) {
      close(
          new CloseReason(
              Kind.HANDLER_TIMEOUT, "no answer from the handler in " + config.handlerTimeout()));
      inbound.dispose(); // the handler is cancelled
    } else if (!closed && draining == null && isLate(current, busySince, now)) {
      close(new CloseReason(current.kind, lateBecause(current)));
    }
  }

  private boolean isLate(Deadline current, long busySince, long now) {
    long late = now - since(current) - current.allowed.toNanos();
    // Between two calls there is a moment when the handler is at rest.
    boolean atRest =
        busySince == HandlerCalls.IDLE && now - calls.idleSince() >= ServerSweep.PERIOD.toNanos();
    return late >= 0
        && (atRest || (current.kind != Kind.INACTIVE && late >= config.handlerTimeout().toNanos()));
  }

  private long since(Deadline current) {
    return current.kind == Kind.INACTIVE ? Math.max(silentSince, calls.idleSince()) : current.nanos;
  }

  private static String lateBecause(Deadline deadline) {
    return (deadline.kind == Kind.IDLE_AFTER_SETUP ? "not in use " : "nothing came in ")
        + deadline.allowed
        + (deadline.kind == Kind.IDLE_AFTER_SETUP ? " after it was set up" : "");
  }

  void close(CloseReason reason) {
    closed = true;
    connection.close(reason);
  }

  private void ended(CloseReason reason) {
    closed = true;
    inbound.dispose();
    ticket.close();
    Sv2Client current = client;
    LOG.info("{}: client {} {} closed: {}", config.name(), id, connection.peer(), reason);
    try {
      service.ended(this, current, reason);
    } finally {
      over.tryEmitEmpty();
    }
  }

  /** Encodes and queues; a peer that does not keep up is closed, one that has left is no error. */
  void send(Sv2Message message) {
    send(message.type(), Sv2Codec.encode(message));
  }

  void send(OutboundMessage message) {
    send(message.kind(), message.frame());
  }

  private void send(@Nullable MessageKind kind, Sv2Frame frame) {
    Sinks.EmitResult result = connection.outbound().tryEmitNext(frame);
    switch (result) {
      case OK -> sent(kind);
      case FAIL_CANCELLED, FAIL_TERMINATED -> {}
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

  private void sent(@Nullable MessageKind kind) {
    if (kind == null) {
      return;
    }
    meters.sent(kind);
    if (kind == MessageType.OPEN_STANDARD_MINING_CHANNEL_SUCCESS
        || kind == MessageType.OPEN_EXTENDED_MINING_CHANNEL_SUCCESS) {
      inUse();
    }
  }

  /** There is a channel, or a first message where there are none: from now on silence counts. */
  private void inUse() {
    ProtocolSupport current = support;
    if (deadline.kind == Kind.IDLE_AFTER_SETUP && current != null) {
      deadline = new Deadline(silentSince, Kind.INACTIVE, current.inactivityTimeout());
      ticket.moveTo(ConnectionState.ACTIVE);
    }
  }

  private Mono<Void> onFrame(Sv2Frame frame) {
    if (closed) {
      return Mono.empty();
    }
    silentSince = now();
    try {
      Sv2Message message = Sv2Codec.decode(frame, config.extensions().registry());
      meters.received(message.type());
      Sv2Client current = client;
      return current == null ? setUp(message) : handle(current, message, frame);
    } catch (UnknownTypeException e) {
      return e.extension() == 0 ? refuse(e) : unknown(frame);
    } catch (Sv2CodecException e) {
      return refuse(e);
    }
  }

  private Mono<Void> refuse(Exception e) {
    close(CloseReason.of(Kind.PROTOCOL_ERROR, e));
    return Mono.empty();
  }

  private Mono<Void> unknown(Sv2Frame frame) {
    Sv2Client current = client;
    if (current == null || extensionsMissing) {
      LOG.debug("{}: client {} ignored: {}", config.name(), id, frame);
      return Mono.empty();
    }
    return calls.call(
        null, () -> service.handler(current.protocol()).handleUnknownFrame(current, frame));
  }

  private Mono<Void> setUp(Sv2Message message) {
    if (message instanceof ExtensionMessage) {
      LOG.debug("{}: client {} ignored before its setup: {}", config.name(), id, message);
      return Mono.empty();
    }
    if (!(message instanceof SetupConnection setup)) {
      close(
          new CloseReason(
              Kind.PROTOCOL_ERROR,
              "SetupConnection comes first, not " + message.type().specName()));
      return Mono.empty();
    }
    ServerSetup.Answer answer = ServerSetup.answer(setup, config.protocols());
    if (answer instanceof ServerSetup.Answer.Refused refused) {
      send(refused.message());
      close(new CloseReason(Kind.SETUP_REFUSED, refused.detail()));
      return Mono.empty();
    }
    return accept(setup, (ServerSetup.Answer.Accepted) answer);
  }

  private Mono<Void> accept(SetupConnection setup, ServerSetup.Answer.Accepted answer) {
    Protocol protocol = answer.support().protocol();
    Sv2Client accepted = new Sv2Client(id, connection.peer(), protocol, setup);
    support = answer.support();
    connection.limitPayload(answer.support().maxPayload());
    send(answer.message());
    deadline = new Deadline(now(), Kind.IDLE_AFTER_SETUP, answer.support().firstMessageTimeout());
    client = accepted;
    ticket.moveTo(ConnectionState.FIRST_CHANNEL);
    LOG.info(
        "{}: client {} {} set up for {}, vendor \"{}\", flags 0x{}",
        config.name(),
        id,
        connection.peer(),
        protocol,
        setup.vendor(),
        Long.toHexString(setup.flags()));
    service.setUp(this);
    return calls.call(null, () -> service.handler(protocol).clientAdded(accepted));
  }

  private Mono<Void> handle(Sv2Client current, Sv2Message message, Sv2Frame frame) {
    if (message instanceof RequestExtensions request) {
      return negotiate(current, request);
    } else if (message instanceof VendorMessage vendor
        && !negotiated.contains(vendor.type().extension())) {
      return unknown(frame);
    } else if (message.type().direction() == Direction.SERVER_TO_CLIENT
        || message.type().protocol().orElse(current.protocol()) != current.protocol()
        || message instanceof SetupConnection) {
      return refuse(new UnexpectedMessageException(message));
    } else if (extensionsMissing) {
      close(
          new CloseReason(
              Kind.EXTENSION_REQUIRED,
              "extensions "
                  + config.extensions().required()
                  + " are required, and were not asked for before "
                  + message.type().specName()));
      return Mono.empty();
    }
    if (current.protocol() != Protocol.MINING) {
      inUse();
    }
    List<Tlv> tlvs = config.extensions().tlvs(frame, message, negotiated);
    var request = new RequestToSv2Server.IncomingMessage(current, message, tlvs);
    return calls.call(message.type(), () -> service.handle(request));
  }

  private Mono<Void> negotiate(Sv2Client current, RequestExtensions request) {
    ServerExtensions answer = ServerExtensions.answer(request, config.extensions());
    boolean changed = !answer.negotiated().equals(negotiated);
    negotiated = answer.negotiated();
    extensionsMissing = !answer.missing().isEmpty();
    send(answer.message());
    LOG.debug("{}: client {} asked: {}, answered: {}", config.name(), id, request, answer);
    return changed
        ? calls.call(
            null,
            () ->
                service
                    .handler(current.protocol())
                    .extensionsNegotiated(current, answer.negotiated()))
        : Mono.empty();
  }

  private void failed(Throwable error) {
    if (error instanceof UnexpectedMessageException) {
      close(CloseReason.of(Kind.PROTOCOL_ERROR, error));
    } else if (error instanceof LayerException) {
      close(CloseReason.of(Kind.OVERLOADED, error));
    } else {
      LOG.warn("{}: client {}: the handler failed", config.name(), id, error);
      close(CloseReason.of(Kind.HANDLER_FAILED, error));
    }
  }
}
