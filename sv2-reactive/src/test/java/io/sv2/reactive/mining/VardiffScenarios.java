package io.sv2.reactive.mining;

import static java.time.Duration.ofHours;

import java.time.Duration;

/** The scenarios that vardiff is judged by; what changes, changes after an hour. */
final class VardiffScenarios {
  static final Duration CHANGE = ofHours(1);
  static final double RATE = 1e14; // hashes per second
  static final double FLOOR = RATE / 10_000;

  private VardiffScenarios() {}

  /** Three hours of a miner that declares what it has. */
  static VardiffScenario steady(double sharesPerMinute) {
    return VardiffScenario.of(ofHours(3), sharesPerMinute, FLOOR, RATE);
  }

  /** 10 s after a job: the next one is 20 s away. */
  static VardiffScenario step(double sharesPerMinute, double factor) {
    long time = CHANGE.plusSeconds(10).toMillis();
    return steady(sharesPerMinute).withHashRate(now -> RATE * (now < time ? 1 : factor));
  }

  /** An hour in which the hash rate becomes eight times as much. */
  static VardiffScenario ramp(double sharesPerMinute) {
    return steady(sharesPerMinute)
        .withHashRate(
            now -> {
              double hours = (now - CHANGE.toMillis()) / 3_600_000.0;
              return RATE * Math.pow(8, Math.max(0, Math.min(1, hours)));
            });
  }

  /** No shares for so long. */
  static VardiffScenario death(double sharesPerMinute, Duration length) {
    long dead = CHANGE.toMillis();
    long back = CHANGE.plus(length).toMillis();
    return steady(sharesPerMinute).withHashRate(now -> now >= dead && now < back ? 0 : RATE);
  }

  /** The server's clock is set back by an hour. */
  static VardiffScenario clockSetBack(double sharesPerMinute) {
    return steady(sharesPerMinute)
        .withClock(now -> now < CHANGE.toMillis() ? now : now - 3_600_000);
  }

  /** A client that declares so many times what it has. */
  static VardiffScenario declaring(double sharesPerMinute, double factor) {
    return steady(sharesPerMinute).withDeclared(RATE * factor);
  }
}
