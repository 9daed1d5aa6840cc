package io.sv2.reactive.docs;

import static io.sv2.reactive.ResponseFromSv2Server.send;

import io.sv2.codec.Sv2Frame;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.mining.OpenStandardMiningChannelSuccess;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.mining.SubmitSharesSuccess;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.U256;
import io.sv2.reactive.ResponseFromSv2Server;
import io.sv2.reactive.Sv2Client;
import io.sv2.reactive.handler.Sv2MiningServerHandler;
import java.util.Queue;
import reactor.core.publisher.Mono;

/** A pool that notes what reaches it. */
final class ProxiedPool implements Sv2MiningServerHandler {
  private final Queue<String> users;
  private final Queue<Sv2Frame> unknown;

  ProxiedPool(Queue<String> users, Queue<Sv2Frame> unknown) {
    this.users = users;
    this.unknown = unknown;
  }

  @Override
  public Mono<ResponseFromSv2Server> handleUnknownFrame(Sv2Client client, Sv2Frame frame) {
    unknown.add(frame);
    return Mono.just(ResponseFromSv2Server.nothing());
  }

  @Override
  public Mono<ResponseFromSv2Server> handleOpenStandardMiningChannel(
      Sv2Client client, OpenStandardMiningChannel message) {
    users.add(message.userIdentity().text());
    return Mono.just(
        send(
            client,
            new OpenStandardMiningChannelSuccess(message.requestId(), 1, U256.MAX, B032.EMPTY, 0)));
  }

  @Override
  public Mono<ResponseFromSv2Server> handleSubmitSharesStandard(
      Sv2Client client, SubmitSharesStandard share) {
    return Mono.just(
        send(client, new SubmitSharesSuccess(share.channelId(), share.sequenceNumber(), 1, 1)));
  }
}
