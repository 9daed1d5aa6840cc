package io.sv2.examples.bitcoin;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
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

/** A block about to be mined on a template; a test changes one field of it. */
final class Candidate {
  static final byte[] PAYOUT =
      HexFormat.of().parseHex("0014751e76e8199196d454941c45d1b3a323f1433bd6");

  final BlockTemplate template;
  List<TemplateTransaction> transactions;
  long version;
  Sha256Hash previous;
  long time;
  long bits;
  byte[] scriptSig;
  byte[] commitment;
  byte[] payout = PAYOUT;
  TransactionWitness witness = TransactionWitness.of(new byte[32]);
  long value;
  long lockTime;
  int coinbaseInputs = 1;
  byte[] merkleRoot;

  Candidate(BlockTemplate template) {
    this.template = template;
    version = template.version();
    previous = template.previousBlockHash();
    time = template.curTime();
    bits = template.bits();
    byte[] prefix = template.coinbasePrefix();
    scriptSig = Arrays.copyOf(prefix, prefix.length + 8);
    with(template.transactions());
  }

  /** Other transactions, committed to as they should be, their fees instead of the template's. */
  Candidate with(List<TemplateTransaction> others) {
    transactions = others;
    value = template.coinbaseValue() - fees(template.transactions()) + fees(others);
    List<byte[]> leaves = new ArrayList<>();
    leaves.add(new byte[32]);
    others.forEach(tx -> leaves.add(tx.wtxid().serialize()));
    byte[] hash = Sha256Hash.hashTwice(naiveRoot(leaves), new byte[32]);
    commitment = concat(HexFormat.of().parseHex("6a24aa21a9ed"), hash);
    return this;
  }

  Transaction coinbase() {
    Transaction coinbase = new Transaction();
    coinbase.setVersion(2);
    for (int i = 0; i < coinbaseInputs; i++) {
      TransactionOutPoint none = new TransactionOutPoint(0xffffffffL, Sha256Hash.ZERO_HASH);
      coinbase.addInput(
          new TransactionInput(coinbase, scriptSig, none, 0xfffffffeL, null, witness));
    }
    coinbase.addOutput(Coin.valueOf(value), Script.parse(payout));
    if (commitment.length > 0) {
      coinbase.addOutput(new TransactionOutput(coinbase, Coin.ZERO, commitment));
    }
    coinbase.setLockTime(lockTime);
    return coinbase;
  }

  /** The block with a nonce that meets its own bits. */
  byte[] mine() {
    return search(true);
  }

  /** The block with a nonce that does not. */
  byte[] mineBadly() {
    return search(false);
  }

  static Sha256Hash hashOf(byte[] block) {
    return Sha256Hash.wrapReversed(Sha256Hash.hashTwice(block, 0, 80));
  }

  /** Row by row, doubling the last of an odd row: the textbook's way. */
  static byte[] naiveRoot(List<byte[]> leaves) {
    if (leaves.size() == 1) {
      return leaves.get(0);
    }
    List<byte[]> next = new ArrayList<>();
    for (int i = 0; i < leaves.size(); i += 2) {
      byte[] right = i + 1 < leaves.size() ? leaves.get(i + 1) : leaves.get(i);
      next.add(Sha256Hash.hashTwice(concat(leaves.get(i), right)));
    }
    return naiveRoot(next);
  }

  private byte[] search(boolean good) {
    Transaction coinbase = coinbase();
    List<byte[]> leaves = new ArrayList<>();
    leaves.add(coinbase.getTxId().serialize());
    transactions.forEach(tx -> leaves.add(tx.txid().serialize()));
    ByteBuffer header = ByteBuffer.allocate(80).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt((int) version).put(previous.serialize());
    header.put(merkleRoot == null ? naiveRoot(leaves) : merkleRoot);
    header.putInt((int) time).putInt((int) bits);
    BigInteger target = NBits.toTarget(bits);
    for (int nonce = 0; nonce < 10_000_000; nonce++) {
      header.putInt(76, nonce);
      boolean meets = hashOf(header.array()).toBigInteger().compareTo(target) <= 0;
      if (meets == good) {
        return block(header.array(), coinbase.serialize());
      }
    }
    throw new AssertionError("no nonce found");
  }

  private byte[] block(byte[] header, byte[] coinbase) {
    byte[] block = concat(header, new byte[] {(byte) (transactions.size() + 1)});
    block = concat(block, coinbase);
    for (TemplateTransaction tx : transactions) {
      block = concat(block, tx.toByteArray());
    }
    return block;
  }

  private static long fees(List<TemplateTransaction> transactions) {
    return transactions.stream().mapToLong(TemplateTransaction::fee).sum();
  }

  static byte[] concat(byte[] left, byte[] right) {
    byte[] both = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, both, left.length, right.length);
    return both;
  }
}
