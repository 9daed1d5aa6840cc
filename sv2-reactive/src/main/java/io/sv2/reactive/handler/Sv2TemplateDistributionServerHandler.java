package io.sv2.reactive.handler;

import io.sv2.codec.template.CoinbaseOutputConstraints;
import io.sv2.codec.template.RequestTransactionData;
import io.sv2.codec.template.SubmitSolution;
import io.sv2.reactive.RequestToSv2Server.IncomingMessage;
import io.sv2.reactive.ResponseFromSv2Server;
import io.sv2.reactive.Sv2Client;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** The template provider (chapter 7). */
public interface Sv2TemplateDistributionServerHandler extends Sv2ServerHandler {
  /** A handler whose messages all go to {@code function}, for one the end of a route. */
  static Sv2TemplateDistributionServerHandler of(
      Function<IncomingMessage, Mono<ResponseFromSv2Server>> function) {
    return of(function, function::apply);
  }

  /**
   * As {@link #of(Function)}, with the hooks of another handler: all but the messages, which still
   * come to it where {@code function} ends in {@code hooks::handle}.
   */
  static Sv2TemplateDistributionServerHandler of(
      Function<IncomingMessage, Mono<ResponseFromSv2Server>> function, Sv2ServerHandler hooks) {
    return new RoutedServer.TemplateDistribution(function, hooks);
  }

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
