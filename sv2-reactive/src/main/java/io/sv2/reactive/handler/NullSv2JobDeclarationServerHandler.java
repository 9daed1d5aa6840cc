package io.sv2.reactive.handler;

import io.sv2.codec.jobdeclaration.AllocateMiningJobToken;
import io.sv2.codec.jobdeclaration.DeclareMiningJob;
import io.sv2.codec.jobdeclaration.PushSolution;
import io.sv2.reactive.ResponseFromSv2Server;
import io.sv2.reactive.Sv2Client;
import reactor.core.publisher.Mono;

/** In place of a handler where a service does not support the subprotocol. */
public final class NullSv2JobDeclarationServerHandler implements Sv2JobDeclarationServerHandler {
  /** The only one needed: it has no state. */
  public static final NullSv2JobDeclarationServerHandler INSTANCE =
      new NullSv2JobDeclarationServerHandler();

  private NullSv2JobDeclarationServerHandler() {}

  @Override
  public Mono<ResponseFromSv2Server> handleAllocateMiningJobToken(
      Sv2Client client, AllocateMiningJobToken message) {
    return Mono.error(new UnexpectedMessageException(message));
  }

  @Override
  public Mono<ResponseFromSv2Server> handleDeclareMiningJob(
      Sv2Client client, DeclareMiningJob message) {
    return Mono.error(new UnexpectedMessageException(message));
  }

  @Override
  public Mono<ResponseFromSv2Server> handlePushSolution(Sv2Client client, PushSolution message) {
    return Mono.error(new UnexpectedMessageException(message));
  }
}
