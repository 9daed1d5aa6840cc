package io.sv2.reactive.transport;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads as event loops have them, for which Netty keeps buffers at hand; made by JMH. */
public final class EventLoopThreads extends ThreadPoolExecutor {
  /** So many of them. */
  public EventLoopThreads(int threads, String prefix) {
    super(
        threads,
        threads,
        0,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        task -> new FastThreadLocalThread(task, prefix));
  }
}
