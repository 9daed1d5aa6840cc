package io.sv2.noise;

import static io.sv2.noise.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import io.sv2.noise.NoiseTransportException.Reason;
import io.sv2.noise.Peers.Sessions;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseSessionTest {
  private static final byte[] KEY_1 = hex("01".repeat(32));
  private static final byte[] KEY_2 = hex("02".repeat(32));

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 17",
    "65519, 65535",
    "65520, 65552",
    "131038, 131070",
    "131039, 131087",
    "16777215, 16781327"
  })
  void aSealedPayloadHasAMacForEachChunk(int length, int sealedLength) {
    assertThat(NoiseSession.sealedPayloadLength(length)).isEqualTo(sealedLength);
    assertThat(NoiseSession.sealedFrameLength(length + 6)).isEqualTo(sealedLength + 22);
  }

  @Test
  void lengthsOutOfRangeAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> NoiseSession.sealedPayloadLength(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NoiseSession.sealedPayloadLength(0x1000000));
    assertThatIllegalArgumentException().isThrownBy(() -> NoiseSession.sealedFrameLength(5));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 65_518, 65_519, 65_520, 131_038, 1_000_000})
  void framesOfAllSizesPassInBothDirections(int payloadLength) {
    Sessions sessions = Peers.connect();
    for (int round = 0; round < 2; round++) {
      byte[] frame = frame(payloadLength);
      assertThat(open(sessions.server(), sessions.client().seal(frame))).isEqualTo(frame);
      assertThat(open(sessions.client(), sessions.server().seal(frame))).isEqualTo(frame);
    }
  }

  @Test
  void theWireHasHeaderAndChunksSealedOneByOneWithRisingNonces() {
    byte[] frame = frame(65_520);
    byte[] sealed = session(CipherState.NONCE_LIMIT).seal(frame);
    Aead aead = ChaCha20Poly1305.standard().forKey(KEY_1);
    byte[] expected = new byte[22 + 65_535 + 17];
    aead.seal(0, new byte[0], frame, 0, 6, expected, 0);
    aead.seal(1, new byte[0], frame, 6, 65_519, expected, 22);
    aead.seal(2, new byte[0], frame, 6 + 65_519, 1, expected, 22 + 65_535);
    assertThat(sealed).isEqualTo(expected);
  }

  @Test
  void sealingIntoABufferWritesOnlyItsPart() {
    byte[] frame = frame(40);
    byte[] in = new byte[60];
    System.arraycopy(frame, 0, in, 9, 46);
    byte[] out = new byte[100];
    session(CipherState.NONCE_LIMIT).seal(in, 9, 46, out, 11);
    assertThat(Arrays.copyOfRange(out, 11, 11 + 78))
        .isEqualTo(session(CipherState.NONCE_LIMIT).seal(frame));
    assertThat(Arrays.copyOf(out, 11)).containsOnly(0);
    assertThat(Arrays.copyOfRange(out, 11 + 78, 100)).containsOnly(0);
  }

  @Test
  void recordsOpenInPlace() {
    Sessions sessions = Peers.connect();
    byte[] frame = frame(100);
    byte[] buffer = sessions.client().seal(frame);
    sessions.server().openHeader(buffer, 0, buffer, 0);
    assertThat(sessions.server().openChunk(buffer, 22, 116, buffer, 22)).isEqualTo(100);
    assertThat(Arrays.copyOf(buffer, 6)).isEqualTo(Arrays.copyOf(frame, 6));
    assertThat(Arrays.copyOfRange(buffer, 22, 122)).isEqualTo(Arrays.copyOfRange(frame, 6, 106));
  }

  @Test
  void everyFlippedBitOfARecordKillsTheSession() {
    byte[] sealed = sealer().seal(frame(0));
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] altered = sealed.clone();
      altered[bit / 8] ^= (byte) (1 << (bit % 8));
      assertDies(opener(), s -> s.openHeader(altered, 0, new byte[6], 0), sealed);
    }
  }

  @Test
  void aReplayedRecordKillsTheSession() {
    byte[] sealed = sealer().seal(frame(0));
    NoiseSession session = opener();
    session.openHeader(sealed, 0, new byte[6], 0);
    assertDies(session, s -> s.openHeader(sealed, 0, new byte[6], 0), sealed);
  }

  @Test
  void reorderedRecordsKillTheSession() {
    NoiseSession sealer = sealer();
    byte[] first = sealer.seal(frame(0));
    byte[] second = sealer.seal(frame(0));
    assertDies(opener(), s -> s.openHeader(second, 0, new byte[6], 0), first);
  }

  @Test
  void swappedChunksKillTheSession() {
    byte[] sealed = sealer().seal(frame(2 * 65_519));
    NoiseSession session = opener();
    session.openHeader(sealed, 0, new byte[6], 0);
    assertDies(session, s -> s.openChunk(sealed, 22 + 65_535, 65_535, new byte[65_519], 0), sealed);
  }

  @Test
  void aChunkCutShortKillsTheSession() {
    byte[] sealed = sealer().seal(frame(100));
    NoiseSession session = opener();
    session.openHeader(sealed, 0, new byte[6], 0);
    assertDies(session, s -> s.openChunk(sealed, 22, 115, new byte[100], 0), sealed);
  }

  @Test
  void aRecordSentBackToItsSenderKillsTheSession() {
    Sessions sessions = Peers.connect();
    byte[] sealed = sessions.client().seal(frame(0));
    assertDies(sessions.client(), s -> s.openHeader(sealed, 0, new byte[6], 0), sealed);
  }

  @Test
  void misuseDoesNotTouchTheSession() {
    byte[] frame = frame(10);
    NoiseSession sealer = sealer();
    NoiseSession opener = opener();
    assertThatIllegalArgumentException().isThrownBy(() -> sealer.seal(new byte[5]));
    byte[] both = new byte[100];
    assertThatIllegalArgumentException().isThrownBy(() -> sealer.seal(both, 0, 6, both, 50));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> sealer.seal(frame, 0, 16, new byte[47], 0));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> sealer.seal(frame, 1, 16, new byte[48], 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> opener.openChunk(new byte[70_000], 0, 16, frame, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> opener.openChunk(new byte[70_000], 0, 65_536, new byte[70_000], 0));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> opener.openHeader(new byte[21], 0, new byte[6], 0));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> opener.openHeader(new byte[22], 0, new byte[6], 1));
    assertThat(open(opener, sealer.seal(frame))).isEqualTo(frame);
  }

  @Test
  void sealingStopsBeforeTheNonceLimitAndNeverInTheMiddleOfAFrame() {
    NoiseSession session = session(5); // header and chunk, header and chunk, one too few
    session.seal(frame(1));
    session.seal(frame(1));
    byte[] out = new byte[100];
    NoiseTransportException e = failure(() -> session.seal(frame(1), 0, 7, out, 0));
    assertThat(e.reason()).isEqualTo(Reason.NONCE_EXHAUSTED);
    assertThat(out).containsOnly(0);
    assertThat(session.isDead()).isTrue();
    assertThat(failure(() -> session.seal(frame(0))).reason()).isEqualTo(Reason.SESSION_DEAD);
  }

  @Test
  void theLastNonceBeforeTheLimitIsUsed() {
    NoiseSession session = session(3);
    session.seal(frame(1));
    assertThat(session.seal(frame(0))).hasSize(22);
    assertThat(failure(() -> session.seal(frame(0))).reason()).isEqualTo(Reason.NONCE_EXHAUSTED);
  }

  @Test
  void openingStopsAtTheNonceLimit() {
    NoiseSession sealer = sealer();
    NoiseSession opener =
        new NoiseSession(
            new CipherState(ChaCha20Poly1305.standard().forKey(KEY_2)),
            new CipherState(ChaCha20Poly1305.standard().forKey(KEY_1), 1),
            new byte[32]);
    opener.openHeader(sealer.seal(frame(0)), 0, new byte[6], 0);
    byte[] next = sealer.seal(frame(0));
    NoiseTransportException e = failure(() -> opener.openHeader(next, 0, new byte[6], 0));
    assertThat(e.reason()).isEqualTo(Reason.NONCE_EXHAUSTED);
  }

  @Test
  void theLimitIsFarFromWhereNoncesRepeat() {
    assertThat(CipherState.NONCE_LIMIT).isEqualTo(1L << 60);
  }

  @Test
  void aDestroyedSessionIsDeadInBothDirections() {
    Sessions sessions = Peers.connect();
    byte[] sealed = sessions.client().seal(frame(0));
    sessions.server().destroy();
    sessions.server().destroy();
    assertDead(sessions.server(), sealed);
    assertThat(sessions.client().isDead()).isFalse();
  }

  @Test
  void nothingIsSealedWithAKeyThatIsBeingWiped() throws InterruptedException {
    NoiseSession opener = opener();
    NoiseSession sealer = sealer();
    List<byte[]> sealed = new ArrayList<>();
    CountDownLatch underWay = new CountDownLatch(1_000);
    Thread sealing =
        new Thread(
            () -> {
              byte[] frame = frame(20);
              while (!sealer.isDead()) {
                try {
                  sealed.add(sealer.seal(frame));
                } catch (NoiseTransportException e) {
                  assertThat(e.reason()).isEqualTo(Reason.SESSION_DEAD);
                }
                underWay.countDown();
              }
            });
    sealing.start();
    underWay.await();
    sealer.destroy();
    sealing.join();
    assertThat(sealed).hasSizeGreaterThanOrEqualTo(999);
    for (byte[] record : sealed) {
      assertThat(open(opener, record)).isEqualTo(frame(20));
    }
  }

  /** What shares and their answers are, on any machine. */
  @Test
  void sealingAndOpeningOfSmallFramesMakesNoGarbage() {
    assertMakesNoGarbage(Peers.connect(), frame(64));
  }

  /** Ciphers of security providers cannot do without, ours can. */
  @Test
  void sealingAndOpeningOfLargeFramesMakesNoGarbageInLanes() {
    assertMakesNoGarbage(
        Peers.connect(
            Peers.client().withCiphers(ChaCha20Poly1305.lanes()),
            Peers.server().withCiphers(ChaCha20Poly1305.lanes())),
        frame(3_000));
  }

  private static void assertMakesNoGarbage(Sessions sessions, byte[] frame) {
    byte[] wire = new byte[NoiseSession.sealedFrameLength(frame.length)];
    exchange(sessions, frame, wire, 5_000);
    long before = allocatedBytes();
    exchange(sessions, frame, wire, 5_000);
    assertThat(allocatedBytes() - before).isLessThan(5_000); // less than a byte for a frame
  }

  private static void exchange(Sessions sessions, byte[] frame, byte[] wire, int times) {
    for (int i = 0; i < times; i++) {
      sessions.client().seal(frame, 0, frame.length, wire, 0);
      sessions.server().openHeader(wire, 0, wire, 0);
      sessions.server().openChunk(wire, 22, frame.length - 6 + 16, wire, 22);
    }
  }

  private static long allocatedBytes() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  @Test
  void theHandshakeHashIsACopy() {
    NoiseSession session = Peers.connect().client();
    byte[] hash = session.handshakeHash();
    session.handshakeHash()[0] ^= 1;
    assertThat(session.handshakeHash()).isEqualTo(hash);
  }

  private interface Use {
    void of(NoiseSession session);
  }

  private static void assertDies(NoiseSession session, Use use, byte[] valid) {
    assertThat(session.isDead()).isFalse();
    assertThat(failure(() -> use.of(session)).reason()).isEqualTo(Reason.BAD_MAC);
    assertDead(session, valid);
  }

  private static void assertDead(NoiseSession session, byte[] valid) {
    assertThat(session.isDead()).isTrue();
    assertThat(failure(() -> session.openHeader(valid, 0, new byte[6], 0)).reason())
        .isEqualTo(Reason.SESSION_DEAD);
    assertThat(failure(() -> session.openChunk(valid, 0, 22, new byte[6], 0)).reason())
        .isEqualTo(Reason.SESSION_DEAD);
    assertThat(failure(() -> session.seal(new byte[6])).reason()).isEqualTo(Reason.SESSION_DEAD);
  }

  private static NoiseTransportException failure(ThrowingCallable call) {
    return catchThrowableOfType(NoiseTransportException.class, call);
  }

  private static NoiseSession sealer() {
    return session(CipherState.NONCE_LIMIT);
  }

  private static NoiseSession opener() {
    return new NoiseSession(
        new CipherState(ChaCha20Poly1305.standard().forKey(KEY_2)),
        new CipherState(ChaCha20Poly1305.standard().forKey(KEY_1)),
        new byte[32]);
  }

  private static NoiseSession session(long limit) {
    return new NoiseSession(
        new CipherState(ChaCha20Poly1305.standard().forKey(KEY_1), limit),
        new CipherState(ChaCha20Poly1305.standard().forKey(KEY_2)),
        new byte[32]);
  }

  /** A frame whose header says how long its payload is, as section 3.2 has it. */
  private static byte[] frame(int payloadLength) {
    byte[] frame = new byte[6 + payloadLength];
    FixedRandom.seeded(payloadLength).nextBytes(frame);
    for (int i = 0; i < 3; i++) {
      frame[3 + i] = (byte) (payloadLength >> (8 * i));
    }
    return frame;
  }

  /** What a transport does: the header first, then what it announces. */
  private static byte[] open(NoiseSession session, byte[] sealed) {
    byte[] header = new byte[6];
    session.openHeader(sealed, 0, header, 0);
    int length = (header[3] & 0xff) | (header[4] & 0xff) << 8 | (header[5] & 0xff) << 16;
    byte[] frame = Arrays.copyOf(header, 6 + length);
    int from = NoiseSession.SEALED_HEADER_LENGTH;
    int to = NoiseSession.HEADER_LENGTH;
    while (from < sealed.length) {
      int chunk = Math.min(sealed.length - from, NoiseSession.MAX_CHUNK_SEALED);
      to += session.openChunk(sealed, from, chunk, frame, to);
      from += chunk;
    }
    assertThat(to).isEqualTo(frame.length);
    assertThat(sealed).hasSize(NoiseSession.sealedFrameLength(frame.length));
    return frame;
  }
}
