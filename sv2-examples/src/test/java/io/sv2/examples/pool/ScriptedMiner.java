package io.sv2.examples.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.Sv2Codec;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.common.SetupConnection;
import io.sv2.codec.common.SetupConnectionSuccess;
import io.sv2.codec.type.Str0255;
import io.sv2.noise.NoiseInitiator;
import io.sv2.noise.NoiseInitiatorConfig;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.ConnectionConfig;
import io.sv2.reactive.Sv2Connection;
import io.sv2.reactive.transport.Sv2Transport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Sinks;

/** A miner at the end of a real connection that does what a test tells it, on the test's thread. */
final class ScriptedMiner implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(20);

  final MinerView view = new MinerView();
  private final Sv2Transport transport = new Sv2Transport(ConnectionConfig.DEFAULT);
  private final Sv2Connection connection;
  private final BlockingQueue<Sv2Message> inbox = new LinkedBlockingQueue<>();

  ScriptedMiner(InetSocketAddress pool, @Nullable NoiseInitiatorConfig noise) {
    connection =
        transport
            .connect(pool, noise == null ? null : () -> new NoiseInitiator(noise))
            .block(LIMIT);
    connection.limitPayload(256 * 1024);
    connection.inbound().map(Sv2Codec::decode).subscribe(inbox::add);
    Str0255 name = Str0255.of("scripted");
    send(new SetupConnection(0, 2, 2, 0, name, pool.getPort(), name, name, name, Str0255.EMPTY));
    await(SetupConnectionSuccess.class);
  }

  void send(Sv2Message message) {
    assertThat(connection.outbound().tryEmitNext(Sv2Codec.encode(message)))
        .isEqualTo(Sinks.EmitResult.OK);
  }

  /** Reads, message by message, up to the first of a kind. */
  <T> T await(Class<T> kind) {
    List<Sv2Message> others = new ArrayList<>();
    while (true) {
      Sv2Message message = next();
      assertThat(message).as("%s; before it %s", kind.getSimpleName(), others).isNotNull();
      view.accept(message);
      if (kind.isInstance(message)) {
        return kind.cast(message);
      }
      others.add(message);
    }
  }

  private @Nullable Sv2Message next() {
    try {
      return inbox.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Whether the pool has said nothing that was not yet read. */
  boolean heardNothing() {
    return inbox.isEmpty();
  }

  @Override
  public void close() {
    connection.close(CloseReason.local("end of the test"));
    transport.dispose();
  }
}
