package io.sv2.reactive.handler;

import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.reactive.ResponseFromSv2Server;
import io.sv2.reactive.Sv2Client;
import reactor.core.publisher.Mono;

/** In place of a handler where a service does not support the subprotocol. */
public final class NullSv2MiningServerHandler implements Sv2MiningServerHandler {
  /** The only one needed: it has no state. */
  public static final NullSv2MiningServerHandler INSTANCE = new NullSv2MiningServerHandler();

  private NullSv2MiningServerHandler() {}

  @Override
  public Mono<ResponseFromSv2Server> handleOpenStandardMiningChannel(
      Sv2Client client, OpenStandardMiningChannel message) {
    return Mono.error(new UnexpectedMessageException(message));
  }

  @Override
  public Mono<ResponseFromSv2Server> handleSubmitSharesStandard(
      Sv2Client client, SubmitSharesStandard message) {
    return Mono.error(new UnexpectedMessageException(message));
  }
}
