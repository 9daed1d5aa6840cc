package io.sv2.reactive.mining;

import static io.sv2.reactive.mining.TestWork.VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.SetupFlags;
import io.sv2.codec.mining.CloseChannel;
import io.sv2.codec.mining.SetGroupChannel;
import io.sv2.codec.mining.SubmitSharesExtended;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.mining.UpdateChannel;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Both ends of a connection see each share alike, to its hash, whatever happens: they have nothing
 * in common but the messages.
 */
class ClientServerAgreementTest {
  private static final int STEPS = 250;
  private static final ChannelConfig CONFIG =
      ChannelConfig.DEFAULT.withBounds(16, 1_000).withLateShareGrace(Duration.ofSeconds(3));

  private final TestPool pool = new TestPool(0, TestPool.CONFIG.withChannel(CONFIG));
  private final TestPool standardPool =
      new TestPool(
          SetupFlags.REQUIRES_STANDARD_JOBS, TestPool.CONFIG.withChannel(CONFIG), pool.space);
  private int valid;
  private long number;

  static LongStream seeds() {
    return LongStream.range(0, 12);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void sharesAreJudgedAlikeInGroups(long seed) {
    run(seed, pool, true);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void sharesAreJudgedAlikeWhereStandardJobsAreRequired(long seed) {
    run(seed, standardPool, false);
  }

  private void run(long seed, TestPool server, boolean groups) {
    Random random = new Random(seed);
    TestMiner client = new TestMiner(CONFIG);
    server.maxFuture = 2;
    for (int step = 0; step < STEPS; step++) {
      server.now += random.nextInt(1_500);
      change(random, server, client, groups);
      for (ClientChannel channel : client.channels.all()) {
        submit(random, server, channel, "seed " + seed + ", step " + step);
      }
    }
    assertThat(valid).as("valid shares of seed %s", seed).isGreaterThan(STEPS / 10);
  }

  private void change(Random random, TestPool server, TestMiner client, boolean groups) {
    List<ClientChannel> open = client.channels.all();
    ClientChannel any = open.isEmpty() ? null : open.get(random.nextInt(open.size()));
    int what = random.nextInt(20);
    if (what < 3 && open.size() < 8) {
      client.hears(
          groups && random.nextBoolean()
              ? server.openExtended(random.nextInt(3), U256.MAX, 1)
              : server.openStandard(random.nextInt(3), U256.MAX),
          server.now);
    } else if (what < 5) {
      client.hears(
          server.tip(++number, server.work.future().keySet().stream().findFirst().orElse(number)),
          server.now);
    } else if (what < 6 && number > 0) {
      client.hears(server.tip(number, 100_000 + step()), server.now); // the same tip again
    } else if (what < 9) {
      client.hears(server.future(100_000 + step()), server.now);
    } else if (what < 11) {
      client.hears(server.current(100_000 + step()), server.now);
    } else if (any != null && what < 14) {
      client.hears(
          server.channels.update(
              new UpdateChannel(any.id(), random.nextInt(4), U256.MAX), server.now),
          server.now);
    } else if (any != null && what < 16) {
      server
          .channels
          .changePrefix(any.id())
          .ifPresent(told -> client.hears(List.of(told), server.now));
    } else if (any != null && what < 18 && groups) {
      SetGroupChannel told =
          server.channels.regroup(
              open.stream().filter(c -> random.nextBoolean()).map(ClientChannel::id).toList());
      client.hears(List.of(told), server.now);
    } else if (any != null && what < 19) {
      CloseChannel said = new CloseChannel(any.id(), Str0255.EMPTY);
      server.channels.close(said);
      client.channels.close(said);
    }
  }

  private long steps;

  private long step() {
    return ++steps;
  }

  /** Of the job at hand or one before; the nonces are few, so that some come again. */
  private void submit(Random random, TestPool server, ClientChannel channel, String where) {
    Job current = channel.current();
    if (current == null) {
      return;
    }
    byte[] rolled = new byte[channel.extranonceSize()];
    if (rolled.length > 0) {
      rolled[0] = (byte) random.nextInt(2);
    }
    Share share =
        new Share(
            1,
            Math.max(1, current.id() - (random.nextInt(3) == 0 ? random.nextInt(6) : 0)),
            random.nextInt(32),
            current.minNtime() + random.nextInt(4) - (random.nextInt(20) == 0 ? 4 : 0),
            VERSION ^ (random.nextInt(10) == 0 ? 1L << random.nextInt(32) : 0),
            B032.of(rolled));
    ShareResult judged = channel.check(share, server.now);
    ShareResult result =
        channel.isExtended()
            ? server
                .channels
                .submit(
                    new SubmitSharesExtended(
                        channel.id(),
                        1,
                        share.jobId(),
                        share.nonce(),
                        share.ntime(),
                        share.version(),
                        share.extranonce()),
                    server.now)
                .result()
            : server
                .channels
                .submit(
                    new SubmitSharesStandard(
                        channel.id(),
                        1,
                        share.jobId(),
                        share.nonce(),
                        share.ntime(),
                        share.version()),
                    server.now)
                .result();
    if (!result.equals(judged)) {
      throw new AssertionError(
          where + ", " + share + " of channel " + channel.id() + ": " + result + ", not " + judged);
    }
    valid += result instanceof ShareResult.Valid ? 1 : 0;
  }
}
