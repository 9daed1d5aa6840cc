package io.sv2.reactive;

import static io.sv2.reactive.ResponseFromSv2Server.send;
import static io.sv2.reactive.TestPeer.open;
import static io.sv2.reactive.TestPeer.share;
import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.MessageType;
import io.sv2.codec.mining.SubmitSharesSuccess;
import io.sv2.reactive.CloseReason.Kind;
import io.sv2.reactive.layer.Layers;
import io.sv2.reactive.layer.LimitLayers;
import io.sv2.reactive.layer.Sv2Layers;
import io.sv2.reactive.support.LogLines;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class ServerLayersTest {
  private static final SubmitSharesSuccess SHED = new SubmitSharesSuccess(1, 0, 0, 0);

  private static Sv2Layers<RequestToSv2Server.IncomingMessage, ResponseFromSv2Server> none() {
    return Sv2Layers.none();
  }

  @Test
  void refusalThatNobodyAnswersEndsItsClientsConnectionOnly() {
    try (MiningServer server =
            new MiningServer(
                none().onMessage(MessageType.SUBMIT_SHARES_STANDARD, Layers.loadShed(() -> true)));
        LogLines log = new LogLines()) {
      TestPeer other = server.client();
      TestPeer peer = server.client();
      peer.sends(share(1), share(2));
      assertThat(peer.closeReason())
          .isEqualTo(new CloseReason(Kind.OVERLOADED, "loadShed: overloaded"));
      assertThat(server.removed).containsExactly("2 OVERLOADED");
      assertThat(server.handled).isEmpty();
      assertThat(log.lines()).noneMatch(line -> line.contains("the handler failed"));
      other.sends(open(1));
      assertThat(server.handled).containsExactly(open(1));
      assertThat(other.closeReason()).isNull();
    }
  }

  @Test
  void refusalThatIsAnsweredLeavesTheConnection() {
    try (MiningServer server =
        new MiningServer(
            none()
                .onService(
                    Layers.onRefusal((request, refused) -> Mono.just(send(request.client(), SHED))))
                .onMessage(MessageType.SUBMIT_SHARES_STANDARD, Layers.loadShed(() -> true)))) {
      TestPeer peer = server.client();
      peer.sends(share(1), share(2));
      assertThat(peer.hears()).containsExactly(SHED, SHED);
      assertThat(peer.closeReason()).isNull();
    }
  }

  @Test
  void clientThatLeavesGivesBackItsPlace() {
    try (MiningServer server =
        new MiningServer(none().onService(LimitLayers.concurrencyLimit(1)))) {
      server.answer = (client, message) -> Mono.never();
      TestPeer first = server.client();
      first.sends(share(1));
      TestPeer second = server.client();
      second.sends(share(1));
      assertThat(second.closeReason().kind()).isEqualTo(Kind.OVERLOADED);
      first.connection().close(CloseReason.local("done"));
      TestPeer third = server.client();
      server.answer = (client, message) -> Mono.just(send(client, SHED));
      third.sends(share(1));
      assertThat(third.hears()).containsExactly(SHED);
    }
  }
}
