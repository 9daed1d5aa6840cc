package io.sv2.reactive.support;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/** A log line is written under a lock, also on an event loop; nothing else may block there. */
public final class LoggingMayBlock implements BlockHoundIntegration {
  @Override
  public void applyTo(BlockHound.Builder builder) {
    builder.allowBlockingCallsInside("ch.qos.logback.classic.Logger", "callAppenders");
  }
}
