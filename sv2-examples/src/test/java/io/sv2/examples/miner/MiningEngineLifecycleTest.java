package io.sv2.examples.miner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens to an engine's threads and to solutions in flight. */
@Timeout(20)
class MiningEngineLifecycleTest {

  private static final byte[] EASY = Works.oneHashOf(256);

  @Test
  void reportsNothingOfOldWorkOnceNewWorkIsTaken() throws Exception {
    AtomicLong oldest = new AtomicLong();
    AtomicInteger late = new AtomicInteger();
    AtomicReference<CountDownLatch> reported = new AtomicReference<>(new CountDownLatch(1));
    try (MiningEngine engine =
        start(
            2,
            solution -> {
              if (solution.work().jobId() < oldest.get()) {
                late.incrementAndGet();
              }
              reported.get().countDown();
            })) {
      for (long job = 1; job <= 300; job++) {
        reported.set(new CountDownLatch(1));
        engine.mine(Works.standard(job, EASY));
        oldest.set(job);
        reported.get().await();
      }
    }
    assertThat(late).hasValue(0);
  }

  @Test
  void waitsForTheReportThatIsUnderWayBeforeItTakesNewWork() throws Exception {
    CountDownLatch inListener = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    try (MiningEngine engine =
        start(
            1,
            solution -> {
              inListener.countDown();
              awaitQuietly(finish);
            })) {
      engine.mine(Works.standard(1, EASY));
      inListener.await();
      Thread taker = new Thread(() -> engine.mine(Works.standard(2, Works.noHash())));
      taker.start();
      while (taker.getState() != Thread.State.BLOCKED && taker.isAlive()) {
        Thread.onSpinWait();
      }

      assertThat(taker.isAlive()).isTrue();
      finish.countDown();
      taker.join();
    }
  }

  @Test
  void takesNewWorkFromItsListener() throws Exception {
    CountDownLatch second = new CountDownLatch(1);
    AtomicReference<MiningEngine> engine = new AtomicReference<>();
    engine.set(
        start(
            2,
            solution -> {
              if (solution.work().jobId() == 2) {
                second.countDown();
              } else {
                engine.get().mine(Works.standard(2, EASY));
              }
            }));
    engine.get().mine(Works.standard(1, EASY));
    second.await();
    engine.get().close();
  }

  @Test
  void goesOnWhenItsListenerThrows() throws Exception {
    CountDownLatch after = new CountDownLatch(3);
    try (MiningEngine engine =
        start(
            1,
            solution -> {
              after.countDown();
              if (after.getCount() == 2) {
                throw new IllegalStateException("thrown by the test");
              }
            })) {
      engine.mine(Works.standard(1, EASY));
      after.await();

      assertThat(engine.listenerErrors()).isEqualTo(1);
    }
  }

  @Test
  void endsItsThreadsWhenClosed() throws Exception {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CountDownLatch all = new CountDownLatch(3);
    MiningEngine engine =
        start(
            3,
            solution -> {
              if (threads.add(Thread.currentThread())) {
                all.countDown();
              }
            });
    engine.mine(Works.standard(1, EASY));
    all.await();
    assertThat(threads).allMatch(t -> t.isDaemon() && t.getName().startsWith("sv2-miner-"));

    engine.close();
    engine.mine(Works.standard(2, EASY));

    assertThat(threads).hasSize(3).noneMatch(Thread::isAlive);
  }

  @Test
  void endsThreadsThatHaveNoWorkOrWaitForTheClock() throws Exception {
    MiningEngine idle = start(1, solution -> {});
    awaitState(idle, Thread.State.WAITING);
    idle.close();
    CountDownLatch reported = new CountDownLatch(1);
    MiningEngine throttled =
        MiningEngine.start(
            MiningOptions.defaults().withHashrateLimit(1), solution -> reported.countDown());
    throttled.mine(Works.standard(1, Works.everyHash()));
    reported.await();
    awaitState(throttled, Thread.State.TIMED_WAITING);
    throttled.close();

    assertThat(idle.threads).hasSize(1).noneMatch(Thread::isAlive);
    assertThat(throttled.threads).hasSize(1).noneMatch(Thread::isAlive);
  }

  private static MiningEngine start(int threads, Consumer<Solution> listener) {
    return MiningEngine.start(MiningOptions.defaults().withThreads(threads), listener);
  }

  private static void awaitState(MiningEngine engine, Thread.State state) {
    while (engine.threads.get(0).getState() != state && !Thread.interrupted()) {
      Thread.onSpinWait();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
