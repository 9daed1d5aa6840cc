package io.sv2.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sv2.noise.NoiseTransportException.Reason;
import io.sv2.noise.Peers.Sessions;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A frame sealed part by part, in place: what a transport does. */
class SealInPiecesTest {
  private static final int CHUNK = NoiseSession.MAX_CHUNK_PLAINTEXT;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 58, 64, 65, 1_024, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK + 3})
  void partsMakeTheSameAsTheWhole(int payload) {
    byte[] frame = new byte[6 + payload];
    new Random(payload).nextBytes(frame);
    byte[] whole = Peers.connect().client().seal(frame);
    NoiseSession session = Peers.connect().client(); // with the same keys
    byte[] parts = new byte[whole.length];
    System.arraycopy(frame, 0, parts, 0, 6);
    session.sealHeader(parts, 0, payload, parts, 0);
    int to = 22;
    for (int from = 6; from < frame.length; from += CHUNK) {
      int size = Math.min(CHUNK, frame.length - from);
      System.arraycopy(frame, from, parts, to, size);
      int written = session.sealChunk(parts, to, size, parts, to);
      assertThat(written).isEqualTo(size + 16);
      to += written;
    }
    assertThat(parts).isEqualTo(whole);
  }

  @Test
  void nothingIsBegunForWhichNoncesLack() {
    Aead aead = ChaCha20Poly1305.standard().forKey(new byte[32]);
    Aead other = ChaCha20Poly1305.standard().forKey(new byte[32]);
    NoiseSession session =
        new NoiseSession(new CipherState(aead, 3), new CipherState(other), new byte[32]);
    byte[] out = new byte[22];
    session.sealHeader(new byte[6], 0, 5, out, 0); // and one chunk, which was counted
    session.sealChunk(new byte[5], 0, 5, new byte[21], 0);
    NoiseTransportException e =
        catchThrowableOfType(
            NoiseTransportException.class,
            () -> session.sealHeader(new byte[6], 0, 5, new byte[22], 0));
    assertThat(e.reason()).isEqualTo(Reason.NONCE_EXHAUSTED);
    assertThat(session.isDead()).isTrue();
  }

  @Test
  void rangesAreChecked() {
    Sessions sessions = Peers.connect();
    NoiseSession session = sessions.client();
    for (int length : new int[] {-1, 0, CHUNK + 1}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> session.sealChunk(new byte[70_000], 0, length, new byte[70_000], 0));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> session.sealHeader(new byte[6], 0, 1 << 24, new byte[22], 0));
    assertThatThrownBy(() -> session.sealHeader(new byte[5], 0, 0, new byte[22], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> session.sealHeader(new byte[6], 0, 0, new byte[21], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> session.sealChunk(new byte[9], 0, 10, new byte[26], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> session.sealChunk(new byte[10], 0, 10, new byte[25], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    byte[] header = new byte[6];
    sessions.server().openHeader(session.seal(new byte[] {1, 2, 3, 0, 0, 0}), 0, header, 0);
    assertThat(header).containsExactly(1, 2, 3, 0, 0, 0); // nothing had been sealed before
  }
}
