package io.sv2.reactive.handler;

import io.sv2.codec.Sv2Message;
import io.sv2.codec.VendorMessage;
import io.sv2.codec.jobdeclaration.AllocateMiningJobToken;
import io.sv2.codec.jobdeclaration.DeclareMiningJob;
import io.sv2.codec.jobdeclaration.JobDeclarationMessage;
import io.sv2.codec.jobdeclaration.ProvideMissingTransactionsSuccess;
import io.sv2.codec.jobdeclaration.PushSolution;
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
import io.sv2.reactive.RequestToSv2Server.IncomingMessage;
import io.sv2.reactive.ResponseFromSv2Server;
import io.sv2.reactive.Sv2Client;
import reactor.core.publisher.Mono;

/** From a message to the handler method that is for it. */
final class ServerDispatch {
  private ServerDispatch() {}

  static Mono<ResponseFromSv2Server> mining(Sv2MiningServerHandler handler, IncomingMessage in) {
    Sv2Client client = in.client();
    if (!(in.message() instanceof MiningMessage message)) {
      return other(handler, in);
    }
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
      default -> unexpected(message);
    };
  }

  static Mono<ResponseFromSv2Server> jobDeclaration(
      Sv2JobDeclarationServerHandler handler, IncomingMessage in) {
    Sv2Client client = in.client();
    if (!(in.message() instanceof JobDeclarationMessage message)) {
      return other(handler, in);
    }
    return switch (message.type()) {
      case ALLOCATE_MINING_JOB_TOKEN ->
          handler.handleAllocateMiningJobToken(client, (AllocateMiningJobToken) message);
      case DECLARE_MINING_JOB -> handler.handleDeclareMiningJob(client, (DeclareMiningJob) message);
      case PROVIDE_MISSING_TRANSACTIONS_SUCCESS ->
          handler.handleProvideMissingTransactionsSuccess(
              client, (ProvideMissingTransactionsSuccess) message);
      case PUSH_SOLUTION -> handler.handlePushSolution(client, (PushSolution) message);
      default -> unexpected(message);
    };
  }

  static Mono<ResponseFromSv2Server> template(
      Sv2TemplateDistributionServerHandler handler, IncomingMessage in) {
    Sv2Client client = in.client();
    if (!(in.message() instanceof TemplateMessage message)) {
      return other(handler, in);
    }
    return switch (message.type()) {
      case COINBASE_OUTPUT_CONSTRAINTS ->
          handler.handleCoinbaseOutputConstraints(client, (CoinbaseOutputConstraints) message);
      case REQUEST_TRANSACTION_DATA ->
          handler.handleRequestTransactionData(client, (RequestTransactionData) message);
      case SUBMIT_SOLUTION -> handler.handleSubmitSolution(client, (SubmitSolution) message);
      default -> unexpected(message);
    };
  }

  private static Mono<ResponseFromSv2Server> other(Sv2ServerHandler handler, IncomingMessage in) {
    return in.message() instanceof VendorMessage vendor
        ? handler.handleVendorMessage(in.client(), vendor)
        : unexpected(in.message());
  }

  private static Mono<ResponseFromSv2Server> unexpected(Sv2Message message) {
    return Mono.error(new UnexpectedMessageException(message));
  }
}
