package io.sv2.reactive;

import io.sv2.codec.Sv2Message;
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
import io.sv2.reactive.handler.Sv2ClientHandler;
import io.sv2.reactive.handler.Sv2MiningClientHandler;
import io.sv2.reactive.handler.Sv2TemplateDistributionClientHandler;
import io.sv2.reactive.handler.UnexpectedMessageException;
import reactor.core.publisher.Mono;

/** From a message to the handler method that is for it. */
final class ClientDispatch {
  private ClientDispatch() {}

  static Mono<ResponseFromSv2Client> dispatch(Sv2ClientHandler handler, Sv2Message message) {
    if (handler instanceof Sv2MiningClientHandler mining && message instanceof MiningMessage m) {
      return mining(mining, m);
    } else if (handler instanceof Sv2TemplateDistributionClientHandler template
        && message instanceof TemplateMessage m) {
      return template(template, m);
    }
    return Mono.error(new UnexpectedMessageException(message));
  }

  private static Mono<ResponseFromSv2Client> mining(
      Sv2MiningClientHandler handler, MiningMessage message) {
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
      default -> Mono.error(new UnexpectedMessageException(message));
    };
  }

  private static Mono<ResponseFromSv2Client> template(
      Sv2TemplateDistributionClientHandler handler, TemplateMessage message) {
    return switch (message.type()) {
      case NEW_TEMPLATE -> handler.handleNewTemplate((NewTemplate) message);
      case TEMPLATE_SET_NEW_PREV_HASH ->
          handler.handleSetNewPrevHash((io.sv2.codec.template.SetNewPrevHash) message);
      case REQUEST_TRANSACTION_DATA_SUCCESS ->
          handler.handleRequestTransactionDataSuccess((RequestTransactionDataSuccess) message);
      case REQUEST_TRANSACTION_DATA_ERROR ->
          handler.handleRequestTransactionDataError((RequestTransactionDataError) message);
      default -> Mono.error(new UnexpectedMessageException(message));
    };
  }
}
