package io.sv2.noise.secp256k1;

import static io.sv2.noise.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sv2.noise.FixedRandom;
import java.io.IOException;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The library is among the test's dependencies: on Linux it has to work. */
@EnabledOnOs(
    value = OS.LINUX,
    architectures = {"amd64", "aarch64"})
class LibSecp256k1Test implements Secp256k1Contract {
  private static Secp256k1 library;

  @BeforeAll
  static void load() throws IOException {
    library = Secp256k1.libsecp256k1();
  }

  @Override
  public Secp256k1 curve() {
    return library;
  }

  @Test
  void itIsLoadedOnceAndNamed() throws IOException {
    assertThat(Secp256k1.libsecp256k1()).isSameAs(library);
    assertThat(library.name()).isEqualTo("libsecp256k1");
  }

  @Test
  void itIsTheStandardOneWhereItWorks() {
    assertThat(Secp256k1.standard()).isSameAs(library);
    assertThat(Secp256k1.standardExplained()).isEqualTo("libsecp256k1");
  }

  /** Both get the same 1,000 inputs; encodings are random, so they are read by the other one. */
  @Test
  void bothProvidersGiveTheSameAnswers() {
    Secp256k1 java = Secp256k1.bouncyCastle();
    FixedRandom random = FixedRandom.seeded(11);
    for (int i = 0; i < 1_000; i++) {
      byte[] secret = library.generateSecret(random);
      byte[] message = new byte[i % 70];
      byte[] theirs = new byte[64];
      random.nextBytes(message);
      random.nextBytes(theirs); // whatever it is, it encodes a key
      byte[] x = library.publicKeyX(secret);
      assertThat(x).as("key %d", i).isEqualTo(java.publicKeyX(secret));
      byte[] ours = library.ellSwiftCreate(secret, random);
      assertThat(java.ellSwiftDecode(ours)).as("encoding %d", i).isEqualTo(x);
      assertThat(library.ellSwiftDecode(java.ellSwiftCreate(secret, random))).isEqualTo(x);
      assertThat(library.ellSwiftDecode(theirs)).isEqualTo(java.ellSwiftDecode(theirs));
      assertThat(library.ecdh(secret, ours, theirs, i % 2 == 0))
          .as("ecdh %d", i)
          .isEqualTo(java.ecdh(secret, ours, theirs, i % 2 == 0));
      byte[] signature = library.sign(secret, message, FixedRandom.seeded(i));
      assertThat(signature)
          .as("signature %d", i)
          .isEqualTo(java.sign(secret, message, FixedRandom.seeded(i)));
      signature[i % 64] ^= 4;
      assertThat(library.verify(x, message, signature))
          .isEqualTo(java.verify(x, message, signature))
          .isFalse();
      random.nextBytes(x);
      assertThat(library.isValidPublicKey(x)).isEqualTo(java.isValidPublicKey(x));
    }
  }

  /** The borders of the field and of the group, as secrets and as keys. */
  @Test
  void bothProvidersDrawTheSameBorders() {
    for (String border : new String[] {ZERO, ONE, ORDER_MINUS_1, ORDER, PRIME, GENERATOR_X}) {
      byte[] bytes = hex(border);
      assertThat(library.isValidSecret(bytes))
          .isEqualTo(Secp256k1.bouncyCastle().isValidSecret(bytes));
      assertThat(library.isValidPublicKey(bytes))
          .isEqualTo(Secp256k1.bouncyCastle().isValidPublicKey(bytes));
    }
  }

  @Test
  void manyThreadsUseItAtOnce() {
    byte[] secret = hex(ORDER_MINUS_1);
    byte[] ours = library.ellSwiftCreate(secret, new SecureRandom());
    byte[] theirs = library.ellSwiftCreate(hex(ONE), new SecureRandom());
    byte[] expected = Secp256k1.bouncyCastle().ecdh(secret, ours, theirs, true);
    assertThat(
            java.util.stream.IntStream.range(0, 2_000)
                .parallel()
                .mapToObj(i -> library.ecdh(secret, ours, theirs, true)))
        .allSatisfy(shared -> assertThat(shared).isEqualTo(expected));
  }

  @Test
  void theSelfTestNoticesAWrongAnswer() {
    assertThatThrownBy(() -> Secp256k1SelfTest.run(new WrongSecp256k1(library)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the shared secret is wrong");
    Secp256k1SelfTest.run(library);
    Secp256k1SelfTest.run(Secp256k1.bouncyCastle());
  }
}
