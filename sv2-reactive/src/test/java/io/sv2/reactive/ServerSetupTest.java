package io.sv2.reactive;

import static io.sv2.reactive.TestPeer.open;
import static io.sv2.reactive.TestPeer.setup;
import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.ErrorCodes;
import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Frame;
import io.sv2.codec.common.SetupConnectionError;
import io.sv2.codec.common.SetupConnectionSuccess;
import io.sv2.codec.type.Str0255;
import io.sv2.reactive.CloseReason.Kind;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerSetupTest {
  private static final Duration TICK = Duration.ofMillis(250);

  private final MiningServer server = new MiningServer();
  private final TestPeer peer = server.connects(new TestPeer());

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest(name = "versions {0} to {1}")
  @CsvSource({"2, 2", "0, 2", "2, 65535", "1, 3"})
  void setsUpWhoSpeaksVersionTwo(int min, int max) {
    peer.sends(setup(0, min, max, MiningServer.FLAGS));
    assertThat(peer.hears()).containsExactly(new SetupConnectionSuccess(2, MiningServer.ANSWERED));
    assertThat(server.added)
        .singleElement()
        .satisfies(
            client -> {
              assertThat(client.protocol()).isEqualTo(Protocol.MINING);
              assertThat(client.setup().flags()).isEqualTo(MiningServer.FLAGS);
            });
    assertThat(peer.closeReason()).isNull();
  }

  @ParameterizedTest(name = "versions {0} to {1}")
  @CsvSource({"0, 0", "1, 1", "0, 1", "3, 3", "3, 65535"})
  void refusesOtherVersions(int min, int max) {
    peer.sends(setup(0, min, max, 0));
    assertRefused(0, ErrorCodes.PROTOCOL_VERSION_MISMATCH);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 255})
  void refusesSubprotocolsThatItDoesNotServe(int protocol) {
    peer.sends(setup(protocol, 2, 2, 0));
    assertRefused(0, ErrorCodes.UNSUPPORTED_PROTOCOL);
  }

  @ParameterizedTest(name = "flags {0}, of which {1} are not supported")
  @CsvSource({"2, 2", "7, 2", "0xffffffff, 0xfffffffa", "0x80000001, 0x80000000"})
  void refusesFlagsThatItDoesNotKnowAndNamesExactlyThose(String flags, String unsupported) {
    peer.sends(setup(0, 2, 2, Long.decode(flags)));
    assertRefused(Long.decode(unsupported), ErrorCodes.UNSUPPORTED_FEATURE_FLAGS);
  }

  private void assertRefused(long flags, String code) {
    assertThat(peer.hears()).containsExactly(new SetupConnectionError(flags, Str0255.of(code)));
    assertThat(peer.sawTheEnd()).isTrue();
    assertThat(peer.closeReason().kind()).isEqualTo(Kind.SETUP_REFUSED);
    assertThat(peer.closeReason().detail()).contains(code);
    assertThat(server.added).isEmpty();
    assertThat(server.removed).isEmpty();
    assertThat(server.service.connections()).isZero();
  }

  @Test
  void anythingElseBeforeSetupConnectionEndsTheConnection() {
    peer.sends(open(1));
    assertThat(peer.hears()).isEmpty();
    assertThat(peer.closeReason())
        .isEqualTo(
            new CloseReason(
                Kind.PROTOCOL_ERROR, "SetupConnection comes first, not OpenStandardMiningChannel"));
  }

  @Test
  void undecodableSetupConnectionEndsTheConnection() {
    peer.sendsFrame(Sv2Frame.of(0, 0, new byte[] {0, 2, 0, 2}));
    assertThat(peer.closeReason().kind()).isEqualTo(Kind.PROTOCOL_ERROR);
    assertThat(peer.closeReason().detail()).contains("SetupConnection");
  }

  @Test
  void secondSetupConnectionEndsTheConnection() {
    peer.sends(setup(), setup());
    assertThat(peer.closeReason().kind()).isEqualTo(Kind.PROTOCOL_ERROR);
    assertThat(server.removed).containsExactly("1 PROTOCOL_ERROR");
  }

  @Test
  void nothingAfterARefusalIsHandled() {
    peer.sends(setup(0, 3, 3, 0), setup(), open(1));
    assertRefused(0, ErrorCodes.PROTOCOL_VERSION_MISMATCH);
    assertThat(server.handled).isEmpty();
  }

  @Test
  void silenceBeforeSetupConnectionEndsTheConnectionInTime() {
    server.passes(MiningServer.SETUP.minus(TICK));
    assertThat(peer.closeReason()).isNull();
    server.passes(TICK.multipliedBy(2));
    assertThat(peer.closeReason())
        .isEqualTo(new CloseReason(Kind.SETUP_TIMEOUT, "nothing came in PT10S"));
    assertThat(server.service.connections()).isZero();
  }

  @Test
  void largerFramesAreAcceptedOnceSetUp() {
    TestPeer early = server.connects(new TestPeer());
    early.sendsFrame(Sv2Frame.of(0x4b0f, 1, new byte[2_049]));
    assertThat(early.closeReason().kind()).isEqualTo(Kind.FRAME_TOO_LARGE);
    peer.sends(setup());
    peer.sendsFrame(Sv2Frame.of(0x4b0f, 1, new byte[128 * 1024]));
    assertThat(peer.closeReason()).isNull();
    peer.sendsFrame(Sv2Frame.of(0x4b0f, 1, new byte[128 * 1024 + 1]));
    assertThat(peer.closeReason().kind()).isEqualTo(Kind.FRAME_TOO_LARGE);
  }

  /** Its handshake was under way when the server closed the others. */
  @Test
  void connectionThatComesWhileTheServerStopsIsClosed() {
    server.close();
    assertThat(peer.closeReason().kind()).isEqualTo(Kind.LOCAL_CLOSE);
    TestPeer late = server.connects(new TestPeer());
    assertThat(late.closeReason().kind()).isEqualTo(Kind.LOCAL_CLOSE);
    assertThat(server.service.connections()).isZero();
  }

  @Test
  void welcomeOfTheHandlerFollowsTheSuccess() {
    server.welcome = new ResponseFromSv2Server.Close(1, CloseReason.local("not today"));
    peer.sends(setup());
    assertThat(peer.hears()).hasSize(1);
    assertThat(peer.closeReason()).isEqualTo(CloseReason.local("not today"));
    assertThat(server.removed).containsExactly("1 LOCAL_CLOSE");
  }
}
