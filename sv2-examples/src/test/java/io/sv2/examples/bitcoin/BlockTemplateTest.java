package io.sv2.examples.bitcoin;

import static io.sv2.examples.bitcoin.Templates.weighing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionOutput;
import org.junit.jupiter.api.Test;

class BlockTemplateTest {
  private final BlockTemplate template = Templates.of(840_001, Templates.transactions(5));

  @Test
  void merklePathAndCoinbaseGiveTheRootOfTheWholeBlock() throws InvalidBlock {
    ParsedBlock block = ParsedBlock.parse(new Candidate(template).mine());
    byte[] root = Merkle.root(block.coinbase().getTxId().serialize(), template.merklePath());
    assertThat(root).isEqualTo(block.header().merkleRoot().serialize());
  }

  @Test
  void commitmentIsFoundInACoinbaseByBitcoinj() {
    Candidate candidate = new Candidate(template);
    candidate.commitment = template.witnessCommitmentScript();
    byte[] expected = new Candidate(template).commitment;
    assertThat(candidate.coinbase().findWitnessCommitment().getBytes())
        .isEqualTo(Arrays.copyOfRange(expected, 6, 38));
  }

  /** The commitment of a block without transactions, as in every empty block of mainnet. */
  @Test
  void commitmentOfAnEmptyBlock() {
    assertThat(HexFormat.of().formatHex(Templates.atHeight(1).witnessCommitmentScript()))
        .isEqualTo("6a24aa21a9ede2f61c3f71d1defd3fa999dfa36953755c690689799962b48bebd836974e8cf9");
  }

  @Test
  void commitmentOutputIsWorthNothing() {
    TransactionOutput output =
        TransactionOutput.read(
            ByteBuffer.wrap(template.witnessCommitmentOutput()), new Transaction());
    assertThat(output.getValue().value).isZero();
    assertThat(output.getScriptBytes()).isEqualTo(template.witnessCommitmentScript());
    assertThat(template.witnessCommitmentOutput()).hasSize(47);
  }

  @Test
  void assembledBlockIsTheOneThatWasMined() throws InvalidBlock {
    byte[] mined = new Candidate(template).mine();
    byte[] header = Arrays.copyOf(mined, 80);
    byte[] coinbase = ParsedBlock.parse(mined).coinbase().serialize();
    assertThat(template.assemble(header, coinbase)).isEqualTo(mined);
    assertThatThrownBy(() -> template.assemble(new byte[79], coinbase))
        .hasMessageContaining("79 bytes");
  }

  @Test
  void templateThatFitsStaysTheSame() {
    assertThat(template.fit(1000, 400)).isSameAs(template);
  }

  @Test
  void reservedWeightIsAtLeast2000() {
    BlockTemplate full = Templates.of(9, List.of(weighing(3_998_000, 0, 5)));
    assertThat(full.fit(208, 0).transactions()).hasSize(1);
    assertThat(full.fit(209, 0).transactions()).isEmpty();
    BlockTemplate tooFull = Templates.of(9, List.of(weighing(3_998_001, 0, 5)));
    assertThat(tooFull.fit(0, 0).transactions()).isEmpty();
  }

  @Test
  void tailIsDroppedWithItsFeesAlthoughTheLastWouldFit() {
    BlockTemplate full =
        Templates.of(
            9,
            List.of(
                weighing(3_000_000, 0, 1),
                weighing(990_000, 0, 20),
                weighing(10_000, 0, 300),
                weighing(400, 0, 4000)));
    BlockTemplate fitted = full.fit(0, 0);
    assertThat(fitted.transactions()).isEqualTo(full.transactions().subList(0, 2));
    assertThat(fitted.coinbaseValue()).isEqualTo(5_000_000_021L);
  }

  @Test
  void sigopsAreReservedToo() {
    BlockTemplate full = Templates.of(9, List.of(weighing(400, 79_000, 1), weighing(400, 900, 1)));
    assertThat(full.fit(0, 100).transactions()).hasSize(2);
    assertThat(full.fit(0, 101).transactions()).hasSize(1);
  }

  @Test
  void coinbaseThatNoBlockHoldsIsRefused() {
    int most = BlockTemplate.MAX_COINBASE_OUTPUT_SIZE;
    assertThat(template.fit(most, 0).transactions()).isEmpty();
    assertThatThrownBy(() -> template.fit(most + 1, 0)).hasMessageContaining("must be 0 to");
    assertThatThrownBy(() -> template.fit(0, 65_536)).hasMessageContaining("sigops");
  }

  @Test
  void bytesCannotBeChangedFromOutside() {
    byte[] raw = Templates.transactions(1).get(0).toByteArray();
    TemplateTransaction tx = TemplateTransaction.of(raw, 1, 1);
    raw[0] ^= 1;
    assertThat(tx.toByteArray()).isNotEqualTo(raw);
    tx.bytes().get();
    assertThat(tx.bytes().remaining()).isEqualTo(raw.length);
    assertThat(tx.bytes().isReadOnly()).isTrue();
  }
}
