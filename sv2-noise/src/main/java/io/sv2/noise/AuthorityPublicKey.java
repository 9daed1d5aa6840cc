package io.sv2.noise;

import io.sv2.noise.KeyFormatException.Reason;
import io.sv2.noise.secp256k1.Secp256k1;
import java.util.Arrays;

/**
 * The public key of a pool's certificate authority, which miners get over a trusted channel, for
 * example as the path of the pool's URL (section 4.7). A value: equal when the keys are.
 */
public final class AuthorityPublicKey {
  private static final String WHAT = "authority public key";
  private static final int PREFIX_LENGTH = 2;
  private static final int VERSION = 1;

  private final byte[] x;

  private AuthorityPublicKey(byte[] x) {
    this.x = x;
  }

  /**
   * Reads the Base58Check form, such as {@code
   * 9bXiEd8boQVhq7WddEcERUL5tyyJVFYdU8th3HfbNXK3Yw6GRXh}.
   *
   * @throws KeyFormatException when it is not one, with the reason
   */
  public static AuthorityPublicKey parse(String text) {
    byte[] bytes = Base58Check.decode(text, WHAT);
    if (bytes.length == Secp256k1.SECRET_LENGTH) {
      throw new KeyFormatException(
          Reason.WRONG_LENGTH,
          WHAT + ": 32 bytes, expected 34; keep it to yourself, it may be a secret key");
    }
    if (bytes.length != PREFIX_LENGTH + Secp256k1.X_ONLY_LENGTH) {
      throw new KeyFormatException(
          Reason.WRONG_LENGTH, WHAT + ": " + bytes.length + " bytes, expected 34");
    }
    int version = (bytes[0] & 0xff) | ((bytes[1] & 0xff) << 8);
    if (version != VERSION) {
      throw new KeyFormatException(
          Reason.WRONG_VERSION, WHAT + ": version " + version + ", expected " + VERSION);
    }
    return of(Arrays.copyOfRange(bytes, PREFIX_LENGTH, bytes.length));
  }

  /**
   * The key with this x-coordinate, 32 bytes, big-endian.
   *
   * @throws KeyFormatException when there are not 32 bytes, or no point has them
   */
  public static AuthorityPublicKey of(byte[] x) {
    if (x.length != Secp256k1.X_ONLY_LENGTH) {
      throw new KeyFormatException(
          Reason.WRONG_LENGTH, WHAT + ": x-coordinate of " + x.length + " bytes, expected 32");
    }
    if (!Secp256k1.standard().isValidPublicKey(x)) {
      throw new KeyFormatException(
          Reason.INVALID_KEY, WHAT + ": no point of secp256k1 has this x-coordinate");
    }
    return new AuthorityPublicKey(x.clone());
  }

  /** The x-coordinate, 32 bytes, big-endian. */
  public byte[] toByteArray() {
    return x.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AuthorityPublicKey that && Arrays.equals(x, that.x);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(x);
  }

  /** The Base58Check form, which {@link #parse} reads. */
  @Override
  public String toString() {
    byte[] bytes = new byte[PREFIX_LENGTH + x.length];
    bytes[0] = VERSION;
    System.arraycopy(x, 0, bytes, PREFIX_LENGTH, x.length);
    return Base58Check.encode(bytes);
  }
}
