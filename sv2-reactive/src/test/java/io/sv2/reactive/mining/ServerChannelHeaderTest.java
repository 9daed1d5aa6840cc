package io.sv2.reactive.mining;

import static io.sv2.reactive.mining.TestWork.NOW;
import static io.sv2.reactive.mining.TestWork.NTIME;
import static io.sv2.reactive.mining.TestWork.PREFIX;
import static io.sv2.reactive.mining.TestWork.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.type.B032;
import io.sv2.codec.type.U256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Version and time, the parts of a header that miners roll. */
class ServerChannelHeaderTest {
  private static final long JOB = 7;
  private static final Tip TIP = TestWork.tip(1);

  private final ServerChannel channel =
      new ServerChannel(1, "someone", PREFIX, 0, U256.MAX, ChannelConfig.DEFAULT, NOW);

  @BeforeEach
  void addJob() {
    channel.addActive(JOB, TestWork.work(1), TIP, NTIME, NOW);
  }

  private static Share share(long ntime, long version) {
    return new Share(1, JOB, 5, ntime, version, B032.EMPTY);
  }

  private static ShareResult valid(Share share) {
    return TestWork.validOn(TIP, share);
  }

  /** BIP323: bits 5 to 28. */
  @ParameterizedTest
  @ValueSource(longs = {1 << 5, 1 << 28, 0x1fff_ffe0, 0x0aaa_aaa0})
  void rollableVersionBitsAreHashedAsSubmitted(long bits) {
    Share share = share(NTIME, TestWork.VERSION ^ bits);
    assertThat(channel.submit(share, NOW)).isEqualTo(valid(share));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 29, 30, 31})
  void otherVersionBitsAreTheTemplates(int bit) {
    Share share = share(NTIME, TestWork.VERSION ^ (1L << bit));
    assertThat(channel.submit(share, NOW)).isEqualTo(rejected("invalid-non-rollable-version-bit"));
  }

  /** The default tolerance is five seconds. */
  @ParameterizedTest
  @CsvSource({"0, 0", "0, 5", "999, 5", "1000, 6", "60000, 0", "60000, 65"})
  void headerTimeMayRunAsFarAsTheClockAndTheTolerance(long elapsed, long ahead) {
    Share share = share(NTIME + ahead, TestWork.VERSION);
    assertThat(channel.submit(share, NOW + elapsed)).isEqualTo(valid(share));
  }

  @ParameterizedTest
  @CsvSource({"0, -1", "0, 6", "999, 6", "1000, 7", "60000, -1", "60000, 66"})
  void headerTimeOutsideItsRangeIsInvalid(long elapsed, long ahead) {
    Share share = share(NTIME + ahead, TestWork.VERSION);
    assertThat(channel.submit(share, NOW + elapsed)).isEqualTo(rejected("invalid-share"));
  }

  @Test
  void aShareThatWasTooEarlyCountsWhenItsTimeHasCome() {
    Share early = share(NTIME + 6, TestWork.VERSION);
    assertThat(channel.submit(early, NOW)).isEqualTo(rejected("invalid-share"));
    assertThat(channel.submit(early, NOW + 1_000)).isEqualTo(valid(early));
  }
}
