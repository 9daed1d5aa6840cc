package io.sv2.codec;

/**
 * The six bytes before every payload (section 3.2).
 *
 * @param extensionType U16 as on the wire, the {@code channel_msg} bit included; 0 to 65,535
 * @param messageType U8; 0 to 255
 * @param payloadLength U24, the payload without this header; 0 to 16,777,215 bytes
 */
public record FrameHeader(int extensionType, int messageType, int payloadLength) {}
