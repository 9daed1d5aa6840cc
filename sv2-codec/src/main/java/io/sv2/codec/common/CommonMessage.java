package io.sv2.codec.common;

import io.sv2.codec.MessageType;
import io.sv2.codec.Sv2Message;

/** Messages of every subprotocol (section 3.6). */
public sealed interface CommonMessage extends Sv2Message
    permits ChannelEndpointChanged,
        Reconnect,
        SetupConnection,
        SetupConnectionError,
        SetupConnectionSuccess {
  @Override
  MessageType type();
}
