package io.sv2.reactive.handler;

import io.sv2.codec.template.NewTemplate;
import io.sv2.codec.template.RequestTransactionDataError;
import io.sv2.codec.template.RequestTransactionDataSuccess;
import io.sv2.codec.template.SetNewPrevHash;
import io.sv2.reactive.RequestToSv2Client.IncomingMessage;
import io.sv2.reactive.ResponseFromSv2Client;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** A template provider's client: a pool or a job declarator client (chapter 7). */
public interface Sv2TemplateDistributionClientHandler extends Sv2ClientHandler {
  /** A handler whose messages all go to {@code function}, for one the end of a route. */
  static Sv2TemplateDistributionClientHandler of(
      Function<IncomingMessage, Mono<ResponseFromSv2Client>> function) {
    return of(function, function::apply);
  }

  /**
   * As {@link #of(Function)}, with the hooks of another handler: all but the messages, which still
   * come to it where {@code function} ends in {@code hooks::handle}.
   */
  static Sv2TemplateDistributionClientHandler of(
      Function<IncomingMessage, Mono<ResponseFromSv2Client>> function, Sv2ClientHandler hooks) {
    return new RoutedClient.TemplateDistribution(function, hooks);
  }

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
