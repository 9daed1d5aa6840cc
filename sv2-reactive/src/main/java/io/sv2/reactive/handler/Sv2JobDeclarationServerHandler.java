package io.sv2.reactive.handler;

import io.sv2.codec.jobdeclaration.AllocateMiningJobToken;
import io.sv2.codec.jobdeclaration.DeclareMiningJob;
import io.sv2.codec.jobdeclaration.ProvideMissingTransactionsSuccess;
import io.sv2.codec.jobdeclaration.PushSolution;
import io.sv2.reactive.RequestToSv2Server.IncomingMessage;
import io.sv2.reactive.ResponseFromSv2Server;
import io.sv2.reactive.Sv2Client;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** The job declarator server (chapter 6). */
public interface Sv2JobDeclarationServerHandler extends Sv2ServerHandler {
  /** A handler whose messages all go to {@code function}, for one the end of a route. */
  static Sv2JobDeclarationServerHandler of(
      Function<IncomingMessage, Mono<ResponseFromSv2Server>> function) {
    return of(function, function::apply);
  }

  /**
   * As {@link #of(Function)}, with the hooks of another handler: all but the messages, which still
   * come to it where {@code function} ends in {@code hooks::handle}.
   */
  static Sv2JobDeclarationServerHandler of(
      Function<IncomingMessage, Mono<ResponseFromSv2Server>> function, Sv2ServerHandler hooks) {
    return new RoutedServer.JobDeclaration(function, hooks);
  }

  @Override
  default Mono<ResponseFromSv2Server> handle(IncomingMessage request) {
    return ServerDispatch.jobDeclaration(this, request);
  }

  /** Section 6.4.2; answered with its Success. */
  Mono<ResponseFromSv2Server> handleAllocateMiningJobToken(
      Sv2Client client, AllocateMiningJobToken message);

  /**
   * Section 6.4.4; answered with its Success or Error, or first with ProvideMissingTransactions.
   */
  Mono<ResponseFromSv2Server> handleDeclareMiningJob(Sv2Client client, DeclareMiningJob message);

  /** Section 6.4.8; unless overridden, a protocol error: none were asked for. */
  default Mono<ResponseFromSv2Server> handleProvideMissingTransactionsSuccess(
      Sv2Client client, ProvideMissingTransactionsSuccess message) {
    return Mono.error(new UnexpectedMessageException(message));
  }

  /** Section 6.4.9; not answered. */
  Mono<ResponseFromSv2Server> handlePushSolution(Sv2Client client, PushSolution message);
}
