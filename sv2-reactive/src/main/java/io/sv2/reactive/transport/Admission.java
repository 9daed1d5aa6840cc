package io.sv2.reactive.transport;

import io.netty.channel.Channel;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.CloseReason.Kind;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses connections over the bound before they cost a buffer or a handshake. */
final class Admission {
  private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

  private final int maxConnections;
  private final AtomicInteger open = new AtomicInteger();

  Admission(int maxConnections) {
    this.maxConnections = maxConnections;
  }

  boolean admit(Channel channel) {
    if (open.incrementAndGet() > maxConnections) {
      open.decrementAndGet();
      CloseReason reason =
          new CloseReason(
              Kind.ADMISSION_REFUSED, maxConnections + " connections are open, the most allowed");
      LOG.info("{} closed: {}", channel.remoteAddress(), reason);
      WireHandler.fail(channel, reason);
      return false;
    }
    channel.closeFuture().addListener(done -> open.decrementAndGet());
    return true;
  }
}
