package io.sv2.reactive.handler;

import io.sv2.codec.ErrorCodes;
import io.sv2.codec.mining.CloseChannel;
import io.sv2.codec.mining.OpenExtendedMiningChannel;
import io.sv2.codec.mining.OpenMiningChannelError;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.mining.SetCustomMiningJob;
import io.sv2.codec.mining.SetCustomMiningJobError;
import io.sv2.codec.mining.SubmitSharesError;
import io.sv2.codec.mining.SubmitSharesExtended;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.mining.UpdateChannel;
import io.sv2.codec.type.Str0255;
import io.sv2.reactive.RequestToSv2Server.IncomingMessage;
import io.sv2.reactive.ResponseFromSv2Server;
import io.sv2.reactive.Sv2Client;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * The mining server: a pool or a proxy towards its miners (chapter 5). Opening standard channels
 * and taking their shares is all that a first server has to write.
 */
public interface Sv2MiningServerHandler extends Sv2ServerHandler {
  /** A handler whose messages all go to {@code function}, for one the end of a route. */
  static Sv2MiningServerHandler of(
      Function<IncomingMessage, Mono<ResponseFromSv2Server>> function) {
    return of(function, function::apply);
  }

  /**
   * As {@link #of(Function)}, with the hooks of another handler: all but the messages, which still
   * come to it where {@code function} ends in {@code hooks::handle}.
   */
  static Sv2MiningServerHandler of(
      Function<IncomingMessage, Mono<ResponseFromSv2Server>> function, Sv2ServerHandler hooks) {
    return new RoutedServer.Mining(function, hooks);
  }

  @Override
  default Mono<ResponseFromSv2Server> handle(IncomingMessage request) {
    return ServerDispatch.mining(this, request);
  }

  /** Section 5.3.2; answered with its Success or OpenMiningChannel.Error. */
  Mono<ResponseFromSv2Server> handleOpenStandardMiningChannel(
      Sv2Client client, OpenStandardMiningChannel message);

  /** Section 5.3.4; unless overridden, refused as too large a demand for extranonce. */
  default Mono<ResponseFromSv2Server> handleOpenExtendedMiningChannel(
      Sv2Client client, OpenExtendedMiningChannel message) {
    return Mono.just(
        ResponseFromSv2Server.send(
            client,
            new OpenMiningChannelError(
                message.requestId(), Str0255.of(ErrorCodes.UNSUPPORTED_MIN_EXTRANONCE_SIZE))));
  }

  /** Section 5.3.7; answered only by a SetTarget or an error. */
  default Mono<ResponseFromSv2Server> handleUpdateChannel(Sv2Client client, UpdateChannel message) {
    return Mono.just(ResponseFromSv2Server.nothing());
  }

  /** Section 5.3.9; not answered. */
  default Mono<ResponseFromSv2Server> handleCloseChannel(Sv2Client client, CloseChannel message) {
    return Mono.just(ResponseFromSv2Server.nothing());
  }

  /**
   * Section 5.3.11; answered with SubmitShares.Success, now or with a later one, or with an error.
   */
  Mono<ResponseFromSv2Server> handleSubmitSharesStandard(
      Sv2Client client, SubmitSharesStandard message);

  /** Section 5.3.12; unless overridden, refused: no extended channel was opened. */
  default Mono<ResponseFromSv2Server> handleSubmitSharesExtended(
      Sv2Client client, SubmitSharesExtended message) {
    return Mono.just(
        ResponseFromSv2Server.send(
            client,
            new SubmitSharesError(
                message.channelId(),
                message.sequenceNumber(),
                Str0255.of(ErrorCodes.INVALID_CHANNEL_ID))));
  }

  /** Section 5.3.18; unless overridden, refused: jobs cannot be declared here. */
  default Mono<ResponseFromSv2Server> handleSetCustomMiningJob(
      Sv2Client client, SetCustomMiningJob message) {
    return Mono.just(
        ResponseFromSv2Server.send(
            client,
            new SetCustomMiningJobError(
                message.channelId(),
                message.requestId(),
                Str0255.of(ErrorCodes.JD_NOT_SUPPORTED))));
  }
}
