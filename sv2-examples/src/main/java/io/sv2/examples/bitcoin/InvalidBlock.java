package io.sv2.examples.bitcoin;

/** A submitted block broke a rule; the message is the reason as Bitcoin Core spells it. */
final class InvalidBlock extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidBlock(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }

  static void unless(boolean holds, String reason) throws InvalidBlock {
    if (!holds) {
      throw new InvalidBlock(reason);
    }
  }
}
