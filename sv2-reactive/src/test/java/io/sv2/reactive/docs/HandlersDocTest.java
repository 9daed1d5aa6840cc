package io.sv2.reactive.docs;

import static io.sv2.reactive.ResponseFromSv2Server.inOrder;
import static io.sv2.reactive.ResponseFromSv2Server.send;
import static io.sv2.reactive.route.ServerRoutes.on;
import static io.sv2.reactive.route.ServerRoutes.unexpected;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.sv2.codec.ErrorCodes;
import io.sv2.codec.MessageType;
import io.sv2.codec.Protocol;
import io.sv2.codec.SetupFlags;
import io.sv2.codec.mining.OpenMiningChannelError;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.mining.OpenStandardMiningChannelSuccess;
import io.sv2.codec.mining.SetNewPrevHash;
import io.sv2.codec.mining.SubmitSharesError;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.mining.SubmitSharesSuccess;
import io.sv2.codec.template.NewTemplate;
import io.sv2.codec.template.SubmitSolution;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.ProtocolSupport;
import io.sv2.reactive.RequestToSv2Client;
import io.sv2.reactive.RequestToSv2Server;
import io.sv2.reactive.RequestToSv2Server.IncomingMessage;
import io.sv2.reactive.ResponseFromSv2Client;
import io.sv2.reactive.ResponseFromSv2Server;
import io.sv2.reactive.Sv2Client;
import io.sv2.reactive.Sv2ClientService;
import io.sv2.reactive.Sv2ClientServiceConfig;
import io.sv2.reactive.Sv2ServerService;
import io.sv2.reactive.Sv2ServerServiceConfig;
import io.sv2.reactive.UpstreamConfig;
import io.sv2.reactive.handler.NullSv2JobDeclarationClientHandler;
import io.sv2.reactive.handler.NullSv2JobDeclarationServerHandler;
import io.sv2.reactive.handler.NullSv2MiningClientHandler;
import io.sv2.reactive.handler.NullSv2TemplateDistributionServerHandler;
import io.sv2.reactive.handler.Sv2MiningServerHandler;
import io.sv2.reactive.handler.Sv2TemplateDistributionClientHandler;
import io.sv2.reactive.layer.Layers;
import io.sv2.reactive.layer.LimitLayers;
import io.sv2.reactive.layer.Sv2Layer;
import io.sv2.reactive.layer.Sv2Layers;
import io.sv2.reactive.test.ConnectionPair;
import io.sv2.reactive.test.ScriptedPeer;
import io.sv2.reactive.test.ServerHandlerHarness;
import io.sv2.reactive.test.ServerHandlerHarness.Effect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** The samples of docs/handlers.md. */
class HandlersDocTest {
  private static final U256 EASY = U256.ofHex("00000000ffff" + "0".repeat(52));

  // tag::handler
  /** Opens one channel per client; a share is a solution if its nonce says so. */
  static final class Sample implements Sv2MiningServerHandler {
    private final Map<Long, Long> shares = new HashMap<>(); // by client

    @Override
    public Mono<ResponseFromSv2Server> handleOpenStandardMiningChannel(
        Sv2Client client, OpenStandardMiningChannel open) {
      if (shares.putIfAbsent(client.id(), 0L) != null) {
        return Mono.just(
            send(
                client,
                new OpenMiningChannelError(open.requestId(), Str0255.of("one-channel-only"))));
      }
      return Mono.just(
          send(
              client,
              new OpenStandardMiningChannelSuccess(
                  open.requestId(), 1, EASY, B032.ofHex("0001"), 0)));
    }

    @Override
    public Mono<ResponseFromSv2Server> handleSubmitSharesStandard(
        Sv2Client client, SubmitSharesStandard share) {
      shares.merge(client.id(), 1L, Long::sum);
      ResponseFromSv2Server accepted =
          send(client, new SubmitSharesSuccess(1, share.sequenceNumber(), 1, 1));
      return Mono.just(share.nonce() == 42 ? inOrder(accepted, solved(share)) : accepted);
    }

    /** Not sent here: said to be sent, by the sibling that speaks with the template provider. */
    private static ResponseFromSv2Server solved(SubmitSharesStandard share) {
      return ResponseFromSv2Server.askSibling(
          new RequestToSv2Client.SendMessage(
              Protocol.TEMPLATE_DISTRIBUTION,
              new SubmitSolution(1, share.version(), share.ntime(), share.nonce(), B064K.EMPTY)));
    }
  }

  // end::handler

  // tag::handler-test
  @Test
  void blockIsAcknowledgedAndHandedToTheSibling() {
    ServerHandlerHarness harness = ServerHandlerHarness.of(new Sample());
    Sv2Client miner = harness.client(Protocol.MINING, SetupFlags.REQUIRES_STANDARD_JOBS);
    StepVerifier.create(harness.answers(miner, open(7)))
        .expectNextMatches(answer -> answer instanceof OpenStandardMiningChannelSuccess)
        .verifyComplete();
    StepVerifier.create(harness.receives(miner, share(5, 42)))
        .expectNext(new Effect.Sent(miner, new SubmitSharesSuccess(1, 5, 1, 1)))
        .expectNextMatches(effect -> effect instanceof Effect.Asked)
        .verifyComplete();
  }

  // end::handler-test

  // tag::layer
  /** 20 shares a second from each client, the rest refused by their error; 2 s for any answer. */
  static Sv2Layers<IncomingMessage, ResponseFromSv2Server> limits() {
    RateLimiterConfig rate =
        RateLimiterConfig.custom()
            .limitForPeriod(20)
            .limitRefreshPeriod(Duration.ofSeconds(1))
            .timeoutDuration(Duration.ZERO)
            .build();
    Sv2Layer<IncomingMessage, ResponseFromSv2Server> politely =
        Layers.<IncomingMessage, ResponseFromSv2Server>onRefusal(
                (request, refused) -> Mono.just(tooFast(request)))
            .around(LimitLayers.rateLimitPerClient(rate, 10_000));
    return Sv2Layers.<IncomingMessage, ResponseFromSv2Server>none()
        .onService(Layers.timeout(Duration.ofSeconds(2), Schedulers.parallel()))
        .onMessage(MessageType.SUBMIT_SHARES_STANDARD, politely);
  }

  private static ResponseFromSv2Server tooFast(IncomingMessage request) {
    SubmitSharesStandard share = (SubmitSharesStandard) request.message();
    return send(
        request.client(),
        new SubmitSharesError(
            share.channelId(), share.sequenceNumber(), Str0255.of("too-many-shares")));
  }

  // end::layer

  // tag::route
  /** The same as a composition: each route is a value, the first that matches handles. */
  static Sv2MiningServerHandler routed(Sample sample) {
    return Sv2MiningServerHandler.of(
        on(OpenStandardMiningChannel.class, sample::handleOpenStandardMiningChannel)
            .and(
                on(
                    SubmitSharesStandard.class,
                    (client, share) -> share.channelId() != 1,
                    (client, share) -> Mono.just(unknownChannel(client, share))))
            .and(on(SubmitSharesStandard.class, sample::handleSubmitSharesStandard))
            .orElse(unexpected()));
  }

  private static ResponseFromSv2Server unknownChannel(
      Sv2Client client, SubmitSharesStandard share) {
    Str0255 code = Str0255.of(ErrorCodes.INVALID_CHANNEL_ID);
    return send(client, new SubmitSharesError(share.channelId(), share.sequenceNumber(), code));
  }

  // end::route

  // tag::siblings
  /** What a template provider says reaches every miner; what a miner finds reaches the provider. */
  static Mono<Disposable> pool(
      Sv2ServerServiceConfig serverConfig,
      Sv2MiningServerHandler mining,
      Sv2ClientServiceConfig clientConfig,
      Sv2TemplateDistributionClientHandler templates) {
    var server =
        Sv2ServerService.newWithSiblingIo(
            serverConfig,
            mining,
            NullSv2JobDeclarationServerHandler.INSTANCE,
            NullSv2TemplateDistributionServerHandler.INSTANCE);
    var client =
        Sv2ClientService.newFromSiblingIo(
            clientConfig,
            NullSv2MiningClientHandler.INSTANCE,
            NullSv2JobDeclarationClientHandler.INSTANCE,
            templates,
            server.siblingIo());
    return server
        .service()
        .start()
        .flatMap(
            listening ->
                client
                    .start()
                    .map(
                        connecting ->
                            () -> {
                              connecting.dispose();
                              listening.dispose();
                            }));
  }

  /** In the template client's handler: passes on, and goes on when the server has done it. */
  static Mono<ResponseFromSv2Client> passOn(NewTemplate template) {
    return Mono.just(
        ResponseFromSv2Client.askSibling(
            new RequestToSv2Server.SiblingMessage(Protocol.TEMPLATE_DISTRIBUTION, template)));
  }

  // end::siblings

  private static OpenStandardMiningChannel open(long requestId) {
    return new OpenStandardMiningChannel(requestId, Str0255.of("user"), 1e12f, U256.MAX);
  }

  private static SubmitSharesStandard share(long number, long nonce) {
    return new SubmitSharesStandard(1, number, 1, nonce, 0, 0x2000_0000);
  }

  private static Sv2ServerServiceConfig config() {
    return Sv2ServerServiceConfig.of(
        "sample",
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        null,
        ProtocolSupport.mining(0, 0));
  }

  private static ScriptedPeer miner(Sv2ServerServiceConfig config, Sv2MiningServerHandler handler) {
    var service =
        Sv2ServerService.newService(
            config,
            handler,
            NullSv2JobDeclarationServerHandler.INSTANCE,
            NullSv2TemplateDistributionServerHandler.INSTANCE);
    ConnectionPair.Ends ends = ConnectionPair.plain().connect();
    service.accept(ends.server());
    return ScriptedPeer.of(ends.client()).setsUp(Protocol.MINING, 0);
  }

  @Test
  void layersLimitWhatAClientSends() {
    ScriptedPeer miner =
        miner(config().withLayers(limits()), new Sample())
            .sends(open(1))
            .expects(OpenStandardMiningChannelSuccess.class);
    int refused = 0;
    for (int i = 0; i < 200; i++) {
      refused += miner.sends(share(i, 0)).hearsFrame().messageType() == 0x1d ? 1 : 0;
    }
    assertThat(refused).isBetween(100, 180);
  }

  @Test
  void routesHandle() {
    miner(config(), routed(new Sample()))
        .sends(open(1))
        .expects(OpenStandardMiningChannelSuccess.class)
        .sends(share(5, 0))
        .expects(new SubmitSharesSuccess(1, 5, 1, 1))
        .sends(new SubmitSharesStandard(9, 6, 1, 0, 0, 0))
        .expects(SubmitSharesError.class)
        .sends(new SetNewPrevHash(1, 1, U256.ZERO, 0, 0))
        .expectsClose(CloseReason.Kind.PEER_CLOSED);
  }

  @Test
  void siblingsStartAndEndTogether() {
    Sv2TemplateDistributionClientHandler templates =
        Sv2TemplateDistributionClientHandler.of(request -> passOn((NewTemplate) request.message()));
    Disposable running =
        pool(
                config(),
                new Sample(),
                Sv2ClientServiceConfig.of(
                    "sample",
                    UpstreamConfig.of(
                        Protocol.TEMPLATE_DISTRIBUTION,
                        InetSocketAddress.createUnresolved("localhost", 1),
                        null,
                        0)),
                templates)
            .block(Duration.ofSeconds(20));
    assertThat(running).isNotNull();
    running.dispose();
  }
}
