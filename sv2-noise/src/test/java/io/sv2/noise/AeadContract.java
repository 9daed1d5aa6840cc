package io.sv2.noise;

import static io.sv2.noise.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** What every implementation of ChaCha20-Poly1305 must do. */
interface AeadContract {
  byte[] KEY = hex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f");

  ChaCha20Poly1305 ciphers();

  @Test
  default void sealsAsInRfc8439() {
    byte[] text =
        ("Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the"
                + " future, sunscreen would be it.")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] ad = hex("50515253c0c1c2c3c4c5c6c7");
    byte[] sealed = seal(KEY, hex("070000004041424344454647"), ad, text);
    assertThat(hex(sealed))
        .startsWith("d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d6")
        .endsWith("1ae10b594f09e26a7e902ecbd0600691");
  }

  @Test
  default void sealsAsTheJdkDoes() throws Exception {
    for (int length : new int[] {0, 1, 6, 15, 16, 17, 63, 64, 65, 127, 128, 1000, 65_519}) {
      for (int adLength : new int[] {0, 1, 16, 32}) {
        byte[] text = new byte[length];
        byte[] ad = new byte[adLength];
        FixedRandom.seeded(length).nextBytes(text);
        FixedRandom.seeded(adLength).nextBytes(ad);
        byte[] nonce = hex("00000000" + "efcdab8967452301");
        Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
        cipher.init(
            Cipher.ENCRYPT_MODE, new SecretKeySpec(KEY, "ChaCha20"), new IvParameterSpec(nonce));
        cipher.updateAAD(ad);
        byte[] out = new byte[length + 16];
        ChaCha20Poly1305.standard()
            .forKey(KEY)
            .seal(0x0123456789abcdefL, ad, text, 0, length, out, 0);
        assertThat(out).isEqualTo(cipher.doFinal(text));
      }
    }
  }

  @Test
  default void oneObjectServesManyRecordsInPlaceAndAtOffsets() {
    Aead sealing = ciphers().forKey(KEY);
    Aead opening = ciphers().forKey(KEY);
    for (int nonce = 0; nonce < 200; nonce++) {
      byte[] text = new byte[nonce];
      Arrays.fill(text, (byte) nonce);
      byte[] buffer = new byte[3 + nonce + 16];
      sealing.seal(nonce, text, text, 0, nonce, buffer, 3);
      assertThat(opening.open(nonce + 1, text, buffer.clone(), 3, nonce + 16, text.clone(), 0))
          .isFalse();
      assertThat(opening.open(nonce, text, buffer, 3, nonce + 16, buffer, 3)).isTrue();
      assertThat(Arrays.copyOfRange(buffer, 3, 3 + nonce)).isEqualTo(text);
    }
  }

  @Test
  default void whatIsNotAuthenticIsNotWritten() {
    byte[] sealed = new byte[40 + 16];
    byte[] text = new byte[40];
    Arrays.fill(text, (byte) 0x77);
    ciphers().forKey(KEY).seal(1, new byte[0], text, 0, 40, sealed, 0);
    for (int i = 0; i < sealed.length; i++) {
      byte[] altered = sealed.clone();
      altered[i] ^= 1;
      byte[] out = new byte[40];
      Arrays.fill(out, (byte) 0x55);
      assertThat(ciphers().forKey(KEY).open(1, new byte[0], altered, 0, 56, out, 0)).isFalse();
      assertThat(hex(out)).isIn("55".repeat(40), "00".repeat(40)); // some overwrite it
    }
  }

  @Test
  default void textIsSealedAndOpenedInPlace() {
    for (int length : new int[] {0, 6, 64, 65, 1_023, 1_024, 5_000}) {
      byte[] text = new byte[length];
      FixedRandom.seeded(length).nextBytes(text);
      byte[] expected = new byte[length + 16];
      ciphers().forKey(KEY).seal(7, KEY, text, 0, length, expected, 0);
      byte[] buffer = Arrays.copyOf(text, length + 16);
      ciphers().forKey(KEY).seal(7, KEY, buffer, 0, length, buffer, 0);
      assertThat(buffer).as("%d bytes", length).isEqualTo(expected);
      assertThat(ciphers().forKey(KEY).open(7, KEY, buffer, 0, length + 16, buffer, 0)).isTrue();
      assertThat(Arrays.copyOf(buffer, length)).isEqualTo(text);
    }
  }

  /** In whatever order nonces come: what is made ahead must be the right one's. */
  @Test
  default void noncesMayComeInAnyOrder() {
    Aead aead = ciphers().forKey(KEY);
    byte[] text = new byte[90];
    Arrays.fill(text, (byte) 9);
    for (long nonce : new long[] {0, 1, 9, 8, 7, 1L << 32, (1L << 60) - 1, 3, 3, -1, 0, 15, 16}) {
      byte[] sealed = new byte[text.length + 16];
      byte[] expected = new byte[text.length + 16];
      aead.seal(nonce, KEY, text, 0, text.length, sealed, 0);
      new BouncyCastleAead(KEY, 0).seal(nonce, KEY, text, 0, text.length, expected, 0);
      assertThat(sealed).as("nonce %d", nonce).isEqualTo(expected);
      byte[] again = new byte[text.length];
      assertThat(ciphers().forKey(KEY).open(nonce, KEY, sealed, 0, sealed.length, again, 0))
          .isTrue();
    }
  }

  @Test
  default void nothingCanBeReadOrSealedWithTheKeyAfterDestroy() {
    for (int used = 0; used < 3; used++) {
      for (int length : new int[] {16, 2_000}) {
        Aead destroyed = ciphers().forKey(KEY);
        for (int i = 0; i < used; i++) {
          destroyed.seal(i, KEY, KEY, 0, 16, new byte[32], 0);
        }
        destroyed.destroy();
        byte[] text = new byte[length];
        byte[] fromDestroyed = new byte[length + 16];
        byte[] fromKey = new byte[length + 16];
        try {
          destroyed.seal(used, KEY, text, 0, length, fromDestroyed, 0);
        } catch (IllegalStateException e) {
          continue; // as good
        }
        ciphers().forKey(KEY).seal(used, KEY, text, 0, length, fromKey, 0);
        assertThat(fromDestroyed).isNotEqualTo(fromKey);
      }
    }
  }

  @Test
  default void everyWycheproofRowIsJudgedRight() throws IOException {
    int checked = 0;
    for (JsonNode group : Vectors.groups("wycheproof-chacha20-poly1305.json")) {
      if (group.get("ivSize").asInt() != 96) {
        continue; // there is no such nonce in Noise
      }
      for (JsonNode test : group.get("tests")) {
        byte[] key = hex(test.get("key").asText());
        byte[] nonce = hex(test.get("iv").asText());
        byte[] ad = hex(test.get("aad").asText());
        byte[] text = hex(test.get("msg").asText());
        byte[] sealed = hex(test.get("ct").asText() + test.get("tag").asText());
        boolean valid = test.get("result").asText().equals("valid");
        byte[] out = new byte[text.length];
        boolean opened =
            aead(key, nonce).open(counter(nonce), ad, sealed, 0, sealed.length, out, 0);
        assertThat(opened).as(test.toString()).isEqualTo(valid);
        if (valid) {
          assertThat(out).isEqualTo(text);
          assertThat(seal(key, nonce, ad, text)).isEqualTo(sealed);
        }
        checked++;
      }
    }
    assertThat(checked).isEqualTo(316);
  }

  private byte[] seal(byte[] key, byte[] nonce, byte[] ad, byte[] text) {
    byte[] out = new byte[text.length + 16];
    aead(key, nonce).seal(counter(nonce), ad, text, 0, text.length, out, 0);
    return out;
  }

  private Aead aead(byte[] key, byte[] nonce) {
    return ciphers().forKey(key, nonces(nonce).getInt(0));
  }

  private static long counter(byte[] nonce) {
    return nonces(nonce).getLong(4);
  }

  private static ByteBuffer nonces(byte[] nonce) {
    return ByteBuffer.wrap(nonce).order(ByteOrder.LITTLE_ENDIAN);
  }
}
