package io.sv2.noise;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Provider;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * ChaCha20-Poly1305 of a security provider. Such a cipher is initialized anew for each record,
 * which costs more than a small record itself, and has kilobytes of its own; so a few serve all
 * keys.
 */
final class JceAead implements Aead {
  private static final Wipeable NO_KEY = new Wipeable(new byte[32]);

  private final Ciphers sealing;
  private final Ciphers opening;
  private final Wipeable key;
  private final int noncePrefix;

  JceAead(Shared shared, byte[] key, int noncePrefix) {
    this.sealing = shared.sealing;
    this.opening = shared.opening;
    this.key = new Wipeable(key.clone());
    this.noncePrefix = noncePrefix;
  }

  @Override
  public void seal(
      long nonce, byte[] ad, byte[] in, int inOffset, int length, byte[] out, int outOffset) {
    Lease lease = sealing.take();
    try {
      lease.init(this, Cipher.ENCRYPT_MODE, iv(noncePrefix, nonce));
      lease.cipher.updateAAD(ad);
      lease.cipher.doFinal(in, inOffset, length, out, outOffset);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ChaCha20-Poly1305 cannot seal", e);
    } finally {
      sealing.giveBack(lease);
    }
  }

  @Override
  public boolean open(
      long nonce, byte[] ad, byte[] in, int inOffset, int sealedLength, byte[] out, int outOffset) {
    Lease lease = opening.take();
    try {
      lease.init(this, Cipher.DECRYPT_MODE, iv(noncePrefix, nonce));
      lease.cipher.updateAAD(ad);
      lease.cipher.doFinal(in, inOffset, sealedLength, out, outOffset);
      return true;
    } catch (AEADBadTagException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ChaCha20-Poly1305 cannot open", e);
    } finally {
      opening.giveBack(lease);
    }
  }

  private static IvParameterSpec iv(int noncePrefix, long nonce) {
    byte[] iv = new byte[12];
    for (int i = 0; i < 4; i++) {
      iv[i] = (byte) (noncePrefix >>> (8 * i));
    }
    for (int i = 0; i < 8; i++) {
      iv[4 + i] = (byte) (nonce >>> (8 * i));
    }
    return new IvParameterSpec(iv);
  }

  @Override
  public void destroy() {
    key.destroy();
    sealing.forget(this);
    opening.forget(this);
  }

  /** The ciphers of one provider, for all keys. */
  static final class Shared {
    private final Ciphers sealing;
    private final Ciphers opening;

    /** The provider's, by that name, or an exception that says why there are none. */
    Shared(String algorithm, Provider provider) throws GeneralSecurityException {
      Cipher.getInstance(algorithm, provider);
      // Apart: with one nonce a cipher neither seals twice nor opens what it has just sealed.
      this.sealing = new Ciphers(algorithm, provider);
      this.opening = new Ciphers(algorithm, provider);
    }
  }

  /** Ciphers that nobody uses now; one that finds no room is left to the collector. */
  private static final class Ciphers {
    private final String algorithm;
    private final Provider provider;
    private final AtomicReferenceArray<@Nullable Lease> idle =
        new AtomicReferenceArray<>(2 * Runtime.getRuntime().availableProcessors());

    Ciphers(String algorithm, Provider provider) {
      this.algorithm = algorithm;
      this.provider = provider;
    }

    Lease take() {
      for (int i = 0; i < idle.length(); i++) {
        Lease lease = idle.getAndSet(i, null);
        if (lease != null) {
          return lease;
        }
      }
      try {
        return new Lease(Cipher.getInstance(algorithm, provider));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("there was a cipher before", e);
      }
    }

    void giveBack(Lease lease) {
      for (int i = 0; i < idle.length(); i++) {
        if (idle.compareAndSet(i, null, lease)) {
          return;
        }
      }
      lease.wipe();
    }

    /** Nobody is using a cipher for {@code user} now: the key's copies are in idle ones. */
    void forget(JceAead user) {
      for (int i = 0; i < idle.length(); i++) {
        Lease lease = idle.get(i);
        if (lease != null && lease.user == user && idle.compareAndSet(i, lease, null)) {
          if (lease.wipe()) {
            giveBack(lease);
          }
        }
      }
    }
  }

  /** A cipher in the hands of one thread. */
  private static final class Lease {
    private final Cipher cipher;
    private volatile @Nullable JceAead user; // the last one, whose key it may hold
    private long resets;

    Lease(Cipher cipher) {
      this.cipher = cipher;
    }

    void init(JceAead next, int mode, IvParameterSpec iv) throws GeneralSecurityException {
      user = next;
      try {
        cipher.init(mode, next.key, iv);
      } catch (InvalidKeyException | InvalidAlgorithmParameterException e) {
        // The same key and nonce as just before: two sides in one process, or a record opened
        // again. That nothing is sealed twice is the caller's care.
        reset();
        cipher.init(mode, next.key, iv);
      }
    }

    /** Ciphers let go of a key when they get another one; one that does not is thrown away. */
    boolean wipe() {
      user = null;
      try {
        reset();
        return true;
      } catch (GeneralSecurityException e) {
        return false;
      }
    }

    private void reset() throws GeneralSecurityException {
      cipher.init(Cipher.ENCRYPT_MODE, NO_KEY, iv(-1, resets++)); // a nonce that no record has
    }
  }

  /** A key that can be overwritten. */
  private static final class Wipeable implements SecretKey {
    private static final long serialVersionUID = 1L;

    private final transient byte[] bytes;
    private transient boolean destroyed;

    Wipeable(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public String getAlgorithm() {
      return "ChaCha20";
    }

    @Override
    public String getFormat() {
      return "RAW";
    }

    @Override
    public byte[] getEncoded() {
      return bytes.clone();
    }

    @Override
    public void destroy() {
      Arrays.fill(bytes, (byte) 0);
      destroyed = true;
    }

    @Override
    public boolean isDestroyed() {
      return destroyed;
    }
  }
}
