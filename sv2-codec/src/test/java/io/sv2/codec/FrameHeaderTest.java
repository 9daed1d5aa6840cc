package io.sv2.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrameHeaderTest {
  @Test
  void header() {
    assertThat(new FrameHeader(1, 2, 3).payloadLength()).isEqualTo(3);
  }
}
