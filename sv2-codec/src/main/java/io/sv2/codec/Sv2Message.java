package io.sv2.codec;

import io.sv2.codec.common.CommonMessage;
import io.sv2.codec.mining.MiningMessage;
import io.sv2.codec.template.TemplateMessage;

/**
 * A message of the protocol: an immutable record, named as in the specification, that was checked
 * when it was built.
 *
 * <p>Job declaration (chapter 6) and extension messages join this hierarchy as siblings of the
 * three families below.
 */
public sealed interface Sv2Message permits CommonMessage, MiningMessage, TemplateMessage {
  /** Which message this is. */
  MessageType type();

  /** Bytes that {@link #write} writes, 0 to 16,777,215. */
  int payloadLength();

  /** Writes the fields in the order of the specification. */
  void write(PayloadWriter writer);
}
