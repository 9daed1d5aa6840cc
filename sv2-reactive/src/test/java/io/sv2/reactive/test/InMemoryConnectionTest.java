package io.sv2.reactive.test;

import io.sv2.reactive.transport.ConnectionContract;
import org.junit.jupiter.api.AfterEach;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The promises of a connection, kept in memory. */
class InMemoryConnectionTest {
  abstract static class InMemory extends ConnectionContract {
    private final Scheduler thread = Schedulers.newSingle("in-memory", true);

    abstract ConnectionPair pair();

    @Override
    protected ConnectionPair.Ends connect() {
      return pair().on(thread).connect();
    }

    @AfterEach
    void close() {
      thread.dispose();
    }
  }

  static class PlainInMemoryTest extends InMemory {
    @Override
    ConnectionPair pair() {
      return ConnectionPair.plain();
    }
  }

  static class NoiseInMemoryTest extends InMemory {
    @Override
    ConnectionPair pair() {
      return ConnectionPair.noise();
    }
  }

  static class BytesInMemoryTest extends InMemory {
    @Override
    ConnectionPair pair() {
      return ConnectionPair.plain()
          .toServer(Faults.none().split(7))
          .toClient(Faults.none().split(1));
    }
  }
}
