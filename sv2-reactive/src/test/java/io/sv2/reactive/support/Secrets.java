package io.sv2.reactive.support;

import io.sv2.noise.secp256k1.Secp256k1;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** All secrets that handshakes go through, and where one of them stands in a text. */
public final class Secrets {
  private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final String PROTOCOL = "Noise_NX_Secp256k1+EllSwift_ChaChaPoly_SHA256";

  /** Also a part of a secret is one: as many of its bytes are looked for. */
  private static final int PART = 8;

  private final List<byte[]> all = new CopyOnWriteArrayList<>();
  private byte[] chainingKey;

  public void add(byte[] secret) {
    all.add(secret.clone());
  }

  public int count() {
    return all.size();
  }

  public List<byte[]> all() {
    return all;
  }

  /**
   * The standard curve, which notes each secret that it makes and each that two sides share. Where
   * it is a server's, which makes one handshake after the other, also the keys that follow.
   */
  public Secp256k1 curve(boolean server) {
    Secp256k1 standard = Secp256k1.standard();
    return (Secp256k1)
        Proxy.newProxyInstance(
            Secrets.class.getClassLoader(),
            new Class<?>[] {Secp256k1.class},
            (proxy, method, arguments) -> {
              Object result;
              try {
                result = method.invoke(standard, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
              if (method.getName().equals("generateSecret")) {
                add((byte[]) result);
              } else if (method.getName().equals("ecdh")) {
                add((byte[]) arguments[0]);
                add((byte[]) result);
                if (server) {
                  mix((byte[]) result);
                }
              }
              return result;
            });
  }

  /** MixKey, and after the second of a handshake the keys of the session (section 4.5). */
  private void mix(byte[] shared) {
    boolean first = chainingKey == null;
    byte[] before = first ? sha256(PROTOCOL.getBytes(StandardCharsets.US_ASCII)) : chainingKey;
    byte[][] keys = hkdf(before, shared);
    add(keys[0]);
    add(keys[1]);
    chainingKey = first ? keys[0] : null;
    if (!first) {
      byte[][] session = hkdf(keys[0], new byte[0]);
      add(session[0]);
      add(session[1]);
    }
  }

  /** The form in which one of the secrets stands in {@code text}; null where none does. */
  public String foundIn(String text) {
    for (byte[] secret : all) {
      String hex = HexFormat.of().formatHex(secret, 0, PART);
      String numbers = Arrays.toString(Arrays.copyOf(secret, PART));
      String base58 = base58(secret);
      String base64 = Base64.getEncoder().encodeToString(secret).substring(0, PART + 2);
      if (text.toLowerCase(Locale.ROOT).contains(hex)) {
        return "hex";
      } else if (text.contains(numbers.substring(1, numbers.length() - 1))) {
        return "numbers";
      } else if (text.contains(base58)) {
        return "Base58";
      } else if (text.contains(base64)) {
        return "Base64";
      }
    }
    return null;
  }

  /** Base58Check: with the first four bytes of the hash of the hash. */
  public static String base58(byte[] bytes) {
    byte[] checked = Arrays.copyOf(bytes, bytes.length + 4);
    System.arraycopy(sha256(sha256(bytes)), 0, checked, bytes.length, 4);
    StringBuilder text = new StringBuilder();
    BigInteger rest = new BigInteger(1, checked);
    while (rest.signum() > 0) {
      BigInteger[] parts = rest.divideAndRemainder(BigInteger.valueOf(BASE58.length()));
      text.append(BASE58.charAt(parts[1].intValue()));
      rest = parts[0];
    }
    return text.reverse().toString();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[][] hkdf(byte[] key, byte[] material) {
    byte[] temp = hmac(key, material);
    byte[] first = hmac(temp, new byte[] {1});
    byte[] second = Arrays.copyOf(first, 33);
    second[32] = 2;
    return new byte[][] {first, hmac(temp, second)};
  }

  private static byte[] hmac(byte[] key, byte[] data) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
