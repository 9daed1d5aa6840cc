package io.sv2.reactive.mining;

import static io.sv2.reactive.mining.TestWork.NTIME;
import static io.sv2.reactive.mining.TestWork.VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.SetupFlags;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.U256;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens on connections that share a space of extranonces, in whatever order: a share
 * counts exactly when the model says so, and no header is ever credited twice, to anybody.
 *
 * <p>Prefixes, templates and nonces are few, so that the same header comes up wherever it can.
 */
class MiningPropertiesTest {
  private static final int SEEDS = 200;
  private static final int STEPS = 2_000;
  private static final long[] FLAGS = {
    0, SetupFlags.REQUIRES_STANDARD_JOBS, SetupFlags.REQUIRES_WORK_SELECTION, 0
  };
  private static final ChannelConfig CONFIG =
      ChannelConfig.DEFAULT
          .withBounds(3, 8)
          .withBatches(5, Duration.ofSeconds(20))
          .withLateShareGrace(Duration.ofSeconds(3));

  /** One in 256 hashes. */
  static final U256 BLOCK_TARGET = U256.ofHex("00" + "f".repeat(62));

  static LongStream seeds() {
    return LongStream.range(0, SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void sharesCountAsTheModelSaysAndOnce(long seed) {
    Run run = new Run(seed);
    for (int step = 0; step < STEPS; step++) {
      try {
        run.step();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ", step " + step + ": " + e.getMessage(), e);
      }
    }
    run.end();
  }

  /** One sequence. */
  private static final class Run {
    final Random random;
    final PropertyPool pool;
    final Set<U256> credited = new HashSet<>();
    final List<MiningModel> models = new ArrayList<>();
    final List<Share> accepted = new ArrayList<>();
    final List<Long> closed = new ArrayList<>(List.of(0L));
    int refused;

    Run(long seed) {
      random = new Random(seed);
      pool = new PropertyPool(FLAGS, CONFIG, BLOCK_TARGET);
      for (int i = 0; i < FLAGS.length; i++) {
        models.add(new MiningModel(CONFIG, BLOCK_TARGET, credited));
      }
    }

    void step() {
      pool.now += random.nextInt(8) == 0 ? random.nextInt(800) : 0;
      int one = random.nextInt(FLAGS.length);
      MiningModel model = models.get(one);
      int what = random.nextInt(100);
      if (what < 10) {
        model.hears(pool.open(one, random.nextBoolean(), hashRate(), maxTarget()), pool.now);
      } else if (what < 12) {
        pool.tip(random.nextInt(4), random.nextInt(4) == 0);
        catchUp(0.7);
      } else if (what < 15) {
        pool.template(random.nextInt(4), random.nextBoolean());
        catchUp(0.7);
      } else if (what < 18) {
        catchUp(0.5);
      } else if (what < 21) {
        close(one, model);
      } else if (what < 24) {
        withChannel(
            model, id -> model.hears(pool.update(one, id, hashRate(), maxTarget()), pool.now));
      } else if (what < 28) {
        withChannel(model, id -> model.hears(pool.changePrefix(one, id), pool.now));
      } else if (what < 29) {
        pool.changeUpstream(random.nextInt(3));
        for (int i = 0; i < FLAGS.length; i++) {
          models.get(i).hears(pool.upstreamChanged(i), pool.now);
        }
      } else if (what < 31) {
        regroup(one, model);
      } else if (what < 35) {
        withChannel(
            model, id -> pool.custom(one, id, random.nextInt(4), random.nextInt(60), model));
      } else {
        submit(one, model);
      }
    }

    private float hashRate() {
      return random.nextInt(4);
    }

    private U256 maxTarget() {
      return random.nextBoolean() ? U256.MAX : U256.ofHex("7" + "f".repeat(63));
    }

    /** Connections get to what there is when they do. */
    private void catchUp(double probability) {
      for (int i = 0; i < FLAGS.length; i++) {
        if (random.nextDouble() < probability) {
          models.get(i).hears(pool.catchUp(i), pool.now);
        }
      }
    }

    private void withChannel(MiningModel model, LongConsumer action) {
      List<Long> ids = List.copyOf(model.channels.keySet());
      if (!ids.isEmpty()) {
        action.accept(ids.get(random.nextInt(ids.size())));
      }
    }

    private void close(int one, MiningModel model) {
      if (random.nextInt(8) == 0) {
        pool.close(one, pool.groupId(one));
        model.closed(pool.groupId(one));
      } else {
        withChannel(
            model,
            id -> {
              pool.close(one, id);
              model.closed(id);
              closed.add(id);
            });
      }
    }

    private void regroup(int one, MiningModel model) {
      if (FLAGS[one] != SetupFlags.REQUIRES_STANDARD_JOBS) {
        List<Long> ids =
            model.channels.keySet().stream().filter(id -> random.nextBoolean()).toList();
        model.hears(List.of(pool.regroup(one, ids)), pool.now);
      }
    }

    /** On any channel, also such as are closed; new, or one that was accepted here or elsewhere. */
    private void submit(int one, MiningModel model) {
      List<Long> ids = List.copyOf(model.channels.keySet());
      long id =
          ids.isEmpty() || random.nextInt(40) == 0
              ? closed.get(random.nextInt(closed.size()))
              : ids.get(random.nextInt(ids.size()));
      MiningModel.Channel channel = model.channels.get(id);
      Share share = share(channel);
      boolean anyKind = channel == null || random.nextInt(50) == 0;
      boolean extended = anyKind ? random.nextBoolean() : channel.isExtended();
      if (!extended) {
        share =
            new Share(1, share.jobId(), share.nonce(), share.ntime(), share.version(), B032.EMPTY);
      }
      MiningModel.Verdict verdict = model.judge(id, extended, share, pool.now);
      Submission submission = pool.submit(one, id, extended, share);
      ShareResult result = submission.result();
      if (verdict.counts()) {
        model.credit(id, verdict);
        accepted.add(share);
        assertCounts(share, verdict, result);
      } else if (!(result instanceof ShareResult.Rejected)) {
        throw new AssertionError(share + ": " + verdict.why() + ", and " + result);
      } else {
        refused++;
      }
      model.hears(submission.messages(), pool.now);
    }

    private static void assertCounts(Share share, MiningModel.Verdict verdict, ShareResult result) {
      U256 hash = null;
      U256 target = null;
      if (result instanceof ShareResult.Valid valid) {
        hash = valid.hash();
        target = valid.target().target();
      } else if (result instanceof ShareResult.Block block) {
        hash = block.hash();
        target = block.target().target();
      }
      if (!verdict.hash().equals(hash)
          || !verdict.target().equals(target)
          || hash.compareTo(target) > 0) {
        throw new AssertionError(share + ": " + verdict + ", but " + result);
      }
    }

    private Share share(MiningModel.Channel channel) {
      if (!accepted.isEmpty() && random.nextInt(3) == 0) { // as it was, for this or another job
        int back = random.nextInt(Math.min(60, accepted.size()));
        Share before = accepted.get(accepted.size() - 1 - back);
        return channel == null
            ? before
            : new Share(
                1,
                random.nextInt(4) == 0 ? before.jobId() : anyJob(channel),
                before.nonce(),
                before.ntime(),
                before.version(),
                before.extranonce().length() == 0
                    ? B032.of(new byte[channel.rolled])
                    : before.extranonce());
      }
      long job = channel == null ? random.nextInt(50) : anyJob(channel);
      long ntime = channel == null ? NTIME : channel.minNtime(job) + random.nextInt(3);
      if (random.nextInt(15) == 0) {
        ntime += random.nextInt(40) - 20;
      }
      byte[] rolled = new byte[random.nextInt(60) == 0 ? 2 : PropertyPool.ROLLED];
      rolled[0] = (byte) random.nextInt(2);
      return new Share(
          1,
          job,
          random.nextInt(16),
          ntime,
          random.nextInt(4) == 0 ? VERSION ^ (1L << random.nextInt(32)) : VERSION,
          B032.of(rolled));
    }

    private long anyJob(MiningModel.Channel channel) {
      List<Long> jobs = channel.jobs();
      return jobs.isEmpty() || random.nextInt(40) == 0
          ? random.nextInt(200)
          : jobs.get(random.nextInt(jobs.size()));
    }

    void end() {
      assertThat(credited.size()).isGreaterThan(STEPS / 50);
      assertThat(refused).isGreaterThan(STEPS / 50);
      assertThat(pool.users.of("someone", pool.now).accepted()).isEqualTo(credited.size());
      for (int i = 0; i < FLAGS.length; i++) {
        assertThat(pool.size(i)).isEqualTo(models.get(i).channels.size());
        pool.closeAll(i);
        assertThat(pool.seenShares(i)).isZero();
      }
      assertThat(pool.users.of("someone", pool.now).channels()).isZero();
      assertThat(pool.space.channels()).isEqualTo(PropertyPool.HELD);
    }
  }
}
