package io.sv2.reactive.support;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Netty's buffers that nobody released while this was open: all are tracked, not one of many. */
public final class LeakedBuffers extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final Logger logger = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
  private final ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();
  private final List<String> found = new CopyOnWriteArrayList<>();

  public LeakedBuffers() {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    start();
    logger.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    found.add(event.getFormattedMessage());
  }

  /** Those that the collector has found by now; Netty says so when the next ones are allocated. */
  public List<String> found() {
    System.gc();
    ByteBufAllocator.DEFAULT.directBuffer(1).release();
    ByteBufAllocator.DEFAULT.heapBuffer(1).release();
    return found;
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    ResourceLeakDetector.setLevel(before);
  }
}
