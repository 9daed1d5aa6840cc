package io.sv2.noise;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;

/**
 * Which implementation of ChaCha20-Poly1305 seals and opens records (section 4.3.3). All give the
 * same bytes; they differ in time, and which is fastest depends on the JVM and on a record's
 * length.
 *
 * <p>{@link #standard()} knows which; the table behind it is measured by {@code ./sv2 bench noise}
 * and stands in docs/performance.md. Thread-safe.
 */
public final class ChaCha20Poly1305 {
  /**
   * The system property that names the {@link #standard} implementation: {@code fastest} unless
   * set, {@code lanes}, {@code bouncycastle}, {@code jdk} or {@code conscrypt}, which then has to
   * be there.
   */
  public static final String PROPERTY = "sv2.chacha20poly1305";

  /** Up to this length a record needs only what is made ahead: nothing is faster. */
  private static final int SHORT = ChaCha20Lanes.BLOCK_LENGTH;

  /** From this length on the JDK's is faster than Conscrypt's, where the JVM has it built in. */
  private static final int LONG = 1_024;

  /** The JVM of this version is the first that has both halves of it as intrinsics. */
  private static final int WITH_INTRINSICS = 21;

  /** Makes what works with one key. */
  @FunctionalInterface
  private interface Maker {
    Aead make(byte[] key, int noncePrefix);
  }

  private final String name;
  private final Maker maker;

  private ChaCha20Poly1305(String name, Maker maker) {
    this.name = name;
    this.maker = maker;
  }

  /** The one that a process uses where it is asked for no other, or why there is none. */
  private static final class Standard {
    static final Object RESULT = choose();

    private static Object choose() {
      try {
        return of(System.getProperty(PROPERTY, "fastest"), Runtime.version().feature());
      } catch (IllegalStateException e) {
        return e;
      }
    }
  }

  /** Conscrypt's ciphers, or why there are none; its library is loaded at most once. */
  private static final class FromConscrypt {
    static final Object RESULT =
        load("Conscrypt", "ChaCha20/Poly1305/NoPadding", FromConscrypt::provider);

    private static Provider provider() {
      return Conscrypt.newProvider();
    }
  }

  /** The JDK's ciphers, or why there are none. */
  private static final class FromJdk {
    static final Object RESULT =
        load("SunJCE", "ChaCha20-Poly1305", () -> Security.getProvider("SunJCE"));
  }

  private static Object load(
      String name, String algorithm, Supplier<@Nullable Provider> providers) {
    try {
      Provider provider = providers.get();
      if (provider == null) {
        return "its security provider is not there";
      }
      JceAead.Shared shared = new JceAead.Shared(algorithm, provider);
      selfTest(new ChaCha20Poly1305(name, (key, prefix) -> new JceAead(shared, key, prefix)));
      return shared;
    } catch (NoClassDefFoundError e) {
      return "it is not on the class path";
    } catch (VirtualMachineError e) {
      throw e;
    } catch (GeneralSecurityException | RuntimeException | Error e) { // of its native library, too
      return "it does not work: " + e.getMessage();
    }
  }

  /**
   * The fastest for each length of record here, or what {@link #PROPERTY} asks for; always the same
   * in a process.
   *
   * @throws IllegalStateException when the property asks for what there is not
   */
  public static ChaCha20Poly1305 standard() {
    if (Standard.RESULT instanceof IllegalStateException why) {
      throw new IllegalStateException(why.getMessage(), why);
    }
    return (ChaCha20Poly1305) Standard.RESULT;
  }

  /** In Java, with the key stream of several records made at once; works everywhere. */
  public static ChaCha20Poly1305 lanes() {
    return new ChaCha20Poly1305("lanes", LanesAead::new);
  }

  /** BouncyCastle's primitives; works everywhere. */
  public static ChaCha20Poly1305 bouncyCastle() {
    return new ChaCha20Poly1305("BouncyCastle", BouncyCastleAead::new);
  }

  /**
   * The JDK's cipher.
   *
   * @throws IllegalStateException when this JDK has none, with the reason
   */
  public static ChaCha20Poly1305 jdk() {
    return ofCiphers("SunJCE", FromJdk.RESULT);
  }

  /**
   * Conscrypt's cipher, on BoringSSL; needs the optional library {@code
   * org.conscrypt:conscrypt-openjdk-uber}.
   *
   * @throws IllegalStateException when it cannot be used here, with the reason
   */
  public static ChaCha20Poly1305 conscrypt() {
    return ofCiphers("Conscrypt", FromConscrypt.RESULT);
  }

  private static ChaCha20Poly1305 ofCiphers(String name, Object result) {
    if (result instanceof JceAead.Shared shared) {
      return new ChaCha20Poly1305(name, (key, prefix) -> new JceAead(shared, key, prefix));
    }
    throw new IllegalStateException(name + " cannot be used for ChaCha20-Poly1305: " + result);
  }

  static ChaCha20Poly1305 of(String wanted, int javaVersion) {
    return switch (wanted) {
      case "fastest" -> fastest(javaVersion);
      case "lanes" -> lanes();
      case "bouncycastle" -> bouncyCastle();
      case "jdk" -> jdk();
      case "conscrypt" -> conscrypt();
      default ->
          throw new IllegalStateException(
              PROPERTY
                  + " must be fastest, lanes, bouncycastle, jdk or conscrypt, not '"
                  + wanted
                  + "'");
    };
  }

  private static ChaCha20Poly1305 fastest(int javaVersion) {
    boolean conscrypt = FromConscrypt.RESULT instanceof JceAead.Shared;
    boolean jdk = FromJdk.RESULT instanceof JceAead.Shared && javaVersion >= WITH_INTRINSICS;
    ChaCha20Poly1305 best = lanes();
    if (conscrypt) {
      best = best.from(SHORT + 1, conscrypt());
    }
    if (jdk) {
      best = best.from(conscrypt ? LONG : SHORT + 1, jdk());
    }
    return best;
  }

  /** This one for shorter records, the other for those of {@code length} bytes and more. */
  private ChaCha20Poly1305 from(int length, ChaCha20Poly1305 longer) {
    return new ChaCha20Poly1305(
        name + ", from " + length + " bytes " + longer.name,
        (key, prefix) ->
            new AeadByLength(maker.make(key, prefix), length, longer.maker.make(key, prefix)));
  }

  /** Compares with what works everywhere, which passes the published vectors. */
  private static void selfTest(ChaCha20Poly1305 candidate) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) 0x42);
    for (int length : List.of(0, 6, 64, 1_000)) {
      byte[] text = new byte[length];
      Arrays.fill(text, (byte) length);
      byte[] expected = new byte[length + Aead.MAC_LENGTH];
      byte[] sealed = new byte[length + Aead.MAC_LENGTH];
      lanes().forKey(key).seal(length, text, text, 0, length, expected, 0);
      candidate.forKey(key).seal(length, text, text, 0, length, sealed, 0);
      byte[] opened = new byte[length];
      boolean right =
          Arrays.equals(sealed, expected)
              && candidate.forKey(key).open(length, text, sealed, 0, sealed.length, opened, 0)
              && Arrays.equals(opened, text);
      sealed[0] ^= 1;
      if (!right || candidate.forKey(key).open(length, text, sealed, 0, sealed.length, opened, 0)) {
        throw new IllegalStateException("wrong for " + length + " bytes");
      }
    }
  }

  /** What seals with these 32 bytes, of which it keeps no reference. */
  Aead forKey(byte[] key) {
    return forKey(key, 0);
  }

  /** The prefix, the first four bytes of the nonce, is zero but in tests of the primitive. */
  Aead forKey(byte[] key, int noncePrefix) {
    return maker.make(key, noncePrefix);
  }

  /** The implementation, or which is used from which length on. */
  @Override
  public String toString() {
    return name;
  }
}
