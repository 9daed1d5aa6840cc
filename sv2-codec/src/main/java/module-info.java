/** Stratum V2 bytes to messages and back. A module, so that its message hierarchy can be sealed. */
@SuppressWarnings("module") // the digit is the protocol's name
module io.sv2.codec {
  requires static org.jspecify;

  exports io.sv2.codec;
}
