package io.sv2.codec.bench;

import io.sv2.codec.FrameDecoder;
import io.sv2.codec.FrameHeader;
import io.sv2.codec.Sv2Codec;
import io.sv2.codec.Sv2Frame;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.json.Sv2Json;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * Bytes to messages and back, one message at a time, in a JVM that has seen messages of all kinds:
 * one that only ever sees one kind compiles code that no server runs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class CodecBenchmark {
  private static final int ROUNDS_OF_OTHERS = 20_000;
  private static final int BYTES_OF_OTHERS = 100_000_000;

  /** Which message, by its name in the specification. */
  @Param({
    "SetupConnection",
    "SubmitSharesStandard",
    "SubmitSharesExtended",
    "NewMiningJob",
    "NewExtendedMiningJob",
    "NewTemplate",
    "RequestTransactionData.Success"
  })
  public String name;

  private final FrameDecoder decoder = new FrameDecoder(FrameHeader.MAX_PAYLOAD_LENGTH);
  private Sv2Message message;
  private Sv2Frame frame;
  private ByteBuffer bytes;
  private Sv2Message decoded;
  private final Consumer<Sv2Frame> onFrame = arrived -> decoded = Sv2Codec.decode(arrived);

  /**
   * What the reference implementation is asked to time for comparison; null for what it does not do
   * apart.
   */
  public static String reference(String benchmark, String name) {
    return benchmark.equals("read")
        ? null
        : String.format(
            "{\"operation\":\"%s\",\"message\":%s}",
            benchmark, Sv2Json.standard().write(Samples.named(name)));
  }

  /** The message in its three shapes; the codec used on all others first. */
  @Setup
  public void prepare(Blackhole blackhole) {
    for (Sv2Message other : Samples.all()) {
      use(other);
      for (int i = 0; i < Math.min(ROUNDS_OF_OTHERS, BYTES_OF_OTHERS / frame.length()); i++) {
        blackhole.consume(decode());
        blackhole.consume(encode());
      }
    }
    use(Samples.named(name));
  }

  private void use(Sv2Message other) {
    message = other;
    frame = Sv2Codec.encode(other);
    bytes = ByteBuffer.wrap(frame.toByteArray());
  }

  /** From the bytes on the wire to the record. */
  @Benchmark
  public Sv2Message decode() {
    bytes.clear();
    decoder.decode(bytes, onFrame);
    return decoded;
  }

  /** From a frame to the record: what is allocated here is the message itself. */
  @Benchmark
  public Sv2Message read() {
    return Sv2Codec.decode(frame);
  }

  /** From the record to the bytes on the wire. */
  @Benchmark
  public Sv2Frame encode() {
    return Sv2Codec.encode(message);
  }
}
