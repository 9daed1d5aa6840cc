package io.sv2.codec;

/** A frame whose extension and message type name no message known here. */
public final class UnknownTypeException extends Sv2CodecException {
  private static final long serialVersionUID = 1L;

  private final int extensionType;
  private final int messageType;

  UnknownTypeException(FrameHeader header) {
    super(
        null,
        "msg_type",
        -1,
        String.format(
            "no message 0x%02x is known in extension 0x%04x",
            header.messageType(), header.extension()));
    this.extensionType = header.extension();
    this.messageType = header.messageType();
  }

  /** Extension without the {@code channel_msg} bit. */
  public int extension() {
    return extensionType;
  }

  /** Code within the extension. */
  public int messageType() {
    return messageType;
  }
}
