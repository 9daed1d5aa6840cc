package io.sv2.examples.cli;

import java.time.Duration;
import reactor.core.publisher.Mono;

/** The one place where a command's thread waits for a start. */
final class Blocking {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

  private Blocking() {}

  static <T> T get(Mono<T> start) {
    T started = start.block(START_TIMEOUT);
    if (started == null) {
      throw new IllegalStateException("did not start");
    }
    return started;
  }
}
