package io.sv2.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sv2.noise.KeyFormatException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StaticKeyPairTest {
  private final StaticKeyPair key = StaticKeyPair.generate(FixedRandom.seeded(3));

  @Test
  void aKeptKeyIsTheSameWithAnotherEncoding() {
    StaticKeyPair again = StaticKeyPair.parse(key.toBase58(), FixedRandom.seeded(4));
    assertThat(again.publicKeyX()).isEqualTo(key.publicKeyX());
    assertThat(again.ellSwift()).isNotEqualTo(key.ellSwift());
    assertThat(again.toBase58()).isEqualTo(key.toBase58());
  }

  @Test
  void aServerGoesOnWithAKeyThatItHasKept() {
    StaticKeyPair again = StaticKeyPair.parse(key.toBase58(), FixedRandom.seeded(4));
    NoiseResponderConfig server = Peers.server().withStaticKey(again);
    assertThat(Peers.connect(Peers.client(), server).server().isDead()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "nonsense!, BAD_CHARACTER",
    "9auqWEzQDVyd2oe1JVGFLMLHZtCo2FFqZwtKA5gd9xbuEu7PH72, WRONG_LENGTH",
    "mkDLTBBRxdBv998612qipDYoTK3YUrqLe8uWw7gu3iXbSrn2m, BAD_CHECKSUM"
  })
  void otherTextIsRefusedWithoutBeingShown(String text, Reason reason) {
    assertThatThrownBy(() -> StaticKeyPair.parse(text, FixedRandom.seeded(4)))
        .isInstanceOfSatisfying(
            KeyFormatException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(reason);
              assertThat(e).hasMessageStartingWith("static key: ");
              assertThat(e).hasMessageNotContaining(text);
            });
  }

  @Test
  void aDestroyedKeyIsNotWritten() {
    key.destroy();
    assertThat(key.isDestroyed()).isTrue();
    assertThatIllegalStateException().isThrownBy(key::toBase58);
  }
}
