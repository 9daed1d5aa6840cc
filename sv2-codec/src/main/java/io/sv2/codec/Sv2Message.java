package io.sv2.codec;

import io.sv2.codec.common.CommonMessage;
import io.sv2.codec.extension.ExtensionMessage;
import io.sv2.codec.jobdeclaration.JobDeclarationMessage;
import io.sv2.codec.mining.MiningMessage;
import io.sv2.codec.template.TemplateMessage;

/**
 * A message of the protocol: an immutable record, named as in the specification, that was checked
 * when it was built.
 */
public sealed interface Sv2Message
    permits CommonMessage, ExtensionMessage, JobDeclarationMessage, MiningMessage, TemplateMessage {
  /** Which message this is. */
  MessageKind type();

  /** Bytes that {@link #write} writes, 0 to 16,777,215. */
  int payloadLength();

  /** Writes the fields in the order of the specification. */
  void write(PayloadWriter writer);
}
