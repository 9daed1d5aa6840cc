package io.sv2.examples.templateprovider;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.Sv2Message;
import io.sv2.codec.template.CoinbaseOutputConstraints;
import io.sv2.codec.template.NewTemplate;
import io.sv2.codec.template.SetNewPrevHash;
import io.sv2.codec.type.U256;
import io.sv2.examples.bitcoin.BlockTemplate;
import io.sv2.reactive.Sv2Client;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bitcoinj.base.Sha256Hash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class TemplateProviderHandlerTest {
  private final TemplateBench bench = new TemplateBench();
  private final Sv2Client client = bench.connect(1);

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void nothingIsSentBeforeTheClientSaysItsConstraints() {
    assertThat(bench.offer(client)).isEmpty();
    assertThat(bench.constrain(client, 100))
        .hasExactlyElementsOfTypes(NewTemplate.class, SetNewPrevHash.class);
  }

  @Test
  void constraintsAreAnsweredByTheFirstTemplateOfTheSource() {
    assertThat(bench.constrain(client, 100)).isEmpty();
    assertThat(bench.offer(client))
        .hasExactlyElementsOfTypes(NewTemplate.class, SetNewPrevHash.class);
  }

  @Test
  void templateIsWhatTheSourceOffers() {
    bench.offer(client);
    BlockTemplate block = bench.current();
    NewTemplate template = (NewTemplate) bench.constrain(client, 100).get(0);
    assertThat(template.futureTemplate()).isTrue();
    assertThat(template.version()).isEqualTo(block.version());
    assertThat(template.coinbaseTxValueRemaining()).isEqualTo(block.coinbaseValue());
    assertThat(block.height()).isEqualTo(840_001);
    assertThat(template.coinbasePrefix().toHex()).isEqualTo("03" + "41d10c");
    assertThat(template.coinbaseTxOutputsCount()).isEqualTo(1);
    assertThat(template.coinbaseTxOutputs().toHex())
        .hasSize(2 * 47)
        .startsWith("0000000000000000" + "26" + "6a24aa21a9ed");
    Sha256Hash coinbase = Sha256Hash.of(new byte[] {1});
    List<byte[]> leaves = new ArrayList<>(List.of(coinbase.serialize()));
    block.transactions().forEach(tx -> leaves.add(tx.txid().serialize()));
    assertThat(leaves).hasSize(7);
    assertThat(TemplateSolver.root(coinbase, template)).isEqualTo(merkleRoot(leaves));
  }

  @Test
  void tipIsThatOfTheSource() {
    bench.offer(client);
    BlockTemplate block = bench.current();
    List<Sv2Message> messages = bench.constrain(client, 100);
    assertThat(messages.get(1))
        .isEqualTo(
            new SetNewPrevHash(
                ((NewTemplate) messages.get(0)).templateId(),
                U256.ofHex(block.previousBlockHash().toString()),
                block.curTime(),
                block.bits(),
                U256.of(block.target())));
  }

  @Test
  void betterTemplateForTheSameTipIsNoFutureOne() {
    bench.constrain(client, 100);
    NewTemplate first = (NewTemplate) bench.offer(client).get(0);
    bench.time.advanceTimeBy(Duration.ofSeconds(5));
    List<Sv2Message> messages = bench.offer(client);
    assertThat(messages).hasOnlyElementsOfType(NewTemplate.class).hasSize(1);
    NewTemplate better = (NewTemplate) messages.get(0);
    assertThat(better.futureTemplate()).isFalse();
    assertThat(better.templateId()).isGreaterThan(first.templateId());
    assertThat(better.coinbaseTxValueRemaining()).isGreaterThan(first.coinbaseTxValueRemaining());
  }

  @Test
  void newTipIsAFutureTemplateAndItsTip() {
    bench.constrain(client, 100);
    List<Sv2Message> first = bench.offer(client);
    TemplateSolver.Solved solved =
        TemplateSolver.solve((NewTemplate) first.get(0), (SetNewPrevHash) first.get(1));
    bench.submit(client, solved.solution());
    List<Sv2Message> messages = bench.offer(client);
    assertThat(messages).hasExactlyElementsOfTypes(NewTemplate.class, SetNewPrevHash.class);
    assertThat(((NewTemplate) messages.get(0)).futureTemplate()).isTrue();
    SetNewPrevHash tip = (SetNewPrevHash) messages.get(1);
    assertThat(tip.templateId()).isEqualTo(((NewTemplate) messages.get(0)).templateId());
    assertThat(tip.prevHash()).isEqualTo(U256.ofHex(solved.hash().toString()));
  }

  @Test
  void clientsWithTheSameConstraintsShareATemplate() {
    Sv2Client same = bench.connect(2);
    Sv2Client other = bench.connect(3);
    bench.constrain(client, 100);
    bench.constrain(same, 100);
    bench.constrain(other, 200);
    List<Long> ids =
        bench.offer(List.of(client, same, other)).stream()
            .map(messages -> ((NewTemplate) messages.get(0)).templateId())
            .toList();
    assertThat(ids.get(1)).isEqualTo(ids.get(0));
    assertThat(ids.get(2)).isNotEqualTo(ids.get(0));
  }

  @Test
  void repeatedConstraintsAreAnsweredAfresh() {
    bench.offer(client);
    NewTemplate first = (NewTemplate) bench.constrain(client, 100).get(0);
    List<Sv2Message> again = bench.constrain(client, 100);
    assertThat(again).hasExactlyElementsOfTypes(NewTemplate.class, SetNewPrevHash.class);
    assertThat(((NewTemplate) again.get(0)).futureTemplate()).isTrue();
    assertThat(((NewTemplate) again.get(0)).templateId()).isGreaterThan(first.templateId());
  }

  @Test
  void roomForTheCoinbaseIsTakenFromTheTransactionsAndTheirFees() {
    bench.offer(client);
    BlockTemplate block = bench.current();
    NewTemplate template =
        (NewTemplate) bench.constrain(client, BlockTemplate.MAX_COINBASE_OUTPUT_SIZE).get(0);
    assertThat(template.merklePath()).isEmpty();
    assertThat(block.fees()).isPositive();
    assertThat(template.coinbaseTxValueRemaining()).isEqualTo(312_500_000);
    assertThat(bench.request(client, template.templateId()))
        .singleElement()
        .extracting("transactionList")
        .isEqualTo(List.of());
  }

  @Test
  void constraintsThatNoBlockCanMeetEndTheConnection() {
    bench.offer(client);
    StepVerifier.create(
            bench.handler.handleCoinbaseOutputConstraints(
                client,
                new CoinbaseOutputConstraints(BlockTemplate.MAX_COINBASE_OUTPUT_SIZE + 1, 0)))
        .expectErrorMatches(
            error -> String.valueOf(error.getMessage()).contains("coinbase_output_max_additional"))
        .verify(Duration.ofSeconds(20));
  }

  /** Row by row, doubling the last of an odd row: the textbook's way. */
  private static byte[] merkleRoot(List<byte[]> leaves) {
    List<byte[]> row = leaves;
    while (row.size() > 1) {
      List<byte[]> next = new ArrayList<>();
      for (int i = 0; i < row.size(); i += 2) {
        byte[] right = row.get(Math.min(i + 1, row.size() - 1));
        next.add(Sha256Hash.hashTwice(ByteBuffer.allocate(64).put(row.get(i)).put(right).array()));
      }
      row = next;
    }
    return row.get(0);
  }
}
