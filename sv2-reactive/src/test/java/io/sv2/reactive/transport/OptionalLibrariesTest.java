package io.sv2.reactive.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sv2.noise.ChaCha20Poly1305;
import io.sv2.noise.secp256k1.Secp256k1;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** This module is tested without the optional native libraries: all else must work without them. */
class OptionalLibrariesTest {
  @Test
  void withoutThemTheCurveIsBouncyCastlesAndTheLogWillSayWhy() {
    assertThat(Secp256k1.standard()).isSameAs(Secp256k1.bouncyCastle());
    assertThat(Secp256k1.standardExplained())
        .isEqualTo(
            "BouncyCastle; libsecp256k1 is not used: net.java.dev.jna:jna is not on the class"
                + " path");
    assertThatThrownBy(Secp256k1::libsecp256k1)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("jna is not on the class path");
  }

  @Test
  void withoutThemRecordsAreSealedInJava() {
    assertThat(ChaCha20Poly1305.standard())
        .hasToString(Runtime.version().feature() < 21 ? "lanes" : "lanes, from 65 bytes SunJCE");
    assertThatIllegalStateException()
        .isThrownBy(ChaCha20Poly1305::conscrypt)
        .withMessage("Conscrypt cannot be used for ChaCha20-Poly1305: it is not on the class path");
  }
}
