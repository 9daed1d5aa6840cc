package io.sv2.examples.probe;

import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Codec;
import io.sv2.codec.Sv2CodecException;
import io.sv2.codec.Sv2Frame;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.common.SetupConnection;
import io.sv2.codec.common.SetupConnectionError;
import io.sv2.codec.common.SetupConnectionSuccess;
import io.sv2.codec.type.Str0255;
import io.sv2.examples.probe.Diagnosis.Step;
import io.sv2.examples.probe.SetupResult.Accepted;
import io.sv2.examples.probe.SetupResult.Refused;
import io.sv2.examples.probe.SetupResult.Unanswered;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.CloseReason.Kind;
import io.sv2.reactive.Sv2Connection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** SetupConnection and its answer as two frames; then the connection is closed. */
final class SetupExchange {
  private static final Str0255 VENDOR = Str0255.of("reactor-stratum probe");
  private static final Duration CLOSING = Duration.ofSeconds(1);

  /**
   * What is asked for.
   *
   * @param version lowest and highest at once
   */
  record Request(Protocol protocol, int version, long flags) {}

  private SetupExchange() {}

  static SetupResult ask(ProbeConfig config, Sv2Connection connection, Request request) {
    SetupConnection message =
        new SetupConnection(
            request.protocol().code(),
            request.version(),
            request.version(),
            request.flags(),
            host(config),
            config.port(),
            VENDOR,
            Str0255.EMPTY,
            Str0255.EMPTY,
            Str0255.EMPTY);
    connection.outbound().tryEmitNext(Sv2Codec.encode(message)); // if it has ended, so has inbound
    SetupResult result =
        connection
            .inbound()
            .next()
            .map(frame -> judge(frame, request))
            .switchIfEmpty(connection.onClose().map(SetupExchange::closed))
            .timeout(config.timeout(), Mono.fromSupplier(() -> late(config)))
            .block();
    connection.close(CloseReason.local("the probe has its answer"));
    connection.onClose().timeout(CLOSING, Mono.empty()).block(); // one connection at a time
    if (result == null) {
      throw new IllegalStateException("no answer and no reason why");
    }
    return result;
  }

  /** A name longer than the field is left out; servers may look at it, few do. */
  private static Str0255 host(ProbeConfig config) {
    byte[] utf8 = config.host().getBytes(StandardCharsets.UTF_8);
    return utf8.length > Str0255.MAX_LENGTH ? Str0255.EMPTY : Str0255.of(utf8, 0, utf8.length);
  }

  private static SetupResult judge(Sv2Frame frame, Request request) {
    Sv2Message message;
    try {
      message = Sv2Codec.decode(frame);
    } catch (Sv2CodecException e) {
      return unanswered("PROTOCOL_ERROR", "the answer cannot be read: " + e.getMessage());
    }
    if (message instanceof SetupConnectionError error) {
      return new Refused(error.flags(), error.errorCode().text());
    } else if (!(message instanceof SetupConnectionSuccess success)) {
      return unanswered(
          "PROTOCOL_ERROR",
          message.type().specName() + " came where SetupConnection has to be answered");
    } else if (success.usedVersion() != request.version()) {
      return unanswered(
          "PROTOCOL_ERROR",
          "the server chose version %d, offered was %d"
              .formatted(success.usedVersion(), request.version()));
    } else {
      return new Accepted(success.usedVersion(), success.flags());
    }
  }

  private static SetupResult closed(CloseReason reason) {
    return reason.kind() == Kind.PEER_CLOSED
        ? unanswered("CLOSED", "the server closed the connection instead of answering")
        : unanswered(reason.kind().name(), "no answer that can be read: " + reason.detail());
  }

  private static SetupResult late(ProbeConfig config) {
    return unanswered("TIMEOUT", "no answer to SetupConnection in " + Failures.seconds(config));
  }

  private static SetupResult unanswered(String reason, String message) {
    return new Unanswered(Diagnosis.of(Step.SETUP, reason, message));
  }
}
