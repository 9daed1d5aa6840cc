package io.sv2.reactive.mining;

import static io.sv2.reactive.mining.TestWork.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sv2.codec.template.NewTemplate;
import io.sv2.codec.type.B0255;
import io.sv2.codec.type.B064K;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoinbaseTest {
  private static final List<TxOutput> PAYOUT =
      List.of(new TxOutput(TestWork.VALUE, TestWork.PAYOUT_SCRIPT));

  private static String hexOf(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void isSplitWhereTheExtranonceGoes() {
    Coinbase coinbase = TestWork.coinbase();
    assertThat(hexOf(coinbase.prefix())).isEqualTo(TestWork.COINBASE_PREFIX);
    assertThat(hexOf(coinbase.suffix())).isEqualTo(TestWork.COINBASE_SUFFIX);
    assertThat(coinbase.extranonceLength()).isEqualTo(8);
  }

  @Test
  void genesisCoinbaseIsRebuiltToTheByte() {
    RealBlock genesis = RealBlock.GENESIS;
    Coinbase coinbase = genesis.splitCoinbase();
    assertThat(hexOf(coinbase.prefix()) + genesis.extranonce().toHex() + hexOf(coinbase.suffix()))
        .isEqualTo(genesis.coinbase());
    assertThat(coinbase.txid(genesis.extranonce().toByteArray())).hasToString(genesis.merkleRoot());
  }

  @Test
  void txidIsOfAllButTheWitness() {
    assertThat(TestWork.coinbase().txid(hex("0102030405060708")))
        .isEqualTo(
            Reference.doubleHash(
                hex(TestWork.COINBASE_PREFIX + "0102030405060708" + TestWork.COINBASE_SUFFIX)));
  }

  @Test
  void poolOutputsComeFirstInTheirOrder() {
    TxOutput first = new TxOutput(1, B064K.of(hex("51")));
    TxOutput second = new TxOutput(TestWork.VALUE - 1, B064K.of(hex("52")));
    Coinbase coinbase = Coinbase.of(TestWork.template(1), List.of(first, second), TestWork.TAG, 8);
    assertThat(hexOf(coinbase.suffix()))
        .startsWith("feffffff" + "03" + "01000000000000000151" + "fff1052a010000000152")
        .contains("0152" + "0000000000000000" + "266a24aa21a9ed");
  }

  /** 252 of the pool and one of the template need a count of three bytes. */
  @Test
  void countOfManyOutputsTakesThreeBytes() {
    List<TxOutput> outputs = Collections.nCopies(252, new TxOutput(1, B064K.of(hex("51"))));
    Coinbase coinbase = Coinbase.of(TestWork.template(1, 252), outputs, TestWork.TAG, 8);
    assertThat(hexOf(coinbase.suffix())).startsWith("feffffff" + "fdfd00" + "0100000000000000");
  }

  @Test
  void aTemplateMayLeaveNothingToSpend() {
    Coinbase coinbase = Coinbase.of(TestWork.template(1, 0), List.of(), TestWork.TAG, 8);
    assertThat(hexOf(coinbase.suffix())).startsWith("feffffff" + "01" + "0000000000000000" + "26");
  }

  @ParameterizedTest
  @CsvSource({
    "5000000001, 5000000001",
    "4999999999, 4999999999",
    "0, 0",
    "-1, 18446744073709551615"
  })
  void outputsMustSpendWhatIsLeftToTheSatoshi(long left, String written) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Coinbase.of(TestWork.template(1, left), PAYOUT, TestWork.TAG, 8))
        .withMessageContaining("exactly " + written + " satoshis")
        .withMessageContaining("not 5000000000");
  }

  @Test
  void scriptSigHasAtMostHundredBytes() {
    byte[] longest = new byte[100 - 4 - 8];
    Coinbase coinbase = Coinbase.of(TestWork.template(1), PAYOUT, longest, 8);
    assertThat(coinbase.prefix()[4 + 1 + 36]).isEqualTo((byte) 100);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Coinbase.of(TestWork.template(1), PAYOUT, new byte[89], 8))
        .withMessageContaining("101");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Coinbase.of(TestWork.template(1), PAYOUT, longest, 9))
        .withMessageContaining("101");
  }

  @Test
  void witnessFieldsArePutBackForTheBlock() {
    String body = TestWork.COINBASE_PREFIX.substring(8) + "0102030405060708";
    String beforeLocktime = TestWork.COINBASE_SUFFIX.replaceFirst("9f860100$", "");
    assertThat(hexOf(TestWork.coinbase().whole(hex("0102030405060708"))))
        .isEqualTo(
            "02000000" + "0001" + body + beforeLocktime + "0120" + "00".repeat(32) + "9f860100");
  }

  @ParameterizedTest
  @CsvSource({"0", "7", "9"})
  void blockNeedsTheWholeExtranonce(int length) {
    Coinbase coinbase = TestWork.coinbase();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> coinbase.whole(new byte[length]))
        .withMessageContaining("8 bytes, not " + length);
  }

  @Test
  void writingToTheHalvesChangesNothing() {
    Coinbase coinbase = TestWork.coinbase();
    Arrays.fill(coinbase.prefix(), (byte) 7);
    Arrays.fill(coinbase.suffix(), (byte) 7);
    assertThat(hexOf(coinbase.prefix())).isEqualTo(TestWork.COINBASE_PREFIX);
    assertThat(hexOf(coinbase.suffix())).isEqualTo(TestWork.COINBASE_SUFFIX);
  }

  /** Up to height 16 one opcode is the height (BIP34), and no count of bytes. */
  @ParameterizedTest
  @CsvSource({
    "03a08601, 03a08601",
    "0111, 0111",
    "60, 60",
    "5100, 51",
    "00, 00",
    "'', ''",
    "4bffff, 4bffff2f7376322f"
  })
  void firstPushIsTheHeight(String prefix, String push) {
    NewTemplate template = TestWork.template(1);
    Coinbase coinbase =
        Coinbase.of(
            new NewTemplate(
                template.templateId(),
                template.futureTemplate(),
                template.version(),
                template.coinbaseTxVersion(),
                B0255.of(hex(prefix)),
                template.coinbaseTxInputSequence(),
                template.coinbaseTxValueRemaining(),
                template.coinbaseTxOutputsCount(),
                template.coinbaseTxOutputs(),
                template.coinbaseTxLocktime(),
                template.merklePath()),
            PAYOUT,
            prefix.isEmpty() ? new byte[0] : TestWork.TAG,
            8);
    assertThat(hexOf(coinbase.firstPush())).isEqualTo(push);
  }
}
