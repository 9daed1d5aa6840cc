package io.sv2.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Frame;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.mining.OpenStandardMiningChannelSuccess;
import io.sv2.codec.mining.SetTarget;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.mining.SubmitSharesSuccess;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import io.sv2.reactive.CloseReason.Kind;
import io.sv2.reactive.handler.NullSv2JobDeclarationServerHandler;
import io.sv2.reactive.handler.NullSv2TemplateDistributionServerHandler;
import io.sv2.reactive.handler.Sv2MiningServerHandler;
import io.sv2.reactive.test.ConnectionPair;
import io.sv2.reactive.test.ScriptedPeer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A server under peers and handlers that misbehave, in memory: others are served meanwhile. */
class BusyServerTest {
  private static final String FAILS = "fails";
  private static final String THROWS = "throws";
  private static final String NEVER = "never";
  private static final String MUCH = "much";

  private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Sv2ServerService<?, ?, ?> service =
      Sv2ServerService.newService(
          Sv2ServerServiceConfig.of(
                  "busy",
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                  null,
                  ProtocolSupport.mining(0, 0))
              .withAdmission(new AdmissionConfig(2_000, 2_000, 2_000, 1_100, 1_000, 2_000, 10))
              .withMeters(meters)
              .withTimer(time),
          new Handler(),
          NullSv2JobDeclarationServerHandler.INSTANCE,
          NullSv2TemplateDistributionServerHandler.INSTANCE);
  private final Disposable serving = service.startServing();
  private final ScriptedPeer good = client("good");

  @AfterEach
  void stop() {
    goodIsServed();
    serving.dispose();
    assertThat(service.connections()).isZero();
    assertThat(meters.find("sv2.connections").gauges()).isEmpty();
  }

  /** Does to each user what its name says. */
  private static final class Handler implements Sv2MiningServerHandler {
    @Override
    public Mono<ResponseFromSv2Server> handleOpenStandardMiningChannel(
        Sv2Client client, OpenStandardMiningChannel message) {
      Sv2Message opened =
          new OpenStandardMiningChannelSuccess(message.requestId(), 1, U256.MAX, B032.EMPTY, 0);
      return switch (message.userIdentity().text()) {
        case FAILS -> Mono.error(new IllegalStateException("on purpose"));
        case THROWS -> throw new IllegalStateException("on purpose");
        case NEVER -> Mono.never();
        case MUCH ->
            Mono.just(
                new ResponseFromSv2Server.Send(client.id(), Collections.nCopies(10_000, opened)));
        default -> Mono.just(ResponseFromSv2Server.send(client, opened));
      };
    }

    @Override
    public Mono<ResponseFromSv2Server> handleSubmitSharesStandard(
        Sv2Client client, SubmitSharesStandard share) {
      return Mono.just(
          ResponseFromSv2Server.send(
              client, new SubmitSharesSuccess(1, share.sequenceNumber(), 1, 1)));
    }
  }

  private ScriptedPeer connects(long reads) {
    ConnectionPair.Ends ends = ConnectionPair.plain().withTimer(time).connect();
    service.accept(ends.server());
    return ScriptedPeer.of(ends.client(), Duration.ZERO, reads);
  }

  private ScriptedPeer client(String user) {
    return connects(Long.MAX_VALUE).setsUp(Protocol.MINING, 0).sends(open(user));
  }

  private static OpenStandardMiningChannel open(String user) {
    return new OpenStandardMiningChannel(1, Str0255.of(user), 1e12f, U256.MAX);
  }

  private static SubmitSharesStandard share(long number) {
    return new SubmitSharesStandard(1, number, 1, 0, 0, 0);
  }

  private void goodIsServed() {
    good.hearsAll();
    good.sends(share(5)).expects(new SubmitSharesSuccess(1, 5, 1, 1));
    client("newcomer").expects(OpenStandardMiningChannelSuccess.class).closes();
  }

  private double closed(Kind kind) {
    var counter = meters.find("sv2.connections.closed").tag("reason", kind.name()).counter();
    return counter == null ? 0 : counter.count();
  }

  private void passes(Duration duration) {
    for (long left = duration.toSeconds(); left > 0; left -= 60) {
      good.sends(share(1));
      time.advanceTimeBy(Duration.ofSeconds(Math.min(60, left)));
    }
    good.hearsAll();
  }

  @Test
  void thousandPeersThatConnectAndHangAreClosedInTime() {
    List<ScriptedPeer> hanging =
        IntStream.range(0, 1_000).mapToObj(i -> connects(Long.MAX_VALUE)).toList();
    goodIsServed();
    assertThat(service.admission().connections(ConnectionState.SETUP)).isEqualTo(1_000);
    passes(Duration.ofSeconds(11));
    assertThat(hanging).allMatch(ScriptedPeer::isClosed);
    assertThat(closed(Kind.SETUP_TIMEOUT)).isEqualTo(1_000);
    assertThat(service.connections()).isEqualTo(1);
  }

  @Test
  void moreThanMayWaitAreRefusedAndCounted() {
    List<ScriptedPeer> hanging =
        IntStream.range(0, 1_200).mapToObj(i -> connects(Long.MAX_VALUE)).toList();
    assertThat(hanging.stream().filter(ScriptedPeer::isClosed)).hasSize(100);
    assertThat(service.admission().refused(Admission.Cause.SETUP)).isEqualTo(100);
    assertThat(meters.get("sv2.admission.refused").tag("cause", "setup").counter().count())
        .isEqualTo(100);
    passes(Duration.ofSeconds(11));
    assertThat(service.connections()).isEqualTo(1);
  }

  @Test
  void peersThatSetUpAndHangAreClosedInTime() {
    List<ScriptedPeer> hanging =
        IntStream.range(0, 900)
            .mapToObj(i -> connects(Long.MAX_VALUE).setsUp(Protocol.MINING, 0))
            .toList();
    goodIsServed();
    passes(Duration.ofSeconds(61));
    assertThat(hanging).allMatch(ScriptedPeer::isClosed);
    assertThat(closed(Kind.IDLE_AFTER_SETUP)).isEqualTo(900);
  }

  @Test
  void peerThatNeverReadsIsCutWhenItsQueueIsFull() {
    ScriptedPeer deaf = connects(1).setsUp(Protocol.MINING, 0).sends(open(MUCH));
    deaf.expectsClose(Kind.PEER_CLOSED);
    assertThat(closed(Kind.SLOW_CONSUMER)).isEqualTo(1);
  }

  @Test
  void peerThatFloodsAndReadsIsServedInItsTurn() {
    ScriptedPeer flooding = client("floods").expects(OpenStandardMiningChannelSuccess.class);
    for (int i = 0; i < 20_000; i++) {
      flooding.sends(share(i));
    }
    assertThat(flooding.hearsAll()).hasSize(20_000);
  }

  /** Its requests wait in its own queue, not in the server: what it has not sent costs nothing. */
  @Test
  void peerThatFloodsAHandlerThatDoesNotAnswerFillsItsOwnQueue() {
    ScriptedPeer flooding = client(NEVER);
    int sent = 0;
    try {
      for (; sent < 100_000; sent++) {
        flooding.sends(share(sent));
      }
    } catch (AssertionError noRoom) {
      assertThat(noRoom).hasMessageContaining("does not read");
    }
    assertThat(sent).isBetween(4_000, 4_200);
    goodIsServed();
    passes(Duration.ofSeconds(31));
    assertThat(closed(Kind.HANDLER_TIMEOUT)).isEqualTo(1);
  }

  @Test
  void handlerThatFailsOrThrowsEndsItsClientsOnly() {
    List<ScriptedPeer> unlucky = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      unlucky.add(client(i % 2 == 0 ? FAILS : THROWS));
    }
    assertThat(unlucky).allMatch(ScriptedPeer::isClosed);
    assertThat(closed(Kind.HANDLER_FAILED)).isEqualTo(50);
  }

  @Test
  void broadcastReachesTheGroupAndIsOneFrameForAll() {
    List<ScriptedPeer> peers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      ConnectionPair.Ends ends = ConnectionPair.plain().withTimer(time).connect();
      service.accept(ends.server());
      peers.add(
          ScriptedPeer.of(ends.client(), Duration.ZERO, Long.MAX_VALUE).setsUp(Protocol.MINING, 0));
    }
    SetTarget message = new SetTarget(1, U256.MAX);
    service
        .apply(
            new RequestToSv2Server.CarryOut(
                new ResponseFromSv2Server.SendToGroup(
                    client -> client.id() % 2 == 0, List.of(message))))
        .block();
    List<Sv2Frame> frames = new ArrayList<>();
    for (ScriptedPeer peer : peers) {
      if (!peer.hearsNothing()) {
        frames.add(peer.hearsFrame());
      }
    }
    assertThat(frames).hasSize(5);
    frames.forEach(frame -> assertThat(frame).isSameAs(frames.get(0)));
    long last = peers.size() + 1L;
    service
        .apply(
            new RequestToSv2Server.CarryOut(
                new ResponseFromSv2Server.SendToSeveral(
                    Set.of(2L, last, 77L), List.of(message, message))))
        .block();
    assertThat(peers.stream().mapToInt(peer -> peer.hearsAll().size()).sum()).isEqualTo(4);
  }

  @Test
  void metersSayWhatHappened() {
    goodIsServed();
    assertThat(
            meters
                .get("sv2.messages")
                .tags("service", "busy", "direction", "received", "type", "SubmitSharesStandard")
                .counter()
                .count())
        .isEqualTo(1);
    assertThat(
            meters
                .get("sv2.messages")
                .tags("direction", "sent", "type", "OpenStandardMiningChannel.Success")
                .counter()
                .count())
        .isEqualTo(2);
    assertThat(meters.get("sv2.connections").tag("state", "active").gauge().value()).isEqualTo(1);
    assertThat(meters.get("sv2.handler").tag("type", "SubmitSharesStandard").timer().count())
        .isEqualTo(1);
    assertThat(meters.get("sv2.outbound.queued").gauge().value()).isZero();
  }
}
