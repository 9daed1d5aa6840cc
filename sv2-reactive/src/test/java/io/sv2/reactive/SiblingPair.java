package io.sv2.reactive;

import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.template.SetNewPrevHash;
import io.sv2.reactive.handler.NullSv2JobDeclarationClientHandler;
import io.sv2.reactive.handler.NullSv2JobDeclarationServerHandler;
import io.sv2.reactive.handler.NullSv2MiningClientHandler;
import io.sv2.reactive.handler.NullSv2TemplateDistributionServerHandler;
import io.sv2.reactive.handler.Sv2MiningServerHandler;
import io.sv2.reactive.handler.UnexpectedMessageException;
import io.sv2.reactive.sibling.SiblingConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * A mining server and a template client that are siblings. Unless told otherwise they answer a
 * request with its number, in the form of a response that there is nothing to do for.
 */
final class SiblingPair implements AutoCloseable {
  final Queue<Long> askedOfServer = new ConcurrentLinkedQueue<>();
  final TemplateClient clientHandler = new TemplateClient();
  volatile Function<Sv2Message, Mono<ResponseFromSv2Server>> serverAnswer =
      message -> Mono.just(serverAnswer(number(message)));
  final Sv2ServerService<?, ?, ?> server;
  final Sv2ClientService<?, ?, ?> client;
  final Disposable runningServer;
  final Disposable runningClient;
  private final ScriptedServer upstream = new ScriptedServer();

  SiblingPair(int capacity, Duration timeout) {
    SiblingConfig sibling = new SiblingConfig(capacity, 0, 1, timeout);
    var withIo =
        Sv2ServerService.newWithSiblingIo(
            Sv2ServerServiceConfig.of(
                    "server",
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    null,
                    ProtocolSupport.mining(0, 0))
                .withTimeouts(ClientFixture.SOON, ClientFixture.SOON)
                .withSibling(sibling),
            new Server(),
            NullSv2JobDeclarationServerHandler.INSTANCE,
            NullSv2TemplateDistributionServerHandler.INSTANCE);
    server = withIo.service();
    clientHandler.answer = message -> Mono.just(clientAnswer(number(message)));
    client =
        Sv2ClientService.newFromSiblingIo(
            ClientFixture.config(
                ClientFixture.upstream(upstream.address()), ClientFixture.SOON, ClientFixture.SOON),
            NullSv2MiningClientHandler.INSTANCE,
            NullSv2JobDeclarationClientHandler.INSTANCE,
            clientHandler,
            withIo.siblingIo());
    runningServer = server.start().block(ClientFixture.SOON);
    runningClient = client.start().block(ClientFixture.SOON);
  }

  /** The server asks the client; the number of the answer. */
  Mono<Long> serverAsks(long number) {
    return server
        .apply(new RequestToSv2Server.SendRequestToSiblingClientService(toClient(number)))
        .map(ResponseFromSv2Server.FromSibling.class::cast)
        .map(answer -> numberOf(answer.response()));
  }

  /** The client asks the server; the number of the answer. */
  Mono<Long> clientAsks(long number) {
    return client
        .apply(new RequestToSv2Client.SendRequestToSiblingServerService(toServer(number)))
        .map(ResponseFromSv2Client.FromSibling.class::cast)
        .map(answer -> numberOf(answer.response()));
  }

  /** What the client's handler was asked, by number. */
  List<Long> askedOfClient() {
    return clientHandler.messages.stream().map(SiblingPair::number).toList();
  }

  static RequestToSv2Client toClient(long number) {
    return new RequestToSv2Client.IncomingMessage(
        Protocol.TEMPLATE_DISTRIBUTION, TemplateClient.message(number));
  }

  static RequestToSv2Server toServer(long number) {
    return new RequestToSv2Server.SiblingMessage(
        Protocol.TEMPLATE_DISTRIBUTION, TemplateClient.message(number));
  }

  static long number(Sv2Message message) {
    return ((SetNewPrevHash) message).templateId();
  }

  /** There is no client of that number: nobody is sent anything. */
  static ResponseFromSv2Server serverAnswer(long number) {
    return new ResponseFromSv2Server.Send(number, List.of());
  }

  /** There is no mining connection: none is closed. */
  static ResponseFromSv2Client clientAnswer(long number) {
    return new ResponseFromSv2Client.Close(
        Protocol.MINING, CloseReason.local(Long.toString(number)));
  }

  private static long numberOf(ResponseFromSv2Server response) {
    return ((ResponseFromSv2Server.Send) response).clientId();
  }

  private static long numberOf(ResponseFromSv2Client response) {
    return Long.parseLong(((ResponseFromSv2Client.Close) response).reason().detail());
  }

  @Override
  public void close() {
    runningClient.dispose();
    runningServer.dispose();
    upstream.close();
  }

  private final class Server implements Sv2MiningServerHandler {
    @Override
    public Mono<ResponseFromSv2Server> handleSiblingMessage(Sv2Message message) {
      askedOfServer.add(number(message));
      return serverAnswer.apply(message);
    }

    @Override
    public Mono<ResponseFromSv2Server> handleOpenStandardMiningChannel(
        Sv2Client client, OpenStandardMiningChannel message) {
      return Mono.error(new UnexpectedMessageException(message));
    }

    @Override
    public Mono<ResponseFromSv2Server> handleSubmitSharesStandard(
        Sv2Client client, SubmitSharesStandard message) {
      return Mono.error(new UnexpectedMessageException(message));
    }
  }
}
