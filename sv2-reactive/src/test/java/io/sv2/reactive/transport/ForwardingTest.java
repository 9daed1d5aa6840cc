package io.sv2.reactive.transport;

import static io.sv2.reactive.transport.Loopback.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.Sv2Frame;
import io.sv2.reactive.ConnectionConfig;
import io.sv2.reactive.Sv2Connection;
import io.sv2.reactive.test.ConnectionPair.Ends;
import io.sv2.reactive.transport.Loopback.Security;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.test.StepVerifier;

/** What section 3.4.1 asks of a proxy: frames that it cannot read pass, for the right channel. */
class ForwardingTest {
  private static final int EXTENSION = 0x4b0f;
  private static final ConnectionConfig LARGE = withInitialMaxPayload(400_000);
  private static final Map<Long, Long> CHANNELS = Map.of(1L, 7_001L, 2L, 0xffff_fff0L);

  private static ConnectionConfig withInitialMaxPayload(int bytes) {
    ConnectionConfig config = ConnectionConfig.DEFAULT;
    return new ConnectionConfig(
        config.connectTimeout(),
        config.handshakeTimeout(),
        config.frameTimeout(),
        config.writeTimeout(),
        config.closeTimeout(),
        config.outbound(),
        bytes,
        config.handshakeThreads(),
        config.handshakeQueue());
  }

  /** Of an extension that nobody here knows, for a channel. */
  private static Sv2Frame frame(long channelId, int length) {
    byte[] payload = new byte[4 + length];
    new Random(length).nextBytes(payload);
    return Sv2Frame.of(0x8000 | EXTENSION, length & 0xff, payload).withChannelId(channelId);
  }

  /** A proxy in one line: it maps channels, and drops what is for itself. */
  private static Disposable forward(Sv2Connection from, Sv2Connection to) {
    return from.inbound()
        .filter(Sv2Frame::isChannelMessage)
        .map(frame -> frame.withChannelId(CHANNELS.get(frame.channelId())))
        .subscribe(frame -> to.outbound().tryEmitNext(frame).orThrow());
  }

  @Test
  void framesOfUnknownExtensionsPassWithOnlyTheirChannelChanged() {
    List<Integer> lengths = IntStream.of(0, 1, 100, 2_000, 300_000, 70_000).boxed().toList();
    try (Loopback downstream = new Loopback(Security.NOISE, LARGE);
        Loopback upstream = new Loopback(Security.NOISE, LARGE)) {
      Ends miner = downstream.connect();
      Ends pool = upstream.connect();
      Disposable proxy = forward(miner.server(), pool.client());
      for (int length : lengths) {
        miner.client().outbound().tryEmitNext(frame(1 + length % 2, length)).orThrow();
        miner.client().outbound().tryEmitNext(Sv2Frame.of(EXTENSION, 1, new byte[3])).orThrow();
      }
      StepVerifier.create(pool.server().inbound().take(lengths.size()).collectList())
          .assertNext(
              arrived -> {
                for (int i = 0; i < lengths.size(); i++) {
                  int length = lengths.get(i);
                  Sv2Frame expected = frame(CHANNELS.get(1L + length % 2), length);
                  assertThat(arrived.get(i).equals(expected)).as("frame %d", i).isTrue();
                }
              })
          .expectComplete()
          .verify(SOON);
      proxy.dispose();
    }
  }
}
