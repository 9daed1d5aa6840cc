package io.sv2.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamSelectionTest {
  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration MAX = Duration.ofSeconds(30);
  private static final long STABLE = Duration.ofSeconds(10).toNanos();

  private static UpstreamSelection selection(
      int servers, Duration first, Duration max, double jitter, DoubleSupplier random) {
    return new UpstreamSelection(
        servers, ReconnectConfig.DEFAULT.withBackoff(first, max, jitter), random);
  }

  private static UpstreamSelection of(int servers, Duration returnAfter) {
    return new UpstreamSelection(
        servers,
        ReconnectConfig.DEFAULT
            .withBackoff(FIRST, MAX, 0)
            .withFallback(3, Duration.ofNanos(STABLE), returnAfter),
        () -> 0);
  }

  @Test
  void pausesDoubleFromTheFirstToTheLongestAndStayThere() {
    UpstreamSelection one = selection(1, FIRST, MAX, 0.5, () -> 0);
    long[] expected = {200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000, 30_000};
    for (long millis : expected) {
      assertThat(one.ended(0, false)).isEqualTo(Duration.ofMillis(millis));
    }
    for (int i = 0; i < 100; i++) { // beyond what a shift of a long can hold
      assertThat(one.ended(0, true)).isEqualTo(MAX);
    }
    assertThat(one.current()).isZero();
  }

  @Test
  void firstPauseIsCappedToo() {
    assertThat(selection(1, FIRST, Duration.ofMillis(70), 0, () -> 0).ended(0, false))
        .isEqualTo(Duration.ofMillis(70));
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0, 200", "0.5, 0.5, 150", "0.5, 1, 100", "1, 0.75, 50", "0, 1, 200"})
  void jitterTakesItsShareOffThePause(double jitter, double random, long millis) {
    assertThat(selection(1, FIRST, MAX, jitter, () -> random).ended(0, false))
        .isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void jitteredPausesStayInBoundsAndAreNotAlike() {
    DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
    List<Duration> pauses =
        IntStream.range(0, 200)
            .mapToObj(i -> selection(1, FIRST, MAX, 0.25, random).ended(0, false))
            .toList();
    assertThat(pauses)
        .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ofMillis(150), FIRST));
    assertThat(pauses.stream().distinct().count()).isGreaterThan(100);
  }

  @Test
  void pauseOfLessThanAMillisecondIsOneToo() {
    UpstreamSelection one = selection(1, Duration.ofNanos(500_000), MAX, 0, () -> 0);
    assertThat(one.ended(0, false)).isEqualTo(Duration.ofNanos(500_000));
    assertThat(one.ended(0, false)).isEqualTo(Duration.ofMillis(1));
  }

  @Test
  void whoIsSentOnAgainAndAgainPausesLonger() {
    UpstreamSelection one = of(1, null);
    List<Long> pauses = IntStream.range(0, 6).mapToObj(i -> one.sentOn(0).toMillis()).toList();
    assertThat(pauses).containsExactly(200L, 400L, 800L, 200L, 400L, 800L);
  }

  @Test
  void onlyTheServerThatSendsOnIsLeftForIt() {
    UpstreamSelection two = of(2, null);
    for (int i = 0; i < 3; i++) {
      two.sentOn(0);
    }
    two.ended(0, true);
    assertThat(two.current()).isEqualTo(1);
    two.sentOn(0);
    assertThat(two.current()).isEqualTo(1);
  }

  @Test
  void refusalOfAFallbackThatLastedLeadsToThePreferredOne() {
    UpstreamSelection two = of(2, Duration.ofMinutes(5));
    two.setUp(1, 0);
    two.ended(STABLE, true);
    assertThat(two.current()).isZero();
  }

  @Test
  void afterSoManyFailuresTheNextIsTriedAtOnceAndAfterTheLastTheFirstWithAPause() {
    UpstreamSelection two = of(2, null);
    two.ended(0, false);
    two.ended(0, false);
    assertThat(two.current()).isZero();
    assertThat(two.ended(0, false)).isEqualTo(Duration.ZERO);
    assertThat(two.current()).isEqualTo(1);
    two.ended(0, false);
    two.ended(0, false);
    assertThat(two.ended(0, false)).isEqualTo(Duration.ofMillis(200 * 32));
    assertThat(two.current()).isZero();
  }

  @Test
  void whoRefusesIsLeftAtOnce() {
    UpstreamSelection three = of(3, null);
    assertThat(three.ended(0, true)).isEqualTo(Duration.ZERO);
    assertThat(three.current()).isEqualTo(1);
    three.ended(0, true);
    assertThat(three.current()).isEqualTo(2);
  }

  @Test
  void fallbackThatSucceedsIsNoFailure() {
    UpstreamSelection two = of(2, null);
    two.ended(0, true);
    two.setUp(1, 0);
    assertThat(two.ended(STABLE, false)).isEqualTo(FIRST);
    assertThat(two.current()).isEqualTo(1);
    assertThat(two.failures()).isEqualTo(1);
    two.setUp(1, STABLE);
    two.ended(3 * STABLE, false);
    assertThat(two.current()).as("it has never failed three times in a row").isEqualTo(1);
  }

  @Test
  void connectionThatDoesNotLastIsAFailure() {
    UpstreamSelection two = of(2, null);
    for (int i = 0; i < 3; i++) {
      two.setUp(0, 0);
      two.ended(STABLE - 1, false);
    }
    assertThat(two.current()).isEqualTo(1);
  }

  @Test
  void fromAFallbackThatEndsOneReturnsToThePreferredWhereThatIsThePolicy() {
    UpstreamSelection returning = of(2, Duration.ofMinutes(5));
    returning.ended(0, true);
    returning.setUp(1, 0);
    returning.ended(STABLE, false);
    assertThat(returning.current()).isZero();
  }

  @Test
  void preferredThatIsFoundWhileAnotherIsConnectedTakesOver() {
    UpstreamSelection two = of(2, Duration.ofMinutes(5));
    two.ended(0, true);
    two.setUp(1, 0);
    two.setUp(0, STABLE);
    assertThat(two.current()).isZero();
  }
}
