package io.sv2.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Codec;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.mining.SubmitSharesSuccess;
import io.sv2.noise.AuthoritySecretKey;
import io.sv2.noise.NoiseResponderConfig;
import io.sv2.reactive.CloseReason.Kind;
import io.sv2.reactive.handler.NullSv2JobDeclarationServerHandler;
import io.sv2.reactive.handler.NullSv2TemplateDistributionServerHandler;
import io.sv2.reactive.handler.Sv2MiningServerHandler;
import io.sv2.reactive.test.ScriptedPeer;
import io.sv2.reactive.transport.Sv2ConnectException;
import io.sv2.reactive.transport.Sv2Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** A server over TCP whose handler answers when its test says so. */
class ServerDrainTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final long REFUSED_FOR_GOOD = Duration.ofMillis(500).toNanos();

  private final List<SubmitSharesStandard> handled = new CopyOnWriteArrayList<>();
  private final List<Sv2Client> clients = new CopyOnWriteArrayList<>();
  private final Sinks.Empty<Void> mayAnswer = Sinks.empty();
  private final Sv2Transport transport = new Sv2Transport(ConnectionConfig.DEFAULT);
  private final Sv2ServerService<?, ?, ?> service =
      Sv2ServerService.newService(
          Sv2ServerServiceConfig.of(
              "slow",
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
              null,
              ProtocolSupport.mining(0, 0)),
          new Handler(),
          NullSv2JobDeclarationServerHandler.INSTANCE,
          NullSv2TemplateDistributionServerHandler.INSTANCE);
  private final Sv2ServerService.Running running = service.start().block(SOON);

  private final class Handler implements Sv2MiningServerHandler {
    @Override
    public Mono<ResponseFromSv2Server> clientAdded(Sv2Client client) {
      clients.add(client);
      return Mono.just(ResponseFromSv2Server.nothing());
    }

    @Override
    public Mono<ResponseFromSv2Server> handleOpenStandardMiningChannel(
        Sv2Client client, OpenStandardMiningChannel message) {
      return Mono.just(ResponseFromSv2Server.nothing());
    }

    @Override
    public Mono<ResponseFromSv2Server> handleSubmitSharesStandard(
        Sv2Client client, SubmitSharesStandard share) {
      handled.add(share);
      ResponseFromSv2Server accepted =
          ResponseFromSv2Server.send(
              client, new SubmitSharesSuccess(1, share.sequenceNumber(), 1, 1));
      return share.sequenceNumber() == 1
          ? mayAnswer.asMono().thenReturn(accepted)
          : Mono.just(accepted);
    }
  }

  @AfterEach
  void stop() {
    running.dispose();
    transport.dispose();
  }

  private static SubmitSharesStandard share(long number) {
    return new SubmitSharesStandard(1, number, 1, 0, 0, 0);
  }

  private ScriptedPeer client() {
    return ScriptedPeer.of(transport.connect(running.address(), null).block(SOON))
        .setsUp(Protocol.MINING, 0);
  }

  @Test
  void whatWasTakenIsAnsweredBeforeTheEndAndNobodyNewIsLetIn() {
    ScriptedPeer busy = client().sends(share(1), share(2), share(3));
    ScriptedPeer idle = client();
    await().atMost(SOON).until(() -> handled.size() == 1);
    var drained = running.drain(SOON).toFuture();
    idle.expectsClose(Kind.PEER_CLOSED);
    await() // the socket that listens is closed by a thread of its own
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> transport.connect(running.address(), null).block(SOON))
                    .isInstanceOf(Sv2ConnectException.class));
    assertThat(drained).isNotDone();
    mayAnswer.tryEmitEmpty();
    busy.expects(new SubmitSharesSuccess(1, 1, 1, 1));
    busy.expectsClose(Kind.PEER_CLOSED);
    assertThat(drained).succeedsWithin(SOON);
    assertThat(busy.hearsAll()).hasSize(handled.size() - 1);
    assertThat(service.connections()).isZero();
  }

  @Test
  void whenItIsOverNothingIsLeft() {
    client();
    StepVerifier.create(
            running.drain(SOON).doOnTerminate(() -> assertThat(running.isDisposed()).isTrue()))
        .expectComplete()
        .verify(SOON);
    assertThat(service.admission().connections()).isZero();
  }

  /** Its requests are still handled: it has its place until they are. */
  @Test
  void whoHasLeftCountsUntilItsRequestsAreHandled() {
    ScriptedPeer busy = client().sends(share(1));
    await().atMost(SOON).until(() -> handled.size() == 1);
    ServerSession session = service.sessions().all().iterator().next();
    busy.closes();
    session.connection.onClose().block(SOON);
    assertThat(service.admission().connections()).isEqualTo(1);
    mayAnswer.tryEmitEmpty();
    await().atMost(SOON).until(() -> service.connections() == 0);
    assertThat(service.admission().connections()).isZero();
  }

  @Test
  void secondStartFailsAndHarmsNobody() {
    ScriptedPeer client = client();
    StepVerifier.create(service.start()).expectError(IllegalStateException.class).verify(SOON);
    client.sends(share(7)).expects(new SubmitSharesSuccess(1, 7, 1, 1));
    client().sends(share(8)).expects(new SubmitSharesSuccess(1, 8, 1, 1));
  }

  @Test
  void startThatIsRetriedAtOnceServes() throws IOException {
    ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Sv2ServerService<?, ?, ?> second =
        Sv2ServerService.newService(
            Sv2ServerServiceConfig.of(
                "second",
                (InetSocketAddress) taken.getLocalSocketAddress(),
                null,
                ProtocolSupport.mining(0, 0)),
            new Handler(),
            NullSv2JobDeclarationServerHandler.INSTANCE,
            NullSv2TemplateDistributionServerHandler.INSTANCE);
    Mono<Sv2ServerService.Running> again =
        Mono.fromCallable(
                () -> {
                  taken.close();
                  return true;
                })
            .then(second.start());
    Sv2ServerService.Running started = second.start().onErrorResume(error -> again).block(SOON);
    ScriptedPeer.of(transport.connect(started.address(), null).block(SOON))
        .setsUp(Protocol.MINING, 0)
        .sends(share(7))
        .expects(new SubmitSharesSuccess(1, 7, 1, 1));
    started.dispose();
  }

  @Test
  void drainOfAnEarlierRunTouchesNothingOfTheNext() {
    running.dispose();
    Sv2ServerService.Running next = service.start().block(SOON);
    StepVerifier.create(running.drain(SOON)).expectComplete().verify(SOON);
    ScriptedPeer.of(transport.connect(next.address(), null).block(SOON))
        .setsUp(Protocol.MINING, 0)
        .sends(share(7))
        .expects(new SubmitSharesSuccess(1, 7, 1, 1));
    next.dispose();
  }

  @Test
  void disposingEndsWhomOnlyAHandlerHolds() {
    ScriptedPeer busy = client().sends(share(1));
    await().atMost(SOON).until(() -> handled.size() == 1);
    ServerSession session = service.sessions().all().iterator().next();
    busy.closes();
    session.connection.onClose().block(SOON);
    running.dispose();
    await().atMost(SOON).until(() -> service.connections() == 0);
    assertThat(service.admission().connections()).isZero();
  }

  @Test
  void whoTakesTooLongIsCut() {
    ScriptedPeer busy = client().sends(share(1));
    await().atMost(SOON).until(() -> handled.size() == 1);
    StepVerifier.create(running.drain(Duration.ofMillis(200))).expectComplete().verify(SOON);
    busy.expectsClose(Kind.PEER_CLOSED);
    assertThat(busy.hearsNothing()).isTrue();
  }

  /** Down to its own socket: what it writes stays in the operating system's buffers. */
  @Test
  void handlerThatIsSlowForOneStopsThatOneAtItsSocketAndNoOther() throws IOException {
    List<ByteBuffer> share = List.of(ByteBuffer.wrap(Sv2Codec.encode(share(2)).toByteArray()));
    long written = 0;
    try (SocketChannel socket = SocketChannel.open(running.address())) {
      socket.write(bytes(Sv2Codec.encode(TestPeer.setup()).toByteArray()));
      socket.write(bytes(Sv2Codec.encode(share(1)).toByteArray()));
      await().atMost(SOON).until(() -> handled.size() == 1);
      socket.configureBlocking(false);
      long last = System.nanoTime();
      while (System.nanoTime() - last < REFUSED_FOR_GOOD) {
        int count = socket.write(share.get(0));
        if (count > 0) {
          written += count;
          last = System.nanoTime();
          assertThat(written).as("bytes that nobody handles").isLessThan(64 * 1024 * 1024);
        }
        if (!share.get(0).hasRemaining()) {
          share.get(0).rewind();
        }
      }
      assertThat(handled).hasSize(1);
      List<ScriptedPeer> others = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        others.add(client().sends(share(7)).expects(new SubmitSharesSuccess(1, 7, 1, 1)));
      }
      assertThat(others).noneMatch(ScriptedPeer::isClosed);
    }
    assertThat(clients).hasSize(6);
  }

  @Test
  void whoStillShakesHandsIsClosedByADrain() throws IOException {
    Sv2ServerService<?, ?, ?> encrypted =
        Sv2ServerService.newService(
            Sv2ServerServiceConfig.of(
                "encrypted",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                NoiseResponderConfig.of(AuthoritySecretKey.generate(new SecureRandom())),
                ProtocolSupport.mining(0, 0)),
            new Handler(),
            NullSv2JobDeclarationServerHandler.INSTANCE,
            NullSv2TemplateDistributionServerHandler.INSTANCE);
    Sv2ServerService.Running listening = encrypted.start().block(SOON);
    try (SocketChannel socket = SocketChannel.open(listening.address())) {
      await().atMost(SOON).until(() -> encrypted.admission().connections() == 1);
      StepVerifier.create(listening.drain(SOON)).expectComplete().verify(SOON);
      assertThat(socket.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
    await().atMost(SOON).until(() -> encrypted.admission().connections() == 0);
  }

  private static ByteBuffer bytes(byte[] bytes) {
    return ByteBuffer.wrap(bytes);
  }
}
