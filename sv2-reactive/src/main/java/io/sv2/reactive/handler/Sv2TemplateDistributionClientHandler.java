package io.sv2.reactive.handler;

import io.sv2.codec.template.NewTemplate;
import io.sv2.codec.template.RequestTransactionDataError;
import io.sv2.codec.template.RequestTransactionDataSuccess;
import io.sv2.codec.template.SetNewPrevHash;
import io.sv2.reactive.RequestToSv2Client.IncomingMessage;
import io.sv2.reactive.ResponseFromSv2Client;
import reactor.core.publisher.Mono;

/** A template provider's client: a pool or a job declarator client (chapter 7). */
public interface Sv2TemplateDistributionClientHandler extends Sv2ClientHandler {
  @Override
  default Mono<ResponseFromSv2Client> handle(IncomingMessage request) {
    return ClientDispatch.template(this, request);
  }

  /** Section 7.2. */
  Mono<ResponseFromSv2Client> handleNewTemplate(NewTemplate message);

  /** Section 7.3. */
  Mono<ResponseFromSv2Client> handleSetNewPrevHash(SetNewPrevHash message);

  /** Section 7.5; unless overridden, a protocol error: nothing was requested. */
  default Mono<ResponseFromSv2Client> handleRequestTransactionDataSuccess(
      RequestTransactionDataSuccess message) {
    return Mono.error(new UnexpectedMessageException(message));
  }

  /** Section 7.6; unless overridden, a protocol error: nothing was requested. */
  default Mono<ResponseFromSv2Client> handleRequestTransactionDataError(
      RequestTransactionDataError message) {
    return Mono.error(new UnexpectedMessageException(message));
  }
}
