package io.sv2.examples.pool;

import static io.sv2.examples.pool.PoolTemplates.EASY;
import static io.sv2.examples.pool.PoolTemplates.hash;
import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.mining.SubmitSharesSuccess;
import io.sv2.codec.template.SubmitSolution;
import io.sv2.codec.type.B032;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.Transaction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PoolBlockTest {
  private static final BigInteger NETWORK_TARGET = BigInteger.valueOf(0x7ff).shiftLeft(232);

  private final PoolBench bench = new PoolBench();
  private final PoolBench.Miner miner = bench.connect(0);

  @BeforeEach
  void workOnBothKindsOfChannel() {
    miner.open();
    miner.openExtended();
    bench.work(1, hash(7), EASY);
  }

  @Test
  void blockOfAStandardChannelGoesToTheTemplateProvider() {
    MinedChannel.Found found = block(miner.view.channels.get(2L));
    miner.says(miner.view.channels.get(2L).submission(1, found));
    assertSolved(found, 1);
  }

  @Test
  void blockOfAnExtendedChannelGoesToTheTemplateProviderWithWhatWasRolled() {
    MinedChannel channel = miner.view.channels.get(3L);
    B032 rolled = B032.ofHex("a1a2a3a4a5a6a7a8");
    MinedChannel.Found found = channel.find(rolled, 0x3abc_dee0L, PoolBlockTest::meetsNetwork);
    miner.says(channel.submission(1, found));
    SubmitSolution solution = assertSolved(found, 1);
    assertThat(solution.version()).isEqualTo(0x3abc_dee0L);
    assertThat(solution.coinbaseTx().toHex()).contains("0000000001" + "a1a2a3a4a5a6a7a8");
  }

  @Test
  void blockIsOfTheTemplateThatItsJobWasMadeOf() {
    MinedChannel channel = miner.view.channels.get(3L);
    MinedChannel.Found found = block(channel);
    bench.template(PoolTemplates.newTemplate(2, false));
    miner.says(channel.submission(1, found));
    assertSolved(found, 1);
    miner.says(channel.submission(2, block(channel)));
    assertThat(miner.solutions).extracting(SubmitSolution::templateId).containsExactly(1L, 2L);
  }

  @Test
  void blockIsAcknowledgedAtOnceWithTheSharesBeforeIt() {
    MinedChannel channel = miner.view.channels.get(2L);
    miner.says(channel.submission(5, shareThatIsNoBlock(channel)));
    MinedChannel.Found found = block(channel);
    assertThat(miner.says(channel.submission(6, found)))
        .containsExactly(new SubmitSharesSuccess(2, 6, 2, 0));
    assertThat(bench.heard)
        .containsExactly(
            "accepted user.worker", "accepted user.worker", "block " + found.blockHash());
  }

  @Test
  void shareThatIsNoBlockGoesNowhere() {
    MinedChannel channel = miner.view.channels.get(3L);
    miner.says(channel.submission(1, shareThatIsNoBlock(channel)));
    assertThat(miner.solutions).isEmpty();
    assertThat(bench.heard).containsExactly("accepted user.proxy");
  }

  @Test
  void blockIsKeptForATemplateProviderThatMissesIt() {
    MinedChannel channel = miner.view.channels.get(2L);
    miner.says(channel.submission(1, block(channel)));
    assertThat(bench.handler.recentSolutions()).isEqualTo(miner.solutions);
  }

  @Test
  void blockIsSentThoughTheListenerFails() {
    bench.listenerFails = true;
    MinedChannel channel = miner.view.channels.get(2L);
    miner.says(channel.submission(1, block(channel)));
    assertThat(miner.solutions).hasSize(1);
    assertThat(bench.handler.recentSolutions()).hasSize(1);
  }

  @Test
  void blockSubmittedTwiceIsSentOnce() {
    MinedChannel channel = miner.view.channels.get(2L);
    MinedChannel.Found found = block(channel);
    miner.says(channel.submission(1, found));
    miner.says(channel.submission(2, found));
    assertThat(miner.solutions).hasSize(1);
    assertThat(bench.heard).last().isEqualTo("rejected user.worker duplicate-share");
  }

  @Test
  void blockCountsThoughTheChannelsTargetIsHarderButOnlyForWhatItProves() {
    PoolBench.Miner strict = bench.connect(0);
    strict.says(PoolBench.openStandard(BigInteger.ONE));
    MinedChannel channel = strict.channel();
    assertThat(strict.says(channel.submission(1, channel.find(h -> meetsNetwork(h)))))
        .containsExactly(new SubmitSharesSuccess(2, 1, 1, 0));
    assertThat(strict.solutions).hasSize(1);
  }

  /** Puts the block's header together from the solution and the template alone. */
  private SubmitSolution assertSolved(MinedChannel.Found found, int template) {
    assertThat(miner.solutions).hasSize(1);
    SubmitSolution solution = miner.solutions.get(0);
    assertThat(solution.templateId()).isEqualTo(template);
    Transaction coinbase = Transaction.read(solution.coinbaseTx().asByteBuffer());
    assertThat(coinbase.serialize()).isEqualTo(solution.coinbaseTx().toByteArray());
    assertThat(coinbase.isCoinBase()).isTrue();
    assertThat(coinbase.getInput(0).getWitness().getPush(0)).isEqualTo(new byte[32]);
    assertThat(coinbase.getInput(0).getScriptBytes())
        .startsWith(PoolTemplates.HEIGHT.toByteArray())
        .hasSizeLessThanOrEqualTo(100);
    assertThat(coinbase.getOutput(0).getValue().value).isEqualTo(PoolTemplates.VALUE + template);
    assertThat(coinbase.getOutput(0).getScriptBytes())
        .isEqualTo(PoolTemplates.PAYOUT.toByteArray());
    assertThat(coinbase.getOutput(1).serialize()).isEqualTo(PoolTemplates.COMMITMENT.toByteArray());
    assertThat(coinbase.getOutputs()).hasSize(2);

    byte[] root =
        MinedChannel.fold(
            coinbase.getTxId().serialize(),
            List.of(PoolTemplates.MERKLE_1, PoolTemplates.MERKLE_2));
    byte[] header =
        ByteBuffer.allocate(80)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt((int) solution.version())
            .put(hash(7).toWire())
            .put(root)
            .putInt((int) solution.headerTimestamp())
            .putInt((int) EASY)
            .putInt((int) solution.headerNonce())
            .array();
    Sha256Hash hash = Sha256Hash.wrapReversed(Sha256Hash.hashTwice(header));
    assertThat(hash).isEqualTo(found.blockHash());
    assertThat(hash.toBigInteger()).isLessThanOrEqualTo(NETWORK_TARGET);
    return solution;
  }

  private MinedChannel.Found block(MinedChannel channel) {
    return channel.find(PoolBlockTest::meetsNetwork);
  }

  private MinedChannel.Found shareThatIsNoBlock(MinedChannel channel) {
    return channel.find(hash -> !meetsNetwork(hash) && hash.compareTo(PoolBench.SHARE_TARGET) <= 0);
  }

  private static boolean meetsNetwork(BigInteger hash) {
    return hash.compareTo(NETWORK_TARGET) <= 0;
  }
}
