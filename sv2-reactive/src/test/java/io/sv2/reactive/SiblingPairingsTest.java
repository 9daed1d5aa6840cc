package io.sv2.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.common.SetupConnection;
import io.sv2.codec.common.SetupConnectionSuccess;
import io.sv2.codec.jobdeclaration.AllocateMiningJobToken;
import io.sv2.codec.jobdeclaration.AllocateMiningJobTokenSuccess;
import io.sv2.codec.jobdeclaration.JobDeclarationMessage;
import io.sv2.codec.mining.MiningMessage;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.mining.OpenStandardMiningChannelSuccess;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.mining.SubmitSharesSuccess;
import io.sv2.codec.template.RequestTransactionData;
import io.sv2.codec.type.B0255;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import io.sv2.reactive.handler.NullSv2JobDeclarationClientHandler;
import io.sv2.reactive.handler.NullSv2JobDeclarationServerHandler;
import io.sv2.reactive.handler.NullSv2MiningClientHandler;
import io.sv2.reactive.handler.NullSv2MiningServerHandler;
import io.sv2.reactive.handler.NullSv2TemplateDistributionClientHandler;
import io.sv2.reactive.handler.NullSv2TemplateDistributionServerHandler;
import io.sv2.reactive.handler.Sv2JobDeclarationClientHandler;
import io.sv2.reactive.handler.Sv2JobDeclarationServerHandler;
import io.sv2.reactive.handler.Sv2MiningClientHandler;
import io.sv2.reactive.handler.Sv2MiningServerHandler;
import io.sv2.reactive.handler.Sv2TemplateDistributionClientHandler;
import io.sv2.reactive.route.ServerRoutes;
import io.sv2.reactive.test.ConnectionPair;
import io.sv2.reactive.test.ScriptedPeer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The pairs of services that applications are made of, each with a message across and back. */
class SiblingPairingsTest {
  private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
  private final Map<Protocol, ScriptedPeer> upstreams = new EnumMap<>(Protocol.class);
  private final Disposable.Composite running = Disposables.composite();

  @AfterEach
  void stop() {
    running.dispose();
  }

  private static UpstreamConfig upstream(Protocol protocol) {
    return UpstreamConfig.of(
        protocol, InetSocketAddress.createUnresolved(protocol.name(), 1), null, 0);
  }

  /** What a client sends, the server's handler sends on; what upstream sends, to all clients. */
  private static Mono<ResponseFromSv2Server> across(Protocol to, Sv2Message message) {
    return Mono.just(
        ResponseFromSv2Server.askSibling(new RequestToSv2Client.SendMessage(to, message)));
  }

  private static Mono<ResponseFromSv2Client> back(Sv2Message message) {
    return Mono.just(
        ResponseFromSv2Client.askSibling(
            new RequestToSv2Server.CarryOut(ResponseFromSv2Server.sendToAll(message))));
  }

  private ScriptedPeer start(
      ProtocolSupport support,
      Sv2MiningServerHandler mining,
      Sv2JobDeclarationServerHandler declaration,
      Sv2MiningClientHandler miningClient,
      Sv2JobDeclarationClientHandler declarationClient,
      Sv2TemplateDistributionClientHandler templates,
      Protocol... protocols) {
    var server =
        Sv2ServerService.newWithSiblingIo(
            Sv2ServerServiceConfig.of(
                    "server",
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    null,
                    support)
                .withTimer(time),
            mining,
            declaration,
            NullSv2TemplateDistributionServerHandler.INSTANCE);
    UpstreamConfig[] configs = new UpstreamConfig[protocols.length];
    for (int i = 0; i < protocols.length; i++) {
      configs[i] = upstream(protocols[i]);
    }
    var client =
        Sv2ClientService.newFromSiblingIo(
            Sv2ClientServiceConfig.of("client", configs).withTimer(time),
            miningClient,
            declarationClient,
            templates,
            server.siblingIo());
    running.add(server.service().startServing());
    running.add(
        client.startWith((address, noise) -> Mono.fromSupplier(() -> connect(address))).block());
    upstreams
        .values()
        .forEach(up -> up.expects(SetupConnection.class).sends(new SetupConnectionSuccess(2, 0)));
    ConnectionPair.Ends ends = ConnectionPair.plain().withTimer(time).connect();
    server.service().accept(ends.server());
    return ScriptedPeer.of(ends.client(), Duration.ZERO, Long.MAX_VALUE)
        .setsUp(support.protocol(), 0);
  }

  private Sv2Connection connect(InetSocketAddress address) {
    ConnectionPair.Ends ends = ConnectionPair.plain().withTimer(time).connect();
    upstreams.put(
        Protocol.valueOf(address.getHostString()),
        ScriptedPeer.of(ends.server(), Duration.ZERO, Long.MAX_VALUE));
    return ends.client();
  }

  private ScriptedPeer upstreamOf(Protocol protocol) {
    ScriptedPeer peer = upstreams.get(protocol);
    assertThat(peer).isNotNull();
    return peer;
  }

  private static final SubmitSharesStandard SHARE = new SubmitSharesStandard(1, 1, 1, 0, 0, 0);
  private static final SubmitSharesSuccess ACCEPTED = new SubmitSharesSuccess(1, 1, 1, 1);
  private static final AllocateMiningJobToken TOKEN =
      new AllocateMiningJobToken(Str0255.of("user"), 1);

  private static Sv2MiningServerHandler miningTo(Protocol protocol) {
    return Sv2MiningServerHandler.of(
        ServerRoutes.on(MiningMessage.class, (client, message) -> across(protocol, message))
            .orElse(ServerRoutes.unexpected()));
  }

  @Test
  void proxyIsAMiningServerAndAMiningClient() {
    ScriptedPeer miner =
        start(
            ProtocolSupport.mining(0, 0),
            miningTo(Protocol.MINING),
            NullSv2JobDeclarationServerHandler.INSTANCE,
            Sv2MiningClientHandler.of(request -> back(request.message())),
            NullSv2JobDeclarationClientHandler.INSTANCE,
            NullSv2TemplateDistributionClientHandler.INSTANCE,
            Protocol.MINING);
    OpenStandardMiningChannel open =
        new OpenStandardMiningChannel(1, Str0255.of("user"), 1e12f, U256.MAX);
    OpenStandardMiningChannelSuccess opened =
        new OpenStandardMiningChannelSuccess(1, 1, U256.MAX, B032.EMPTY, 0);
    miner.sends(open);
    upstreamOf(Protocol.MINING).expects(open).sends(opened);
    miner.expects(opened).sends(SHARE);
    upstreamOf(Protocol.MINING).expects(SHARE).sends(ACCEPTED);
    miner.expects(ACCEPTED);
  }

  /**
   * A job declarator client: miners on one side, a pool's declarator and templates on the other.
   */
  @Test
  void declaratorClientIsAMiningServerAndAClientOfTwoSubprotocols() {
    ScriptedPeer miner =
        start(
            ProtocolSupport.mining(0, 0),
            Sv2MiningServerHandler.of(
                request ->
                    Mono.just(
                        ResponseFromSv2Server.inOrder(
                            ResponseFromSv2Server.askSibling(
                                new RequestToSv2Client.SendMessage(
                                    Protocol.JOB_DECLARATION, TOKEN)),
                            ResponseFromSv2Server.askSibling(
                                new RequestToSv2Client.SendMessage(
                                    Protocol.TEMPLATE_DISTRIBUTION,
                                    new RequestTransactionData(1)))))),
            NullSv2JobDeclarationServerHandler.INSTANCE,
            NullSv2MiningClientHandler.INSTANCE,
            Sv2JobDeclarationClientHandler.of(request -> back(ACCEPTED)),
            Sv2TemplateDistributionClientHandler.of(request -> back(ACCEPTED)),
            Protocol.JOB_DECLARATION,
            Protocol.TEMPLATE_DISTRIBUTION);
    miner.sends(SHARE);
    upstreamOf(Protocol.JOB_DECLARATION).expects(TOKEN).sends(token());
    upstreamOf(Protocol.TEMPLATE_DISTRIBUTION)
        .expects(new RequestTransactionData(1))
        .sends(TemplateClient.message(1));
    miner.expects(ACCEPTED, ACCEPTED);
  }

  private static AllocateMiningJobTokenSuccess token() {
    return new AllocateMiningJobTokenSuccess(1, B0255.EMPTY, B064K.EMPTY);
  }

  @Test
  void declaratorServerIsAJobDeclarationServerAndATemplateClient() {
    ScriptedPeer declarator =
        start(
            ProtocolSupport.jobDeclaration(true),
            NullSv2MiningServerHandler.INSTANCE,
            Sv2JobDeclarationServerHandler.of(
                ServerRoutes.on(
                        JobDeclarationMessage.class,
                        (client, message) ->
                            across(Protocol.TEMPLATE_DISTRIBUTION, new RequestTransactionData(1)))
                    .orElse(ServerRoutes.unexpected())),
            NullSv2MiningClientHandler.INSTANCE,
            NullSv2JobDeclarationClientHandler.INSTANCE,
            Sv2TemplateDistributionClientHandler.of(request -> back(token())),
            Protocol.TEMPLATE_DISTRIBUTION);
    declarator.sends(TOKEN);
    upstreamOf(Protocol.TEMPLATE_DISTRIBUTION)
        .expects(new RequestTransactionData(1))
        .sends(TemplateClient.message(1));
    declarator.expects(token());
  }
}
