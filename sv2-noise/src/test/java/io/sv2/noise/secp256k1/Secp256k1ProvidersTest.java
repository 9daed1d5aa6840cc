package io.sv2.noise.secp256k1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.sv2.noise.secp256k1.Secp256k1Providers.Choice;
import io.sv2.noise.secp256k1.Secp256k1Providers.Loader;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class Secp256k1ProvidersTest {
  private static final Secp256k1 LIBRARY = new WrongSecp256k1(Secp256k1.bouncyCastle());
  private static final Loader THERE = () -> LIBRARY;
  private static final Loader NOT_THERE =
      () -> {
        throw new IOException("there is no jar");
      };

  @Test
  void theLibraryIsTakenWhereItWorks() {
    Choice choice = Secp256k1Providers.choose("fastest", THERE);
    assertThat(choice.provider()).isSameAs(LIBRARY);
    assertThat(choice.explanation()).isEqualTo("wrong");
  }

  @Test
  void withoutItBouncyCastleServesAndTheLogSaysWhy() {
    Choice choice = Secp256k1Providers.choose("fastest", NOT_THERE);
    assertThat(choice.provider()).isSameAs(Secp256k1.bouncyCastle());
    assertThat(choice.explanation())
        .isEqualTo("BouncyCastle; libsecp256k1 is not used: there is no jar");
  }

  @Test
  void bouncyCastleCanBeAskedForAndLoadsNothing() {
    Choice choice =
        Secp256k1Providers.choose(
            "bouncycastle",
            () -> {
              throw new AssertionError("loaded");
            });
    assertThat(choice.provider()).isSameAs(Secp256k1.bouncyCastle());
    assertThat(choice.explanation()).isEqualTo("BouncyCastle, as sv2.secp256k1 says");
  }

  @Test
  void aLibraryThatIsAskedForHasToBeThere() {
    assertThat(Secp256k1Providers.choose("libsecp256k1", THERE).provider()).isSameAs(LIBRARY);
    assertThatIllegalStateException()
        .isThrownBy(() -> Secp256k1Providers.choose("libsecp256k1", NOT_THERE))
        .withMessage("sv2.secp256k1 asks for libsecp256k1, which cannot be used: there is no jar");
  }

  @Test
  void anotherNameIsRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Secp256k1Providers.choose("openssl", THERE))
        .withMessageContaining("fastest, bouncycastle or libsecp256k1, not 'openssl'");
  }
}
