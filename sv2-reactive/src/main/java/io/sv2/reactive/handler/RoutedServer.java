package io.sv2.reactive.handler;

import io.sv2.codec.Sv2Frame;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.VendorMessage;
import io.sv2.codec.jobdeclaration.AllocateMiningJobToken;
import io.sv2.codec.jobdeclaration.DeclareMiningJob;
import io.sv2.codec.jobdeclaration.ProvideMissingTransactionsSuccess;
import io.sv2.codec.jobdeclaration.PushSolution;
import io.sv2.codec.mining.CloseChannel;
import io.sv2.codec.mining.OpenExtendedMiningChannel;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.mining.SetCustomMiningJob;
import io.sv2.codec.mining.SubmitSharesExtended;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.mining.UpdateChannel;
import io.sv2.codec.template.CoinbaseOutputConstraints;
import io.sv2.codec.template.RequestTransactionData;
import io.sv2.codec.template.SubmitSolution;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.RequestToSv2Server.IncomingMessage;
import io.sv2.reactive.ResponseFromSv2Server;
import io.sv2.reactive.Sv2Client;
import java.util.Set;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Handlers of a server whose messages go to a function; their hooks are another handler's. */
abstract class RoutedServer implements Sv2ServerHandler {
  private final Function<IncomingMessage, Mono<ResponseFromSv2Server>> function;
  private final Sv2ServerHandler hooks;

  RoutedServer(
      Function<IncomingMessage, Mono<ResponseFromSv2Server>> function, Sv2ServerHandler hooks) {
    this.function = function;
    this.hooks = hooks;
  }

  @Override
  public Mono<Void> start() {
    return hooks.start();
  }

  @Override
  public Mono<ResponseFromSv2Server> clientAdded(Sv2Client client) {
    return hooks.clientAdded(client);
  }

  @Override
  public void clientRemoved(Sv2Client client, CloseReason reason) {
    hooks.clientRemoved(client, reason);
  }

  @Override
  public Mono<ResponseFromSv2Server> extensionsNegotiated(
      Sv2Client client, Set<Integer> extensions) {
    return hooks.extensionsNegotiated(client, extensions);
  }

  @Override
  public Mono<ResponseFromSv2Server> handle(IncomingMessage request) {
    return function.apply(request);
  }

  @Override
  public Mono<ResponseFromSv2Server> handleVendorMessage(Sv2Client client, VendorMessage message) {
    return hooks.handleVendorMessage(client, message);
  }

  @Override
  public Mono<ResponseFromSv2Server> handleUnknownFrame(Sv2Client client, Sv2Frame frame) {
    return hooks.handleUnknownFrame(client, frame);
  }

  @Override
  public Mono<ResponseFromSv2Server> handleSiblingMessage(Sv2Message message) {
    return hooks.handleSiblingMessage(message);
  }

  static final class Mining extends RoutedServer implements Sv2MiningServerHandler {
    Mining(
        Function<IncomingMessage, Mono<ResponseFromSv2Server>> function, Sv2ServerHandler hooks) {
      super(function, hooks);
    }

    @Override
    public Mono<ResponseFromSv2Server> handleOpenStandardMiningChannel(
        Sv2Client client, OpenStandardMiningChannel message) {
      return handle(new IncomingMessage(client, message));
    }

    @Override
    public Mono<ResponseFromSv2Server> handleOpenExtendedMiningChannel(
        Sv2Client client, OpenExtendedMiningChannel message) {
      return handle(new IncomingMessage(client, message));
    }

    @Override
    public Mono<ResponseFromSv2Server> handleUpdateChannel(
        Sv2Client client, UpdateChannel message) {
      return handle(new IncomingMessage(client, message));
    }

    @Override
    public Mono<ResponseFromSv2Server> handleCloseChannel(Sv2Client client, CloseChannel message) {
      return handle(new IncomingMessage(client, message));
    }

    @Override
    public Mono<ResponseFromSv2Server> handleSubmitSharesStandard(
        Sv2Client client, SubmitSharesStandard message) {
      return handle(new IncomingMessage(client, message));
    }

    @Override
    public Mono<ResponseFromSv2Server> handleSubmitSharesExtended(
        Sv2Client client, SubmitSharesExtended message) {
      return handle(new IncomingMessage(client, message));
    }

    @Override
    public Mono<ResponseFromSv2Server> handleSetCustomMiningJob(
        Sv2Client client, SetCustomMiningJob message) {
      return handle(new IncomingMessage(client, message));
    }
  }

  static final class JobDeclaration extends RoutedServer implements Sv2JobDeclarationServerHandler {
    JobDeclaration(
        Function<IncomingMessage, Mono<ResponseFromSv2Server>> function, Sv2ServerHandler hooks) {
      super(function, hooks);
    }

    @Override
    public Mono<ResponseFromSv2Server> handleAllocateMiningJobToken(
        Sv2Client client, AllocateMiningJobToken message) {
      return handle(new IncomingMessage(client, message));
    }

    @Override
    public Mono<ResponseFromSv2Server> handleDeclareMiningJob(
        Sv2Client client, DeclareMiningJob message) {
      return handle(new IncomingMessage(client, message));
    }

    @Override
    public Mono<ResponseFromSv2Server> handleProvideMissingTransactionsSuccess(
        Sv2Client client, ProvideMissingTransactionsSuccess message) {
      return handle(new IncomingMessage(client, message));
    }

    @Override
    public Mono<ResponseFromSv2Server> handlePushSolution(Sv2Client client, PushSolution message) {
      return handle(new IncomingMessage(client, message));
    }
  }

  static final class TemplateDistribution extends RoutedServer
      implements Sv2TemplateDistributionServerHandler {
    TemplateDistribution(
        Function<IncomingMessage, Mono<ResponseFromSv2Server>> function, Sv2ServerHandler hooks) {
      super(function, hooks);
    }

    @Override
    public Mono<ResponseFromSv2Server> handleCoinbaseOutputConstraints(
        Sv2Client client, CoinbaseOutputConstraints message) {
      return handle(new IncomingMessage(client, message));
    }

    @Override
    public Mono<ResponseFromSv2Server> handleRequestTransactionData(
        Sv2Client client, RequestTransactionData message) {
      return handle(new IncomingMessage(client, message));
    }

    @Override
    public Mono<ResponseFromSv2Server> handleSubmitSolution(
        Sv2Client client, SubmitSolution message) {
      return handle(new IncomingMessage(client, message));
    }
  }
}
