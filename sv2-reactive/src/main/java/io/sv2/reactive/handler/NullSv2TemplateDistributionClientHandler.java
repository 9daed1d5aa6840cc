package io.sv2.reactive.handler;

import io.sv2.codec.template.NewTemplate;
import io.sv2.codec.template.SetNewPrevHash;
import io.sv2.reactive.ResponseFromSv2Client;
import reactor.core.publisher.Mono;

/** In place of a handler where a service does not support the subprotocol. */
public final class NullSv2TemplateDistributionClientHandler
    implements Sv2TemplateDistributionClientHandler {
  /** The only one needed: it has no state. */
  public static final NullSv2TemplateDistributionClientHandler INSTANCE =
      new NullSv2TemplateDistributionClientHandler();

  private NullSv2TemplateDistributionClientHandler() {}

  @Override
  public Mono<ResponseFromSv2Client> handleNewTemplate(NewTemplate message) {
    return Mono.error(new UnexpectedMessageException(message));
  }

  @Override
  public Mono<ResponseFromSv2Client> handleSetNewPrevHash(SetNewPrevHash message) {
    return Mono.error(new UnexpectedMessageException(message));
  }
}
