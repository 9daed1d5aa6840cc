package io.sv2.reactive;

import static io.sv2.reactive.TestPeer.open;
import static io.sv2.reactive.TestPeer.share;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sv2.codec.Direction;
import io.sv2.codec.MessageRegistry;
import io.sv2.codec.PayloadWriter;
import io.sv2.codec.Sv2Codec;
import io.sv2.codec.Sv2Frame;
import io.sv2.codec.VendorMessage;
import io.sv2.codec.VendorMessageType;
import io.sv2.codec.extension.RequestExtensions;
import io.sv2.codec.extension.RequestExtensionsError;
import io.sv2.codec.extension.RequestExtensionsSuccess;
import io.sv2.codec.extension.Tlv;
import io.sv2.codec.type.B064K;
import io.sv2.reactive.CloseReason.Kind;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Extension 0x0001 on the server's side, sections 1.1 and 4 of it. */
class ServerExtensionsTest {
  private MiningServer server = new MiningServer(ExtensionsConfig.of(Set.of(2, 5), Set.of()));

  @AfterEach
  void close() {
    server.close();
  }

  private static RequestExtensions asks(int id, Integer... extensions) {
    return new RequestExtensions(id, List.of(extensions));
  }

  private TestPeer clientOfAServerThatRequires(Integer... extensions) {
    server.close();
    server = new MiningServer(ExtensionsConfig.of(Set.of(2, 5), Set.of(extensions)));
    return server.client();
  }

  @Test
  void whatBothKnowIsConfirmedAndTheHandlerIsTold() {
    TestPeer peer = server.client().sends(asks(7, 3, 2, 9, 2));
    assertThat(peer.hears()).containsExactly(new RequestExtensionsSuccess(7, List.of(2)));
    assertThat(server.extensions).containsExactly(Set.of(2));
  }

  @Test
  void askingForNothingIsNoError() {
    assertThat(server.client().sends(asks(1)).hears())
        .containsExactly(new RequestExtensionsSuccess(1, List.of()));
  }

  @Test
  void noneOfThemKnownIsAnErrorAndTheClientMayGoOnWithout() {
    TestPeer peer = server.client().sends(asks(1, 9, 3), share(1));
    assertThat(peer.hears())
        .containsExactly(new RequestExtensionsError(1, List.of(3, 9), List.of()));
    assertThat(server.handled).containsExactly(share(1));
    assertThat(server.extensions).isEmpty();
  }

  @Test
  void requiredAndNotAskedForIsListedAndMayBeAskedForAgain() {
    TestPeer peer = clientOfAServerThatRequires(5).sends(asks(1, 2, 3));
    assertThat(peer.hears()).containsExactly(new RequestExtensionsError(1, List.of(3), List.of(5)));
    peer.sends(asks(2, 2, 5), share(1));
    assertThat(peer.hears()).containsExactly(new RequestExtensionsSuccess(2, List.of(2, 5)));
    assertThat(server.handled).containsExactly(share(1));
  }

  @Test
  void whoDoesNotAskAgainForWhatIsRequiredIsDisconnected() {
    TestPeer peer = clientOfAServerThatRequires(5).sends(asks(1, 2));
    assertThat(peer.closeReason()).isNull();
    peer.sends(open(1));
    assertThat(peer.closeReason().kind()).isEqualTo(Kind.EXTENSION_REQUIRED);
    assertThat(server.handled).isEmpty();
  }

  @Test
  void whoNeverAsksForWhatIsRequiredIsDisconnected() {
    TestPeer peer = clientOfAServerThatRequires(5).sends(open(1));
    assertThat(peer.closeReason().kind()).isEqualTo(Kind.EXTENSION_REQUIRED);
    assertThat(peer.closeReason().detail()).contains("[5]", "OpenStandardMiningChannel");
  }

  @Test
  void askingAndNothingElseIsNotUsingTheConnection() {
    TestPeer peer = server.client().sends(asks(1, 2));
    server.passes(MiningServer.FIRST_MESSAGE.plusSeconds(1));
    assertThat(peer.closeReason().kind()).isEqualTo(Kind.IDLE_AFTER_SETUP);
  }

  @Test
  void askingAgainReplacesWhatWasAgreedOn() {
    server.client().sends(asks(1, 2), asks(2, 5), asks(3, 7));
    assertThat(server.extensions).containsExactly(Set.of(2), Set.of(5), Set.of());
  }

  @Test
  void whatAnExtensionAppendsReachesTheHandlerOnceItIsNegotiated() {
    Tlv tlv = new Tlv(2, 1, B064K.of(new byte[] {1, 2, 3}));
    Tlv other = new Tlv(5, 1, B064K.of(new byte[] {4}));
    Sv2Frame frame = Sv2Codec.encode(share(1), List.of(tlv, other));
    TestPeer peer = server.client();
    peer.sendsFrame(frame);
    peer.sends(asks(1, 2));
    peer.sendsFrame(frame);
    assertThat(server.tlvs).containsExactly(List.of(), List.of(tlv));
  }

  /** How fast a device's fans turn. */
  record FanSpeed(int percent) implements VendorMessage {
    static final VendorMessageType<FanSpeed> TYPE =
        VendorMessageType.of(
            FanSpeed.class,
            "FanSpeed",
            0x4b0f,
            3,
            Direction.CLIENT_TO_SERVER,
            reader -> new FanSpeed(reader.u8("percent")));

    @Override
    public VendorMessageType<FanSpeed> type() {
      return TYPE;
    }

    @Override
    public int payloadLength() {
      return 1;
    }

    @Override
    public void write(PayloadWriter writer) {
      writer.u8(percent);
    }
  }

  @Test
  void messageOfANegotiatedExtensionReachesTheHandlerAndBeforeThatItIsUnknown() {
    server.close();
    server =
        new MiningServer(
            ExtensionsConfig.of(Set.of(0x4b0f), Set.of())
                .withRegistry(MessageRegistry.standard().with(FanSpeed.TYPE)));
    TestPeer peer = server.client().sends(new FanSpeed(40));
    assertThat(server.unknown).hasSize(1);
    peer.sends(asks(1, 0x4b0f), new FanSpeed(50));
    assertThat(server.vendors).containsExactly(new FanSpeed(50));
    assertThat(server.unknown).hasSize(1);
    assertThat(peer.closeReason()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 0x8000, -1})
  void identifiersAreInRange(int extension) {
    assertThatThrownBy(() -> ExtensionsConfig.of(Set.of(extension), Set.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("supported", String.valueOf(extension));
  }

  @Test
  void whatIsRequiredIsSupported() {
    assertThatThrownBy(() -> ExtensionsConfig.of(Set.of(2), Set.of(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("required");
  }
}
