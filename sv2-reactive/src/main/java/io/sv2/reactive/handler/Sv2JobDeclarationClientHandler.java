package io.sv2.reactive.handler;

import io.sv2.codec.jobdeclaration.AllocateMiningJobTokenSuccess;
import io.sv2.codec.jobdeclaration.DeclareMiningJobError;
import io.sv2.codec.jobdeclaration.DeclareMiningJobSuccess;
import io.sv2.codec.jobdeclaration.ProvideMissingTransactions;
import io.sv2.reactive.RequestToSv2Client.IncomingMessage;
import io.sv2.reactive.ResponseFromSv2Client;
import reactor.core.publisher.Mono;

/** The job declarator client (chapter 6). */
public interface Sv2JobDeclarationClientHandler extends Sv2ClientHandler {
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
