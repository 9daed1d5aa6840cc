package io.sv2.examples.pool;

import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.template.CoinbaseOutputConstraints;
import io.sv2.codec.template.NewTemplate;
import io.sv2.codec.template.SetNewPrevHash;
import io.sv2.codec.template.SubmitSolution;
import io.sv2.reactive.RequestToSv2Server;
import io.sv2.reactive.ResponseFromSv2Client;
import io.sv2.reactive.Sv2Upstream;
import io.sv2.reactive.handler.Sv2TemplateDistributionClientHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** The template side of a pool: asks for room in the coinbase, passes templates to its sibling. */
public final class PoolTemplateHandler implements Sv2TemplateDistributionClientHandler {
  private final CoinbaseOutputConstraints constraints;
  private final Supplier<List<SubmitSolution>> recentSolutions;

  /**
   * A handler that asks for this room.
   *
   * @param outputsSize serialized bytes of the outputs that the pool adds
   * @param outputsSigops signature operations in them
   * @param recentSolutions blocks to offer again to whoever was connected anew
   */
  public PoolTemplateHandler(
      int outputsSize, int outputsSigops, Supplier<List<SubmitSolution>> recentSolutions) {
    this.recentSolutions = recentSolutions;
    this.constraints = new CoinbaseOutputConstraints(outputsSize, outputsSigops);
  }

  @Override
  public Mono<ResponseFromSv2Client> connected(Sv2Upstream upstream) {
    List<Sv2Message> messages = new ArrayList<>();
    messages.add(constraints);
    messages.addAll(recentSolutions.get());
    return Mono.just(new ResponseFromSv2Client.Send(Protocol.TEMPLATE_DISTRIBUTION, messages));
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
