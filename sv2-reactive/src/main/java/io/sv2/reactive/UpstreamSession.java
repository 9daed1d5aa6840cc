package io.sv2.reactive;

import io.sv2.codec.Direction;
import io.sv2.codec.MessageKind;
import io.sv2.codec.MessageType;
import io.sv2.codec.Sv2Codec;
import io.sv2.codec.Sv2CodecException;
import io.sv2.codec.Sv2Frame;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.UnknownTypeException;
import io.sv2.codec.VendorMessage;
import io.sv2.codec.common.Reconnect;
import io.sv2.codec.common.SetupConnectionSuccess;
import io.sv2.codec.extension.ExtensionMessage;
import io.sv2.codec.extension.Tlv;
import io.sv2.reactive.CloseReason.Kind;
import io.sv2.reactive.handler.UnexpectedMessageException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * One connection of a client service: established (SetupConnection, extensions), then, when it is
 * told to, served.
 *
 * <p>Runs on the connection's thread; anybody may close it and ask how it is.
 */
final class UpstreamSession {
  private static final Logger LOG = LoggerFactory.getLogger(UpstreamSession.class);

  private static final CloseReason SHUT_DOWN = CloseReason.local("the client is shutting down");

  final Sv2Connection connection;
  private final UpstreamContext context;
  private final Sv2ClientServiceConfig config;
  private final UpstreamConfig upstream;
  private final UpstreamAttempt attempt;
  private final BiConsumer<UpstreamAttempt, Reconnect> reconnect;
  private final ClientNegotiation extensions;
  private final UpstreamCalls calls;
  private final UpstreamSilence silence;
  private final Sinks.One<UpstreamSession> established = Sinks.one();
  private final Sinks.Empty<Void> served = Sinks.empty();
  private final Sinks.Empty<Void> drain = Sinks.empty();
  private final Sinks.One<CloseReason> ended = Sinks.one();
  private Disposable deadline = Disposables.disposed();
  private Disposable inbound = Disposables.disposed();
  private @Nullable SetupConnectionSuccess setup;
  private volatile boolean ready; // set up, extensions agreed on
  private volatile boolean told; // the handler knows of this connection
  private volatile boolean closed;
  private volatile boolean gone; // nothing can be sent any more
  private volatile @Nullable Duration draining; // how long answers may take to leave
  private Duration answerPatience; // with RequestExtensions
  private @Nullable CloseReason sentOn; // whatever ends the connection then

  UpstreamSession(
      Sv2Connection connection,
      UpstreamContext context,
      UpstreamAttempt attempt,
      BiConsumer<UpstreamAttempt, Reconnect> reconnect) {
    this.connection = connection;
    this.context = context;
    this.config = context.config();
    this.upstream = context.upstream();
    this.attempt = attempt;
    this.reconnect = reconnect;
    this.extensions = new ClientNegotiation(config.extensions());
    this.calls = new UpstreamCalls(connection, context, this::close);
    this.silence =
        new UpstreamSilence(config.timer(), upstream.inactivityTimeout(), calls, this::close);
    this.answerPatience = config.extensions().answerTimeout();
  }

  UpstreamAttempt attempt() {
    return attempt;
  }

  /**
   * Emits this session once the server has accepted and extensions are agreed on; an {@link
   * UpstreamEndedException} when the connection ends before. Cancelling closes it.
   */
  Mono<UpstreamSession> establish() {
    return Mono.defer(
            () -> {
              silence.broken();
              connection.limitPayload(upstream.maxPayload());
              Sinks.Empty<Void> handled = Sinks.empty();
              connection
                  .onClose()
                  .doOnNext(reason -> gone = true)
                  .delayUntil( // what the server sent before it left is still handled
                      reason ->
                          reason.kind() == Kind.PEER_CLOSED && ready
                              ? handled.asMono()
                              : Mono.empty())
                  .publishOn(connection.scheduler())
                  .subscribe(this::hasEnded);
              deadline =
                  Mono.delay(config.setupTimeout(), config.timer()).subscribe(tick -> setupLate());
              send(upstream.setupConnection(attempt.address()));
              inbound =
                  connection
                      .inbound()
                      .takeUntilOther(drain.asMono())
                      .concatMap(this::onFrame, config.prefetch())
                      .doFinally(signal -> handled.tryEmitEmpty())
                      .subscribe(null, null, this::noMoreComes);
              return established.asMono();
            })
        .doOnCancel(
            () -> {
              if (!ready) { // who has it cancels it himself
                cancel();
              }
            });
  }

  /** Calls the handler from now on. */
  void serve() {
    served.tryEmitEmpty();
    silence.watch();
  }

  Mono<CloseReason> ended() {
    return ended.asMono();
  }

  void cancel() {
    close(SHUT_DOWN);
    if (!told) {
      inbound.dispose(); // or what has come would wait for ever to be served
    }
  }

  void close(CloseReason reason) {
    closed = true;
    connection.close(reason);
  }

  /**
   * Takes nothing more from the server; closes once what was taken is handled, and gives the
   * answers {@code patience} to leave.
   */
  void drain(Duration patience) {
    draining = patience;
    drain.tryEmitEmpty();
  }

  private void noMoreComes() {
    Duration patience = draining;
    if (patience != null) {
      closed = true;
      connection.close( // cut by who drains, if at all
          SHUT_DOWN, patience.plus(config.connection().closeTimeout()));
    }
  }

  boolean isUsable() {
    return ready && !closed && !gone;
  }

  private long now() {
    return config.timer().now(TimeUnit.NANOSECONDS);
  }

  private void setupLate() {
    close(SetupAnswer.late(extensions.isWaiting(), config.setupTimeout()));
  }

  private void hasEnded(CloseReason how) {
    CloseReason asked = sentOn;
    CloseReason reason = asked == null ? how : asked;
    closed = true;
    deadline.dispose();
    silence.stop();
    inbound.dispose();
    context.meters().closed(reason.kind());
    LOG.info("{}: {} {} closed: {}", config.name(), upstream.protocol(), connection.peer(), reason);
    try {
      if (told) {
        disconnected(reason);
      }
    } finally { // or it is not connected again
      established.tryEmitError(new UpstreamEndedException(connection.peer(), reason));
      ended.tryEmitValue(reason);
    }
  }

  private void disconnected(CloseReason reason) {
    try {
      context.handler().disconnected(reason);
    } catch (Throwable e) { // a failed assertion, too, is that handler's alone
      Exceptions.throwIfFatal(e);
      LOG.warn("{}: {}: disconnected failed", config.name(), upstream.protocol(), e);
    }
  }

  /** Whether it was queued: a connection that is ending takes nothing more. */
  boolean send(Sv2Message message) {
    boolean queued = send(Sv2Codec.encode(message));
    if (queued) {
      context.meters().sent(message.type());
    }
    return queued;
  }

  boolean send(Sv2Frame frame) {
    Sinks.EmitResult result = connection.outbound().tryEmitNext(frame);
    if (result == Sinks.EmitResult.FAIL_OVERFLOW) {
      close(new CloseReason(Kind.SLOW_CONSUMER, "the server does not read what it is sent"));
    }
    return result.isSuccess();
  }

  private Mono<Void> onFrame(Sv2Frame frame) {
    if (closed) {
      return Mono.empty();
    }
    silence.broken();
    try {
      Sv2Message message = Sv2Codec.decode(frame, config.extensions().registry());
      context.meters().received(message.type());
      if (message instanceof ExtensionMessage && !(message instanceof VendorMessage)) {
        return negotiated(message);
      }
      return ready ? handle(message, frame) : setUp(message);
    } catch (UnknownTypeException e) {
      return e.extension() == 0 ? refuse(e) : unknown(frame);
    } catch (Sv2CodecException e) {
      return refuse(e);
    }
  }

  private Mono<Void> refuse(Exception e) {
    return refuse(CloseReason.of(Kind.PROTOCOL_ERROR, e));
  }

  private Mono<Void> refuse(CloseReason reason) {
    close(reason);
    return Mono.empty();
  }

  private Mono<Void> unknown(Sv2Frame frame) {
    return ready
        ? calls.call(null, () -> context.handler().handleUnknownFrame(frame))
        : Mono.empty();
  }

  private Mono<Void> follow(Reconnect elsewhere) {
    CloseReason reason = new CloseReason(Kind.RECONNECT, "the server asked to reconnect");
    sentOn = reason;
    reconnect.accept(attempt, elsewhere);
    close(reason);
    return Mono.empty();
  }

  // ---- until it is established

  private Mono<Void> setUp(Sv2Message message) {
    if (message instanceof VendorMessage) {
      return Mono.empty(); // not negotiated
    } else if (setup != null && message instanceof Reconnect elsewhere) {
      return follow(elsewhere);
    }
    CloseReason refusal = SetupAnswer.refusal(message, setup != null);
    if (refusal != null) {
      return refuse(refusal);
    }
    SetupConnectionSuccess success = (SetupConnectionSuccess) message;
    setup = success;
    return extensions.isWanted() ? askForExtensions(success) : ready(success);
  }

  /** A server that does not know of extensions says nothing (extension 0x0001, section 4.3). */
  private Mono<Void> askForExtensions(SetupConnectionSuccess success) {
    if (!attempt.asksForExtensions()) {
      CloseReason missing = extensions.unanswered();
      return missing == null ? ready(success) : refuse(missing);
    }
    send(extensions.ask());
    answerPatience = attempt.patience(now() - attempt.begunAt());
    deadline.dispose();
    deadline = Mono.delay(answerPatience, config.timer()).subscribe(tick -> setupLate());
    return Mono.empty();
  }

  private Mono<Void> negotiated(Sv2Message message) {
    if (message.type().direction() == Direction.CLIENT_TO_SERVER) {
      return refuse(new UnexpectedMessageException(message));
    } else if (!extensions.isWaiting()) {
      LOG.debug("{}: ignored: {}", config.name(), message);
      return Mono.empty();
    }
    CloseReason missing = extensions.answered(message);
    SetupConnectionSuccess success = setup;
    if (missing != null) {
      return refuse(missing);
    } else if (extensions.isWaiting() || success == null) {
      return Mono.empty();
    }
    deadline.dispose();
    return ready
        ? calls.call(null, () -> context.handler().extensionsNegotiated(extensions.negotiated()))
        : ready(success);
  }

  private Mono<Void> ready(SetupConnectionSuccess success) {
    deadline.dispose();
    deadline = // or it would be left open by whoever loses it
        Mono.delay(config.setupTimeout(), config.timer())
            .filter(tick -> !told)
            .subscribe(tick -> cancel());
    context.meters().established("setup", true, now() - attempt.begunAt());
    ready = true;
    LOG.info("{}: {} {} connected", config.name(), upstream.protocol(), connection.peer());
    established.tryEmitValue(this);
    Sv2Upstream described = attempt.made(upstream.protocol(), success, extensions.negotiated());
    return served
        .asMono()
        .publishOn(connection.scheduler())
        .then(Mono.defer(() -> connected(described)));
  }

  private Mono<Void> connected(Sv2Upstream described) {
    told = true;
    deadline.dispose();
    if (upstream.constraints() != null) {
      send(upstream.constraints());
    }
    return calls.call(null, () -> context.handler().connected(described));
  }

  // ---- from then on

  private Mono<Void> handle(Sv2Message message, Sv2Frame frame) {
    MessageKind type = message.type();
    if (message instanceof Reconnect elsewhere) {
      return follow(elsewhere);
    } else if (type == MessageType.CHANNEL_ENDPOINT_CHANGED) {
      return endpointChanged();
    } else if (message instanceof VendorMessage
        && !extensions.negotiated().contains(type.extension())) {
      return unknown(frame);
    } else if (type.direction() == Direction.CLIENT_TO_SERVER
        || (type.protocol().orElse(null) != upstream.protocol()
            && !(message instanceof VendorMessage))) {
      return refuse(new UnexpectedMessageException(message));
    }
    List<Tlv> tlvs = config.extensions().tlvs(frame, message, extensions.negotiated());
    return calls.call(
        type,
        () ->
            context
                .handling()
                .apply(new RequestToSv2Client.IncomingMessage(upstream.protocol(), message, tlvs)));
  }

  /** What was agreed on with the endpoint before is void (section 3.6.4). */
  private Mono<Void> endpointChanged() {
    if (!extensions.isWanted() || !attempt.asksForExtensions()) {
      return Mono.empty();
    }
    send(extensions.ask());
    awaitAnswer();
    return calls.call(null, () -> context.handler().extensionsNegotiated(extensions.negotiated()));
  }

  private void awaitAnswer() {
    deadline.dispose();
    deadline =
        Mono.delay(answerPatience, config.timer())
            .publishOn(connection.scheduler())
            .subscribe(tick -> stillUnanswered());
  }

  /** The new endpoint may not know of extensions: the connection goes on without, if it can. */
  private void stillUnanswered() {
    if (closed || !extensions.isWaiting()) {
      return;
    } else if (calls.isBusy() || now() - calls.idleSince() < answerPatience.toNanos()) {
      awaitAnswer(); // nothing was read meanwhile
      return;
    }
    CloseReason missing = extensions.unanswered();
    if (missing != null) {
      close(missing);
    }
  }
}
