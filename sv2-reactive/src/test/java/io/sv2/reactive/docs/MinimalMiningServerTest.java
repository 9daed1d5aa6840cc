package io.sv2.reactive.docs;

import static io.sv2.reactive.ResponseFromSv2Server.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.Sv2Codec;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.common.SetupConnection;
import io.sv2.codec.common.SetupConnectionSuccess;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.mining.OpenStandardMiningChannelSuccess;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.mining.SubmitSharesSuccess;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import io.sv2.noise.AuthoritySecretKey;
import io.sv2.noise.NoiseInitiator;
import io.sv2.noise.NoiseInitiatorConfig;
import io.sv2.noise.NoiseResponderConfig;
import io.sv2.reactive.ConnectionConfig;
import io.sv2.reactive.ProtocolSupport;
import io.sv2.reactive.ResponseFromSv2Server;
import io.sv2.reactive.Sv2Client;
import io.sv2.reactive.Sv2Connection;
import io.sv2.reactive.Sv2ServerService;
import io.sv2.reactive.Sv2ServerServiceConfig;
import io.sv2.reactive.handler.NullSv2JobDeclarationServerHandler;
import io.sv2.reactive.handler.NullSv2TemplateDistributionServerHandler;
import io.sv2.reactive.handler.Sv2MiningServerHandler;
import io.sv2.reactive.transport.Sv2Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** The sample of the README, served to a client. */
class MinimalMiningServerTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  // tag::minimal-server
  static final class EveryShareCounts implements Sv2MiningServerHandler {
    private final U256 target = U256.ofHex("00000000ffff" + "0".repeat(52));
    private final AtomicLong channels = new AtomicLong();

    @Override
    public Mono<ResponseFromSv2Server> handleOpenStandardMiningChannel(
        Sv2Client client, OpenStandardMiningChannel message) {
      long id = channels.incrementAndGet();
      B032 prefix = B032.of(ByteBuffer.allocate(8).putLong(id).array());
      return Mono.just(
          send(
              client,
              new OpenStandardMiningChannelSuccess(message.requestId(), id, target, prefix, 0)));
    }

    @Override
    public Mono<ResponseFromSv2Server> handleSubmitSharesStandard(
        Sv2Client client, SubmitSharesStandard share) {
      long channel = share.channelId();
      return Mono.just(
          send(client, new SubmitSharesSuccess(channel, share.sequenceNumber(), 1, 1)));
    }
  }

  // end::minimal-server

  private final EveryShareCounts handler = new EveryShareCounts();

  @Test
  void isServedToAClient() {
    AuthoritySecretKey authority = AuthoritySecretKey.generate(new SecureRandom());
    Sv2ServerService.Running server =
        Sv2ServerService.newService(
                Sv2ServerServiceConfig.of(
                    "minimal",
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    NoiseResponderConfig.of(authority),
                    ProtocolSupport.mining(0, 0)),
                handler,
                NullSv2JobDeclarationServerHandler.INSTANCE,
                NullSv2TemplateDistributionServerHandler.INSTANCE)
            .start()
            .block(SOON);
    Sv2Transport transport = new Sv2Transport(ConnectionConfig.DEFAULT);
    NoiseInitiatorConfig pinned = NoiseInitiatorConfig.pinned(authority.publicKey());
    Sv2Connection client =
        transport.connect(server.address(), () -> new NoiseInitiator(pinned)).block(SOON);
    StepVerifier.create(client.inbound().map(Sv2Codec::decode))
        .then(() -> says(client, setup(server.address())))
        .expectNext(new SetupConnectionSuccess(2, 0))
        .then(
            () ->
                says(client, new OpenStandardMiningChannel(7, Str0255.of("user"), 1e12f, U256.MAX)))
        .assertNext(
            answer ->
                assertThat(answer)
                    .isInstanceOfSatisfying(
                        OpenStandardMiningChannelSuccess.class,
                        success -> {
                          assertThat(success.requestId()).isEqualTo(7);
                          assertThat(success.channelId()).isEqualTo(1);
                        }))
        .then(() -> says(client, new SubmitSharesStandard(1, 1, 1, 2, 3, 0x2000_0000)))
        .expectNext(new SubmitSharesSuccess(1, 1, 1, 1))
        .thenCancel()
        .verify(SOON);
    server.dispose();
    transport.dispose();
  }

  private static void says(Sv2Connection client, Sv2Message message) {
    client.outbound().tryEmitNext(Sv2Codec.encode(message)).orThrow();
  }

  private static SetupConnection setup(InetSocketAddress server) {
    return new SetupConnection(
        0,
        2,
        2,
        0,
        Str0255.of(server.getHostString()),
        server.getPort(),
        Str0255.of("sample"),
        Str0255.EMPTY,
        Str0255.EMPTY,
        Str0255.EMPTY);
  }
}
