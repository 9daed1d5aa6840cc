package io.sv2.reactive.handler;

import io.sv2.codec.jobdeclaration.AllocateMiningJobTokenSuccess;
import io.sv2.codec.jobdeclaration.DeclareMiningJobError;
import io.sv2.codec.jobdeclaration.DeclareMiningJobSuccess;
import io.sv2.codec.jobdeclaration.ProvideMissingTransactions;
import io.sv2.reactive.RequestToSv2Client.IncomingMessage;
import io.sv2.reactive.ResponseFromSv2Client;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** The job declarator client (chapter 6). */
public interface Sv2JobDeclarationClientHandler extends Sv2ClientHandler {
  /** A handler whose messages all go to {@code function}, for one the end of a route. */
  static Sv2JobDeclarationClientHandler of(
      Function<IncomingMessage, Mono<ResponseFromSv2Client>> function) {
    return of(function, function::apply);
  }

  /**
   * As {@link #of(Function)}, with the hooks of another handler: all but the messages, which still
   * come to it where {@code function} ends in {@code hooks::handle}.
   */
  static Sv2JobDeclarationClientHandler of(
      Function<IncomingMessage, Mono<ResponseFromSv2Client>> function, Sv2ClientHandler hooks) {
    return new RoutedClient.JobDeclaration(function, hooks);
  }

  @Override
  default Mono<ResponseFromSv2Client> handle(IncomingMessage request) {
    return ClientDispatch.jobDeclaration(this, request);
  }

  /** Section 6.4.3. */
  Mono<ResponseFromSv2Client> handleAllocateMiningJobTokenSuccess(
      AllocateMiningJobTokenSuccess message);

  /** Section 6.4.5. */
  Mono<ResponseFromSv2Client> handleDeclareMiningJobSuccess(DeclareMiningJobSuccess message);

  /** Section 6.4.6. */
  Mono<ResponseFromSv2Client> handleDeclareMiningJobError(DeclareMiningJobError message);

  /** Section 6.4.7; answered with its Success. */
  Mono<ResponseFromSv2Client> handleProvideMissingTransactions(ProvideMissingTransactions message);
}
