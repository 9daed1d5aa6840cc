package io.sv2.noise;

import io.sv2.noise.NoiseTransportException.Reason;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Seals and opens the frames of one connection after its handshake (section 4.6): the header alone,
 * then the payload in chunks. An empty payload has no chunk.
 *
 * <p>One thread may seal while another opens; neither direction is for several threads at once.
 * After a record that cannot be opened the session is dead in both directions.
 */
public final class NoiseSession {
  /** Bytes of a frame's header. */
  public static final int HEADER_LENGTH = 6;

  /** Bytes that each record grows by. */
  public static final int MAC_LENGTH = Aead.MAC_LENGTH;

  /** Bytes of a sealed header. */
  public static final int SEALED_HEADER_LENGTH = HEADER_LENGTH + MAC_LENGTH;

  /** The most bytes that one sealed record can have. */
  public static final int MAX_CHUNK_SEALED = 65_535;

  /** The most payload bytes that go into one record. */
  public static final int MAX_CHUNK_PLAINTEXT = MAX_CHUNK_SEALED - MAC_LENGTH;

  private static final int MAX_PAYLOAD_LENGTH = 0xff_ffff;

  private final CipherState sending;
  private final CipherState receiving;
  private final byte[] handshakeHash;
  private volatile @Nullable String deathCause;

  NoiseSession(CipherState sending, CipherState receiving, byte[] handshakeHash) {
    this.sending = sending;
    this.receiving = receiving;
    this.handshakeHash = handshakeHash.clone();
  }

  /**
   * Bytes that a payload has once it is sealed, without the header.
   *
   * @param payloadLength the frame header's length field, 0 to 16,777,215
   * @throws IllegalArgumentException when it is out of range
   */
  public static int sealedPayloadLength(int payloadLength) {
    if (payloadLength < 0 || payloadLength > MAX_PAYLOAD_LENGTH) {
      throw new IllegalArgumentException(
          "a payload has 0 to 16,777,215 bytes, not " + payloadLength);
    }
    return payloadLength + chunks(payloadLength) * MAC_LENGTH;
  }

  /**
   * Bytes that a frame, its header included, has once it is sealed.
   *
   * @throws IllegalArgumentException when it is shorter than a header or longer than a frame can be
   */
  public static int sealedFrameLength(int frameLength) {
    if (frameLength < HEADER_LENGTH) {
      throw new IllegalArgumentException("a frame has at least 6 bytes, not " + frameLength);
    }
    return SEALED_HEADER_LENGTH + sealedPayloadLength(frameLength - HEADER_LENGTH);
  }

  private static int chunks(int payloadLength) {
    return (payloadLength + MAX_CHUNK_PLAINTEXT - 1) / MAX_CHUNK_PLAINTEXT;
  }

  /**
   * Seals one whole frame, header and payload.
   *
   * @throws NoiseTransportException when the session is dead or has no nonces left
   */
  public byte[] seal(byte[] frame) {
    byte[] out = new byte[sealedFrameLength(frame.length)];
    seal(frame, 0, frame.length, out, 0);
    return out;
  }

  /**
   * Seals one whole frame, header and payload, into {@link #sealedFrameLength} bytes of {@code
   * out}. Nothing is sealed when an argument is wrong, and never a part of a frame for lack of
   * nonces.
   *
   * @param out must not be {@code frame}
   * @throws IllegalArgumentException when {@code length} is not that of a frame, or both arrays are
   *     one
   * @throws IndexOutOfBoundsException when a range is not within its array
   * @throws NoiseTransportException when the session is dead or has too few nonces left
   */
  public void seal(byte[] frame, int offset, int length, byte[] out, int outOffset) {
    Objects.checkFromIndexSize(offset, length, frame.length);
    Objects.checkFromIndexSize(outOffset, sealedFrameLength(length), out.length);
    if (frame == out) {
      throw new IllegalArgumentException("a whole frame cannot be sealed in place");
    }
    sealHeader(frame, offset, length - HEADER_LENGTH, out, outOffset);
    int from = offset + HEADER_LENGTH;
    int to = outOffset + SEALED_HEADER_LENGTH;
    int end = offset + length;
    while (from < end) {
      int size = Math.min(end - from, MAX_CHUNK_PLAINTEXT);
      to += sealChunk(frame, from, size, out, to);
      from += size;
    }
  }

  /**
   * Seals a header: {@value #HEADER_LENGTH} bytes in, {@value #SEALED_HEADER_LENGTH} out. The
   * chunks of its payload have to follow before the next one.
   *
   * @param payloadLength bytes of the payload that follows, 0 to 16,777,215; when the nonces left
   *     are too few for all of it, nothing is sealed
   * @param out may be {@code in} at the same offset
   * @throws IllegalArgumentException when {@code payloadLength} is out of range
   * @throws IndexOutOfBoundsException when a range is not within its array
   * @throws NoiseTransportException when the session is dead or has too few nonces left
   */
  public void sealHeader(byte[] in, int inOffset, int payloadLength, byte[] out, int outOffset) {
    Objects.checkFromIndexSize(inOffset, HEADER_LENGTH, in.length);
    Objects.checkFromIndexSize(outOffset, SEALED_HEADER_LENGTH, out.length);
    sealedPayloadLength(payloadLength); // its range
    requireAlive();
    requireNonces(sending, 1 + chunks(payloadLength), "sealing");
    sending.seal(SymmetricState.EMPTY, in, inOffset, HEADER_LENGTH, out, outOffset);
  }

  /**
   * Seals one chunk of a payload. All chunks but the last must have {@value #MAX_CHUNK_PLAINTEXT}
   * bytes.
   *
   * @param length bytes of the chunk, 1 to {@value #MAX_CHUNK_PLAINTEXT}
   * @param out may be {@code in} at the same offset
   * @return the bytes written: {@code length} and {@value #MAC_LENGTH}
   * @throws IllegalArgumentException when {@code length} is out of range
   * @throws IndexOutOfBoundsException when a range is not within its array
   * @throws NoiseTransportException when the session is dead
   */
  public int sealChunk(byte[] in, int inOffset, int length, byte[] out, int outOffset) {
    if (length < 1 || length > MAX_CHUNK_PLAINTEXT) {
      throw new IllegalArgumentException("a chunk has 1 to 65,519 bytes, not " + length);
    }
    Objects.checkFromIndexSize(inOffset, length, in.length);
    Objects.checkFromIndexSize(outOffset, length + MAC_LENGTH, out.length);
    requireAlive();
    sending.seal(SymmetricState.EMPTY, in, inOffset, length, out, outOffset);
    return length + MAC_LENGTH;
  }

  /**
   * Opens a sealed header: {@value #SEALED_HEADER_LENGTH} bytes in, {@value #HEADER_LENGTH} out.
   *
   * @param out may be {@code in} at the same offset
   * @throws IndexOutOfBoundsException when a range is not within its array
   * @throws NoiseTransportException when it cannot be opened, or the session is dead
   */
  public void openHeader(byte[] in, int inOffset, byte[] out, int outOffset) {
    open("frame header", in, inOffset, SEALED_HEADER_LENGTH, out, outOffset);
  }

  /**
   * Opens one chunk of a payload. All chunks but the last have {@value #MAX_CHUNK_SEALED} bytes.
   *
   * @param sealedLength bytes of the chunk, 17 to {@value #MAX_CHUNK_SEALED}
   * @param out may be {@code in} at the same offset
   * @return the bytes written: {@code sealedLength} less {@value #MAC_LENGTH}
   * @throws IllegalArgumentException when {@code sealedLength} is out of range
   * @throws IndexOutOfBoundsException when a range is not within its array
   * @throws NoiseTransportException when it cannot be opened, or the session is dead
   */
  public int openChunk(byte[] in, int inOffset, int sealedLength, byte[] out, int outOffset) {
    if (sealedLength <= MAC_LENGTH || sealedLength > MAX_CHUNK_SEALED) {
      throw new IllegalArgumentException(
          "a sealed chunk has 17 to 65,535 bytes, not " + sealedLength);
    }
    return open("payload chunk", in, inOffset, sealedLength, out, outOffset);
  }

  private int open(
      String what, byte[] in, int inOffset, int sealedLength, byte[] out, int outOffset) {
    int length = sealedLength - MAC_LENGTH;
    Objects.checkFromIndexSize(inOffset, sealedLength, in.length);
    Objects.checkFromIndexSize(outOffset, length, out.length);
    requireAlive();
    requireNonces(receiving, 1, "opening");
    if (!receiving.open(SymmetricState.EMPTY, in, inOffset, sealedLength, out, outOffset)) {
      throw die(
          Reason.BAD_MAC,
          "a %s of %d sealed bytes does not match its MAC: altered, replayed or out of order"
              .formatted(what, sealedLength));
    }
    return length;
  }

  /** The hash over the whole handshake, 32 bytes: the same on both sides, and for no one else. */
  public byte[] handshakeHash() {
    return handshakeHash.clone();
  }

  /** Whether nothing can be sealed or opened any more. */
  public boolean isDead() {
    return deathCause != null;
  }

  /** Overwrites the keys; every later call throws. From any thread, more than once. */
  public void destroy() {
    kill("it was destroyed");
  }

  private void requireNonces(CipherState cipher, int records, String doing) {
    if (cipher.remaining() < records) {
      throw die(
          Reason.NONCE_EXHAUSTED,
          "%s needs %d more records than the key allows for; the connection must be made anew"
              .formatted(doing, records - cipher.remaining()));
    }
  }

  private void requireAlive() {
    String cause = deathCause;
    if (cause != null) {
      throw new NoiseTransportException(Reason.SESSION_DEAD, "the session is dead: " + cause);
    }
  }

  private NoiseTransportException die(Reason reason, String cause) {
    kill(cause);
    return new NoiseTransportException(reason, cause + "; the session is dead");
  }

  private void kill(String cause) {
    synchronized (this) {
      if (deathCause == null) {
        deathCause = cause;
      }
    }
    sending.destroy();
    receiving.destroy();
  }
}
