package io.sv2.noise;

import io.sv2.noise.secp256k1.Secp256k1;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Random;
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

/** One side of a handshake, from its ephemeral key to its session, by each provider. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class HandshakeBenchmark {
  private static final int PEERS = 256;

  /** Which provider of the curve. */
  @Param({"bouncycastle", "libsecp256k1"})
  public String name;

  private final byte[][] acts1 = new byte[PEERS][];
  private final byte[][] acts2 = new byte[PEERS][];
  private NoiseInitiatorConfig client;
  private CertificateIssuer issuer;
  private int next;

  /** What the reference peer is asked: its responder signs a certificate each time. */
  public static String reference(String benchmark, String name) {
    return "{\"operation\":\"handshake-" + benchmark + "\"}";
  }

  /** Draws the same for the same seed, so that an answer can be there before the question. */
  private static final class Replayed extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final transient Random random;

    Replayed(int seed) {
      random = new Random(seed);
    }

    @Override
    public void nextBytes(byte[] bytes) {
      random.nextBytes(bytes);
    }
  }

  /** Makes the peers' acts. */
  @Setup
  public void peers() throws IOException {
    Secp256k1 curve =
        name.equals("bouncycastle") ? Secp256k1.bouncyCastle() : Secp256k1.libsecp256k1();
    AuthoritySecretKey authority = AuthoritySecretKey.generate(new SecureRandom());
    client = NoiseInitiatorConfig.pinned(authority.publicKey()).withCurve(curve);
    issuer = new CertificateIssuer(NoiseResponderConfig.of(authority).withCurve(curve));
    for (int i = 0; i < PEERS; i++) {
      acts1[i] = initiator(i).act1();
      acts2[i] = new NoiseResponder(issuer).respond(acts1[i]);
    }
  }

  private NoiseInitiator initiator(int peer) {
    return new NoiseInitiator(client.withRandom(new Replayed(peer)));
  }

  /** Both acts of a client. */
  @Benchmark
  public NoiseSession initiator() {
    int peer = next++ & (PEERS - 1);
    NoiseInitiator initiator = initiator(peer);
    initiator.act1();
    return initiator.act2(acts2[peer]);
  }

  /** A server's answer. */
  @Benchmark
  public NoiseSession responder() {
    NoiseResponder responder = new NoiseResponder(issuer);
    responder.respond(acts1[next++ & (PEERS - 1)]);
    return responder.session();
  }
}
