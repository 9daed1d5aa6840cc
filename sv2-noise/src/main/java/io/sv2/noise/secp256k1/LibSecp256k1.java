package io.sv2.noise.secp256k1;

import static io.sv2.noise.secp256k1.LibSecp256k1Functions.CONTEXT_NONE;
import static io.sv2.noise.secp256k1.LibSecp256k1Functions.KEY_PAIR_LENGTH;
import static io.sv2.noise.secp256k1.LibSecp256k1Functions.PUBLIC_KEY_LENGTH;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.sv2.noise.secp256k1.LibSecp256k1Functions.Secret;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The provider on libsecp256k1, the library of Bitcoin Core.
 *
 * <p>Secrets are handed to it in memory of their own, which is overwritten after each call. It ends
 * the process when it is called wrongly, so nothing goes there unchecked.
 */
final class LibSecp256k1 implements Secp256k1 {
  /** SECP256K1_SCHNORRSIG_EXTRAPARAMS_MAGIC. */
  private static final byte[] SIGNING_MAGIC = {(byte) 0xda, 0x6f, (byte) 0xb3, (byte) 0x8c};

  private static final int SIGNING_RANDOM_OFFSET = 16;
  private static final int SIGNING_PARAMETERS_LENGTH = SIGNING_RANDOM_OFFSET + 8;

  private final Pointer context;
  private final Pointer ecdhHash;

  private LibSecp256k1(NativeLibrary library) throws IOException {
    this.context = LibSecp256k1Functions.secp256k1_context_create(CONTEXT_NONE);
    byte[] seed = new byte[32]; // hides what is multiplied with secrets from who measures time
    new SecureRandom().nextBytes(seed);
    boolean made =
        context != null && LibSecp256k1Functions.secp256k1_context_randomize(context, seed) == 1;
    Arrays.fill(seed, (byte) 0);
    if (!made) {
      throw new IOException("it makes no context");
    }
    this.ecdhHash =
        library
            .getGlobalVariableAddress("secp256k1_ellswift_xdh_hash_function_bip324")
            .getPointer(0);
  }

  /**
   * Loads the library and tests that it works.
   *
   * @throws IOException when it does not, with the reason
   */
  static LibSecp256k1 load() throws IOException {
    try {
      LibSecp256k1 provider = new LibSecp256k1(LibSecp256k1Functions.load());
      Secp256k1SelfTest.run(provider);
      return provider;
    } catch (UnsatisfiedLinkError e) {
      throw new IOException("it lacks a function: " + e.getMessage(), e);
    } catch (IllegalStateException e) {
      throw new IOException("it failed its self-test: " + e.getMessage(), e);
    }
  }

  @Override
  public String name() {
    return "libsecp256k1";
  }

  @Override
  public boolean isValidPublicKey(byte[] publicKeyX) {
    Arguments.require(publicKeyX, X_ONLY_LENGTH, "x-only public key");
    return parse(publicKeyX, new byte[PUBLIC_KEY_LENGTH]);
  }

  private boolean parse(byte[] publicKeyX, byte[] parsed) {
    return LibSecp256k1Functions.secp256k1_xonly_pubkey_parse(context, parsed, publicKeyX) == 1;
  }

  @Override
  public byte[] publicKeyX(byte[] secret) {
    Arguments.requireSecret(secret);
    byte[] publicKey = new byte[PUBLIC_KEY_LENGTH];
    try (Secret keyPair = keyPair(secret)) {
      check(
          LibSecp256k1Functions.secp256k1_keypair_xonly_pub(
              context, publicKey, Pointer.NULL, keyPair));
    }
    return serialized(publicKey);
  }

  private Secret keyPair(byte[] secret) {
    Secret keyPair = new Secret(KEY_PAIR_LENGTH);
    try (Secret key = Secret.of(secret)) {
      check(LibSecp256k1Functions.secp256k1_keypair_create(context, keyPair, key));
    }
    return keyPair;
  }

  private byte[] serialized(byte[] xOnly) {
    byte[] x = new byte[X_ONLY_LENGTH];
    check(LibSecp256k1Functions.secp256k1_xonly_pubkey_serialize(context, x, xOnly));
    return x;
  }

  @Override
  public byte[] ellSwiftCreate(byte[] secret, SecureRandom random) {
    Arguments.requireSecret(secret);
    byte[] draw = new byte[32];
    random.nextBytes(draw);
    byte[] encoding = new byte[ELLSWIFT_LENGTH];
    try (Secret key = Secret.of(secret)) {
      check(LibSecp256k1Functions.secp256k1_ellswift_create(context, encoding, key, draw));
    }
    return encoding;
  }

  @Override
  public byte[] ellSwiftDecode(byte[] encoding) {
    Arguments.require(encoding, ELLSWIFT_LENGTH, "ElligatorSwift encoding");
    byte[] publicKey = new byte[PUBLIC_KEY_LENGTH];
    byte[] xOnly = new byte[PUBLIC_KEY_LENGTH];
    check(LibSecp256k1Functions.secp256k1_ellswift_decode(context, publicKey, encoding));
    check(
        LibSecp256k1Functions.secp256k1_xonly_pubkey_from_pubkey(
            context, xOnly, Pointer.NULL, publicKey));
    return serialized(xOnly);
  }

  @Override
  public byte[] ecdh(byte[] secret, byte[] ourEllSwift, byte[] theirEllSwift, boolean initiator) {
    Arguments.requireSecret(secret);
    Arguments.require(ourEllSwift, ELLSWIFT_LENGTH, "our ElligatorSwift encoding");
    Arguments.require(theirEllSwift, ELLSWIFT_LENGTH, "their ElligatorSwift encoding");
    try (Secret key = Secret.of(secret);
        Secret shared = new Secret(SHARED_SECRET_LENGTH)) {
      check(
          LibSecp256k1Functions.secp256k1_ellswift_xdh(
              context,
              shared,
              initiator ? ourEllSwift : theirEllSwift,
              initiator ? theirEllSwift : ourEllSwift,
              key,
              initiator ? 0 : 1,
              ecdhHash,
              Pointer.NULL));
      return shared.getByteArray(0, SHARED_SECRET_LENGTH);
    }
  }

  @Override
  public byte[] sign(byte[] secret, byte[] message, SecureRandom random) {
    Arguments.requireSecret(secret);
    byte[] draw = new byte[32];
    random.nextBytes(draw);
    byte[] signature = new byte[SIGNATURE_LENGTH];
    byte[] publicKey = new byte[PUBLIC_KEY_LENGTH];
    try (Secret keyPair = keyPair(secret);
        Secret auxiliary = Secret.of(draw);
        Memory parameters = new Memory(SIGNING_PARAMETERS_LENGTH)) {
      parameters.clear(); // no nonce function of ours
      parameters.write(0, SIGNING_MAGIC, 0, SIGNING_MAGIC.length);
      parameters.setPointer(SIGNING_RANDOM_OFFSET, auxiliary);
      check(
          LibSecp256k1Functions.secp256k1_schnorrsig_sign_custom(
              context, signature, message, message.length, keyPair, parameters));
      check(
          LibSecp256k1Functions.secp256k1_keypair_xonly_pub(
              context, publicKey, Pointer.NULL, keyPair));
    } finally {
      Arrays.fill(draw, (byte) 0);
    }
    if (!verified(publicKey, message, signature)) {
      // BIP340 asks for this: a signature that a fault made wrong may give the secret away.
      throw new IllegalStateException("a fresh signature did not verify; it was thrown away");
    }
    return signature;
  }

  @Override
  public boolean verify(byte[] publicKeyX, byte[] message, byte[] signature) {
    Arguments.require(publicKeyX, X_ONLY_LENGTH, "x-only public key");
    Arguments.require(signature, SIGNATURE_LENGTH, "signature");
    byte[] publicKey = new byte[PUBLIC_KEY_LENGTH];
    return parse(publicKeyX, publicKey) && verified(publicKey, message, signature);
  }

  private boolean verified(byte[] publicKey, byte[] message, byte[] signature) {
    return LibSecp256k1Functions.secp256k1_schnorrsig_verify(
            context, signature, message, message.length, publicKey)
        == 1;
  }

  private static void check(int result) {
    if (result != 1) {
      throw new IllegalStateException("libsecp256k1 refuses what has been checked before");
    }
  }
}
