package io.sv2.reactive.handler;

import io.sv2.codec.jobdeclaration.AllocateMiningJobTokenSuccess;
import io.sv2.codec.jobdeclaration.DeclareMiningJobError;
import io.sv2.codec.jobdeclaration.DeclareMiningJobSuccess;
import io.sv2.codec.jobdeclaration.ProvideMissingTransactions;
import io.sv2.reactive.ResponseFromSv2Client;
import reactor.core.publisher.Mono;

/** In place of a handler where a service does not support the subprotocol. */
public final class NullSv2JobDeclarationClientHandler implements Sv2JobDeclarationClientHandler {
  /** The only one needed: it has no state. */
  public static final NullSv2JobDeclarationClientHandler INSTANCE =
      new NullSv2JobDeclarationClientHandler();

  private NullSv2JobDeclarationClientHandler() {}

  @Override
  public Mono<ResponseFromSv2Client> handleAllocateMiningJobTokenSuccess(
      AllocateMiningJobTokenSuccess message) {
    return Mono.error(new UnexpectedMessageException(message));
  }

  @Override
  public Mono<ResponseFromSv2Client> handleDeclareMiningJobSuccess(
      DeclareMiningJobSuccess message) {
    return Mono.error(new UnexpectedMessageException(message));
  }

  @Override
  public Mono<ResponseFromSv2Client> handleDeclareMiningJobError(DeclareMiningJobError message) {
    return Mono.error(new UnexpectedMessageException(message));
  }

  @Override
  public Mono<ResponseFromSv2Client> handleProvideMissingTransactions(
      ProvideMissingTransactions message) {
    return Mono.error(new UnexpectedMessageException(message));
  }
}
