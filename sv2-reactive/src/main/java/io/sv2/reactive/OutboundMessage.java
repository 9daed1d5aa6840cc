package io.sv2.reactive;

import io.sv2.codec.MessageKind;
import io.sv2.codec.MessageType;
import io.sv2.codec.Sv2Frame;
import io.sv2.codec.UnknownTypeException;
import org.jspecify.annotations.Nullable;

/**
 * A frame on its way out and what it is.
 *
 * @param kind null for a message that is passed on without being known
 * @param frame shared by all receivers
 */
record OutboundMessage(@Nullable MessageKind kind, Sv2Frame frame) {
  static OutboundMessage of(Sv2Frame frame) {
    try {
      return new OutboundMessage(MessageType.of(frame), frame);
    } catch (UnknownTypeException e) {
      return new OutboundMessage(null, frame);
    }
  }
}
