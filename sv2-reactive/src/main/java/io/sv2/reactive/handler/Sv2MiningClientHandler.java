package io.sv2.reactive.handler;

import io.sv2.codec.mining.CloseChannel;
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
import io.sv2.reactive.RequestToSv2Client.IncomingMessage;
import io.sv2.reactive.ResponseFromSv2Client;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** The mining client: a miner, or a proxy towards its pool (chapter 5). */
public interface Sv2MiningClientHandler extends Sv2ClientHandler {
  /** A handler whose messages all go to {@code function}, for one the end of a route. */
  static Sv2MiningClientHandler of(
      Function<IncomingMessage, Mono<ResponseFromSv2Client>> function) {
    return of(function, function::apply);
  }

  /**
   * As {@link #of(Function)}, with the hooks of another handler: all but the messages, which still
   * come to it where {@code function} ends in {@code hooks::handle}.
   */
  static Sv2MiningClientHandler of(
      Function<IncomingMessage, Mono<ResponseFromSv2Client>> function, Sv2ClientHandler hooks) {
    return new RoutedClient.Mining(function, hooks);
  }

  @Override
  default Mono<ResponseFromSv2Client> handle(IncomingMessage request) {
    return ClientDispatch.mining(this, request);
  }

  /** Section 5.3.3. */
  Mono<ResponseFromSv2Client> handleOpenStandardMiningChannelSuccess(
      OpenStandardMiningChannelSuccess message);

  /** Section 5.3.5; unless overridden, a protocol error: none was asked for. */
  default Mono<ResponseFromSv2Client> handleOpenExtendedMiningChannelSuccess(
      OpenExtendedMiningChannelSuccess message) {
    return Mono.error(new UnexpectedMessageException(message));
  }

  /** Section 5.3.6. */
  Mono<ResponseFromSv2Client> handleOpenMiningChannelError(OpenMiningChannelError message);

  /** Section 5.3.8; unless overridden, a protocol error: no update was sent. */
  default Mono<ResponseFromSv2Client> handleUpdateChannelError(UpdateChannelError message) {
    return Mono.error(new UnexpectedMessageException(message));
  }

  /** Section 5.3.9; for a group channel, all of its channels end. */
  Mono<ResponseFromSv2Client> handleCloseChannel(CloseChannel message);

  /** Section 5.3.10; for jobs that come after it. */
  Mono<ResponseFromSv2Client> handleSetExtranoncePrefix(SetExtranoncePrefix message);

  /** Section 5.3.13; may acknowledge many at once. */
  Mono<ResponseFromSv2Client> handleSubmitSharesSuccess(SubmitSharesSuccess message);

  /** Section 5.3.14. */
  Mono<ResponseFromSv2Client> handleSubmitSharesError(SubmitSharesError message);

  /** Section 5.3.15. */
  Mono<ResponseFromSv2Client> handleNewMiningJob(NewMiningJob message);

  /** Section 5.3.16; unless overridden, a protocol error: standard jobs were required. */
  default Mono<ResponseFromSv2Client> handleNewExtendedMiningJob(NewExtendedMiningJob message) {
    return Mono.error(new UnexpectedMessageException(message));
  }

  /** Section 5.3.17; ends all jobs but the one it names. */
  Mono<ResponseFromSv2Client> handleSetNewPrevHash(SetNewPrevHash message);

  /** Section 5.3.19; unless overridden, a protocol error: no job was set. */
  default Mono<ResponseFromSv2Client> handleSetCustomMiningJobSuccess(
      SetCustomMiningJobSuccess message) {
    return Mono.error(new UnexpectedMessageException(message));
  }

  /** Section 5.3.20; unless overridden, a protocol error: no job was set. */
  default Mono<ResponseFromSv2Client> handleSetCustomMiningJobError(
      SetCustomMiningJobError message) {
    return Mono.error(new UnexpectedMessageException(message));
  }

  /** Section 5.3.21; for jobs that come after it and for future jobs. */
  Mono<ResponseFromSv2Client> handleSetTarget(SetTarget message);

  /** Section 5.3.22; unless overridden, a protocol error: standard jobs were required. */
  default Mono<ResponseFromSv2Client> handleSetGroupChannel(SetGroupChannel message) {
    return Mono.error(new UnexpectedMessageException(message));
  }
}
