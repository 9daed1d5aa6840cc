package io.sv2.examples.bitcoin;

import java.io.ByteArrayOutputStream;

/** BIP34: the block height as the first push of the coinbase's scriptSig. */
final class CoinbaseHeight {
  private static final int OP_1 = 0x51;

  private CoinbaseHeight() {}

  /** The shortest script that pushes {@code height}, 0 or above: an opcode up to 16. */
  static byte[] script(int height) {
    if (height <= 16) {
      return new byte[] {(byte) (height == 0 ? 0 : OP_1 + height - 1)};
    }
    ByteArrayOutputStream number = new ByteArrayOutputStream();
    for (int rest = height; rest != 0; rest >>>= 8) {
      number.write(rest);
    }
    byte[] bytes = number.toByteArray();
    boolean wouldBeNegative = bytes[bytes.length - 1] < 0;
    byte[] script = new byte[1 + bytes.length + (wouldBeNegative ? 1 : 0)];
    script[0] = (byte) (script.length - 1);
    System.arraycopy(bytes, 0, script, 1, bytes.length);
    return script;
  }
}
