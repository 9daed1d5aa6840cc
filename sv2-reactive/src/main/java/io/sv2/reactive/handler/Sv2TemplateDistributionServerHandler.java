package io.sv2.reactive.handler;

import io.sv2.codec.template.CoinbaseOutputConstraints;
import io.sv2.codec.template.RequestTransactionData;
import io.sv2.codec.template.SubmitSolution;
import io.sv2.reactive.RequestToSv2Server.IncomingMessage;
import io.sv2.reactive.ResponseFromSv2Server;
import io.sv2.reactive.Sv2Client;
import reactor.core.publisher.Mono;

/** The template provider (chapter 7). */
public interface Sv2TemplateDistributionServerHandler extends Sv2ServerHandler {
  @Override
  default Mono<ResponseFromSv2Server> handle(IncomingMessage request) {
    return ServerDispatch.template(this, request);
  }

  /** Section 7.1; answered with a future NewTemplate and its SetNewPrevHash at once. */
  Mono<ResponseFromSv2Server> handleCoinbaseOutputConstraints(
      Sv2Client client, CoinbaseOutputConstraints message);

  /** Section 7.4; answered with its Success or Error. */
  Mono<ResponseFromSv2Server> handleRequestTransactionData(
      Sv2Client client, RequestTransactionData message);

  /** Section 7.7; not answered. */
  Mono<ResponseFromSv2Server> handleSubmitSolution(Sv2Client client, SubmitSolution message);
}
