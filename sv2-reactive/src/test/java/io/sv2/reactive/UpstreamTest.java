package io.sv2.reactive;

import static io.sv2.reactive.ClientFixture.soon;
import static io.sv2.reactive.TemplateClient.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.common.SetupConnection;
import io.sv2.codec.common.SetupConnectionError;
import io.sv2.codec.type.Str0255;
import io.sv2.reactive.ScriptedServer.Peer;
import io.sv2.reactive.sibling.SiblingConfig;
import io.sv2.reactive.transport.Sv2Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

class UpstreamTest {
  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration MAX = Duration.ofSeconds(30);
  private static final Duration SETUP = Duration.ofHours(1);

  private final ManualTimer timer = new ManualTimer();
  private final TemplateClient handler = new TemplateClient();
  private final Sv2Transport transport = new Sv2Transport(ConnectionConfig.DEFAULT);
  private final Disposable.Composite toEnd = Disposables.composite();

  @AfterEach
  void close() {
    toEnd.dispose();
    transport.dispose();
  }

  @Test
  void pausesDoubleFromTheFirstToTheLongestAndStayThere() {
    Upstream upstream = upstream(somewhere(), FIRST, MAX, 0.5, () -> 0);
    long[] expected = {200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000, 30_000};
    for (long millis : expected) {
      assertThat(upstream.nextPause()).isEqualTo(Duration.ofMillis(millis));
    }
    for (int i = 0; i < 100; i++) { // beyond what a shift of a long can hold
      assertThat(upstream.nextPause()).isEqualTo(MAX);
    }
  }

  @Test
  void firstPauseIsCappedToo() {
    Upstream upstream = upstream(somewhere(), FIRST, Duration.ofMillis(70), 0, () -> 0);
    assertThat(upstream.nextPause()).isEqualTo(Duration.ofMillis(70));
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0, 200", "0.5, 0.5, 150", "0.5, 1, 100", "1, 0.75, 50", "0, 1, 200"})
  void jitterTakesItsShareOffThePause(double jitter, double random, long millis) {
    Upstream upstream = upstream(somewhere(), FIRST, MAX, jitter, () -> random);
    assertThat(upstream.nextPause()).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void jitteredPausesStayInBoundsAndAreNotAlike() {
    List<Duration> pauses =
        IntStream.range(0, 200)
            .mapToObj(
                i ->
                    upstream(
                            somewhere(),
                            FIRST,
                            MAX,
                            0.25,
                            () -> ThreadLocalRandom.current().nextDouble())
                        .nextPause())
            .toList();
    assertThat(pauses)
        .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ofMillis(150), FIRST));
    assertThat(pauses.stream().distinct().count()).isGreaterThan(100);
  }

  @Test
  void pauseOfLessThanAMillisecondIsOneToo() {
    Upstream upstream = upstream(somewhere(), Duration.ofNanos(500_000), MAX, 0, () -> 0);
    assertThat(upstream.nextPause()).isEqualTo(Duration.ofNanos(500_000));
    assertThat(upstream.nextPause()).isEqualTo(Duration.ofMillis(1));
  }

  @Test
  void upstreamThatIsNotThereAtFirstIsWaitedFor() throws IOException {
    try (Socket reserved = new Socket()) {
      // Holds the port without listening: connecting is refused, and nobody else gets the port.
      reserved.setReuseAddress(true);
      reserved.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      start(new InetSocketAddress(InetAddress.getLoopbackAddress(), reserved.getLocalPort()));
      pause(200).pass();
      pause(400).pass();
      var third = pause(800);
      try (ScriptedServer server = new ScriptedServer(reserved.getLocalPort())) {
        third.pass();
        server.acceptAndSetUp();
        soon(() -> handler.connected.size() == 1);
      }
    }
  }

  @Test
  void pausesStartAgainAfterASetupAndOnlyThen() {
    try (ScriptedServer server = new ScriptedServer()) {
      start(server.address());
      for (int millis : new int[] {200, 400, 800}) {
        Peer peer = server.accept();
        peer.next(SetupConnection.class);
        peer.send(new SetupConnectionError(0, Str0255.of("unsupported-protocol")));
        pause(millis).pass();
      }
      server.acceptAndSetUp().close();
      pause(200).pass();
      server.accept().close();
      pause(400).pass();
      server.acceptAndSetUp().close();
      pause(200);
    }
    assertThat(handler.connected).hasSize(2);
  }

  @Test
  void nothingIsTriedDuringThePauseNorAfterTheEnd() {
    try (ScriptedServer server = new ScriptedServer()) {
      Disposable running = start(server.address());
      server.acceptAndSetUp().close();
      var pause = pause(200);
      assertThat(server.staysAlone(Duration.ofMillis(200))).isTrue();
      running.dispose();
      pause.pass();
      assertThat(server.staysAlone(Duration.ofMillis(200))).isTrue();
    }
  }

  @Test
  void setupDeadlineEndsOnlyWhatIsNotSetUp() {
    try (ScriptedServer server = new ScriptedServer()) {
      start(server.address());
      Peer peer = server.accept();
      var deadline = timer.next(SETUP);
      peer.next(SetupConnection.class);
      deadline.pass();
      peer.expectEnd();
      pause(200).pass();

      Peer second = server.acceptAndSetUp();
      soon(() -> handler.connected.size() == 1);
      timer.next(SETUP).pass();
      second.send(message(1));
      soon(() -> handler.messages.size() == 1);
      assertThat(handler.disconnected).isEmpty();
    }
  }

  private ManualTimer.Pending pause(long millis) {
    return timer.next(Duration.ofMillis(millis));
  }

  private Disposable start(InetSocketAddress address) {
    Disposable running = upstream(address, FIRST, MAX, 0.5, () -> 0).keepConnected(transport);
    toEnd.add(running);
    return running;
  }

  private Upstream upstream(
      InetSocketAddress address,
      Duration first,
      Duration max,
      double jitter,
      DoubleSupplier random) {
    UpstreamConfig upstream = ClientFixture.upstream(address);
    Sv2ClientServiceConfig config =
        new Sv2ClientServiceConfig(
            "client",
            List.of(upstream),
            SETUP,
            Duration.ofHours(2),
            first,
            max,
            jitter,
            32,
            ConnectionConfig.DEFAULT,
            SiblingConfig.DEFAULT,
            timer);
    return new Upstream(upstream, config, handler, response -> Mono.empty(), random);
  }

  private static InetSocketAddress somewhere() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
  }
}
