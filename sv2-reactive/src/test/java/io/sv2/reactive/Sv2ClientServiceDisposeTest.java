package io.sv2.reactive;

import static io.sv2.reactive.ClientFixture.SOON;
import static io.sv2.reactive.ClientFixture.soon;
import static io.sv2.reactive.TemplateClient.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sv2.codec.Protocol;
import io.sv2.codec.common.SetupConnection;
import io.sv2.codec.common.SetupConnectionSuccess;
import io.sv2.codec.template.RequestTransactionData;
import io.sv2.reactive.CloseReason.Kind;
import io.sv2.reactive.ScriptedServer.Peer;
import io.sv2.reactive.test.ConnectionPair;
import io.sv2.reactive.test.ScriptedPeer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class Sv2ClientServiceDisposeTest {
  private final ClientFixture client = new ClientFixture();
  private final TemplateClient handler = client.handler;

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void disposingEndsTheConnectionForGood() {
    var service = client.start();
    Peer peer = client.server.acceptAndSetUp();
    soon(() -> service.isConnected(Protocol.TEMPLATE_DISTRIBUTION));
    client.stop();
    peer.expectEnd();
    assertThat(service.isConnected(Protocol.TEMPLATE_DISTRIBUTION)).isFalse();
    var request =
        new RequestToSv2Client.SendMessage(
            Protocol.TEMPLATE_DISTRIBUTION, new RequestTransactionData(1));
    assertThatThrownBy(() -> service.apply(request).block(SOON))
        .isInstanceOf(NotConnectedException.class);
    assertThat(client.server.staysAlone(Duration.ofMillis(300))).isTrue();
  }

  @Test
  void disposingTellsTheHandlerThatItsConnectionHasEnded() {
    var service = client.start();
    Peer peer = client.server.acceptAndSetUp();
    soon(() -> service.isConnected(Protocol.TEMPLATE_DISTRIBUTION));
    client.stop();
    peer.expectEnd();
    soon(() -> !handler.disconnected.isEmpty());
    assertThat(handler.disconnected)
        .extracting(CloseReason::kind)
        .containsExactly(Kind.LOCAL_CLOSE);
  }

  @Test
  void aCancelledSessionTellsItsHandlerOnceThoughItHearsOfItsEndTwice() {
    ConnectionPair.Ends ends = ConnectionPair.plain().connect();
    ScriptedPeer server = ScriptedPeer.of(ends.server());
    UpstreamConfig upstream =
        UpstreamConfig.of(
            Protocol.TEMPLATE_DISTRIBUTION,
            InetSocketAddress.createUnresolved("localhost", 1),
            null,
            0);
    Sv2ClientServiceConfig config = Sv2ClientServiceConfig.of("client", upstream);
    UpstreamSession session = ClientFixture.session(ends.client(), config, handler);
    session.establish().subscribe();
    server.sends(new SetupConnectionSuccess(2, 0));
    session.serve();
    session.cancel(); // closes, which this connection tells before the cancelling is through
    assertThat(handler.disconnected)
        .extracting(CloseReason::kind)
        .containsExactly(Kind.LOCAL_CLOSE);
  }

  @Test
  void disposingCancelsTheHandlersWork() {
    AtomicBoolean cancelled = new AtomicBoolean();
    handler.answer =
        message -> Mono.<ResponseFromSv2Client>never().doOnCancel(() -> cancelled.set(true));
    client.start();
    client.server.acceptAndSetUp().send(message(1));
    soon(() -> !handler.messages.isEmpty());
    client.stop();
    soon(cancelled::get);
  }

  @Test
  void disposingBeforeTheSetupEndsTheAttemptForGood() {
    client.start();
    Peer peer = client.server.accept();
    peer.next(SetupConnection.class);
    client.stop();
    peer.expectEnd();
    assertThat(client.server.staysAlone(Duration.ofMillis(300))).isTrue();
    assertThat(handler.disconnected).isEmpty();
  }
}
