package io.sv2.reactive.mining.bench;

import io.sv2.codec.type.B032;
import io.sv2.codec.type.U256;
import io.sv2.reactive.mining.ChannelConfig;
import io.sv2.reactive.mining.ServerChannel;
import io.sv2.reactive.mining.Share;
import io.sv2.reactive.mining.ShareResult;
import io.sv2.reactive.mining.Tip;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The check of one share on a server's channel: 12 merkle steps, a coinbase of 250 bytes, another
 * nonce, and on an extended channel another extranonce, in each. A new tip comes every ten thousand
 * shares, within the time.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ShareBenchmark {
  private static final int SHARES = 10_000;

  /** What becomes of them. */
  @Param({"valid", "duplicate", "too-low"})
  public String name;

  private long templateId;
  private Share[] standardShares;
  private Share[] extendedShares;
  private ServerChannel standard;
  private ServerChannel extended;

  /** What the reference peer is asked. */
  public static String reference(String benchmark, String name) {
    return "{\"operation\":\"share\",\"channel\":\"%s\",\"case\":\"%s\"}"
        .formatted(benchmark, name);
  }

  /** Makes the shares. */
  @Setup
  public void shares() {
    U256 target = name.equals("too-low") ? U256.ZERO : U256.MAX;
    ChannelConfig config = ChannelConfig.DEFAULT.withBounds(16, SHARES);
    standard = new ServerChannel(1, "user", B032.of(new byte[16]), 0, target, config, 0);
    extended = new ServerChannel(2, "user", B032.of(new byte[8]), 8, target, config, 0);
    standardShares = new Share[SHARES];
    extendedShares = new Share[SHARES];
    for (int i = 0; i < SHARES; i++) {
      int number = name.equals("duplicate") ? 0 : i;
      standardShares[i] = share(number, B032.EMPTY);
      byte[] extranonce = new byte[8];
      extranonce[0] = (byte) number;
      extranonce[1] = (byte) (number >>> 8);
      extendedShares[i] = share(number, B032.of(extranonce));
    }
  }

  private static Share share(int number, B032 extranonce) {
    return new Share(number, 1, number, BenchWork.NTIME, BenchWork.VERSION, extranonce);
  }

  private ShareResult submit(ServerChannel channel, Share[] shares) {
    templateId++;
    channel.addFuture(1, BenchWork.work(templateId));
    channel.activate(templateId, Tip.of(BenchWork.tip(templateId)), BenchWork.NTIME, 0);
    ShareResult last = null;
    for (Share share : shares) {
      last = channel.submit(share, 0);
    }
    boolean asExpected =
        name.equals("valid")
            ? last instanceof ShareResult.Valid
            : last instanceof ShareResult.Rejected;
    if (!asExpected) {
      throw new IllegalStateException(name + ": " + last);
    }
    return last;
  }

  /** On a standard channel. */
  @Benchmark
  @OperationsPerInvocation(SHARES)
  public ShareResult standard() {
    return submit(standard, standardShares);
  }

  /** On an extended channel. */
  @Benchmark
  @OperationsPerInvocation(SHARES)
  public ShareResult extended() {
    return submit(extended, extendedShares);
  }
}
