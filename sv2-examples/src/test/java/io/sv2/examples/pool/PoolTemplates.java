package io.sv2.examples.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.template.NewTemplate;
import io.sv2.codec.template.SetNewPrevHash;
import io.sv2.codec.type.B0255;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.U256;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.bitcoinj.base.Coin;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionInput;
import org.bitcoinj.core.TransactionOutPoint;
import org.bitcoinj.core.TransactionOutput;
import org.bitcoinj.core.TransactionWitness;
import org.bitcoinj.script.Script;

/** Templates as a provider sends them, and what must become of them by way of bitcoinj. */
final class PoolTemplates {
  static final B064K PAYOUT = B064K.ofHex("0014751e76e8199196d454941c45d1b3a323f1433bd6");
  static final long VALUE = 5_000_000_123L;
  static final long TIP_TIME = 1_770_000_000L;
  static final U256 MERKLE_1 = U256.ofHex("1".repeat(64));
  static final U256 MERKLE_2 = U256.ofHex("2".repeat(64));
  static final B0255 HEIGHT = B0255.ofHex("0340d10c");
  static final B064K COMMITMENT = B064K.ofHex("0".repeat(16) + "266a24aa21a9ed" + "c".repeat(64));

  /** Out of a test's reach. */
  static final long HARD = 0x1d00ffffL;

  /** One in 2^13 hashes. */
  static final long EASY = 0x2000_07ffL;

  private PoolTemplates() {}

  static NewTemplate newTemplate(long id, boolean future) {
    List<U256> path = List.of(MERKLE_1, MERKLE_2);
    return new NewTemplate(
        id, future, 0x2000_0000L, 2, HEIGHT, 0xffff_fffeL, VALUE + id, 1, COMMITMENT, 0, path);
  }

  static SetNewPrevHash newTip(long templateId, U256 prevHash, long nBits) {
    return newTip(templateId, prevHash, nBits, TIP_TIME);
  }

  static SetNewPrevHash newTip(long templateId, U256 prevHash, long nBits, long time) {
    return new SetNewPrevHash(templateId, prevHash, time, nBits, U256.of(target(nBits)));
  }

  static BigInteger target(long nBits) {
    return BigInteger.valueOf(nBits & 0xff_ffff).shiftLeft(8 * ((int) (nBits >>> 24) - 3));
  }

  /** What the coinbase of a template pays, as it stands in it. */
  static String valueHex(long templateId) {
    byte[] bytes = new byte[8];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(VALUE + templateId);
    return HexFormat.of().formatHex(bytes);
  }

  /** The merkle root that a channel's work on a template must come to, by way of bitcoinj. */
  static U256 merkleRoot(long templateId, byte[] extranonce) {
    byte[] tag = "reactor-stratum".getBytes(StandardCharsets.US_ASCII);
    byte[] script = MinedChannel.concat(HEIGHT.toByteArray(), tag, extranonce);
    Transaction coinbase = new Transaction();
    coinbase.setVersion(2);
    TransactionOutPoint none = new TransactionOutPoint(0xffff_ffffL, Sha256Hash.ZERO_HASH);
    coinbase.addInput(
        new TransactionInput(coinbase, script, none, 0xffff_fffeL, null, TransactionWitness.EMPTY));
    coinbase.addOutput(Coin.valueOf(VALUE + templateId), Script.parse(PAYOUT.toByteArray()));
    coinbase.addOutput(TransactionOutput.read(COMMITMENT.asByteBuffer(), coinbase));
    return U256.ofWire(
        MinedChannel.fold(coinbase.getTxId().serialize(), List.of(MERKLE_1, MERKLE_2)));
  }

  static U256 hash(int digit) {
    return U256.ofHex(Integer.toHexString(digit).repeat(64));
  }

  /** That a channel works on this template and tip, down to the merkle root. */
  static void assertWorking(MinedChannel channel, int template, U256 prevHash) {
    assertThat(channel.tip().prevHash()).isEqualTo(prevHash);
    assertThat(U256.ofWire(channel.header(), 36))
        .as("merkle root of channel %d", channel.id)
        .isEqualTo(merkleRoot(template, channel.extranonce()));
  }
}
