package io.sv2.reactive;

import static io.sv2.reactive.ClientFixture.soon;
import static io.sv2.reactive.TemplateClient.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.common.SetupConnection;
import io.sv2.codec.common.SetupConnectionError;
import io.sv2.codec.type.Str0255;
import io.sv2.reactive.ScriptedServer.Peer;
import io.sv2.reactive.transport.Sv2Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;

class UpstreamTest {
  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration MAX = Duration.ofSeconds(30);
  private static final Duration SETUP = Duration.ofHours(1);
  private static final Duration STABLE = Duration.ofSeconds(10);

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
  void pausesGrowUntilAConnectionHasLasted() {
    try (ScriptedServer server = new ScriptedServer()) {
      start(server.address());
      for (int millis : new int[] {200, 400, 800}) {
        Peer peer = server.accept();
        peer.next(SetupConnection.class);
        peer.send(new SetupConnectionError(0, Str0255.of("unsupported-protocol")));
        pause(millis).pass();
      }
      server.acceptAndSetUp().close(); // it did not last
      pause(1_600).pass();
      Peer lasting = server.acceptAndSetUp();
      soon(() -> handler.connected.size() == 2);
      timer.passes(STABLE);
      lasting.close();
      pause(200).pass();
      server.accept().close();
      pause(400);
    }
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
    Sv2ClientServiceConfig config =
        Sv2ClientServiceConfig.of("client", ClientFixture.upstream(address))
            .withTimeouts(SETUP, Duration.ofHours(2))
            .withReconnect(
                ReconnectConfig.DEFAULT.withBackoff(FIRST, MAX, 0.5).withFallback(3, STABLE, null))
            .withTimer(timer);
    Disposable running =
        new Upstream(ClientFixture.context(config, handler), () -> 0)
            .keepConnected((where, noise) -> transport.connect(where, null));
    toEnd.add(running);
    return running;
  }
}
