package io.sv2.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How often an address may do something, and what is remembered of how many addresses. */
class AddressRateTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofSeconds(20);

  private static long admitted(AddressRate rate, Object address, int attempts) {
    return IntStream.range(0, attempts).filter(i -> rate.admits(address)).count();
  }

  @Test
  void eachAddressHasItsPermits() {
    AddressRate rate = new AddressRate(3, LONG, 10);
    assertThat(admitted(rate, "a", 10)).isEqualTo(3);
    assertThat(admitted(rate, "b", 10)).isEqualTo(3);
    assertThat(admitted(rate, "a", 10)).isZero();
  }

  /** However often somebody was refused meanwhile, and no more than were there at first. */
  @Test
  void permitsComeBackAfterThePeriod() {
    AddressRate rate = new AddressRate(3, Duration.ofSeconds(2), 10);
    assertThat(admitted(rate, "a", 1_000)).isLessThanOrEqualTo(2 * 3);
    await()
        .pollInterval(Duration.ofMillis(1))
        .atMost(SOON)
        .until(() -> rate.admits("a")); // so a period has begun, a moment ago
    assertThat(admitted(rate, "a", 10)).isBetween(2L, 2L + 3);
  }

  @Test
  void addressesBeyondTheBoundAreForgottenTheLeastRecentFirst() {
    AddressRate rate = new AddressRate(1, LONG, 3);
    for (Object address : new Object[] {"a", "b", "c"}) {
      assertThat(rate.admits(address)).isTrue();
    }
    assertThat(rate.admits("a")).isFalse(); // heard of again, so that b is the eldest
    assertThat(rate.admits("d")).isTrue();
    assertThat(rate.size()).isEqualTo(3);
    assertThat(rate.admits("a")).isFalse();
    assertThat(rate.admits("c")).isFalse();
    assertThat(rate.admits("b")).isTrue();
    assertThat(rate.size()).isEqualTo(3);
  }

  @Test
  void manyAddressesTakeNoMoreThanTheBound() {
    AddressRate rate = new AddressRate(1, LONG, 100);
    for (int i = 0; i < 100_000; i++) {
      assertThat(rate.admits(i)).isTrue();
    }
    assertThat(rate.size()).isEqualTo(100);
  }
}
