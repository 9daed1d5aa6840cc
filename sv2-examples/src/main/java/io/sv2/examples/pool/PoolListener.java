package io.sv2.examples.pool;

import io.sv2.codec.type.U256;
import io.sv2.reactive.Sv2Client;

/**
 * Told what happens in a pool; called on connections' threads, so it must be quick and thread-safe.
 */
public interface PoolListener {
  /** Does nothing. */
  PoolListener NONE = new PoolListener() {};

  /** A share was accepted. */
  default void shareAccepted(Sv2Client client, String userIdentity, double difficulty) {}

  /** A share was refused with {@code errorCode}. */
  default void shareRejected(Sv2Client client, String userIdentity, String errorCode) {}

  /** A share is a block and goes to the template provider. */
  default void blockFound(Sv2Client client, String userIdentity, U256 hash) {}
}
