package io.sv2.reactive.mining.bench;

import io.sv2.codec.SetupFlags;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.mining.OpenExtendedMiningChannel;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import io.sv2.reactive.mining.ExtranonceLayout;
import io.sv2.reactive.mining.ExtranonceSpace;
import io.sv2.reactive.mining.ServerChannels;
import io.sv2.reactive.mining.ServerChannelsConfig;
import io.sv2.reactive.mining.TargetPolicy;
import io.sv2.reactive.mining.UserAccounts;
import io.sv2.reactive.mining.Vardiff;
import io.sv2.reactive.mining.Work;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The next job and its tip for all of so many channels of one connection, as messages to be sent:
 * 12 merkle steps, a coinbase of 250 bytes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class JobBenchmark {
  /** How many channels. */
  @Param({"1", "100", "10000"})
  public String name;

  private ServerChannels group;
  private ServerChannels separate;
  private Work work = Work.NONE;
  private long templateId;

  /** What the reference peer is asked; it is timed on separate channels only. */
  public static String reference(String benchmark, String name) {
    return benchmark.equals("separateChannels")
        ? "{\"operation\":\"next-job\",\"channels\":%s,\"kind\":\"standard\"}".formatted(name)
        : null;
  }

  /** Opens them. */
  @Setup
  public void open() {
    group = channels(0);
    separate = channels(SetupFlags.REQUIRES_STANDARD_JOBS);
    for (int i = 0; i < Integer.parseInt(name); i++) {
      group.open(new OpenExtendedMiningChannel(i, Str0255.of("user"), 1e12f, U256.MAX, 8), work, 0);
      separate.open(new OpenStandardMiningChannel(i, Str0255.of("user"), 1e12f, U256.MAX), work, 0);
    }
    if (separate.size() != Integer.parseInt(name)) {
      throw new IllegalStateException(separate.size() + " channels");
    }
  }

  private static ServerChannels channels(long flags) {
    return new ServerChannels(
        flags,
        ServerChannelsConfig.of(new TargetPolicy(6, 1e9))
            .withMaxChannels(10_000)
            .withVardiff(Vardiff.Factory.asDeclared()),
        new ExtranonceSpace(ExtranonceLayout.ofPool(1, 11), 10_000),
        new UserAccounts(10, Duration.ofMinutes(10)));
  }

  private int next(ServerChannels channels) {
    templateId++;
    work = work.withFuture(BenchWork.work(templateId), 8);
    List<Sv2Message> future = channels.update(work, 0);
    work = work.with(BenchWork.tip(templateId), 0);
    List<Sv2Message> tip = channels.update(work, 0);
    if (future.isEmpty() || tip.isEmpty()) {
      throw new IllegalStateException("no messages");
    }
    return future.size() + tip.size();
  }

  /** One job for all of them. */
  @Benchmark
  public int groupOfChannels() {
    return next(group);
  }

  /** A job for each. */
  @Benchmark
  public int separateChannels() {
    return next(separate);
  }
}
