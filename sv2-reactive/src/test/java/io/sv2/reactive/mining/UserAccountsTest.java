package io.sv2.reactive.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who has done how much, on all connections. */
class UserAccountsTest {
  private static final Duration WINDOW = Duration.ofMinutes(10);
  private static final int THREADS = 4;
  private static final long NOW = TestWork.NOW;

  /** Of a thousand hashes. */
  private static final ShareTarget TARGET = new ShareTarget(U256.MAX, 2.5, 1_000);

  private static ShareResult valid(U256 hash) {
    return new ShareResult.Valid(hash, TARGET);
  }

  private static void inParallel(IntConsumer task) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    CyclicBarrier together = new CyclicBarrier(THREADS);
    try {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        tasks.add(
            () -> {
              together.await();
              task.accept(thread);
              return true;
            });
      }
      for (Future<Boolean> each : executor.invokeAll(tasks)) {
        each.get();
      }
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void aUserHasOneAccount() {
    UserAccounts accounts = new UserAccounts(2, WINDOW);
    UserAccounting one = accounts.of("one", NOW);
    assertThat(accounts.of("two", NOW)).isNotSameAs(one);
    assertThat(accounts.of("one", NOW + 1_000)).isSameAs(one);
    assertThat(accounts.all()).containsOnlyKeys("one", "two").containsEntry("one", one);
  }

  @Test
  void usersBeyondTheBoundShareAnAccount() {
    UserAccounts accounts = new UserAccounts(2, WINDOW);
    UserAccounting one = accounts.of("one", NOW);
    accounts.of("two", NOW);
    UserAccounting others = accounts.of("three", NOW);
    assertThat(accounts.of("four", NOW)).isSameAs(others);
    assertThat(accounts.of("three", NOW)).isSameAs(others);
    assertThat(accounts.of("one", NOW)).isSameAs(one);
    assertThat(accounts.all()).containsOnlyKeys("one", "two", UserAccounts.OTHERS);
  }

  /** However many find room at once. */
  @Test
  void theBoundHoldsForThreadsToo() throws Exception {
    for (int round = 0; round < 200; round++) {
      UserAccounts accounts = new UserAccounts(3, WINDOW);
      inParallel(
          thread -> {
            for (int i = 0; i < 3; i++) {
              accounts.of(thread + "/" + i, NOW);
            }
          });
      assertThat(accounts.all()).hasSize(4).containsKey(UserAccounts.OTHERS);
    }
  }

  @Test
  void threadsAddToOneAccount() throws Exception {
    UserAccounts accounts = new UserAccounts(10, WINDOW);
    long each = 5_000;
    inParallel(
        thread -> {
          UserAccounting account = accounts.of("one", NOW);
          account.opened(10);
          for (int i = 0; i < each; i++) {
            account.submitted(valid(U256.of(BigInteger.valueOf(7 + thread + 4L * i))));
            account.submitted(Rejection.STALE_SHARE.result());
          }
        });
    UserAccounting account = accounts.of("one", NOW);
    assertThat(account.accepted()).isEqualTo(THREADS * each);
    assertThat(account.blocks()).isZero();
    assertThat(account.rejected(Rejection.STALE_SHARE)).isEqualTo(THREADS * each);
    assertThat(account.rejected(Rejection.DUPLICATE_SHARE)).isZero();
    assertThat(account.hashes()).isEqualTo(1_000.0 * THREADS * each);
    assertThat(account.difficulty()).isEqualTo(2.5 * THREADS * each);
    assertThat(account.bestDifficulty())
        .isEqualTo(Target.difficulty(U256.of(BigInteger.valueOf(7))));
    assertThat(account.channels()).isEqualTo(THREADS);
    assertThat(account.declaredHashRate()).isEqualTo(40);
  }

  @Test
  void aNewAccountIsEmpty() {
    UserAccounting account = new UserAccounts(1, WINDOW).of("one", NOW);
    assertThat(account.accepted()).isZero();
    assertThat(account.bestDifficulty()).isZero();
    assertThat(account.declaredHashRate()).isZero();
    assertThat(account.hashRate(NOW)).isZero();
    assertThat(account.hashRate(NOW + 3_600_000)).isZero();
  }

  @Test
  void declaredRatesEndAtZeroHoweverTheyWereAdded() {
    UserAccounting account = new UserAccounts(1, WINDOW).of("one", NOW);
    account.opened(0.1);
    account.opened(0.2);
    account.declared(0.2, 0.7);
    account.closed(0.1);
    account.closed(0.7);
    assertThat(account.channels()).isZero();
    assertThat(account.declaredHashRate()).isCloseTo(0, within(1e-12)).isNotNegative();
  }

  // ---- hash rate: 1,000 hashes each second

  @ParameterizedTest
  @CsvSource({"60, 1", "600, 10", "7200, 60"})
  void steadyWorkIsItsRateFromTheBeginning(int seconds, int askedEvery) {
    UserAccounting account = new UserAccounts(1, WINDOW).of("one", NOW);
    double rate = 0;
    for (int second = 1; second <= seconds; second++) {
      account.submitted(valid(U256.MAX));
      if (second % askedEvery == 0) {
        rate = account.hashRate(NOW + 1_000L * second);
      }
    }
    assertThat(rate).isCloseTo(1_000, within(60.0));
  }

  /** Nobody has looked for hours; what has been done since is not of this minute. */
  @ParameterizedTest
  @CsvSource({"600", "3600", "86400"})
  void steadyWorkIsItsRateHoweverSeldomItIsAskedFor(int seconds) {
    UserAccounting account = new UserAccounts(1, WINDOW).of("one", NOW);
    for (int ask = 1; ask <= 3; ask++) {
      for (int second = 0; second < seconds; second++) {
        account.submitted(valid(U256.MAX));
      }
      assertThat(account.hashRate(NOW + 1_000L * ask * seconds)).isCloseTo(1_000, within(60.0));
    }
  }

  /** A window ago counts a third. */
  @Test
  void whatWasCountsLessAndLess() {
    UserAccounting account = new UserAccounts(1, WINDOW).of("one", NOW);
    long now = NOW;
    for (int second = 1; second <= 7_200; second++) {
      now += 1_000;
      account.submitted(valid(U256.MAX));
      account.hashRate(now);
    }
    assertThat(account.hashRate(now + 600_000)).isCloseTo(1_000 / Math.E, within(5.0));
    assertThat(account.hashRate(now + 6_000_000)).isCloseTo(0, within(0.1));
  }

  @Test
  void theFirstSecondHasNoRateAndAClockSetBackDoesNoHarm() {
    UserAccounting account = new UserAccounts(1, WINDOW).of("one", NOW);
    account.submitted(valid(U256.MAX));
    assertThat(account.hashRate(NOW + 500)).isZero();
    assertThat(account.hashRate(NOW + 2_000)).isCloseTo(500, within(5.0));
    assertThat(account.hashRate(NOW - 3_600_000)).isCloseTo(500, within(5.0));
    assertThat(account.hashRate(NOW - 3_598_000)).isCloseTo(250, within(5.0));
  }

  @ParameterizedTest
  @CsvSource({"0, 1000", "1, 999"})
  void argumentsOutOfRangeAreRefused(int users, long window) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new UserAccounts(users, Duration.ofMillis(window)));
  }

  /** Or who opens and closes under made-up names would keep out everybody else. */
  @Test
  void accountsWithoutAChannelOrAShareMakeRoom() {
    UserAccounts accounts = new UserAccounts(2, Duration.ofMinutes(10));
    accounts.opened(Str0255.of("mallory1"), 1, 0).closed(1);
    UserAccounting open = accounts.opened(Str0255.of("alice"), 1, 0);
    UserAccounting bob = accounts.opened(Str0255.of("bob"), 1, 0);
    assertThat(accounts.all()).containsOnlyKeys("alice", "bob");
    assertThat(accounts.of("alice", 0)).isSameAs(open);
    assertThat(accounts.opened(Str0255.of("carol"), 1, 0)).isNotSameAs(bob);
    assertThat(accounts.all()).containsOnlyKeys("alice", "bob", UserAccounts.OTHERS);
  }

  @Test
  void identitiesThatAreNoTextAreToldApart() {
    UserAccounts accounts = new UserAccounts(10, Duration.ofMinutes(10));
    byte[] one = {'m', (byte) 0xfc, 'l'};
    byte[] other = {'m', (byte) 0xf6, 'l'};
    accounts.opened(Str0255.of(one, 0, 3), 1, 0);
    accounts.opened(Str0255.of(other, 0, 3), 1, 0);
    assertThat(accounts.all()).containsOnlyKeys("0x6dfc6c", "0x6df66c");
  }
}
