package io.sv2.codec.bench;

import io.sv2.codec.Sv2Codec;
import io.sv2.codec.Sv2Frame;
import io.sv2.codec.template.RequestTransactionDataSuccess;
import io.sv2.codec.type.B016M;
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
 * What a message of many transactions costs from its parts to its bytes: it puts them together when
 * it is built, so encoding alone does not show it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class BuildBenchmark {
  /** Which message, by its name in the specification. */
  @Param("RequestTransactionData.Success")
  public String name;

  private RequestTransactionDataSuccess sample;
  private List<B016M> transactions;

  /** To encode: there the reference makes the copy that is made here. */
  public static String reference(String benchmark, String name) {
    return CodecBenchmark.reference("encode", name);
  }

  /** The parts as a template provider has them, each by itself. */
  @Setup
  public void prepare() {
    sample = (RequestTransactionDataSuccess) Samples.named(name);
    transactions = List.copyOf(sample.transactionList());
  }

  /** From the transactions to the frame. */
  @Benchmark
  public Sv2Frame build() {
    return Sv2Codec.encode(
        new RequestTransactionDataSuccess(sample.templateId(), sample.excessData(), transactions));
  }
}
