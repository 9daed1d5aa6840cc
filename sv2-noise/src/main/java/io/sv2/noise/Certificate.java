package io.sv2.noise;

import io.sv2.noise.secp256k1.Secp256k1;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;

/**
 * What an authority says about a server's static key: SIGNATURE_NOISE_MESSAGE of section 4.5.2, 74
 * bytes, integers little-endian. A value: equal when the bytes are.
 *
 * <p>The static key itself travels beside it and is part of what is signed (section 4.5.3.1).
 */
public final class Certificate {
  /** Bytes on the wire. */
  public static final int LENGTH = 74;

  /** The version that {@link #sign} writes; the specification gives none, the reference this. */
  public static final int VERSION = 0;

  private static final long MAX_U32 = 0xffff_ffffL;
  private static final int SIGNED_LENGTH = LENGTH - Secp256k1.SIGNATURE_LENGTH;

  private final byte[] bytes;

  private Certificate(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Signs a certificate of version {@value #VERSION} for a server's static key.
   *
   * @param serverKeyX the x-coordinate of the server's static key, 32 bytes
   * @param validFrom fractions of seconds are cut off
   * @param notValidAfter the last second in which it is valid; a time after 2106-02-07T06:28:15Z,
   *     the last one that the field can hold, becomes that time
   * @param random for the signature
   * @throws IllegalArgumentException when {@code validFrom} is after {@code notValidAfter}, or does
   *     not fit in 32 bits of seconds since 1970
   * @throws IllegalStateException when the authority's key has been destroyed
   */
  public static Certificate sign(
      AuthoritySecretKey authority,
      byte[] serverKeyX,
      Instant validFrom,
      Instant notValidAfter,
      SecureRandom random) {
    long from = validFrom.getEpochSecond();
    long until = Math.min(notValidAfter.getEpochSecond(), MAX_U32);
    if (from < 0 || from > until) {
      throw new IllegalArgumentException(
          "a certificate valid from " + validFrom + " until " + notValidAfter + " cannot be");
    }
    return sign(authority, serverKeyX, VERSION, from, until, random);
  }

  static Certificate sign(
      AuthoritySecretKey authority,
      byte[] serverKeyX,
      int version,
      long validFrom,
      long notValidAfter,
      SecureRandom random) {
    ByteBuffer buffer = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putShort((short) version).putInt((int) validFrom).putInt((int) notValidAfter);
    byte[] hash = signedHash(buffer.array(), serverKeyX);
    buffer.put(authority.sign(hash, random));
    return new Certificate(buffer.array());
  }

  /**
   * Reads the 74 bytes without judging them.
   *
   * @throws IllegalArgumentException when there are more or less
   */
  public static Certificate parse(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException(
          "a certificate has " + LENGTH + " bytes, not " + bytes.length);
    }
    return new Certificate(bytes.clone());
  }

  /** The version of the format, 0 to 65,535. */
  public int version() {
    return buffer().getShort(0) & 0xffff;
  }

  /** The first second in which it is valid. */
  public Instant validFrom() {
    return Instant.ofEpochSecond(buffer().getInt(2) & MAX_U32);
  }

  /** The last second in which it is valid. */
  public Instant notValidAfter() {
    return Instant.ofEpochSecond(buffer().getInt(6) & MAX_U32);
  }

  /**
   * Whether this authority has signed this certificate for the static key with this x-coordinate,
   * 32 bytes; its times are not looked at. For who wants to know whose server was refused: what is
   * accepted, the handshake has judged.
   *
   * @throws IllegalArgumentException when the key has not 32 bytes
   */
  public boolean isSignedBy(AuthorityPublicKey authority, byte[] serverKeyX) {
    return isSignedBy(authority, serverKeyX, Secp256k1.standard());
  }

  boolean isSignedBy(AuthorityPublicKey authority, byte[] serverKeyX, Secp256k1 curve) {
    byte[] signature = Arrays.copyOfRange(bytes, SIGNED_LENGTH, LENGTH);
    return curve.verify(authority.toByteArray(), signedHash(bytes, serverKeyX), signature);
  }

  /** The 74 bytes. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Certificate that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "Certificate[version=%d, validFrom=%s, notValidAfter=%s]"
        .formatted(version(), validFrom(), notValidAfter());
  }

  private static byte[] signedHash(byte[] bytes, byte[] serverKeyX) {
    if (serverKeyX.length != Secp256k1.X_ONLY_LENGTH) {
      throw new IllegalArgumentException(
          "a server key's x-coordinate has 32 bytes, not " + serverKeyX.length);
    }
    return Sha256.hash(Arrays.copyOf(bytes, SIGNED_LENGTH), serverKeyX);
  }

  private ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
