package io.sv2.reactive.handler;

import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Frame;
import io.sv2.codec.VendorMessage;
import io.sv2.codec.jobdeclaration.AllocateMiningJobTokenSuccess;
import io.sv2.codec.jobdeclaration.DeclareMiningJobError;
import io.sv2.codec.jobdeclaration.DeclareMiningJobSuccess;
import io.sv2.codec.jobdeclaration.ProvideMissingTransactions;
import io.sv2.codec.mining.CloseChannel;
import io.sv2.codec.mining.NewExtendedMiningJob;
import io.sv2.codec.mining.NewMiningJob;
import io.sv2.codec.mining.OpenExtendedMiningChannelSuccess;
import io.sv2.codec.mining.OpenMiningChannelError;
import io.sv2.codec.mining.OpenStandardMiningChannelSuccess;
import io.sv2.codec.mining.SetCustomMiningJobError;
import io.sv2.codec.mining.SetCustomMiningJobSuccess;
import io.sv2.codec.mining.SetExtranoncePrefix;
import io.sv2.codec.mining.SetGroupChannel;
import io.sv2.codec.mining.SetNewPrevHash;
import io.sv2.codec.mining.SetTarget;
import io.sv2.codec.mining.SubmitSharesError;
import io.sv2.codec.mining.SubmitSharesSuccess;
import io.sv2.codec.mining.UpdateChannelError;
import io.sv2.codec.template.NewTemplate;
import io.sv2.codec.template.RequestTransactionDataError;
import io.sv2.codec.template.RequestTransactionDataSuccess;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.RequestToSv2Client.IncomingMessage;
import io.sv2.reactive.ResponseFromSv2Client;
import io.sv2.reactive.Sv2Upstream;
import java.util.Set;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Handlers of a client whose messages go to a function; their hooks are another handler's. */
abstract class RoutedClient implements Sv2ClientHandler {
  private final Function<IncomingMessage, Mono<ResponseFromSv2Client>> function;
  private final Sv2ClientHandler hooks;

  RoutedClient(
      Function<IncomingMessage, Mono<ResponseFromSv2Client>> function, Sv2ClientHandler hooks) {
    this.function = function;
    this.hooks = hooks;
  }

  @Override
  public Mono<Void> start() {
    return hooks.start();
  }

  @Override
  public Mono<ResponseFromSv2Client> connected(Sv2Upstream upstream) {
    return hooks.connected(upstream);
  }

  @Override
  public void disconnected(CloseReason reason) {
    hooks.disconnected(reason);
  }

  @Override
  public Mono<ResponseFromSv2Client> extensionsNegotiated(Set<Integer> extensions) {
    return hooks.extensionsNegotiated(extensions);
  }

  @Override
  public Mono<ResponseFromSv2Client> handle(IncomingMessage request) {
    return function.apply(request);
  }

  @Override
  public Mono<ResponseFromSv2Client> handleVendorMessage(VendorMessage message) {
    return hooks.handleVendorMessage(message);
  }

  @Override
  public Mono<ResponseFromSv2Client> handleUnknownFrame(Sv2Frame frame) {
    return hooks.handleUnknownFrame(frame);
  }

  static final class Mining extends RoutedClient implements Sv2MiningClientHandler {
    Mining(
        Function<IncomingMessage, Mono<ResponseFromSv2Client>> function, Sv2ClientHandler hooks) {
      super(function, hooks);
    }

    @Override
    public Mono<ResponseFromSv2Client> handleOpenStandardMiningChannelSuccess(
        OpenStandardMiningChannelSuccess message) {
      return handle(new IncomingMessage(Protocol.MINING, message));
    }

    @Override
    public Mono<ResponseFromSv2Client> handleOpenExtendedMiningChannelSuccess(
        OpenExtendedMiningChannelSuccess message) {
      return handle(new IncomingMessage(Protocol.MINING, message));
    }

    @Override
    public Mono<ResponseFromSv2Client> handleOpenMiningChannelError(
        OpenMiningChannelError message) {
      return handle(new IncomingMessage(Protocol.MINING, message));
    }

    @Override
    public Mono<ResponseFromSv2Client> handleUpdateChannelError(UpdateChannelError message) {
      return handle(new IncomingMessage(Protocol.MINING, message));
    }

    @Override
    public Mono<ResponseFromSv2Client> handleCloseChannel(CloseChannel message) {
      return handle(new IncomingMessage(Protocol.MINING, message));
    }

    @Override
    public Mono<ResponseFromSv2Client> handleSetExtranoncePrefix(SetExtranoncePrefix message) {
      return handle(new IncomingMessage(Protocol.MINING, message));
    }

    @Override
    public Mono<ResponseFromSv2Client> handleSubmitSharesSuccess(SubmitSharesSuccess message) {
      return handle(new IncomingMessage(Protocol.MINING, message));
    }

    @Override
    public Mono<ResponseFromSv2Client> handleSubmitSharesError(SubmitSharesError message) {
      return handle(new IncomingMessage(Protocol.MINING, message));
    }

    @Override
    public Mono<ResponseFromSv2Client> handleNewMiningJob(NewMiningJob message) {
      return handle(new IncomingMessage(Protocol.MINING, message));
    }

    @Override
    public Mono<ResponseFromSv2Client> handleNewExtendedMiningJob(NewExtendedMiningJob message) {
      return handle(new IncomingMessage(Protocol.MINING, message));
    }

    @Override
    public Mono<ResponseFromSv2Client> handleSetNewPrevHash(SetNewPrevHash message) {
      return handle(new IncomingMessage(Protocol.MINING, message));
    }

    @Override
    public Mono<ResponseFromSv2Client> handleSetCustomMiningJobSuccess(
        SetCustomMiningJobSuccess message) {
      return handle(new IncomingMessage(Protocol.MINING, message));
    }

    @Override
    public Mono<ResponseFromSv2Client> handleSetCustomMiningJobError(
        SetCustomMiningJobError message) {
      return handle(new IncomingMessage(Protocol.MINING, message));
    }

    @Override
    public Mono<ResponseFromSv2Client> handleSetTarget(SetTarget message) {
      return handle(new IncomingMessage(Protocol.MINING, message));
    }

    @Override
    public Mono<ResponseFromSv2Client> handleSetGroupChannel(SetGroupChannel message) {
      return handle(new IncomingMessage(Protocol.MINING, message));
    }
  }

  static final class JobDeclaration extends RoutedClient implements Sv2JobDeclarationClientHandler {
    JobDeclaration(
        Function<IncomingMessage, Mono<ResponseFromSv2Client>> function, Sv2ClientHandler hooks) {
      super(function, hooks);
    }

    @Override
    public Mono<ResponseFromSv2Client> handleAllocateMiningJobTokenSuccess(
        AllocateMiningJobTokenSuccess message) {
      return handle(new IncomingMessage(Protocol.JOB_DECLARATION, message));
    }

    @Override
    public Mono<ResponseFromSv2Client> handleDeclareMiningJobSuccess(
        DeclareMiningJobSuccess message) {
      return handle(new IncomingMessage(Protocol.JOB_DECLARATION, message));
    }

    @Override
    public Mono<ResponseFromSv2Client> handleDeclareMiningJobError(DeclareMiningJobError message) {
      return handle(new IncomingMessage(Protocol.JOB_DECLARATION, message));
    }

    @Override
    public Mono<ResponseFromSv2Client> handleProvideMissingTransactions(
        ProvideMissingTransactions message) {
      return handle(new IncomingMessage(Protocol.JOB_DECLARATION, message));
    }
  }

  static final class TemplateDistribution extends RoutedClient
      implements Sv2TemplateDistributionClientHandler {
    TemplateDistribution(
        Function<IncomingMessage, Mono<ResponseFromSv2Client>> function, Sv2ClientHandler hooks) {
      super(function, hooks);
    }

    @Override
    public Mono<ResponseFromSv2Client> handleNewTemplate(NewTemplate message) {
      return handle(new IncomingMessage(Protocol.TEMPLATE_DISTRIBUTION, message));
    }

    @Override
    public Mono<ResponseFromSv2Client> handleSetNewPrevHash(
        io.sv2.codec.template.SetNewPrevHash message) {
      return handle(new IncomingMessage(Protocol.TEMPLATE_DISTRIBUTION, message));
    }

    @Override
    public Mono<ResponseFromSv2Client> handleRequestTransactionDataSuccess(
        RequestTransactionDataSuccess message) {
      return handle(new IncomingMessage(Protocol.TEMPLATE_DISTRIBUTION, message));
    }

    @Override
    public Mono<ResponseFromSv2Client> handleRequestTransactionDataError(
        RequestTransactionDataError message) {
      return handle(new IncomingMessage(Protocol.TEMPLATE_DISTRIBUTION, message));
    }
  }
}
