package io.sv2.reactive.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sv2.codec.type.B064K;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TxOutputTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0000000000000000 00",
    "5000000000, 1, 00f2052a01000000 01",
    "2100000000000000, 252, 0040075af0750700 fc",
    "1, 253, 0100000000000000 fdfd00"
  })
  void consensusSerialization(long satoshis, int scriptLength, String head) {
    TxOutput output = new TxOutput(satoshis, B064K.of(new byte[scriptLength]));
    ByteBuffer target = ByteBuffer.allocate(output.length());
    output.write(target);
    assertThat(target.hasRemaining()).isFalse();
    assertThat(HexFormat.of().formatHex(target.array()))
        .isEqualTo(head.replace(" ", "") + "00".repeat(scriptLength));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 2_100_000_000_000_001L, Long.MIN_VALUE, Long.MAX_VALUE})
  void valuesThatNoOneHasAreRefused(long satoshis) {
    assertThatIllegalArgumentException().isThrownBy(() -> new TxOutput(satoshis, B064K.of()));
  }
}
