package io.sv2.reactive.layer;

import io.sv2.codec.type.Str0255;
import io.sv2.reactive.Incoming;
import io.sv2.reactive.RequestToSv2Server;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/** Writes a line for each request once it has ended. */
final class Logged {
  private Logged() {}

  static <Q extends Incoming, R> Function<Q, Mono<R>> around(
      Function<Q, Mono<R>> inner, Logger log, Redaction redaction) {
    return request ->
        log.isDebugEnabled()
            ? Mono.defer(
                () -> {
                  long start = System.nanoTime();
                  return Ending.told(
                      Mono.defer(() -> inner.apply(request)),
                      (how, error) ->
                          log.debug(
                              "{}: {} {}, {} us, {}",
                              who(request),
                              Str0255.printable(request.message().type().uniqueName()),
                              Fields.of(request.message(), request.tlvs(), redaction),
                              (System.nanoTime() - start) / 1000,
                              outcome(how, error)));
                })
            : inner.apply(request);
  }

  private static String who(Incoming request) {
    return request instanceof RequestToSv2Server.IncomingMessage message
        ? Str0255.printable(message.client().toString())
        : "upstream " + request.protocol();
  }

  /** A message of a layer's is its limit; that of any other error may quote the peer. */
  private static String outcome(SignalType how, @Nullable Throwable error) {
    if (error instanceof LayerException refused) {
      return refused.kind() + ": " + Str0255.printable(String.valueOf(refused.getMessage()));
    } else if (error != null) {
      return "failed: " + error.getClass().getName();
    }
    return how == SignalType.CANCEL ? "cancelled" : "answered";
  }
}
