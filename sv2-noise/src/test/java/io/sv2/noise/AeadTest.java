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

class AeadTest {
  private static final byte[] KEY =
      hex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f");

  @Test
  void sealsAsInRfc8439() {
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
  void sealsAsTheJdkDoes() throws Exception {
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
        Aead.forKey(KEY).seal(0x0123456789abcdefL, ad, text, 0, length, out, 0);
        assertThat(out).isEqualTo(cipher.doFinal(text));
      }
    }
  }

  @Test
  void oneObjectServesManyRecordsInPlaceAndAtOffsets() {
    Aead sealing = Aead.forKey(KEY);
    Aead opening = Aead.forKey(KEY);
    for (int nonce = 0; nonce < 200; nonce++) {
      byte[] text = new byte[nonce];
      Arrays.fill(text, (byte) nonce);
      byte[] buffer = new byte[3 + nonce + 16];
      sealing.seal(nonce, text, text, 0, nonce, buffer, 3);
      assertThat(opening.open(nonce + 1, text, buffer, 3, nonce + 16, buffer, 3)).isFalse();
      assertThat(opening.open(nonce, text, buffer, 3, nonce + 16, buffer, 3)).isTrue();
      assertThat(Arrays.copyOfRange(buffer, 3, 3 + nonce)).isEqualTo(text);
    }
  }

  @Test
  void whatIsNotAuthenticIsNotWritten() {
    byte[] sealed = new byte[40 + 16];
    Aead.forKey(KEY).seal(1, new byte[0], new byte[40], 0, 40, sealed, 0);
    for (int i = 0; i < sealed.length; i++) {
      byte[] altered = sealed.clone();
      altered[i] ^= 1;
      byte[] out = new byte[40];
      Arrays.fill(out, (byte) 0x55);
      assertThat(Aead.forKey(KEY).open(1, new byte[0], altered, 0, 56, out, 0)).isFalse();
      assertThat(out).containsOnly(0x55);
    }
  }

  @Test
  void theKeyIsGoneAfterDestroy() {
    Aead destroyed = Aead.forKey(KEY);
    destroyed.destroy();
    byte[] fromDestroyed = new byte[32];
    byte[] fromZero = new byte[32];
    byte[] fromKey = new byte[32];
    destroyed.seal(0, new byte[0], new byte[16], 0, 16, fromDestroyed, 0);
    Aead.forKey(new byte[32]).seal(0, new byte[0], new byte[16], 0, 16, fromZero, 0);
    Aead.forKey(KEY).seal(0, new byte[0], new byte[16], 0, 16, fromKey, 0);
    assertThat(fromDestroyed).isNotEqualTo(fromKey).isNotEqualTo(fromZero);
  }

  @Test
  void everyWycheproofRowIsJudgedRight() throws IOException {
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

  private static byte[] seal(byte[] key, byte[] nonce, byte[] ad, byte[] text) {
    byte[] out = new byte[text.length + 16];
    aead(key, nonce).seal(counter(nonce), ad, text, 0, text.length, out, 0);
    return out;
  }

  private static Aead aead(byte[] key, byte[] nonce) {
    return new BouncyCastleAead(key, nonces(nonce).getInt(0));
  }

  private static long counter(byte[] nonce) {
    return nonces(nonce).getLong(4);
  }

  private static ByteBuffer nonces(byte[] nonce) {
    return ByteBuffer.wrap(nonce).order(ByteOrder.LITTLE_ENDIAN);
  }
}
