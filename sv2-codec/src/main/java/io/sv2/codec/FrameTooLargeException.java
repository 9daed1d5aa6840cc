package io.sv2.codec;

/** A frame header that announces more than this side is willing to receive in its state. */
public final class FrameTooLargeException extends Sv2CodecException {
  private static final long serialVersionUID = 1L;

  /** Payload length announced, in bytes. */
  private final int announced;

  /** Largest payload accepted, in bytes. */
  private final int limit;

  /**
   * For {@code header}, which exceeds {@code limit}.
   *
   * @param header as received
   * @param limit largest payload accepted now, in bytes
   */
  public FrameTooLargeException(FrameHeader header, int limit) {
    super(
        "frame 0x" + Integer.toHexString(header.messageType()),
        "msg_length",
        -1,
        "at most " + limit + " bytes are accepted here, not " + header.payloadLength());
    this.announced = header.payloadLength();
    this.limit = limit;
  }

  /** Payload length announced, in bytes. */
  public int announced() {
    return announced;
  }

  /** Largest payload accepted, in bytes. */
  public int limit() {
    return limit;
  }
}
