package io.sv2.reactive.mining;

import static io.sv2.reactive.mining.TestWork.NOW;
import static io.sv2.reactive.mining.TestWork.NTIME;
import static io.sv2.reactive.mining.TestWork.PREFIX;
import static io.sv2.reactive.mining.TestWork.share;
import static io.sv2.reactive.mining.TestWork.tip;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.sv2.codec.type.U256;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What docs/mining.md says of memory. Allocation is counted, of which what is kept is a part; so
 * these are bounds from above.
 */
class FootprintTest {
  private static final int MANY = 2_000;
  private static final long CHANNEL = 1_024;
  private static final long JOB = 256;
  private static final long SEEN_SHARE = 128; // growing copies included

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  private static ServerChannel channel(ChannelConfig config) {
    return new ServerChannel(1, "someone", PREFIX, 0, U256.MAX, config, NOW);
  }

  @Test
  void channelTakesAKilobyteAtMost() {
    List<ServerChannel> kept = new ArrayList<>(MANY);
    channel(ChannelConfig.DEFAULT); // classes are loaded
    long before = allocated();
    for (int i = 0; i < MANY; i++) {
      kept.add(channel(ChannelConfig.DEFAULT));
    }
    assertThat((allocated() - before) / MANY).isLessThan(CHANNEL);
    assertThat(kept).hasSize(MANY);
  }

  /** The template is shared by all channels; the reference keeps a copy for each. */
  @Test
  void keptJobTakesAQuarterOfAKilobyteAtMost() {
    ServerChannel channel = channel(ChannelConfig.DEFAULT);
    WorkTemplate work = TestWork.work(1);
    Tip tip = tip(1);
    channel.addActive(MANY, work, tip, NTIME, NOW).merkleRoot();
    long before = allocated();
    for (int i = 0; i < MANY; i++) {
      channel.addActive(i, work, tip, NTIME, NOW).merkleRoot();
    }
    assertThat((allocated() - before) / MANY).isLessThan(JOB);
  }

  @Test
  void seenShareIsRememberedInFewBytes() {
    SeenShares seen = new SeenShares();
    byte[] hash = new byte[32];
    long before = allocated();
    for (int i = 0; i < MANY; i++) {
      hash[0] = (byte) i;
      hash[1] = (byte) (i >>> 8);
      hash[9] = (byte) (i >>> 3);
      seen.add(hash);
    }
    assertThat(seen.size()).isEqualTo(MANY);
    assertThat((allocated() - before) / MANY).isLessThan(SEEN_SHARE);
    assertThat(seen.bytes() / MANY).isLessThan(70);
  }

  @Test
  void refusedSharesLeaveNothingBehind() {
    ServerChannel channel = channel(ChannelConfig.DEFAULT);
    channel.addActive(1, TestWork.work(1), tip(1), NTIME, NOW);
    Share unknown = share(77, 1);
    channel.submit(unknown, NOW);
    long before = allocated();
    for (int i = 0; i < MANY; i++) {
      channel.submit(unknown, NOW);
    }
    assertThat(allocated() - before).isLessThan(4_096);
  }
}
