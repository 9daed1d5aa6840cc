package io.sv2.noise.secp256k1;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The C functions of libsecp256k1 that are called, by their C names.
 *
 * <p>They come out of the library that ACINQ's jar carries for Kotlin. It promises nobody these
 * symbols, so whoever calls them first tests that they do what they should.
 */
@SuppressWarnings("MemberName") // JNA finds the functions by these names
final class LibSecp256k1Functions {
  /** SECP256K1_CONTEXT_NONE. */
  static final int CONTEXT_NONE = 1;

  /** Bytes of a secp256k1_pubkey or secp256k1_xonly_pubkey. */
  static final int PUBLIC_KEY_LENGTH = 64;

  /** Bytes of a secp256k1_keypair. */
  static final int KEY_PAIR_LENGTH = 96;

  private LibSecp256k1Functions() {}

  /**
   * Loads the library and binds the functions.
   *
   * @return the library, for its variables
   * @throws IOException when it is not on the class path, not for this machine, or cannot be loaded
   */
  static NativeLibrary load() throws IOException {
    if (!Platform.isLinux() || !Platform.is64Bit()) {
      throw new IOException("there is none for this operating system, Linux is needed");
    }
    String machine = Platform.isIntel() ? "x86_64" : Platform.isARM() ? "aarch64" : Platform.ARCH;
    String resource = "fr/acinq/secp256k1/jni/native/linux-" + machine + "/libsecp256k1-jni.so";
    ClassLoader loader = LibSecp256k1Functions.class.getClassLoader();
    try (InputStream in =
        loader == null
            ? ClassLoader.getSystemResourceAsStream(resource)
            : loader.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException(
            "fr.acinq.secp256k1:secp256k1-kmp-jni-jvm-linux is not on the class path, or has"
                + " nothing for "
                + machine);
      }
      return bind(in);
    } catch (UnsatisfiedLinkError e) {
      throw new IOException("it cannot be loaded: " + e.getMessage(), e);
    }
  }

  /** Loaded from a file that only we can write, and that nobody needs after that. */
  private static NativeLibrary bind(InputStream in) throws IOException {
    Path file = Files.createTempFile("sv2-", "-libsecp256k1.so"); // for its owner alone
    try {
      try (OutputStream out = Files.newOutputStream(file)) { // the same file: its rights stay
        in.transferTo(out);
      }
      NativeLibrary library = NativeLibrary.getInstance(file.toString());
      Native.register(LibSecp256k1Functions.class, library);
      return library;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** Memory for a secret, overwritten when it is closed. */
  static final class Secret extends Memory {
    Secret(int length) {
      super(length);
    }

    static Secret of(byte[] bytes) {
      Secret secret = new Secret(bytes.length);
      secret.write(0, bytes, 0, bytes.length);
      return secret;
    }

    @Override
    public void close() {
      clear();
      super.close();
    }
  }

  static native Pointer secp256k1_context_create(int flags);

  static native int secp256k1_context_randomize(Pointer context, byte[] seed32);

  static native int secp256k1_keypair_create(Pointer context, Pointer keyPair, Pointer secret32);

  static native int secp256k1_keypair_xonly_pub(
      Pointer context, byte[] xOnly, Pointer parity, Pointer keyPair);

  static native int secp256k1_xonly_pubkey_parse(Pointer context, byte[] xOnly, byte[] in32);

  static native int secp256k1_xonly_pubkey_serialize(Pointer context, byte[] out32, byte[] xOnly);

  static native int secp256k1_xonly_pubkey_from_pubkey(
      Pointer context, byte[] xOnly, Pointer parity, byte[] publicKey);

  static native int secp256k1_ellswift_create(
      Pointer context, byte[] out64, Pointer secret32, byte[] random32);

  static native int secp256k1_ellswift_decode(Pointer context, byte[] publicKey, byte[] in64);

  static native int secp256k1_ellswift_xdh(
      Pointer context,
      Pointer out32,
      byte[] a64,
      byte[] b64,
      Pointer secret32,
      int party,
      Pointer hash,
      Pointer data);

  static native int secp256k1_schnorrsig_sign_custom(
      Pointer context,
      byte[] out64,
      byte[] message,
      long length,
      Pointer keyPair,
      Pointer parameters);

  static native int secp256k1_schnorrsig_verify(
      Pointer context, byte[] in64, byte[] message, long length, byte[] xOnly);
}
