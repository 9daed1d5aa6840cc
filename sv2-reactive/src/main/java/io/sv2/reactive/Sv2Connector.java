package io.sv2.reactive;

import io.sv2.noise.NoiseInitiatorConfig;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** How a client service gets its connections: over TCP, or, in a test, in memory. */
@FunctionalInterface
public interface Sv2Connector {
  /**
   * Connects.
   *
   * <p><strong>Error:</strong> when there is no connection; an {@code Sv2ConnectException} says
   * why. Cancelling leaves no connection behind.
   *
   * @param address where to; may be unresolved
   * @param noise how the server is authenticated; null speaks unencrypted
   */
  Mono<Sv2Connection> connect(InetSocketAddress address, @Nullable NoiseInitiatorConfig noise);
}
