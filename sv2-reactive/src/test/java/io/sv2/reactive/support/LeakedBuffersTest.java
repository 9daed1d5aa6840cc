package io.sv2.reactive.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tests that find no leaks mean something: one is found. */
class LeakedBuffersTest {
  @Test
  void bufferThatNobodyReleasesIsFound() {
    try (LeakedBuffers leaked = new LeakedBuffers()) {
      assertThat(leaked.found()).isEmpty();
      assertThat(ByteBufAllocator.DEFAULT.directBuffer(10).refCnt()).isEqualTo(1);
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(leaked.found()).asString().contains("LEAK"));
    }
  }
}
