package io.sv2.reactive;

import io.sv2.codec.Sv2Message;
import io.sv2.codec.mining.CloseChannel;
import io.sv2.codec.mining.MiningMessage;
import io.sv2.codec.mining.OpenExtendedMiningChannel;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.mining.SetCustomMiningJob;
import io.sv2.codec.mining.SubmitSharesExtended;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.mining.UpdateChannel;
import io.sv2.codec.template.CoinbaseOutputConstraints;
import io.sv2.codec.template.RequestTransactionData;
import io.sv2.codec.template.SubmitSolution;
import io.sv2.codec.template.TemplateMessage;
import io.sv2.reactive.handler.Sv2MiningServerHandler;
import io.sv2.reactive.handler.Sv2ServerHandler;
import io.sv2.reactive.handler.Sv2TemplateDistributionServerHandler;
import io.sv2.reactive.handler.UnexpectedMessageException;
import reactor.core.publisher.Mono;

/** From a message to the handler method that is for it. */
final class ServerDispatch {
  private ServerDispatch() {}

  static Mono<ResponseFromSv2Server> dispatch(
      Sv2ServerHandler handler, Sv2Client client, Sv2Message message) {
    if (handler instanceof Sv2MiningServerHandler mining && message instanceof MiningMessage m) {
      return mining(mining, client, m);
    } else if (handler instanceof Sv2TemplateDistributionServerHandler template
        && message instanceof TemplateMessage m) {
      return template(template, client, m);
    }
    return Mono.error(new UnexpectedMessageException(message));
  }

  private static Mono<ResponseFromSv2Server> mining(
      Sv2MiningServerHandler handler, Sv2Client client, MiningMessage message) {
    return switch (message.type()) {
      case SUBMIT_SHARES_STANDARD ->
          handler.handleSubmitSharesStandard(client, (SubmitSharesStandard) message);
      case SUBMIT_SHARES_EXTENDED ->
          handler.handleSubmitSharesExtended(client, (SubmitSharesExtended) message);
      case OPEN_STANDARD_MINING_CHANNEL ->
          handler.handleOpenStandardMiningChannel(client, (OpenStandardMiningChannel) message);
      case OPEN_EXTENDED_MINING_CHANNEL ->
          handler.handleOpenExtendedMiningChannel(client, (OpenExtendedMiningChannel) message);
      case UPDATE_CHANNEL -> handler.handleUpdateChannel(client, (UpdateChannel) message);
      case CLOSE_CHANNEL -> handler.handleCloseChannel(client, (CloseChannel) message);
      case SET_CUSTOM_MINING_JOB ->
          handler.handleSetCustomMiningJob(client, (SetCustomMiningJob) message);
      default -> Mono.error(new UnexpectedMessageException(message));
    };
  }

  private static Mono<ResponseFromSv2Server> template(
      Sv2TemplateDistributionServerHandler handler, Sv2Client client, TemplateMessage message) {
    return switch (message.type()) {
      case COINBASE_OUTPUT_CONSTRAINTS ->
          handler.handleCoinbaseOutputConstraints(client, (CoinbaseOutputConstraints) message);
      case REQUEST_TRANSACTION_DATA ->
          handler.handleRequestTransactionData(client, (RequestTransactionData) message);
      case SUBMIT_SOLUTION -> handler.handleSubmitSolution(client, (SubmitSolution) message);
      default -> Mono.error(new UnexpectedMessageException(message));
    };
  }
}
