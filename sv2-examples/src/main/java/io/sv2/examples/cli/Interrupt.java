package io.sv2.examples.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command end in its own words on Ctrl-C or SIGTERM: the first asks it to stop and waits for
 * it to be done, for less than the two seconds a person waits.
 */
final class Interrupt implements AutoCloseable {
  /**
   * Tests of what a command says at its end, on machines that have much else to do, wait longer.
   */
  static final String PATIENCE = "sv2.interruptPatienceMillis";

  private static final long PATIENCE_MILLIS = Long.getLong(PATIENCE, 1_800);

  private final CountDownLatch finished = new CountDownLatch(1);
  private final CountDownLatch requested = new CountDownLatch(1);
  private volatile int exitCode;
  private volatile boolean normalEnd;

  private Interrupt(Runnable stop) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (normalEnd) {
                    return;
                  }
                  requested.countDown();
                  stop.run();
                  boolean ended = false;
                  try {
                    ended = finished.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  // The JVM would report the signal; the command did end, and has said how.
                  Runtime.getRuntime().halt(ended ? exitCode : 1);
                },
                "sv2-interrupt"));
  }

  /** Calls {@code stop} when the process is asked to end. */
  static Interrupt calling(Runnable stop) {
    return new Interrupt(stop);
  }

  /** Waits until the process, or the calling thread, is asked to end. */
  void await() {
    await(Long.MAX_VALUE);
  }

  /** The same, but not for longer than this; answers whether it was asked. */
  boolean await(long nanos) {
    try {
      return requested.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      return true; // whoever runs a command on a thread of its own ends it so
    }
  }

  /** The command has printed all it has to say and ends with this code. */
  int finish(int code) {
    exitCode = code;
    normalEnd = requested.getCount() > 0;
    finished.countDown();
    return code;
  }

  @Override
  public void close() {
    normalEnd = requested.getCount() > 0;
    finished.countDown();
  }
}
