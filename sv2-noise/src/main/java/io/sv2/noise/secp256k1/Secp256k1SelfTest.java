package io.sv2.noise.secp256k1;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Known answers of BIP324 and BIP340, which a provider from outside has to give before it is used.
 */
final class Secp256k1SelfTest {
  // BIP324's packet encoding vectors, first row
  private static final byte[] SECRET =
      hex("61062ea5071d800bbfd59e2e8b53d47d194b095ae5a4df04936b49772ef0d4d7");
  private static final byte[] OURS =
      hex(
          "ec0adff257bbfe500c188c80b4fdd640f6b45a482bbc15fc7cef5931deff0aa1"
              + "86f6eb9bba7b85dc4dcc28b28722de1e3d9108b985e2967045668f66098e475b");
  private static final byte[] THEIRS =
      hex(
          "a4a94dfce69b4a2a0a099313d10f9f7e7d649d60501c9e1d274c300e0d89aafa"
              + "ffffffffffffffffffffffffffffffffffffffffffffffffffffffff8faf88d5");
  private static final byte[] OUR_X =
      hex("19e965bc20fc40614e33f2f82d4eeff81b5e7516b12a5c6c0d6053527eba0923");
  private static final byte[] SHARED =
      hex("c6992a117f5edbea70c3f511d32d26b9798be4b81a62eaee1a5acaa8459a3592");

  // BIP340's vectors, first row: message and auxiliary randomness are zero
  private static final byte[] SIGNING_SECRET =
      hex("0000000000000000000000000000000000000000000000000000000000000003");
  private static final byte[] SIGNATURE =
      hex(
          "e907831f80848d1069a5371b402410364bdf1c5f8307b0084c55f1ce2dca8215"
              + "25f66a4a85ea8b71e482a74f382d2ce5ebeee8fdb2172f477df4900d310536c0");

  private Secp256k1SelfTest() {}

  /**
   * Runs it, in less than a millisecond.
   *
   * @throws IllegalStateException when an answer is wrong, naming the operation
   */
  static void run(Secp256k1 provider) {
    byte[] message = new byte[32];
    byte[] altered = SIGNATURE.clone();
    altered[63] ^= 1;
    require(Arrays.equals(provider.publicKeyX(SECRET), OUR_X), "the public key");
    require(Arrays.equals(provider.ellSwiftDecode(OURS), OUR_X), "the decoding of an encoding");
    require(Arrays.equals(provider.ecdh(SECRET, OURS, THEIRS, true), SHARED), "the shared secret");
    require(!Arrays.equals(provider.ecdh(SECRET, OURS, THEIRS, false), SHARED), "ECDH's sides");
    byte[] created = provider.ellSwiftCreate(SECRET, new SecureRandom());
    require(Arrays.equals(provider.ellSwiftDecode(created), OUR_X), "the encoding of a key");
    byte[] signature = provider.sign(SIGNING_SECRET, message, new Zeros());
    require(Arrays.equals(signature, SIGNATURE), "the signature");
    byte[] publicKey = provider.publicKeyX(SIGNING_SECRET);
    require(provider.verify(publicKey, message, SIGNATURE), "the verification");
    require(!provider.verify(publicKey, message, altered), "the refusal of a wrong signature");
    require(!provider.isValidPublicKey(message), "the refusal of what is no point");
  }

  private static void require(boolean right, String what) {
    if (!right) {
      throw new IllegalStateException(what + " is wrong");
    }
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  /** BIP340's auxiliary randomness of zeros. */
  private static final class Zeros extends SecureRandom {
    private static final long serialVersionUID = 1L;

    @Override
    public void nextBytes(byte[] bytes) {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
