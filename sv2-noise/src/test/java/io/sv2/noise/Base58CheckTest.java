package io.sv2.noise;

import static io.sv2.noise.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Base58CheckTest {
  @ParameterizedTest
  @CsvSource({
    // Bitcoin's genesis address: version 0 and a key hash
    "0062e907b15cbf27d5425399ebf6f0fb50ebb88f18, 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
    "00, 1Wh4bh",
    "'', 3QJmnh"
  })
  void encodesAndDecodesKnownText(String payload, String text) {
    assertThat(Base58Check.encode(hex(payload))).isEqualTo(text);
    assertThat(hex(Base58Check.decode(text, "key"))).isEqualTo(payload);
  }

  @Test
  void leadingZerosSurvive() {
    for (int zeros = 0; zeros < 10; zeros++) {
      String payload = "00".repeat(zeros) + "ff01";
      assertThat(hex(Base58Check.decode(Base58Check.encode(hex(payload)), "key")))
          .isEqualTo(payload);
    }
  }

  @Test
  void textWithoutRoomForAChecksumIsTooShort() {
    for (String text : new String[] {"", "1", "111", "zzz"}) {
      assertThatThrownBy(() -> Base58Check.decode(text, "key"))
          .isInstanceOfSatisfying(
              KeyFormatException.class,
              e -> assertThat(e.reason()).isEqualTo(KeyFormatException.Reason.WRONG_LENGTH));
    }
  }

  @Test
  void absurdlyLongTextIsRefusedBeforeItIsDecoded() {
    assertThatThrownBy(() -> Base58Check.decode("!".repeat(1_000_000), "key"))
        .isInstanceOf(KeyFormatException.class)
        .hasMessage("key: too long, 1000000 characters");
  }
}
