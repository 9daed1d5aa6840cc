package io.sv2.noise;

import static io.sv2.noise.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sv2.noise.KeyFormatException.Reason;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthorityKeyTest {
  private static final String SPECIFIED = "9bXiEd8boQVhq7WddEcERUL5tyyJVFYdU8th3HfbNXK3Yw6GRXh";
  private static final String SPECIFIED_X =
      "76637000979c1c11af0c300bcd8c7fe48610fce9b9c11e3daee35ae0b08a7455";
  private static final String SECRET = "mkDLTBBRxdBv998612qipDYoTK3YUrqLe8uWw7gu3iXbSrn2n";
  private static final String PUBLIC = "9auqWEzQDVyd2oe1JVGFLMLHZtCo2FFqZwtKA5gd9xbuEu7PH72";

  @Test
  void theSpecificationsKeyReadsAndWrites() {
    AuthorityPublicKey key = AuthorityPublicKey.parse(SPECIFIED);
    assertThat(hex(key.toByteArray())).isEqualTo(SPECIFIED_X);
    assertThat(key).hasToString(SPECIFIED);
    assertThat(AuthorityPublicKey.of(hex(SPECIFIED_X))).isEqualTo(key).hasSameHashCodeAs(key);
    assertThat(key).isNotEqualTo(AuthorityPublicKey.parse(PUBLIC));
  }

  @Test
  void theWidelyUsedPairBelongsTogether() {
    AuthoritySecretKey secret = AuthoritySecretKey.parse(SECRET);
    assertThat(secret.publicKey()).hasToString(PUBLIC);
    assertThat(secret.toBase58()).isEqualTo(SECRET);
  }

  @Test
  void aGeneratedKeySurvivesItsText() {
    AuthoritySecretKey key = AuthoritySecretKey.generate(FixedRandom.seeded(3));
    assertThat(AuthoritySecretKey.parse(key.toBase58()).publicKey()).isEqualTo(key.publicKey());
    assertThat(AuthorityPublicKey.parse(key.publicKey().toString())).isEqualTo(key.publicKey());
  }

  @ParameterizedTest
  @CsvSource({
    "EguTM8URcZDQVeEBsM4B5vg9weqEUnufA8pm85fG4bZd, BAD_CHECKSUM",
    "9bXiEd8boQVhq7WddEcERUL5tyyJVFYdU8th3HfbNXK3Yw6GRXi, BAD_CHECKSUM",
    "9bXiEd8boQVhq7WddEcERUL5tyyJVFYdU8th3HfbNXK3Yw6GRX, BAD_CHECKSUM",
    "9bXiEd8boQVhq7WddEcERUL5tyyJVFYdU8th3HfbNXK3Yw6GR0h, BAD_CHARACTER",
    "'9bXiEd8boQVhq7WddEcERUL5tyyJVFYdU8th3HfbNXK3Yw6GRXh ', BAD_CHARACTER",
    "'', WRONG_LENGTH",
    SECRET + ", WRONG_LENGTH"
  })
  void brokenPublicKeysAreRefusedWithTheReason(String text, Reason reason) {
    assertThat(failure(() -> AuthorityPublicKey.parse(text)).reason()).isEqualTo(reason);
  }

  @Test
  void theMessageNamesTheCharacterAndWhereItIs() {
    assertThat(failure(() -> AuthorityPublicKey.parse("9bXlEd8"))).hasMessageContaining("4 is 'l'");
    assertThat(failure(() -> AuthorityPublicKey.parse("9b\n"))).hasMessageContaining("U+000A");
  }

  @Test
  void anotherVersionIsNamed() {
    String text = Base58Check.encode(hex("0201" + SPECIFIED_X));
    KeyFormatException e = failure(() -> AuthorityPublicKey.parse(text));
    assertThat(e.reason()).isEqualTo(Reason.WRONG_VERSION);
    assertThat(e).hasMessageContaining("version 258, expected 1");
  }

  @Test
  void keysThatCannotBeAreRefused() {
    String offCurve = "eefdea4cdb677750a420fee807eacf21eb9898ae79b9768766e4faa04a2d4a34";
    String prime = "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f";
    for (String x : new String[] {offCurve, prime, "00".repeat(32)}) {
      String text = Base58Check.encode(hex("0100" + x));
      assertThat(failure(() -> AuthorityPublicKey.parse(text)).reason())
          .isEqualTo(Reason.INVALID_KEY);
    }
    assertThat(failure(() -> AuthorityPublicKey.of(new byte[31])).reason())
        .isEqualTo(Reason.WRONG_LENGTH);
    String order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
    for (String secret : new String[] {order, "00".repeat(32)}) {
      String text = Base58Check.encode(hex(secret));
      assertThat(failure(() -> AuthoritySecretKey.parse(text)).reason())
          .isEqualTo(Reason.INVALID_KEY);
    }
  }

  @Test
  void thePublicKeyInThePlaceOfTheSecretIsNoticed() {
    KeyFormatException e = failure(() -> AuthoritySecretKey.parse(PUBLIC));
    assertThat(e.reason()).isEqualTo(Reason.WRONG_LENGTH);
    assertThat(e).hasMessageContaining("34 bytes, expected 32").hasMessageContaining("public");
  }

  @Test
  void noErrorAboutASecretShowsIt() {
    for (int i = 0; i < SECRET.length(); i++) {
      String broken = SECRET.substring(0, i) + (i % 2 == 0 ? "0" : "2") + SECRET.substring(i + 1);
      if (broken.equals(SECRET)) {
        continue;
      }
      String message = failure(() -> AuthoritySecretKey.parse(broken)).toString();
      for (int from = 0; from + 5 <= broken.length(); from++) {
        assertThat(message).doesNotContain(broken.substring(from, from + 5));
      }
    }
    assertThat(failure(() -> AuthorityPublicKey.parse(SECRET)).toString()).doesNotContain("mkDL");
  }

  @Test
  void aSecretIsNotInItsToString() {
    AuthoritySecretKey key = AuthoritySecretKey.parse(SECRET);
    String raw = "65995eb19631f478a46ffa5cf1e545091efe950eaeac7482ffdc06eb6a89f697";
    NoiseResponderConfig config = NoiseResponderConfig.of(key);
    assertThat(key + " " + config).doesNotContain(SECRET).doesNotContain(raw).contains(PUBLIC);
  }

  @Test
  void aDestroyedSecretIsOfNoUse() {
    AuthoritySecretKey key = AuthoritySecretKey.parse(SECRET);
    assertThat(key.isDestroyed()).isFalse();
    key.destroy();
    assertThat(key.isDestroyed()).isTrue();
    assertThatIllegalStateException().isThrownBy(key::toBase58);
    assertThatIllegalStateException()
        .isThrownBy(() -> key.sign(new byte[32], FixedRandom.seeded(1)));
    assertThat(key.publicKey()).hasToString(PUBLIC);
  }

  private static KeyFormatException failure(Callable<?> parsing) {
    return catchThrowableOfType(KeyFormatException.class, parsing::call);
  }
}
