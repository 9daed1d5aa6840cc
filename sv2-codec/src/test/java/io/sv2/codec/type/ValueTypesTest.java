package io.sv2.codec.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sv2.codec.InvalidValueException;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ValueTypesTest {
  @Test
  void contentDecidesEqualityTypeIncluded() {
    assertThat(B032.of((byte) 1, (byte) 2)).isEqualTo(B032.ofHex("0102"));
    assertThat(B032.ofHex("0102")).hasSameHashCodeAs(B032.ofHex("0102"));
    assertThat((Object) B032.ofHex("0102")).isNotEqualTo(B0255.ofHex("0102"));
  }

  @Test
  void noArrayIsShared() {
    byte[] bytes = {1, 2};
    B064K value = B064K.of(bytes);
    bytes[0] = 9;
    value.toByteArray()[1] = 9;
    assertThat(value.toHex()).isEqualTo("0102");
    assertThat(value.asByteBuffer().isReadOnly()).isTrue();
  }

  @Test
  void lengthsAreHeldToTheTypesRule() {
    assertThat(B032.of(new byte[32]).length()).isEqualTo(32);
    assertThatThrownBy(() -> B032.of(new byte[33]))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("B0_32 holds 0 to 32 bytes, not 33");
    assertThatThrownBy(() -> Str0255.of("é".repeat(128)))
        .hasMessage("STR0_255 holds 0 to 255 bytes, not 256");
    assertThatThrownBy(() -> Mac.of(new byte[15])).hasMessage("MAC holds exactly 16 bytes, not 15");
  }

  @Test
  void textIsPrintedWithoutControlCharacters() {
    assertThat(Str0255.of("a\r\nb")).hasToString("a\\u000d\\u000ab");
    assertThat(Str0255.of("a\r\nb").text()).isEqualTo("a\r\nb");
    assertThat(Str0255.of(new byte[] {(byte) 0xff}, 0, 1).toByteArray()).containsExactly(0xff);
  }

  @Test
  void u256AgreesWithBigInteger() {
    Random random = new Random(5);
    for (int i = 0; i < 1_000; i++) {
      BigInteger a = new BigInteger(random.nextInt(257), random);
      BigInteger b = random.nextBoolean() ? a : new BigInteger(random.nextInt(257), random);
      assertThat(U256.of(a).toBigInteger()).isEqualTo(a);
      assertThat(Integer.signum(U256.of(a).compareTo(U256.of(b))))
          .isEqualTo(Integer.signum(a.compareTo(b)));
      assertThat(U256.of(a).equals(U256.of(b))).isEqualTo(a.equals(b));
      assertThat(U256.ofWire(U256.of(a).toWire())).isEqualTo(U256.of(a));
      assertThat(U256.ofHex(U256.of(a).toString())).isEqualTo(U256.of(a));
    }
  }

  @Test
  void u256RefusesWhatDoesNotFit() {
    assertThat(U256.of(BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE))).isEqualTo(U256.MAX);
    assertThatThrownBy(() -> U256.of(BigInteger.ONE.shiftLeft(256)))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> U256.of(BigInteger.ONE.negate()))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> U256.ofHex("z".repeat(64))).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> U256.ofWire(new byte[31])).isInstanceOf(InvalidValueException.class);
  }
}
