package io.sv2.reactive.handler;

import io.sv2.codec.Sv2Message;
import io.sv2.codec.VendorMessage;
import io.sv2.codec.jobdeclaration.AllocateMiningJobTokenSuccess;
import io.sv2.codec.jobdeclaration.DeclareMiningJobError;
import io.sv2.codec.jobdeclaration.DeclareMiningJobSuccess;
import io.sv2.codec.jobdeclaration.JobDeclarationMessage;
import io.sv2.codec.jobdeclaration.ProvideMissingTransactions;
import io.sv2.codec.mining.CloseChannel;
import io.sv2.codec.mining.MiningMessage;
import io.sv2.codec.mining.NewExtendedMiningJob;
import io.sv2.codec.mining.NewMiningJob;
import io.sv2.codec.mining.OpenExtendedMiningChannelSuccess;
import io.sv2.codec.mining.OpenMiningChannelError;
import io.sv2.codec.mining.OpenStandardMiningChannelSuccess;
import io.sv2.codec.mining.SetCustomMiningJobError;
import io.sv2.codec.mining.SetCustomMiningJobSuccess;
import io.sv2.codec.mining.SetExtranoncePrefix;
import io.sv2.codec.mining.SetGroupChannel;
import io.sv2.codec.mining.SetNewPrevHash;
import io.sv2.codec.mining.SetTarget;
import io.sv2.codec.mining.SubmitSharesError;
import io.sv2.codec.mining.SubmitSharesSuccess;
import io.sv2.codec.mining.UpdateChannelError;
import io.sv2.codec.template.NewTemplate;
import io.sv2.codec.template.RequestTransactionDataError;
import io.sv2.codec.template.RequestTransactionDataSuccess;
import io.sv2.codec.template.TemplateMessage;
import io.sv2.reactive.RequestToSv2Client.IncomingMessage;
import io.sv2.reactive.ResponseFromSv2Client;
import reactor.core.publisher.Mono;

/** From a message to the handler method that is for it. */
final class ClientDispatch {
  private ClientDispatch() {}

  static Mono<ResponseFromSv2Client> mining(Sv2MiningClientHandler handler, IncomingMessage in) {
    if (!(in.message() instanceof MiningMessage message)) {
      return other(handler, in);
    }
    return switch (message.type()) {
      case NEW_MINING_JOB -> handler.handleNewMiningJob((NewMiningJob) message);
      case NEW_EXTENDED_MINING_JOB ->
          handler.handleNewExtendedMiningJob((NewExtendedMiningJob) message);
      case SET_NEW_PREV_HASH -> handler.handleSetNewPrevHash((SetNewPrevHash) message);
      case SET_TARGET -> handler.handleSetTarget((SetTarget) message);
      case SUBMIT_SHARES_SUCCESS ->
          handler.handleSubmitSharesSuccess((SubmitSharesSuccess) message);
      case SUBMIT_SHARES_ERROR -> handler.handleSubmitSharesError((SubmitSharesError) message);
      case OPEN_STANDARD_MINING_CHANNEL_SUCCESS ->
          handler.handleOpenStandardMiningChannelSuccess(
              (OpenStandardMiningChannelSuccess) message);
      case OPEN_EXTENDED_MINING_CHANNEL_SUCCESS ->
          handler.handleOpenExtendedMiningChannelSuccess(
              (OpenExtendedMiningChannelSuccess) message);
      case OPEN_MINING_CHANNEL_ERROR ->
          handler.handleOpenMiningChannelError((OpenMiningChannelError) message);
      case UPDATE_CHANNEL_ERROR -> handler.handleUpdateChannelError((UpdateChannelError) message);
      case CLOSE_CHANNEL -> handler.handleCloseChannel((CloseChannel) message);
      case SET_EXTRANONCE_PREFIX ->
          handler.handleSetExtranoncePrefix((SetExtranoncePrefix) message);
      case SET_CUSTOM_MINING_JOB_SUCCESS ->
          handler.handleSetCustomMiningJobSuccess((SetCustomMiningJobSuccess) message);
      case SET_CUSTOM_MINING_JOB_ERROR ->
          handler.handleSetCustomMiningJobError((SetCustomMiningJobError) message);
      case SET_GROUP_CHANNEL -> handler.handleSetGroupChannel((SetGroupChannel) message);
      default -> unexpected(message);
    };
  }

  static Mono<ResponseFromSv2Client> jobDeclaration(
      Sv2JobDeclarationClientHandler handler, IncomingMessage in) {
    if (!(in.message() instanceof JobDeclarationMessage message)) {
      return other(handler, in);
    }
    return switch (message.type()) {
      case ALLOCATE_MINING_JOB_TOKEN_SUCCESS ->
          handler.handleAllocateMiningJobTokenSuccess((AllocateMiningJobTokenSuccess) message);
      case DECLARE_MINING_JOB_SUCCESS ->
          handler.handleDeclareMiningJobSuccess((DeclareMiningJobSuccess) message);
      case DECLARE_MINING_JOB_ERROR ->
          handler.handleDeclareMiningJobError((DeclareMiningJobError) message);
      case PROVIDE_MISSING_TRANSACTIONS ->
          handler.handleProvideMissingTransactions((ProvideMissingTransactions) message);
      default -> unexpected(message);
    };
  }

  static Mono<ResponseFromSv2Client> template(
      Sv2TemplateDistributionClientHandler handler, IncomingMessage in) {
    if (!(in.message() instanceof TemplateMessage message)) {
      return other(handler, in);
    }
    return switch (message.type()) {
      case NEW_TEMPLATE -> handler.handleNewTemplate((NewTemplate) message);
      case TEMPLATE_SET_NEW_PREV_HASH ->
          handler.handleSetNewPrevHash((io.sv2.codec.template.SetNewPrevHash) message);
      case REQUEST_TRANSACTION_DATA_SUCCESS ->
          handler.handleRequestTransactionDataSuccess((RequestTransactionDataSuccess) message);
      case REQUEST_TRANSACTION_DATA_ERROR ->
          handler.handleRequestTransactionDataError((RequestTransactionDataError) message);
      default -> unexpected(message);
    };
  }

  private static Mono<ResponseFromSv2Client> other(Sv2ClientHandler handler, IncomingMessage in) {
    return in.message() instanceof VendorMessage vendor
        ? handler.handleVendorMessage(vendor)
        : unexpected(in.message());
  }

  private static Mono<ResponseFromSv2Client> unexpected(Sv2Message message) {
    return Mono.error(new UnexpectedMessageException(message));
  }
}
