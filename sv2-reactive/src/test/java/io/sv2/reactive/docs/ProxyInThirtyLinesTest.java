package io.sv2.reactive.docs;

import static io.sv2.reactive.route.Sv2Streams.forwardTo;
import static io.sv2.reactive.route.Sv2Streams.rewrite;
import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.FrameHeader;
import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Frame;
import io.sv2.codec.mining.OpenExtendedMiningChannel;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.mining.OpenStandardMiningChannelSuccess;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.mining.SubmitSharesSuccess;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import io.sv2.reactive.Admission;
import io.sv2.reactive.AdmissionConfig;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.ConnectionConfig;
import io.sv2.reactive.ProtocolSupport;
import io.sv2.reactive.Sv2Connection;
import io.sv2.reactive.Sv2ServerService;
import io.sv2.reactive.Sv2ServerServiceConfig;
import io.sv2.reactive.handler.NullSv2JobDeclarationServerHandler;
import io.sv2.reactive.handler.NullSv2TemplateDistributionServerHandler;
import io.sv2.reactive.test.ScriptedPeer;
import io.sv2.reactive.transport.Sv2Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;

/** The proxy of docs/routes.md, between a miner and a pool. */
class ProxyInThirtyLinesTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  // tag::proxy
  /** Every miner gets a connection of its own to the pool, and mines for one account. */
  record Proxy(Sv2Transport transport, InetSocketAddress pool, Str0255 account) {
    Mono<DisposableServer> listen(InetSocketAddress address) {
      Admission admission = new Admission(AdmissionConfig.DEFAULT);
      return transport.bind(address, null, admission, (miner, ticket) -> serve(miner).subscribe());
    }

    private Mono<Void> serve(Sv2Connection miner) {
      return transport
          .connect(pool, null)
          .flatMap(up -> between(miner, up))
          .onErrorResume(
              error -> Mono.fromRunnable(() -> miner.close(CloseReason.local(error.toString()))));
    }

    private Mono<Void> between(Sv2Connection miner, Sv2Connection up) {
      up.limitPayload(FrameHeader.MAX_PAYLOAD_LENGTH);
      miner.limitPayload(FrameHeader.MAX_PAYLOAD_LENGTH);
      Mono<Void> there =
          miner
              .inbound()
              .transform(rewrite(OpenStandardMiningChannel.class, this::forAccount))
              .transform(rewrite(OpenExtendedMiningChannel.class, this::forAccount))
              .as(forwardTo(up));
      Mono<Void> back = up.inbound().as(forwardTo(miner));
      return Mono.when(
          there.doFinally(end -> up.close(CloseReason.local("the miner has left"))),
          back.doFinally(end -> miner.close(CloseReason.local("the pool has left"))));
    }

    // end::proxy

    private OpenStandardMiningChannel forAccount(OpenStandardMiningChannel open) {
      return new OpenStandardMiningChannel(
          open.requestId(), account, open.nominalHashRate(), open.maxTarget());
    }

    private OpenExtendedMiningChannel forAccount(OpenExtendedMiningChannel open) {
      return new OpenExtendedMiningChannel(
          open.requestId(),
          account,
          open.nominalHashRate(),
          open.maxTarget(),
          open.minExtranonceSize());
    }
  }

  private final Queue<String> users = new ConcurrentLinkedQueue<>();
  private final Queue<Sv2Frame> unknown = new ConcurrentLinkedQueue<>();
  private Sv2ServerService.Running pool;
  private Proxy proxy;
  private DisposableServer listening;

  private static InetSocketAddress anywhere() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  @BeforeEach
  void start() {
    pool =
        Sv2ServerService.newService(
                Sv2ServerServiceConfig.of("pool", anywhere(), null, ProtocolSupport.mining(0, 0)),
                new ProxiedPool(users, unknown),
                NullSv2JobDeclarationServerHandler.INSTANCE,
                NullSv2TemplateDistributionServerHandler.INSTANCE)
            .start()
            .block(SOON);
    proxy =
        new Proxy(
            new Sv2Transport(ConnectionConfig.DEFAULT), pool.address(), Str0255.of("account"));
    listening = proxy.listen(anywhere()).block(SOON);
  }

  @AfterEach
  void stop() {
    listening.disposeNow(SOON);
    pool.dispose();
    proxy.transport().dispose();
  }

  private ScriptedPeer miner() {
    return ScriptedPeer.of(
        proxy.transport().connect((InetSocketAddress) listening.address(), null).block(SOON));
  }

  private static OpenStandardMiningChannel open(String user) {
    return new OpenStandardMiningChannel(1, Str0255.of(user), 1e12f, U256.MAX);
  }

  @Test
  void minersMineForTheAccount() {
    miner()
        .setsUp(Protocol.MINING, 0)
        .sends(open("a miner of its own mind"))
        .expects(OpenStandardMiningChannelSuccess.class)
        .sends(new SubmitSharesStandard(1, 5, 1, 2, 3, 0x2000_0000))
        .expects(new SubmitSharesSuccess(1, 5, 1, 1));
    assertThat(users).containsExactly("account");
  }

  @Test
  void whatItDoesNotKnowPassesAsItIs() {
    Sv2Frame frame = Sv2Frame.of(0x8000 | 0x4b0f, 3, new byte[] {1, 0, 0, 0, 9, 9});
    miner()
        .setsUp(Protocol.MINING, 0)
        .sendsFrame(frame)
        .sends(open("user"))
        .expects(OpenStandardMiningChannelSuccess.class);
    assertThat(unknown).containsExactly(frame);
  }

  @Test
  void eachSideEndsWithTheOther() {
    ScriptedPeer first = miner().setsUp(Protocol.MINING, 0);
    ScriptedPeer second = miner().setsUp(Protocol.MINING, 0);
    first.closes();
    first.expectsClose(CloseReason.Kind.LOCAL_CLOSE);
    pool.dispose();
    second.expectsClose(CloseReason.Kind.PEER_CLOSED);
  }

  @Test
  void poolThatIsNotThereEndsTheMinersConnection() {
    pool.dispose();
    miner().expectsClose(CloseReason.Kind.PEER_CLOSED);
  }
}
