package io.sv2.reactive.mining.bench;

import io.sv2.codec.type.B032;
import io.sv2.codec.type.U256;
import io.sv2.reactive.mining.ChannelConfig;
import io.sv2.reactive.mining.Job;
import io.sv2.reactive.mining.ServerChannel;
import io.sv2.reactive.mining.Tip;
import io.sv2.reactive.mining.WorkTemplate;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a channel and a kept job take: the bytes of these two are what stays of them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class FootprintBenchmark {
  private final B032 prefix = B032.of(new byte[BenchWork.EXTRANONCE]);
  private final WorkTemplate work = BenchWork.work(1);
  private final Tip tip = Tip.of(BenchWork.tip(1));
  private ServerChannel standard;
  private long jobId;

  /** The reference is not asked: it says nothing of its memory. */
  public static String reference(String benchmark, String parameter) {
    return null;
  }

  /** Opens the channel that jobs are for. */
  @Setup
  public void open() {
    standard = channel();
  }

  /** A standard channel without a job. */
  @Benchmark
  public ServerChannel channel() {
    return new ServerChannel(1, "user", prefix, 0, U256.MAX, ChannelConfig.DEFAULT, 0);
  }

  /** One more job of a standard channel, with its merkle root; the oldest of 16 goes. */
  @Benchmark
  public Job keptJob() {
    Job job = standard.addActive(++jobId, work, tip, BenchWork.NTIME, 0);
    job.merkleRoot();
    return job;
  }
}
