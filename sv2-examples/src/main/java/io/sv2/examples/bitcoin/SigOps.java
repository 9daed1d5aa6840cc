package io.sv2.examples.bitcoin;

/** Counts signature operations the way consensus counts those of a coinbase. */
final class SigOps {
  private static final int OP_PUSHDATA1 = 0x4c;
  private static final int OP_PUSHDATA2 = 0x4d;
  private static final int OP_PUSHDATA4 = 0x4e;
  private static final int OP_CHECKSIG = 0xac;
  private static final int OP_CHECKMULTISIGVERIFY = 0xaf;

  private SigOps() {}

  /** Operations before the first malformed push; a multisig counts 20. */
  static int count(byte[] script) {
    int count = 0;
    long at = 0;
    while (at < script.length) {
      int op = script[(int) at] & 0xff;
      at++;
      if (op >= OP_CHECKSIG && op <= OP_CHECKMULTISIGVERIFY) {
        count += op < OP_CHECKSIG + 2 ? 1 : 20;
      }
      int lengthBytes = op == OP_PUSHDATA1 ? 1 : op == OP_PUSHDATA2 ? 2 : 4;
      if (op < OP_PUSHDATA1) {
        at += op;
      } else if (op <= OP_PUSHDATA4) {
        if (at + lengthBytes > script.length) {
          return count;
        }
        at += lengthBytes + littleEndian(script, (int) at, lengthBytes);
      }
    }
    return count;
  }

  private static long littleEndian(byte[] bytes, int from, int length) {
    long value = 0;
    for (int i = length - 1; i >= 0; i--) {
      value = (value << 8) | (bytes[from + i] & 0xff);
    }
    return value;
  }
}
