package io.sv2.reactive;

import io.sv2.reactive.handler.Sv2ClientHandler;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * What the sessions of one upstream have in common.
 *
 * @param config of the service
 * @param upstream whom they connect to
 * @param handler told of connections
 * @param handling handles a message, through the layers
 * @param carryOut does what a handler answered
 * @param meters of the service
 */
record UpstreamContext(
    Sv2ClientServiceConfig config,
    UpstreamConfig upstream,
    Sv2ClientHandler handler,
    Function<RequestToSv2Client.IncomingMessage, Mono<ResponseFromSv2Client>> handling,
    Function<ResponseFromSv2Client, Mono<Void>> carryOut,
    ServiceMeters meters) {}
