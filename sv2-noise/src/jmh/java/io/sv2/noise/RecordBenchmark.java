package io.sv2.noise;

import java.util.Arrays;
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
 * One record sealed and opened, by each implementation: what the table in {@link ChaCha20Poly1305}
 * goes by.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class RecordBenchmark {
  /** Length and implementation. */
  @Param({
    "6.lanes",
    "6.bouncycastle",
    "6.jdk",
    "6.conscrypt",
    "64.lanes",
    "64.bouncycastle",
    "64.jdk",
    "64.conscrypt",
    "65.lanes",
    "65.bouncycastle",
    "65.jdk",
    "65.conscrypt",
    "256.lanes",
    "256.bouncycastle",
    "256.jdk",
    "256.conscrypt",
    "1024.lanes",
    "1024.bouncycastle",
    "1024.jdk",
    "1024.conscrypt",
    "16384.lanes",
    "16384.bouncycastle",
    "16384.jdk",
    "16384.conscrypt",
    "65519.lanes",
    "65519.bouncycastle",
    "65519.jdk",
    "65519.conscrypt"
  })
  public String name;

  private byte[] text;
  private byte[] sealed;
  private Aead sealing;
  private Aead opening;
  private long nonce;

  /** The reference does not do this apart. */
  public static String reference(String benchmark, String name) {
    return null;
  }

  /** Makes both ends. */
  @Setup
  public void ends() {
    int dot = name.indexOf('.');
    ChaCha20Poly1305 ciphers = ChaCha20Poly1305.of(name.substring(dot + 1), 0);
    text = new byte[Integer.parseInt(name.substring(0, dot))];
    Arrays.fill(text, (byte) 0x5a);
    sealed = new byte[text.length + Aead.MAC_LENGTH];
    sealing = ciphers.forKey(new byte[32]);
    opening = ciphers.forKey(new byte[32]);
  }

  /** Seals and opens. */
  @Benchmark
  public byte[] record() {
    sealing.seal(nonce, SymmetricState.EMPTY, text, 0, text.length, sealed, 0);
    if (!opening.open(nonce++, SymmetricState.EMPTY, sealed, 0, sealed.length, text, 0)) {
      throw new IllegalStateException("not opened");
    }
    return text;
  }
}
