package io.sv2.examples.bitcoin;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.bitcoinj.base.Sha256Hash;

/** Makes well-formed payments to and from P2WPKH; their signatures are random bytes. */
final class SyntheticTransactions {
  private static final int SIGNATURE_LENGTH = 71;
  private static final int KEY_LENGTH = 33;
  private static final int SIZE = 4 + 2 + 1 + 36 + 1 + 4 + 1 + 2 * 31 + 1 + 106 + 4;

  private final RandomGenerator random;

  SyntheticTransactions(RandomGenerator random) {
    this.random = random;
  }

  /** A transaction that spends the second output of {@code parent}, or some coin of old. */
  TemplateTransaction next(Optional<TemplateTransaction> parent, long minFee) {
    ByteBuffer out = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(2).put((byte) 0).put((byte) 1);
    out.put((byte) 1).put(parent.map(tx -> tx.txid().serialize()).orElseGet(() -> random(32)));
    out.putInt(1).put((byte) 0).putInt(0xfffffffd);
    out.put((byte) 2);
    output(out);
    output(out);
    out.put((byte) 2);
    out.put((byte) SIGNATURE_LENGTH).put(random(SIGNATURE_LENGTH));
    out.put((byte) KEY_LENGTH).put(random(KEY_LENGTH));
    out.putInt(0);
    return TemplateTransaction.of(out.array(), minFee + random.nextLong(200, 20_000), 1);
  }

  Sha256Hash hash() {
    return Sha256Hash.wrap(random(32));
  }

  private void output(ByteBuffer out) {
    out.putLong(random.nextLong(10_000, 100_000_000));
    out.put((byte) 22).put((byte) 0).put((byte) 20).put(random(20));
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
