package io.sv2.reactive.transport;

import static io.sv2.reactive.transport.EchoServer.PINNED;
import static io.sv2.reactive.transport.Loopback.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sv2.noise.NoiseHandshakeException;
import io.sv2.noise.NoiseInitiator;
import io.sv2.noise.NoiseResponder;
import io.sv2.reactive.Admission.Cause;
import io.sv2.reactive.AdmissionConfig;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.CloseReason.Kind;
import io.sv2.reactive.ConnectionConfig;
import io.sv2.reactive.Sv2Connection;
import io.sv2.reactive.support.LogLines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The bounds on what handshakes cost: those that wait for a thread, and those of one address in a
 * minute. Who is beyond is refused at once, long before the deadline, and counted.
 */
class HandshakeLimitsTest {
  private static final Duration NEVER = Duration.ofHours(1);

  private final Sv2Transport clients = new Sv2Transport(config(2, 100));
  private final CountDownLatch open = new CountDownLatch(1);
  private final AtomicInteger atWork = new AtomicInteger();
  private final LogLines log = new LogLines();
  private EchoServer server;

  private static ConnectionConfig config(int threads, int queue) {
    return EchoServer.config(NEVER, threads, queue);
  }

  @AfterEach
  void nothingIsLeft() {
    log.close();
    server.holdsNothing();
    server.close();
    clients.dispose();
  }

  private NoiseResponder onceOpen(Supplier<NoiseResponder> responders) {
    atWork.incrementAndGet();
    try {
      open.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return responders.get();
  }

  private void connect(
      int count, Queue<Sv2Connection> connected, Queue<Sv2ConnectException> failed) {
    for (int i = 0; i < count; i++) {
      clients
          .connect(server.address(), () -> new NoiseInitiator(PINNED))
          .subscribe(connected::add, error -> failed.add((Sv2ConnectException) error));
    }
  }

  private static void awaitSize(Queue<?> queue, int size) {
    await()
        .pollInterval(EchoServer.POLL)
        .atMost(SOON)
        .untilAsserted(() -> assertThat(queue).hasSize(size));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void handshakesThatFindNoRoomInTheQueueAreRefusedAtOnce(int room) {
    Supplier<NoiseResponder> responders = EchoServer.responders();
    server = new EchoServer(config(1, room), AdmissionConfig.DEFAULT, () -> onceOpen(responders));
    Queue<Sv2Connection> connected = new ConcurrentLinkedQueue<>();
    Queue<Sv2ConnectException> failed = new ConcurrentLinkedQueue<>();
    connect(1, connected, failed);
    await().pollInterval(EchoServer.POLL).atMost(SOON).until(() -> atWork.get() == 1);
    connect(room + 3, connected, failed);
    awaitSize(failed, 3);
    for (int i = 0; i < 3; i++) {
      CloseReason reason = server.failedHandshake();
      assertThat(reason.kind()).isEqualTo(Kind.ADMISSION_REFUSED);
      assertThat(reason.detail()).contains(room + " handshakes wait");
    }
    assertThat(failed).allMatch(e -> e.getCause() instanceof NoiseHandshakeException);
    assertThat(server.admission.refused(Cause.HANDSHAKE_QUEUE)).isEqualTo(3);
    assertThat(server.admission.connections()).isEqualTo(1 + room);
    assertThat(connected).isEmpty();
    // Counted; a line for each would help whoever floods.
    assertThat(log.lines()).noneMatch(line -> line.contains("closed"));
    open.countDown();
    awaitSize(connected, 1 + room);
    for (Sv2Connection connection : connected) {
      EchoServer.isAnswered(connection, 5);
      connection.close(CloseReason.local("done"));
      assertThat(server.ended().kind()).isEqualTo(Kind.PEER_CLOSED);
    }
    assertThat(server.admission.refused(Cause.HANDSHAKE_QUEUE)).isEqualTo(3);
  }

  /** Their places are free for others at once, and nothing is computed for them. */
  @Test
  void clientsThatLeaveWhileTheirHandshakesWait() {
    Supplier<NoiseResponder> responders = EchoServer.responders();
    server = new EchoServer(config(1, 5), AdmissionConfig.DEFAULT, () -> onceOpen(responders));
    List<RawPeer> waiting = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      waiting.add(server.rawClient().says(new NoiseInitiator(PINNED).act1()));
      await().pollInterval(EchoServer.POLL).atMost(SOON).until(() -> atWork.get() == 1);
    }
    await().atMost(SOON).until(() -> server.admission.connections() == 6);
    waiting.forEach(RawPeer::close);
    for (int i = 0; i < 6; i++) {
      assertThat(server.failedHandshake().kind()).isEqualTo(Kind.HANDSHAKE_FAILED);
    }
    assertThat(server.admission.connections()).isZero();
    Queue<Sv2Connection> connected = new ConcurrentLinkedQueue<>();
    Queue<Sv2ConnectException> failed = new ConcurrentLinkedQueue<>();
    connect(5, connected, failed);
    await().atMost(SOON).until(() -> server.admission.connections() == 5);
    open.countDown();
    awaitSize(connected, 5);
    assertThat(failed).isEmpty();
    assertThat(atWork).hasValue(1 + 5); // the one that was at work, and these
    for (Sv2Connection connection : connected) {
      connection.close(CloseReason.local("done"));
      assertThat(server.ended().kind()).isEqualTo(Kind.PEER_CLOSED);
    }
  }

  private static void isServed(RawPeer client, EchoServer server) {
    byte[] sealed = RawPeer.sealed(client.shakesHands(PINNED), 1);
    client.says(sealed).hears(sealed.length);
    client.close();
    assertThat(server.ended().kind()).isEqualTo(Kind.PEER_CLOSED);
  }

  @Test
  void addressThatBeginsTooManyHandshakesIsRefusedBeforeAnythingIsRead() {
    assumeTrue(
        System.getProperty("os.name").startsWith("Linux"), "127.0.0.2 is an address of this host");
    server =
        new EchoServer(
            config(1, 100), AdmissionConfig.DEFAULT.withHandshakesPerAddressPerMinute(2));
    isServed(server.rawClient(), server);
    server.rawClient().close(); // one that comes to nothing counts, too
    assertThat(server.failedHandshake().kind()).isEqualTo(Kind.HANDSHAKE_FAILED);
    for (int i = 1; i <= 3; i++) {
      RawPeer refused = server.rawClient(); // and says nothing
      refused.hearsTheEnd();
      refused.close();
      assertThat(server.admission.refused(Cause.HANDSHAKE_RATE)).isEqualTo(i);
    }
    isServed(RawPeer.connect(server.address(), "127.0.0.2"), server);
    assertThat(server.handshakesDone).hasValue(2);
  }

  /** What the bounds by address rest on: that the transport tells admission who comes. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void addressesOfConnectionsAreKnown(boolean encrypted) {
    server =
        new EchoServer(
            config(1, 100),
            new AdmissionConfig(100, 2, 100, 100, 100, 100, 100),
            encrypted ? EchoServer.responders() : null);
    List<RawPeer> two = List.of(server.rawClient(), server.rawClient());
    await().atMost(SOON).until(() -> server.admission.connections() == 2);
    assertThat(server.admission.addresses()).isEqualTo(1);
    RawPeer third = server.rawClient();
    third.hearsTheEnd();
    third.close();
    assertThat(server.admission.refused(Cause.ADDRESS)).isEqualTo(1);
    for (RawPeer client : two) {
      client.close();
      assertThat((encrypted ? server.failedHandshake() : server.ended()).kind())
          .isEqualTo(encrypted ? Kind.HANDSHAKE_FAILED : Kind.PEER_CLOSED);
    }
  }

  @Test
  void connectionsWithoutEncryptionAreNotCountedAsHandshakes() {
    server =
        new EchoServer(
            config(1, 100), AdmissionConfig.DEFAULT.withHandshakesPerAddressPerMinute(1), null);
    for (int i = 0; i < 5; i++) {
      byte[] frame = Loopback.frame(i, 20).toByteArray();
      RawPeer client = server.rawClient().says(frame);
      assertThat(client.hears(frame.length)).isEqualTo(frame);
      client.close();
      assertThat(server.ended().kind()).isEqualTo(Kind.PEER_CLOSED);
    }
  }
}
