package io.sv2.reactive.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sv2.codec.Sv2Codec;
import io.sv2.codec.mining.SubmitSharesSuccess;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.CloseReason.Kind;
import io.sv2.reactive.ConnectionConfig;
import io.sv2.reactive.Sv2Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.scheduler.VirtualTimeScheduler;

class ConnectionPairTest {
  private static SubmitSharesSuccess message(long number) {
    return new SubmitSharesSuccess(1, number, 1, 1);
  }

  private static ScriptedPeer peer(Sv2Connection connection) {
    return ScriptedPeer.of(connection, Duration.ZERO, Long.MAX_VALUE);
  }

  static List<ConnectionPair> pairs() {
    return List.of(
        ConnectionPair.plain(),
        ConnectionPair.noise(),
        ConnectionPair.plain().toServer(Faults.none().split(1)),
        ConnectionPair.noise().toServer(Faults.none().split(3)).toClient(Faults.none().split(1)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void whatOneSaysTheOtherHearsAtOnce(ConnectionPair pair) {
    ConnectionPair.Ends ends = pair.connect();
    ScriptedPeer client = peer(ends.client());
    ScriptedPeer server = peer(ends.server());
    client.sends(message(1), message(2));
    server.expects(message(1), message(2)).expectsNothing().sends(message(3)).closes();
    client.expects(message(3)).expectsClose(Kind.PEER_CLOSED);
    server.expectsClose(Kind.LOCAL_CLOSE);
  }

  @Test
  void pingPongNeedsNoStack() {
    ConnectionPair.Ends ends = ConnectionPair.plain().connect();
    List<Integer> heard = new ArrayList<>();
    ends.server()
        .inbound()
        .subscribe(frame -> ends.server().outbound().tryEmitNext(frame).orThrow());
    ends.client()
        .inbound()
        .subscribe(
            frame -> {
              heard.add(1);
              if (heard.size() < 100_000) {
                ends.client().outbound().tryEmitNext(frame).orThrow();
              }
            });
    ends.client().outbound().tryEmitNext(Sv2Codec.encode(message(1))).orThrow();
    assertThat(heard).hasSize(100_000);
  }

  @Test
  void delayedMessageArrivesInItsTime() {
    VirtualTimeScheduler time = VirtualTimeScheduler.create();
    ConnectionPair.Ends ends =
        ConnectionPair.plain()
            .withTimer(time)
            .toServer(Faults.none().delay(Duration.ofSeconds(3)))
            .connect();
    ScriptedPeer server = peer(ends.server());
    ScriptedPeer client = peer(ends.client()).sends(message(1), message(2));
    time.advanceTimeBy(Duration.ofSeconds(2));
    server.expectsNothing().sends(message(9));
    client.expects(message(9));
    time.advanceTimeBy(Duration.ofSeconds(1));
    server.expects(message(1), message(2));
  }

  @Test
  void damagedByteOfASealedFrameEndsTheConnectionThere() {
    ConnectionPair.Ends ends =
        ConnectionPair.noise().toServer(Faults.none().corrupt(64 + 30)).connect();
    ScriptedPeer server = peer(ends.server());
    peer(ends.client()).sends(message(1), message(2)).expectsClose(Kind.PEER_CLOSED);
    server.expectsNothing().expectsClose(Kind.DECRYPTION_FAILED);
  }

  @Test
  void lostByteOfAPlainFrameMakesWhatFollowsNonsense() {
    ConnectionPair.Ends ends = ConnectionPair.plain().toServer(Faults.none().drop(3, 1)).connect();
    ScriptedPeer server = peer(ends.server());
    peer(ends.client()).sends(message(1), message(2));
    assertThat(server.isClosed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 25, 26, 27, 51})
  void connectionBreaksAtTheByteItIsToldTo(long at) {
    ConnectionPair.Ends ends = ConnectionPair.plain().toServer(Faults.none().closeAt(at)).connect();
    ScriptedPeer server = peer(ends.server());
    ScriptedPeer client = peer(ends.client()).sends(message(1), message(2));
    server.expectsClose(Kind.IO_ERROR);
    client.expectsClose(Kind.PEER_CLOSED);
    assertThat(server.hearsAll()).hasSize((int) (at / 26)); // the length of one frame
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 63, 64})
  void handshakeThatIsSpoiledEndsBothEnds(long at) {
    Faults faults = at == 64 ? Faults.none() : Faults.none().closeAt(at);
    Faults back = at == 64 ? Faults.none().corrupt(100) : Faults.none();
    ConnectionPair.Ends ends = ConnectionPair.noise().toServer(faults).toClient(back).connect();
    peer(ends.client()).expectsClose(Kind.HANDSHAKE_FAILED);
    peer(ends.server()).expectsClose(Kind.HANDSHAKE_FAILED);
  }

  @Test
  void closingWaitsForAPeerThatDoesNotReadOnlySoLong() {
    VirtualTimeScheduler time = VirtualTimeScheduler.create();
    ConnectionPair.Ends ends = ConnectionPair.plain().withTimer(time).connect();
    ends.server().outbound().tryEmitNext(Sv2Codec.encode(message(1))).orThrow();
    ends.server().close(CloseReason.local("done"));
    List<CloseReason> closed = new ArrayList<>();
    ends.server().onClose().subscribe(closed::add);
    assertThat(closed).isEmpty();
    time.advanceTimeBy(ConnectionConfig.DEFAULT.closeTimeout());
    assertThat(closed).containsExactly(CloseReason.local("done"));
  }

  @Test
  void manyPairsAreCheap() {
    List<ConnectionPair.Ends> all = new ArrayList<>();
    System.gc();
    long before = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    IntStream.range(0, 10_000).forEach(i -> all.add(ConnectionPair.plain().connect()));
    System.gc();
    long after = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    assertThat(all).hasSize(10_000);
    assertThat((after - before) / 10_000).as("bytes of a pair").isLessThan(4_096);
  }

  @Test
  void scriptThatIsNotFollowedSaysWhatCameInstead() {
    ConnectionPair.Ends ends = ConnectionPair.plain().connect();
    ScriptedPeer server = peer(ends.server());
    peer(ends.client()).sends(message(1), message(2), message(3));
    assertThatThrownBy(() -> server.expects(message(7)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("lastSequenceNumber=7", "lastSequenceNumber=1", "2 unread");
    assertThatThrownBy(server::expectsNothing).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> server.expectsClose(Kind.PEER_CLOSED))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("open");
    server.hearsAll();
    assertThatThrownBy(() -> server.expects(SubmitSharesSuccess.class))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("nothing");
  }

  @Test
  void peerThatReadsOnlySoMuchFillsTheOthersQueue() {
    ConnectionPair.Ends ends = ConnectionPair.plain().connect();
    ScriptedPeer slow = ScriptedPeer.of(ends.client(), Duration.ZERO, 2);
    ScriptedPeer server = peer(ends.server());
    int most = ConnectionConfig.DEFAULT.outbound().maxFrames();
    for (int i = 0; i < most + 2; i++) {
      server.sends(message(i));
    }
    assertThatThrownBy(() -> server.sends(message(-1 & 0xffff)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("does not read");
    slow.reads(1);
    server.sends(message(7));
    assertThat(slow.hearsAll()).hasSize(3);
  }
}
