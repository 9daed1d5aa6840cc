package io.sv2.examples.miner;

import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Headers hashed per microsecond (MH/s) by one thread, three ways. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ScannerBenchmark {

  private static final int BATCH = 2048;

  private final byte[] header = new byte[80];
  private final byte[] hash = new byte[32];
  private Sha256dScanner midstate;
  private PlainJavaScanner plainJava;
  private MessageDigest digest;
  private long nonce;

  /** The same header for all. */
  @Setup
  public void header() {
    new Random(1).nextBytes(header);
    midstate = new Sha256dScanner(header, new byte[32]);
    plainJava = new PlainJavaScanner(header);
    digest = Sha256d.newDigest();
  }

  /** What the miner uses: the JDK's digest, cloned after the first block. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long jdkMidstate() {
    nonce += BATCH;
    return midstate.scan(nonce, nonce + BATCH);
  }

  /** A compression function in Java, with midstate, constants set once and an early exit. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long plainJava() {
    nonce += BATCH;
    return plainJava.scan(nonce, nonce + BATCH);
  }

  /** The JDK's digest over all 80 bytes: nothing is cloned, and a third block is compressed. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public byte[] jdkWhole() throws DigestException {
    for (int i = 0; i < BATCH; i++) {
      Bytes.putU32(header, MiningWork.NONCE_OFFSET, nonce++);
      digest.update(header);
      digest.digest(hash, 0, hash.length);
      digest.update(hash);
      digest.digest(hash, 0, hash.length);
    }
    return hash;
  }
}
