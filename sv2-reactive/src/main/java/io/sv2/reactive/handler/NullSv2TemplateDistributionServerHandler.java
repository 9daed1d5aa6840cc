package io.sv2.reactive.handler;

import io.sv2.codec.template.CoinbaseOutputConstraints;
import io.sv2.codec.template.RequestTransactionData;
import io.sv2.codec.template.SubmitSolution;
import io.sv2.reactive.ResponseFromSv2Server;
import io.sv2.reactive.Sv2Client;
import reactor.core.publisher.Mono;

/** In place of a handler where a service does not support the subprotocol. */
public final class NullSv2TemplateDistributionServerHandler
    implements Sv2TemplateDistributionServerHandler {
  /** The only one needed: it has no state. */
  public static final NullSv2TemplateDistributionServerHandler INSTANCE =
      new NullSv2TemplateDistributionServerHandler();

  private NullSv2TemplateDistributionServerHandler() {}

  @Override
  public Mono<ResponseFromSv2Server> handleCoinbaseOutputConstraints(
      Sv2Client client, CoinbaseOutputConstraints message) {
    return Mono.error(new UnexpectedMessageException(message));
  }

  @Override
  public Mono<ResponseFromSv2Server> handleRequestTransactionData(
      Sv2Client client, RequestTransactionData message) {
    return Mono.error(new UnexpectedMessageException(message));
  }

  @Override
  public Mono<ResponseFromSv2Server> handleSubmitSolution(
      Sv2Client client, SubmitSolution message) {
    return Mono.error(new UnexpectedMessageException(message));
  }
}
