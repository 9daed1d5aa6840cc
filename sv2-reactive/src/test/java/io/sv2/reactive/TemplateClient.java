package io.sv2.reactive;

import io.sv2.codec.Sv2Message;
import io.sv2.codec.common.SetupConnectionSuccess;
import io.sv2.codec.template.NewTemplate;
import io.sv2.codec.template.RequestTransactionDataError;
import io.sv2.codec.template.RequestTransactionDataSuccess;
import io.sv2.codec.template.SetNewPrevHash;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import io.sv2.reactive.handler.Sv2TemplateDistributionClientHandler;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Keeps what it is called with; answers what its test says. */
final class TemplateClient implements Sv2TemplateDistributionClientHandler {
  final Collection<Sv2Upstream> upstreams = new ConcurrentLinkedQueue<>();
  final Collection<Set<Integer>> extensions = new ConcurrentLinkedQueue<>();
  final Collection<SetupConnectionSuccess> connected = new ConcurrentLinkedQueue<>();
  final Collection<CloseReason> disconnected = new ConcurrentLinkedQueue<>();
  final Collection<Sv2Message> messages = new ConcurrentLinkedQueue<>();
  volatile Function<SetupConnectionSuccess, Mono<ResponseFromSv2Client>> whenConnected =
      success -> Mono.just(ResponseFromSv2Client.nothing());
  volatile Function<Sv2Message, Mono<ResponseFromSv2Client>> answer =
      message -> Mono.just(ResponseFromSv2Client.nothing());

  volatile Consumer<CloseReason> whenDisconnected = reason -> {};
  volatile Mono<Void> whenStarted = Mono.empty();

  /** A message for it, told from others by its number. */
  static SetNewPrevHash message(long number) {
    return new SetNewPrevHash(number, U256.ZERO, 0, 0, U256.MAX);
  }

  static RequestTransactionDataError error(long templateId) {
    return new RequestTransactionDataError(templateId, Str0255.of("stale-template-id"));
  }

  @Override
  public Mono<Void> start() {
    return whenStarted;
  }

  @Override
  public Mono<ResponseFromSv2Client> connected(Sv2Upstream upstream) {
    connected.add(upstream.setup());
    upstreams.add(upstream);
    return whenConnected.apply(upstream.setup());
  }

  @Override
  public Mono<ResponseFromSv2Client> extensionsNegotiated(Set<Integer> negotiated) {
    extensions.add(negotiated);
    return Mono.just(ResponseFromSv2Client.nothing());
  }

  @Override
  public void disconnected(CloseReason reason) {
    disconnected.add(reason);
    whenDisconnected.accept(reason);
  }

  @Override
  public Mono<ResponseFromSv2Client> handleNewTemplate(NewTemplate message) {
    return handle(message);
  }

  @Override
  public Mono<ResponseFromSv2Client> handleSetNewPrevHash(SetNewPrevHash message) {
    return handle(message);
  }

  @Override
  public Mono<ResponseFromSv2Client> handleRequestTransactionDataSuccess(
      RequestTransactionDataSuccess message) {
    return handle(message);
  }

  @Override
  public Mono<ResponseFromSv2Client> handleRequestTransactionDataError(
      RequestTransactionDataError message) {
    return handle(message);
  }

  private Mono<ResponseFromSv2Client> handle(Sv2Message message) {
    messages.add(message);
    return answer.apply(message);
  }
}
