package io.sv2.codec;

import java.util.Optional;

/**
 * Which message a frame holds: a {@link MessageType} of the specification, or a {@link
 * VendorMessageType} of an extension that a user has registered.
 */
public sealed interface MessageKind permits MessageType, VendorMessageType {
  /** Name in the specification, {@code SetupConnection.Success} for one. */
  String specName();

  /**
   * Name that no other message has: the two called SetNewPrevHash are {@code Mining.SetNewPrevHash}
   * and {@code TemplateDistribution.SetNewPrevHash}, for all others it is {@link #specName()}.
   */
  String uniqueName();

  /** The subprotocol it belongs to; empty for common and extension messages. */
  Optional<Protocol> protocol();

  /** The extension that defines it, 0 to 32,767; 0 for the protocol itself. */
  int extension();

  /** U8 of the header. */
  int code();

  /** Whether its frames have the {@code channel_msg} bit set. */
  boolean isChannelMessage();

  /** Who may send it. */
  Direction direction();

  /** The record that holds it. */
  Class<? extends Sv2Message> record();
}
