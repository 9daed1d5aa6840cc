package io.sv2.reactive.handler;

import io.sv2.codec.mining.CloseChannel;
import io.sv2.codec.mining.NewMiningJob;
import io.sv2.codec.mining.OpenMiningChannelError;
import io.sv2.codec.mining.OpenStandardMiningChannelSuccess;
import io.sv2.codec.mining.SetExtranoncePrefix;
import io.sv2.codec.mining.SetNewPrevHash;
import io.sv2.codec.mining.SetTarget;
import io.sv2.codec.mining.SubmitSharesError;
import io.sv2.codec.mining.SubmitSharesSuccess;
import io.sv2.reactive.ResponseFromSv2Client;
import reactor.core.publisher.Mono;

/** In place of a handler where a service does not support the subprotocol. */
public final class NullSv2MiningClientHandler implements Sv2MiningClientHandler {
  /** The only one needed: it has no state. */
  public static final NullSv2MiningClientHandler INSTANCE = new NullSv2MiningClientHandler();

  private NullSv2MiningClientHandler() {}

  @Override
  public Mono<ResponseFromSv2Client> handleOpenStandardMiningChannelSuccess(
      OpenStandardMiningChannelSuccess message) {
    return Mono.error(new UnexpectedMessageException(message));
  }

  @Override
  public Mono<ResponseFromSv2Client> handleOpenMiningChannelError(OpenMiningChannelError message) {
    return Mono.error(new UnexpectedMessageException(message));
  }

  @Override
  public Mono<ResponseFromSv2Client> handleCloseChannel(CloseChannel message) {
    return Mono.error(new UnexpectedMessageException(message));
  }

  @Override
  public Mono<ResponseFromSv2Client> handleSetExtranoncePrefix(SetExtranoncePrefix message) {
    return Mono.error(new UnexpectedMessageException(message));
  }

  @Override
  public Mono<ResponseFromSv2Client> handleSubmitSharesSuccess(SubmitSharesSuccess message) {
    return Mono.error(new UnexpectedMessageException(message));
  }

  @Override
  public Mono<ResponseFromSv2Client> handleSubmitSharesError(SubmitSharesError message) {
    return Mono.error(new UnexpectedMessageException(message));
  }

  @Override
  public Mono<ResponseFromSv2Client> handleNewMiningJob(NewMiningJob message) {
    return Mono.error(new UnexpectedMessageException(message));
  }

  @Override
  public Mono<ResponseFromSv2Client> handleSetNewPrevHash(SetNewPrevHash message) {
    return Mono.error(new UnexpectedMessageException(message));
  }

  @Override
  public Mono<ResponseFromSv2Client> handleSetTarget(SetTarget message) {
    return Mono.error(new UnexpectedMessageException(message));
  }
}
