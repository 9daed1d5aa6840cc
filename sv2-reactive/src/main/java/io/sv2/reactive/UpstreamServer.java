package io.sv2.reactive;

import io.sv2.noise.NoiseInitiatorConfig;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One of the servers that a client may connect to.
 *
 * @param address where it is; may be unresolved, and is resolved for each attempt
 * @param noise how it is authenticated; null speaks unencrypted
 */
public record UpstreamServer(InetSocketAddress address, @Nullable NoiseInitiatorConfig noise) {
  /**
   * Checks that SetupConnection can say it.
   *
   * @throws IllegalArgumentException when the host's name is too long
   */
  public UpstreamServer {
    Limits.text("address", address.getHostString());
  }

  /** Whether another address can be told to be the same pool's (section 3.6.5). */
  boolean canBeFollowed() {
    return noise != null && noise.authority().isPresent();
  }
}
