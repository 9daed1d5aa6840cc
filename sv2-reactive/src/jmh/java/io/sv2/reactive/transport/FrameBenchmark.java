package io.sv2.reactive.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.sv2.codec.FrameHeader;
import io.sv2.codec.Sv2Frame;
import io.sv2.noise.AuthoritySecretKey;
import io.sv2.noise.CertificateIssuer;
import io.sv2.noise.NoiseInitiator;
import io.sv2.noise.NoiseInitiatorConfig;
import io.sv2.noise.NoiseResponder;
import io.sv2.noise.NoiseResponderConfig;
import io.sv2.noise.NoiseSession;
import java.security.SecureRandom;
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
 * One frame through a session as a server has it: sealed to a buffer for the socket, and opened
 * from one.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 2,
    jvmArgsAppend = {
      "-Djmh.executor=CUSTOM",
      "-Djmh.executor.class=io.sv2.reactive.transport.EventLoopThreads"
    })
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class FrameBenchmark {
  /** Bytes of payload; a share has 24. */
  @Param({"24", "64", "1024", "16384", "65519", "1000000"})
  public String name;

  private final ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
  private NoiseWire sealing;
  private NoiseWire opening;
  private Sv2Frame frame;
  private Sv2Frame opened;

  /** What the reference peer is asked. */
  public static String reference(String benchmark, String name) {
    return "{\"operation\":\"seal-and-open\",\"payloadLength\":" + name + "}";
  }

  /** Shakes hands. */
  @Setup
  public void connect() {
    AuthoritySecretKey authority = AuthoritySecretKey.generate(new SecureRandom());
    NoiseInitiator initiator =
        new NoiseInitiator(NoiseInitiatorConfig.pinned(authority.publicKey()));
    NoiseResponder responder =
        new NoiseResponder(new CertificateIssuer(NoiseResponderConfig.of(authority)));
    NoiseSession client = initiator.act2(responder.respond(initiator.act1()));
    sealing = new NoiseWire(client, FrameHeader.MAX_PAYLOAD_LENGTH);
    opening = new NoiseWire(responder.session(), FrameHeader.MAX_PAYLOAD_LENGTH);
    byte[] payload = new byte[Integer.parseInt(name)];
    Arrays.fill(payload, (byte) 0x5a);
    frame = Sv2Frame.of(0, 0xff, payload);
  }

  /** There and back. */
  @Benchmark
  public Sv2Frame frame() {
    ByteBuf wire = sealing.encode(allocator, frame);
    opening.decode(wire, arrived -> opened = arrived);
    wire.release();
    return opened;
  }
}
