package io.sv2.examples.pool;

import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.common.SetupConnectionSuccess;
import io.sv2.codec.template.CoinbaseOutputConstraints;
import io.sv2.codec.template.NewTemplate;
import io.sv2.codec.template.SetNewPrevHash;
import io.sv2.reactive.RequestToSv2Server;
import io.sv2.reactive.ResponseFromSv2Client;
import io.sv2.reactive.handler.Sv2TemplateDistributionClientHandler;
import reactor.core.publisher.Mono;

/** The template side of a pool: asks for room in the coinbase, passes templates to its sibling. */
public final class PoolTemplateHandler implements Sv2TemplateDistributionClientHandler {
  private final CoinbaseOutputConstraints constraints;

  /**
   * A handler that asks for this room.
   *
   * @param outputsSize serialized bytes of the outputs that the pool adds
   * @param outputsSigops signature operations in them
   */
  public PoolTemplateHandler(int outputsSize, int outputsSigops) {
    this.constraints = new CoinbaseOutputConstraints(outputsSize, outputsSigops);
  }

  @Override
  public Mono<ResponseFromSv2Client> connected(SetupConnectionSuccess success) {
    return Mono.just(ResponseFromSv2Client.send(Protocol.TEMPLATE_DISTRIBUTION, constraints));
  }

  @Override
  public Mono<ResponseFromSv2Client> handleNewTemplate(NewTemplate message) {
    return toSibling(message);
  }

  @Override
  public Mono<ResponseFromSv2Client> handleSetNewPrevHash(SetNewPrevHash message) {
    return toSibling(message);
  }

  private static Mono<ResponseFromSv2Client> toSibling(Sv2Message message) {
    return Mono.just(
        new ResponseFromSv2Client.AskSibling(
            new RequestToSv2Server.SiblingMessage(Protocol.TEMPLATE_DISTRIBUTION, message)));
  }
}
