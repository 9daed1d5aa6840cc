package io.sv2.reactive.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sv2.codec.InvalidValueException;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.B064K;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkTemplateTest {
  @Test
  void tellsOfTheTemplateWhatJobsNeed() {
    WorkTemplate work = TestWork.work(-2);
    assertThat(work.templateId()).isEqualTo(-2); // U64: 2^64 - 2
    assertThat(work.version()).isEqualTo(0x2000_0000L);
    assertThat(work.merklePath()).isEqualTo(TestWork.MERKLE_PATH);
    assertThat(work.coinbasePrefix().toHex()).isEqualTo(TestWork.COINBASE_PREFIX);
    assertThat(work.coinbaseSuffix().toHex()).isEqualTo(TestWork.COINBASE_SUFFIX);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void merkleRootOfBlock100000HoweverItsExtranonceIsSplit(int prefixLength) {
    RealBlock block = RealBlock.BLOCK_100000;
    assertThat(
            block
                .work()
                .merkleRoot(block.extranoncePrefix(prefixLength), block.rolled(prefixLength)))
        .hasToString(block.merkleRoot());
  }

  @Test
  void extranonceAsLongAsTheTypeHasAMerkleRoot() {
    RealBlock genesis = RealBlock.GENESIS;
    assertThat(genesis.work().merkleRoot(genesis.extranonce(), B032.EMPTY))
        .hasToString(genesis.merkleRoot());
  }

  @ParameterizedTest
  @CsvSource({"0102030405060708, ''", "0102030405, 060708", "'', 0102030405060708"})
  void merkleRootAgreesWithTheReference(String prefix, String rolled) {
    assertThat(TestWork.work(1).merkleRoot(B032.ofHex(prefix), B032.ofHex(rolled)))
        .isEqualTo(TestWork.merkleRoot("0102030405060708"));
  }

  @Test
  void solutionIsTheCoinbaseWithItsWitness() {
    RealBlock block = RealBlock.BLOCK_100000;
    B064K solution = block.work().solution(block.extranoncePrefix(1), block.rolled(1));
    assertThat(solution.toHex()).isEqualTo(block.coinbase());
  }

  @Test
  void aCoinbaseThatDoesNotFitIntoAJobIsRefused() {
    B064K script = B064K.of(new byte[65_500]);
    Coinbase coinbase =
        Coinbase.of(
            TestWork.template(1),
            List.of(new TxOutput(TestWork.VALUE, script)),
            TestWork.TAG,
            TestWork.EXTRANONCE_LENGTH);
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> new WorkTemplate(TestWork.template(1), coinbase));
  }

  /** A block that is found with it could not be handed on. */
  @ParameterizedTest
  @CsvSource({"65373, true", "65374, false"})
  void aCoinbaseThatDoesNotFitIntoASolutionIsRefused(int scriptLength, boolean fits) {
    Coinbase coinbase =
        Coinbase.of(
            TestWork.template(1),
            List.of(new TxOutput(TestWork.VALUE, B064K.of(new byte[scriptLength]))),
            TestWork.TAG,
            TestWork.EXTRANONCE_LENGTH);
    if (fits) {
      WorkTemplate work = new WorkTemplate(TestWork.template(1), coinbase);
      assertThat(work.solution(TestWork.PREFIX, B032.EMPTY).length()).isEqualTo(65_535);
    } else {
      assertThatExceptionOfType(InvalidValueException.class)
          .isThrownBy(() -> new WorkTemplate(TestWork.template(1), coinbase));
    }
  }
}
