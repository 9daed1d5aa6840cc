package io.sv2.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64") // where all of them are
class ChaCha20Poly1305Test {
  private static final List<ChaCha20Poly1305> ALL =
      List.of(
          ChaCha20Poly1305.lanes(),
          ChaCha20Poly1305.bouncyCastle(),
          ChaCha20Poly1305.jdk(),
          ChaCha20Poly1305.conscrypt(),
          ChaCha20Poly1305.of("fastest", 17),
          ChaCha20Poly1305.of("fastest", 25));

  @Test
  void theFastestIsTakenForEachLength() {
    assertThat(ChaCha20Poly1305.of("fastest", 17)).hasToString("lanes, from 65 bytes Conscrypt");
    assertThat(ChaCha20Poly1305.of("fastest", 25))
        .hasToString("lanes, from 65 bytes Conscrypt, from 1024 bytes SunJCE");
    assertThat(ChaCha20Poly1305.standard())
        .hasToString(ChaCha20Poly1305.of("fastest", Runtime.version().feature()).toString());
  }

  @Test
  void oneCanBeAskedFor() {
    assertThat(ChaCha20Poly1305.of("lanes", 17)).hasToString("lanes");
    assertThat(ChaCha20Poly1305.of("bouncycastle", 17)).hasToString("BouncyCastle");
    assertThat(ChaCha20Poly1305.of("jdk", 17)).hasToString("SunJCE");
    assertThat(ChaCha20Poly1305.of("conscrypt", 17)).hasToString("Conscrypt");
    assertThatIllegalStateException()
        .isThrownBy(() -> ChaCha20Poly1305.of("openssl", 17))
        .withMessageContaining("fastest, lanes, bouncycastle, jdk or conscrypt, not 'openssl'");
  }

  /** 2,000 records of lengths around every border, each by all, each opened by another one. */
  @Test
  void allGiveTheSameBytes() {
    Random random = new Random(7);
    byte[] key = new byte[32];
    random.nextBytes(key);
    Aead[] sealing = ALL.stream().map(c -> c.forKey(key)).toArray(Aead[]::new);
    Aead[] opening = ALL.stream().map(c -> c.forKey(key)).toArray(Aead[]::new);
    for (int nonce = 0; nonce < 2_000; nonce++) {
      byte[] text = new byte[length(nonce, random)];
      byte[] ad = new byte[random.nextInt(3) * random.nextInt(40)];
      random.nextBytes(text);
      random.nextBytes(ad);
      byte[] expected = null;
      for (int i = 0; i < sealing.length; i++) {
        byte[] sealed = new byte[text.length + 16];
        sealing[i].seal(nonce, ad, text, 0, text.length, sealed, 0);
        expected = expected == null ? sealed : expected;
        assertThat(Arrays.equals(sealed, expected)).as("%s, %d", ALL.get(i), nonce).isTrue();
        byte[] opened = new byte[text.length];
        Aead other = opening[(i + 1) % opening.length];
        assertThat(other.open(nonce, ad, sealed, 0, sealed.length, opened, 0)).isTrue();
        assertThat(Arrays.equals(opened, text)).isTrue();
      }
    }
  }

  private static int length(int nonce, Random random) {
    return switch (nonce % 5) {
      case 0 -> 6;
      case 1 -> random.nextInt(66);
      case 2 -> 16 * random.nextInt(80);
      case 3 -> 60 + random.nextInt(1_100);
      default -> nonce % 400 == 4 ? 65_519 : random.nextInt(5_000);
    };
  }

  /** Ciphers are shared by all keys: threads must not meet in one. */
  @Test
  void manyThreadsSealWithTheirOwnKeys() {
    for (ChaCha20Poly1305 ciphers : ALL) {
      List<Boolean> right =
          IntStream.range(0, 400)
              .parallel()
              .mapToObj(
                  i -> {
                    byte[] key = new byte[32];
                    Arrays.fill(key, (byte) i);
                    byte[] text = new byte[6 + 50 * (i % 40)];
                    byte[] sealed = new byte[text.length + 16];
                    byte[] expected = new byte[text.length + 16];
                    Aead aead = ciphers.forKey(key);
                    aead.seal(i, key, text, 0, text.length, sealed, 0);
                    aead.destroy();
                    new BouncyCastleAead(key, 0).seal(i, key, text, 0, text.length, expected, 0);
                    return Arrays.equals(sealed, expected);
                  })
              .toList();
      assertThat(right).as(ciphers.toString()).doesNotContain(false);
    }
  }
}
