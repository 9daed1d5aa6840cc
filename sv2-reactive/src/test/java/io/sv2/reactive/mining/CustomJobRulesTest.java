package io.sv2.reactive.mining;

import static io.sv2.reactive.mining.TestWork.NOW;
import static io.sv2.reactive.mining.TestWork.NTIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sv2.codec.ErrorCodes;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.U256;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a pool refuses of custom jobs, and under which code. */
class CustomJobRulesTest {
  private static final int EXTRANONCE = 8;
  private static final Work WORK = Work.NONE.withTip(TestWork.tip(1), TestWork.work(1), NOW);
  private static final CustomJobToken AGREED = TestCustomJob.agreed();
  private static final CustomJobToken DECLARED =
      new CustomJobToken.Valid(TestCustomJob.OWED, TestCustomJob.declared());
  private static final B064K OTHER = B064K.of((byte) 0x52);

  private static Optional<String> check(TestCustomJob job, CustomJobToken token) {
    return CustomJobRules.DEFAULT.check(job.message(), token, WORK, EXTRANONCE, NOW);
  }

  private static TestCustomJob with(Consumer<TestCustomJob> change) {
    TestCustomJob job = new TestCustomJob(2);
    change.accept(job);
    return job;
  }

  @Test
  void aJobAsAgreedOrAsDeclaredPasses() {
    assertThat(check(new TestCustomJob(2), AGREED)).isEmpty();
    assertThat(check(new TestCustomJob(2), DECLARED)).isEmpty();
  }

  @Test
  void tokenHasToStandForAJobThatMayBeWorkedOn() {
    assertThat(check(new TestCustomJob(2), new CustomJobToken.Unknown()))
        .contains(ErrorCodes.INVALID_MINING_JOB_TOKEN);
    assertThat(check(new TestCustomJob(2), new CustomJobToken.NotYetValidated()))
        .contains(ErrorCodes.JOB_NOT_YET_VALIDATED);
  }

  private static Arguments refused(String code, Consumer<TestCustomJob> change) {
    return Arguments.of(code, with(change));
  }

  static Stream<Arguments> wrongInAnyCase() {
    return Stream.of(
        refused(ErrorCodes.STALE_CHAIN_TIP, job -> job.on(TestWork.tip(2))),
        refused(ErrorCodes.INVALID_NBITS, job -> job.nbits++),
        refused(ErrorCodes.INVALID_MIN_NTIME, job -> job.minNtime = NTIME - 601),
        refused(ErrorCodes.INVALID_MIN_NTIME, job -> job.minNtime = NTIME + 7_201),
        refused(ErrorCodes.INVALID_VERSION, job -> job.version ^= 1),
        refused(ErrorCodes.INVALID_VERSION, job -> job.version ^= 0x10),
        refused(ErrorCodes.INVALID_VERSION, job -> job.version ^= 0x8000_0000L),
        refused(
            ErrorCodes.INVALID_MERKLE_PATH,
            job -> job.merklePath = Collections.nCopies(33, U256.MAX)),
        refused(ErrorCodes.INVALID_COINBASE_TX_VERSION, job -> job.txVersion = 0),
        refused(ErrorCodes.INVALID_COINBASE_TX_VERSION, job -> job.txVersion = 3),
        refused(ErrorCodes.INVALID_COINBASE_TX_VERSION, job -> job.txVersion = 0xffff_ffffL),
        refused(ErrorCodes.INVALID_COINBASE_PREFIX, job -> job.prefix = ""),
        refused(ErrorCodes.INVALID_COINBASE_PREFIX, job -> job.prefix = "03a086"),
        refused(ErrorCodes.INVALID_COINBASE_PREFIX, job -> job.prefix = "03a18601"),
        refused(ErrorCodes.INVALID_COINBASE_PREFIX, job -> job.prefix = "03a08601" + "0102030405"),
        refused(ErrorCodes.INVALID_COINBASE_TX_OUTPUTS, job -> job.outputs = ""),
        refused(ErrorCodes.INVALID_COINBASE_TX_OUTPUTS, job -> job.outputs = "00"),
        refused(ErrorCodes.INVALID_COINBASE_TX_OUTPUTS, job -> job.outputs += "00"),
        refused(
            ErrorCodes.INVALID_COINBASE_TX_OUTPUTS,
            job -> job.outputs = job.outputs.replace("00e1f505", "ffe0f505")),
        refused(
            ErrorCodes.INVALID_COINBASE_TX_OUTPUTS,
            job -> job.outputs = job.outputs.replace("0014aa", "0014ab")));
  }

  @ParameterizedTest
  @MethodSource("wrongInAnyCase")
  void whatIsWrongInAnyCaseIsNamed(String code, TestCustomJob job) {
    assertThat(check(job, AGREED)).contains(code);
    assertThat(check(job, DECLARED)).contains(code);
  }

  static Stream<Arguments> notAsDeclared() {
    return Stream.of(
        refused(ErrorCodes.INVALID_MERKLE_PATH, job -> job.merklePath = List.of()),
        refused(ErrorCodes.INVALID_COINBASE_TX_VERSION, job -> job.txVersion = 1),
        refused(ErrorCodes.INVALID_COINBASE_PREFIX, job -> job.prefix = "03a0860100"),
        refused(ErrorCodes.INVALID_COINBASE_TX_INPUT_N_SEQUENCE, job -> job.sequence++),
        refused(ErrorCodes.INVALID_COINBASE_TX_LOCKTIME, job -> job.locktime--),
        refused(
            ErrorCodes.INVALID_COINBASE_TX_OUTPUTS,
            job -> job.outputs = job.outputs.replace("00e1f505", "01e1f505")));
  }

  @ParameterizedTest
  @MethodSource("notAsDeclared")
  void aDeclaredJobHasToBeRepeated(String code, TestCustomJob job) {
    assertThat(check(job, DECLARED)).contains(code);
    assertThat(check(job, AGREED)).isEmpty();
  }

  @Test
  void bitsThatMayBeRolledAreFreeAndSoAreTimesWithinTheBounds() {
    assertThat(check(with(job -> job.version ^= 0x1fff_ffe0L), DECLARED)).isEmpty();
    assertThat(check(with(job -> job.minNtime = NTIME - 600), DECLARED)).isEmpty();
    assertThat(check(with(job -> job.minNtime = NTIME + 7_200), DECLARED)).isEmpty();
  }

  @Test
  void timeThatHasPassedSinceTheTipCounts() {
    TestCustomJob ahead = with(job -> job.minNtime = NTIME + 7_260);
    assertThat(
            CustomJobRules.DEFAULT.check(ahead.message(), AGREED, WORK, EXTRANONCE, NOW + 60_000))
        .isEmpty();
  }

  @Test
  void withoutATipEveryJobIsStale() {
    assertThat(
            CustomJobRules.DEFAULT.check(
                new TestCustomJob(2).message(), AGREED, Work.NONE, EXTRANONCE, NOW))
        .contains(ErrorCodes.STALE_CHAIN_TIP);
  }

  // ---- what is paid

  private static String output(int satoshis, String script) {
    return String.format("%02x", satoshis) + "00".repeat(7) + "01" + script;
  }

  private static CustomJobToken owing(int... satoshis) {
    return new CustomJobToken.Valid(
        Arrays.stream(satoshis).mapToObj(due -> new TxOutput(due, OTHER)).toList(), null);
  }

  /** Amounts paid to one script, and owed to it. */
  @ParameterizedTest
  @CsvSource({
    "5, 5, 5, true",
    "5, 5, 6, false",
    "5, 10, 5, true",
    "10, 5, 5, true",
    "10, 5, 10, true",
    "5, 10, 10, true",
    "10, 10, 5, true",
    "9, 5, 10, false",
    "15, 0, 5, false"
  })
  void eachOutputIsPaidByOneOfItsOwn(int paid, int alsoPaid, int owed, boolean passes) {
    TestCustomJob job = with(j -> j.outputs = "02" + output(paid, "52") + output(alsoPaid, "52"));
    assertThat(check(job, owing(owed, 5)).isEmpty()).isEqualTo(passes);
    assertThat(check(job, owing(5, owed)).isEmpty()).isEqualTo(passes);
  }

  @Test
  void outputsOfTheMinersOwnMayComeAnywhere() {
    String own = output(9, "51");
    TestCustomJob job = with(j -> j.outputs = "04" + own + output(5, "52") + own + own);
    assertThat(check(job, owing(5))).isEmpty();
    assertThat(check(job, owing(5, 0))).contains(ErrorCodes.INVALID_COINBASE_TX_OUTPUTS);
  }

  // ---- what no block can be made of

  /** Consensus wants the shortest: nobody could read the block. */
  @Test
  void countsAreInAsFewBytesAsCanBe() {
    TestCustomJob count = with(job -> job.outputs = "fd0300" + TestCustomJob.OUTPUTS.substring(2));
    assertThat(check(count, AGREED)).contains(ErrorCodes.INVALID_COINBASE_TX_OUTPUTS);
    TestCustomJob script =
        with(
            job ->
                job.outputs =
                    job.outputs.replace("0100000000000000" + "01", "0100000000000000" + "fd0100"));
    assertThat(check(script, AGREED)).contains(ErrorCodes.INVALID_COINBASE_TX_OUTPUTS);
  }

  /** {@code filler} bytes of script; all else, the witness included, are 198. */
  private static TestCustomJob big(int filler) {
    return with(
        job ->
            job.outputs =
                "04"
                    + TestCustomJob.OUTPUTS.substring(2)
                    + "0000000000000000"
                    + String.format("fd%02x%02x", filler & 0xff, filler >> 8)
                    + "6a".repeat(filler));
  }

  @Test
  void aCoinbaseHasToFitIntoSubmitSolution() {
    int most = 65_535 - 198;
    assertThat(checkAnyLength(big(most))).isEmpty();
    assertThat(
            WorkTemplate.of(big(most).message(), EXTRANONCE).coinbase().whole(new byte[EXTRANONCE]))
        .hasSize(65_535);
    assertThat(checkAnyLength(big(most + 1))).contains(ErrorCodes.INVALID_COINBASE_TX);
    assertThat(checkAnyLength(big(65_400))).contains(ErrorCodes.INVALID_COINBASE_TX);
  }

  private static Optional<String> checkAnyLength(TestCustomJob job) {
    return rules(B064K.MAX_LENGTH).check(job.message(), AGREED, WORK, EXTRANONCE, NOW);
  }

  private static CustomJobRules rules(int maxOutputsLength) {
    return new CustomJobRules(Duration.ZERO, Duration.ZERO, maxOutputsLength);
  }

  /** A pool keeps them with each of its jobs. */
  @Test
  void outputsAreAsLongAsThePoolAllows() {
    TestCustomJob job = new TestCustomJob(2);
    int length = job.message().coinbaseTxOutputs().length();
    assertThat(rules(length).check(job.message(), AGREED, WORK, EXTRANONCE, NOW)).isEmpty();
    for (CustomJobToken token : List.of(AGREED, DECLARED)) {
      assertThat(rules(length - 1).check(job.message(), token, WORK, EXTRANONCE, NOW))
          .contains(ErrorCodes.INVALID_COINBASE_TX_OUTPUTS);
    }
    assertThat(check(big(16_000), AGREED)).isEmpty();
    assertThat(check(big(16_384), AGREED)).contains(ErrorCodes.INVALID_COINBASE_TX_OUTPUTS);
  }

  @Test
  void boundsHaveTheirRanges() {
    Duration negative = Duration.ofMillis(-1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CustomJobRules(negative, Duration.ZERO, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CustomJobRules(Duration.ZERO, negative, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> rules(0));
    assertThatIllegalArgumentException().isThrownBy(() -> rules(65_536));
  }
}
