package io.sv2.codec.jobdeclaration;

import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.U256;

/**
 * A block was found on the job declared last. PushSolution, section 6.4.9.
 *
 * @param extranonce the whole extranonce
 * @param prevHash hash of the block before
 * @param nonce U32: of the header
 * @param ntime U32: of the header, Unix seconds
 * @param nbits U32: of the header
 * @param version U32: of the header
 */
public record PushSolution(
    B032 extranonce, U256 prevHash, long nonce, long ntime, long nbits, long version)
    implements JobDeclarationMessage {
  private static final String NAME = "PushSolution";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public PushSolution {
    FieldRules.u32(NAME, "nonce", nonce);
    FieldRules.u32(NAME, "ntime", ntime);
    FieldRules.u32(NAME, "nbits", nbits);
    FieldRules.u32(NAME, "version", version);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static PushSolution read(PayloadReader reader) {
    return new PushSolution(
        reader.b032("extranonce"),
        reader.u256("prev_hash"),
        reader.u32("nonce"),
        reader.u32("ntime"),
        reader.u32("nbits"),
        reader.u32("version"));
  }

  @Override
  public MessageType type() {
    return MessageType.PUSH_SOLUTION;
  }

  @Override
  public int payloadLength() {
    return 49 + extranonce.length();
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.prefixed8(extranonce);
    writer.u256(prevHash);
    writer.u32(nonce);
    writer.u32(ntime);
    writer.u32(nbits);
    writer.u32(version);
  }
}
