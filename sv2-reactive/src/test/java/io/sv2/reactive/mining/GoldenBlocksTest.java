package io.sv2.reactive.mining;

import static io.sv2.reactive.mining.TestWork.NOW;
import static io.sv2.reactive.mining.TestWork.hex;
import static io.sv2.reactive.mining.TestWork.rejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sv2.codec.mining.OpenExtendedMiningChannelSuccess;
import io.sv2.codec.mining.OpenStandardMiningChannelSuccess;
import io.sv2.codec.mining.SetNewPrevHash;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.U256;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks of the main chain come out of the domain as what they are, to the byte. */
class GoldenBlocksTest {
  private static final int PREFIX = 3; // bytes of the extranonce that a channel is given

  private static String hexOf(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** The channel of a server that has the block's job at {@code version}. */
  private static ServerChannel server(MainnetBlock block, int prefix, WorkTemplate work) {
    ServerChannel channel =
        new ServerChannel(
            1,
            "miner",
            block.prefix(prefix),
            block.extranonceLength() - prefix,
            U256.ZERO,
            ChannelConfig.DEFAULT,
            NOW);
    channel.addFuture(MainnetBlock.JOB, work);
    channel.activate(1, block.tip(), block.number("ntime"), NOW);
    return channel;
  }

  private static void giveJob(ClientChannel channel, MainnetBlock block) {
    assertThat(channel.job(block.job(1, true), NOW)).isEmpty();
    assertThat(
            channel.tip(
                new SetNewPrevHash(
                    1,
                    MainnetBlock.JOB,
                    block.hash("prevHash"),
                    block.number("ntime"),
                    block.number("nBits")),
                NOW))
        .isPresent();
  }

  private static void assertBlock(ShareResult result, MainnetBlock block, String coinbase) {
    assertThat(result)
        .isInstanceOfSatisfying(
            ShareResult.Block.class,
            found -> {
              assertThat(found.hash()).isEqualTo(block.hash("hash"));
              assertThat(found.target()).isEqualTo(ShareTarget.of(block.hash("target")));
              assertThat(found.coinbase()).isEqualTo(B064K.of(hex(coinbase)));
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 300025, 481829, 482683, 702861})
  void coinbaseIsTakenApartAndPutTogetherToTheByte(int height) {
    MainnetBlock block = MainnetBlock.at(height);
    Coinbase coinbase = block.splitCoinbase();
    byte[] extranonce = hex(block.extranonce());
    assertThat(hexOf(coinbase.prefix()) + block.extranonce() + hexOf(coinbase.suffix()))
        .isEqualTo(block.stripped());
    assertThat(coinbase.length()).isEqualTo(block.stripped().length() / 2);
    assertThat(coinbase.txid(extranonce)).isEqualTo(block.hash("coinbaseTxid"));
    assertThat(coinbase.commitsToWitnesses()).isEqualTo(block.hasWitness());
    assertThat(hexOf(coinbase.whole(extranonce))).isEqualTo(block.fact("coinbase"));
    assertThat(coinbase.outputs().list()).hasSize((int) block.number("outputs"));
  }

  /** Who declares a job may leave the BIP141 fields out. */
  @ParameterizedTest
  @ValueSource(ints = {1, 300025, 481829, 482683, 702861})
  void partsWithoutWitnessMakeTheSameCoinbase(int height) {
    MainnetBlock block = MainnetBlock.at(height);
    String stripped = block.stripped();
    Coinbase coinbase =
        Coinbase.ofParts(
            hex(block.before(stripped)), hex(block.after(stripped)), block.extranonceLength());
    assertThat(hexOf(coinbase.whole(hex(block.extranonce())))).isEqualTo(block.fact("coinbase"));
  }

  @ParameterizedTest
  @ValueSource(ints = {300025, 481829, 482683, 702861})
  void coinbaseBeginsWithTheHeight(int height) {
    assertThat(MainnetBlock.at(height).splitCoinbase().firstPush())
        .containsExactly(3, height & 0xff, (height >> 8) & 0xff, height >> 16);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 300025, 481829, 482683, 702861})
  void merkleRootIsTheHeadersHoweverTheExtranonceIsSplit(int height) {
    MainnetBlock block = MainnetBlock.at(height);
    U256 root = block.hash("merkleRoot");
    assertThat(Sha256d.merkleRoot(block.hash("coinbaseTxid"), block.merklePath())).isEqualTo(root);
    for (WorkTemplate work :
        List.of(
            block.work(block.number("version")),
            WorkTemplate.of(block.job(1, true), block.extranonceLength()))) {
      for (int prefix = 0; prefix <= block.extranonceLength(); prefix++) {
        assertThat(work.merkleRoot(block.prefix(prefix), block.rolled(prefix))).isEqualTo(root);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 300025, 481829, 482683, 702861})
  void serverFindsTheBlockWithItsWholeCoinbase(int height) {
    MainnetBlock block = MainnetBlock.at(height);
    WorkTemplate work = block.work(block.number("version"));
    assertBlock(
        server(block, PREFIX, work).submit(block.share(block.rolled(PREFIX)), NOW),
        block,
        block.fact("coinbase"));
    int all = block.extranonceLength(); // a standard channel's prefix
    assertBlock(
        server(block, all, work).submit(block.share(B032.EMPTY), NOW),
        block,
        block.fact("coinbase"));
  }

  /** Which knows only what it was sent: a coinbase without witness. */
  @ParameterizedTest
  @ValueSource(ints = {1, 300025, 481829, 482683, 702861})
  void clientFindsTheBlock(int height) {
    MainnetBlock block = MainnetBlock.at(height);
    ClientChannel extended =
        ClientChannel.of(
            new OpenExtendedMiningChannelSuccess(
                1, 1, U256.ZERO, block.extranonceLength() - PREFIX, block.prefix(PREFIX), 2),
            true,
            ChannelConfig.DEFAULT);
    giveJob(extended, block);
    assertBlock(extended.check(block.share(block.rolled(PREFIX)), NOW), block, block.stripped());
    ClientChannel standard =
        ClientChannel.of(
            new OpenStandardMiningChannelSuccess(
                1, 1, U256.ZERO, block.prefix(block.extranonceLength()), 2),
            true,
            ChannelConfig.DEFAULT);
    giveJob(standard, block);
    assertBlock(standard.check(block.share(B032.EMPTY), NOW), block, block.stripped());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 300025, 481829, 482683, 702861})
  void nothingElseIsABlock(int height) {
    MainnetBlock block = MainnetBlock.at(height);
    ServerChannel channel = server(block, PREFIX, block.work(block.number("version")));
    Share share = block.share(block.rolled(PREFIX));
    Share next =
        new Share(
            1,
            MainnetBlock.JOB,
            share.nonce() + 1,
            share.ntime(),
            share.version(),
            share.extranonce());
    assertThat(channel.submit(next, NOW)).isEqualTo(rejected("difficulty-too-low"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 300025, 481829, 482683, 702861})
  void targetAndDifficultyAreThoseOfNBits(int height) {
    MainnetBlock block = MainnetBlock.at(height);
    U256 target = Target.ofNBits(block.number("nBits"));
    assertThat(target).isEqualTo(block.hash("target"));
    double difficulty = Double.parseDouble(block.fact("difficulty"));
    assertThat(Target.difficulty(target)).isCloseTo(difficulty, within(difficulty * 1e-12));
  }

  /** It was found with 16 bits of its version rolled. */
  @Test
  void block702861IsFoundFromItsBaseVersionWhereItMayBeRolled() {
    MainnetBlock block = MainnetBlock.at(702861);
    Share share = block.share(block.rolled(PREFIX));
    WorkTemplate base = block.work(0x2000_0004L);
    assertThat(share.version()).isEqualTo(0x3fff_e004L);
    assertBlock(server(block, PREFIX, base).submit(share, NOW), block, block.fact("coinbase"));
    assertThat(server(block, PREFIX, base.withFixedVersion()).submit(share, NOW))
        .isEqualTo(rejected("version-rolling-not-allowed"));
    assertThat(server(block, PREFIX, block.work(0x0000_0004L)).submit(share, NOW))
        .isEqualTo(rejected("invalid-non-rollable-version-bit"));
  }
}
