package io.sv2.noise;

import static io.sv2.noise.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sv2.noise.NoiseHandshakeException.Reason;
import io.sv2.noise.Peers.Sessions;
import io.sv2.noise.secp256k1.Secp256k1;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {
  @Test
  void bothSidesBeginWithTheHashOfTheProtocolName() {
    SymmetricState state = new SymmetricState(ChaCha20Poly1305.standard());
    assertThat(hex(state.chainingKey()))
        .isEqualTo("2eb47881208e9eee1f669f67c66ee70ea9ea88090d503fe830dc4bc83e29bf10");
    assertThat(hex(state.handshakeHash()))
        .isEqualTo("922fa32e4f487c0d59caa3bed7899ce3d98db7e13dbd3b7cf2d23dd433dc6104");
  }

  @Test
  void theHashOfNothingIsMixedInBeforeThereIsAKey() {
    SymmetricState state = new SymmetricState(ChaCha20Poly1305.standard());
    byte[] before = state.handshakeHash();
    assertThat(state.encryptAndHash(new byte[0])).isEmpty();
    assertThat(state.handshakeHash()).isEqualTo(Sha256.hash(before)).isNotEqualTo(before);
  }

  @Test
  void clientAndServerAgree() {
    Sessions sessions = Peers.connect();
    assertThat(sessions.client().handshakeHash())
        .hasSize(32)
        .isEqualTo(sessions.server().handshakeHash());
    byte[] header = hex("010203040506");
    byte[] out = new byte[6];
    sessions.server().openHeader(sessions.client().seal(header), 0, out, 0);
    assertThat(out).isEqualTo(header);
    Arrays.fill(out, (byte) 0);
    sessions.client().openHeader(sessions.server().seal(header), 0, out, 0);
    assertThat(out).isEqualTo(header);
  }

  @Test
  void theTwoDirectionsHaveDifferentKeys() {
    Sessions sessions = Peers.connect();
    byte[] header = new byte[6];
    assertThat(sessions.client().seal(header)).isNotEqualTo(sessions.server().seal(header));
  }

  @Test
  void twoHandshakesHaveNothingInCommon() {
    NoiseInitiatorConfig client = Peers.client();
    NoiseResponderConfig server = Peers.server();
    Sessions first = Peers.connect(client, server);
    Sessions second = Peers.connect(client, server);
    assertThat(first.client().handshakeHash()).isNotEqualTo(second.client().handshakeHash());
    assertThat(first.client().seal(new byte[6])).isNotEqualTo(second.client().seal(new byte[6]));
  }

  @Test
  void theSameRandomnessGivesTheSameHandshake() {
    assertThat(Peers.connect().client().handshakeHash())
        .isEqualTo(Peers.connect().client().handshakeHash());
  }

  @Test
  void theActsHaveTheLengthsOfTheSpecification() {
    assertThat(NoiseInitiator.ACT_1_LENGTH).isEqualTo(64);
    assertThat(NoiseInitiator.ACT_2_LENGTH).isEqualTo(64 + 80 + 90);
    byte[] act1 = new NoiseInitiator(Peers.client()).act1();
    assertThat(act1).hasSize(64);
    assertThat(responder().respond(act1)).hasSize(234);
  }

  @Test
  void everyAlteredByteOfAct2IsNoticed() {
    byte[] secret = Secp256k1.standard().generateSecret(FixedRandom.seeded(9));
    byte[] encoding = Secp256k1.standard().ellSwiftCreate(secret, FixedRandom.seeded(9));
    byte[] act2 = responder().respond(encoding);
    for (int i = 0; i < act2.length; i++) {
      byte[] altered = act2.clone();
      altered[i] ^= (byte) (1 << (i % 8));
      NoiseInitiator initiator = new NoiseInitiator(Peers.client(), new KeyPair(secret, encoding));
      initiator.act1();
      NoiseHandshakeException e = failure(() -> initiator.act2(altered));
      assertThat(e).as("byte %d", i).isNotNull();
      assertThat(e.reason()).as("byte %d", i).isEqualTo(Reason.DECRYPTION_FAILED);
      assertThat(e)
          .hasMessageContaining(i < 144 ? "bytes 64 to 143" : "bytes 144 to 233")
          .hasMessageContaining(i < 144 ? "static key" : "certificate");
    }
    NoiseInitiator untouched = new NoiseInitiator(Peers.client(), new KeyPair(secret, encoding));
    untouched.act1();
    assertThatCode(() -> untouched.act2(act2)).doesNotThrowAnyException();
  }

  @Test
  void anAlteredAct1MakesTheAnswerUseless() {
    NoiseInitiator initiator = new NoiseInitiator(Peers.client());
    byte[] act1 = initiator.act1();
    act1[17] ^= 1;
    byte[] act2 = responder().respond(act1);
    assertThat(failure(() -> initiator.act2(act2)).reason()).isEqualTo(Reason.DECRYPTION_FAILED);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 170, 233, 235, 1000})
  void act2OfAnotherLengthIsRefused(int length) {
    NoiseInitiator initiator = new NoiseInitiator(Peers.client());
    byte[] act2 = responder().respond(initiator.act1());
    NoiseHandshakeException e = failure(() -> initiator.act2(Arrays.copyOf(act2, length)));
    assertThat(e.reason()).isEqualTo(Reason.WRONG_LENGTH);
    assertThat(e).hasMessage("act 2 must have 234 bytes, not " + length);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 63, 65, 1000})
  void act1OfAnotherLengthIsRefused(int length) {
    NoiseResponder responder = responder();
    NoiseHandshakeException e = failure(() -> responder.respond(new byte[length]));
    assertThat(e.reason()).isEqualTo(Reason.WRONG_LENGTH);
    assertThat(e).hasMessage("act 1 must have 64 bytes, not " + length);
    assertThatIllegalStateException().isThrownBy(responder::session);
    assertThatIllegalStateException().isThrownBy(() -> responder.respond(new byte[64]));
  }

  @Test
  void anyBytesAreAnAct1() {
    for (byte[] act1 : new byte[][] {new byte[64], hex("ff".repeat(64))}) {
      assertThat(responder().respond(act1)).hasSize(234);
    }
  }

  @Test
  void theActsCannotBeTakenTwiceOrOutOfOrder() {
    NoiseInitiator initiator = new NoiseInitiator(Peers.client());
    assertThatIllegalStateException().isThrownBy(() -> initiator.act2(new byte[234]));
    NoiseResponder responder = responder();
    assertThatIllegalStateException().isThrownBy(responder::session);
    byte[] act2 = responder.respond(initiator.act1());
    assertThatIllegalStateException().isThrownBy(initiator::act1);
    assertThatIllegalStateException().isThrownBy(() -> responder.respond(new byte[64]));
    initiator.act2(act2);
    assertThatIllegalStateException().isThrownBy(() -> initiator.act2(act2));
    assertThat(responder.session()).isSameAs(responder.session());
  }

  @Test
  void aFailedHandshakeCannotBeTriedAgain() {
    NoiseInitiator initiator = new NoiseInitiator(Peers.client());
    byte[] act2 = responder().respond(initiator.act1());
    failure(() -> initiator.act2(new byte[234]));
    assertThatIllegalStateException().isThrownBy(() -> initiator.act2(act2));
  }

  @Test
  void aDestroyedHandshakeIsOver() {
    NoiseInitiator initiator = new NoiseInitiator(Peers.client());
    byte[] act2 = responder().respond(initiator.act1());
    initiator.destroy();
    assertThatIllegalStateException().isThrownBy(() -> initiator.act2(act2));
  }

  @Test
  void destroyingTheInitiatorAfterwardsLeavesTheSessionAlone() {
    NoiseInitiator initiator = new NoiseInitiator(Peers.client());
    NoiseSession session = initiator.act2(responder().respond(initiator.act1()));
    initiator.destroy();
    assertThat(session.isDead()).isFalse();
    assertThat(session.seal(new byte[6])).hasSize(22);
  }

  @Test
  void aServerWhoseStaticKeyIsDestroyedAnswersNoOne() {
    StaticKeyPair staticKey = StaticKeyPair.generate(FixedRandom.seeded(6));
    NoiseResponder responder =
        new NoiseResponder(new CertificateIssuer(Peers.server().withStaticKey(staticKey)));
    staticKey.destroy();
    assertThat(staticKey.isDestroyed()).isTrue();
    assertThatIllegalStateException().isThrownBy(() -> responder.respond(new byte[64]));
  }

  private static NoiseResponder responder() {
    return new NoiseResponder(new CertificateIssuer(Peers.server()));
  }

  private static NoiseHandshakeException failure(Runnable step) {
    return catchThrowableOfType(NoiseHandshakeException.class, step::run);
  }
}
