/** Stratum V2 bytes to messages and back. A module, so that its message hierarchy can be sealed. */
@SuppressWarnings("module") // the digit is the protocol's name
module io.sv2.codec {
  requires static transitive org.jspecify;
  requires static com.fasterxml.jackson.core; // for io.sv2.codec.json only

  exports io.sv2.codec;
  exports io.sv2.codec.common;
  exports io.sv2.codec.extension;
  exports io.sv2.codec.jobdeclaration;
  exports io.sv2.codec.json;
  exports io.sv2.codec.mining;
  exports io.sv2.codec.template;
  exports io.sv2.codec.type;
}
