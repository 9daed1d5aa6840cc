package io.sv2.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes, in whatever pieces they arrive, into frames (section 3.2).
 *
 * <p>Holds no more than what has arrived of the frame in progress and {@value #CHUNK} bytes beside
 * it, whatever a header announces. After an error it is dead: the error is thrown again, and
 * nothing that follows is looked at. Not thread-safe.
 */
public final class FrameDecoder {
  /** Bytes allocated ahead of the data. */
  static final int CHUNK = 256 * 1024;

  private final int pieceLength;
  private final byte[] header = new byte[FrameHeader.LENGTH];
  private int headerBytes;
  private int maxPayloadLength;
  private byte @Nullable [] body; // the frame itself, or the piece of a large one that is filling
  private int bodyBytes;
  private int missing;
  private final List<byte[]> fullPieces = new ArrayList<>(0);
  private @Nullable Sv2CodecException failure;

  /**
   * A decoder that accepts payloads of up to {@code maxPayloadLength} bytes.
   *
   * @throws InvalidValueException when that is not 0 to 16,777,215
   */
  public FrameDecoder(int maxPayloadLength) {
    this(maxPayloadLength, CHUNK);
  }

  /** Smaller pieces, down to header and channel id, let tests cut fields in two. */
  FrameDecoder(int maxPayloadLength, int pieceLength) {
    setMaxPayloadLength(maxPayloadLength);
    this.pieceLength = pieceLength;
  }

  /**
   * Changes the limit for the frames whose headers are yet to come: what is right after a
   * connection has been set up is too much before.
   *
   * @throws InvalidValueException when that is not 0 to 16,777,215
   */
  public void setMaxPayloadLength(int maxPayloadLength) {
    FieldRules.range("frame", "limit", maxPayloadLength, 0, FrameHeader.MAX_PAYLOAD_LENGTH);
    this.maxPayloadLength = maxPayloadLength;
  }

  /** Whether a frame has begun and not ended. */
  public boolean isMidFrame() {
    return headerBytes > 0;
  }

  /**
   * Bytes of payload that the frame in progress still lacks; 0 while its header is not complete.
   */
  public int missing() {
    return missing;
  }

  /**
   * Consumes all of {@code input} and hands each frame that it completes to {@code frames}.
   *
   * @throws FrameTooLargeException when a header announces more than the limit
   * @throws InvalidValueException when a channel message has no room for its channel id
   */
  public void decode(ByteBuffer input, Consumer<? super Sv2Frame> frames) {
    if (failure != null) {
      throw failure;
    }
    try {
      while (input.hasRemaining()) {
        if (headerBytes < FrameHeader.LENGTH && !readHeader(input)) {
          return;
        }
        if (readBody(input)) {
          deliver(frames);
        }
      }
    } catch (Sv2CodecException e) {
      throw die(e);
    }
  }

  private void deliver(Consumer<? super Sv2Frame> frames) {
    Sv2Frame frame = complete();
    headerBytes = 0;
    frames.accept(frame);
  }

  private Sv2CodecException die(Sv2CodecException cause) {
    failure = cause;
    body = null;
    fullPieces.clear();
    return cause;
  }

  /** Where a part of a payload comes from that is not lying anywhere yet. */
  @FunctionalInterface
  public interface PayloadPart {
    /** Writes the part to {@code target} from {@code offset} on; an exception leaves it out. */
    void writeTo(byte[] target, int offset);
  }

  /**
   * As {@link #decode(ByteBuffer, Consumer)}, for the next {@code count} bytes of a payload whose
   * header has been decoded: they are written where they are going to stay, so that what has to be
   * decrypted is not copied.
   *
   * @param count 1 to what is missing of the payload
   * @throws IllegalArgumentException when it is not
   */
  public void decode(int count, PayloadPart part, Consumer<? super Sv2Frame> frames) {
    if (failure != null) {
      throw failure;
    }
    byte[] target = body;
    if (headerBytes < FrameHeader.LENGTH || target == null || count < 1 || count > missing) {
      throw new IllegalArgumentException(count + " bytes of a payload do not come next");
    }
    if (count > target.length - bodyBytes) { // where one piece of a large frame meets the next
      byte[] copy = new byte[count];
      part.writeTo(copy, 0);
      decode(ByteBuffer.wrap(copy), frames);
      return;
    }
    part.writeTo(target, bodyBytes);
    bodyBytes += count;
    missing -= count;
    if (missing == 0) {
      try {
        deliver(frames);
      } catch (Sv2CodecException e) {
        throw die(e);
      }
    }
  }

  private boolean readHeader(ByteBuffer input) {
    int count = Math.min(FrameHeader.LENGTH - headerBytes, input.remaining());
    input.get(header, headerBytes, count);
    headerBytes += count;
    if (headerBytes < FrameHeader.LENGTH) {
      return false;
    }
    int length = FrameHeader.payloadLength(header, 0);
    if (length > maxPayloadLength) {
      throw new FrameTooLargeException(FrameHeader.read(header, 0), maxPayloadLength);
    }
    body = new byte[Math.min(FrameHeader.LENGTH + length, pieceLength)];
    System.arraycopy(header, 0, body, 0, FrameHeader.LENGTH);
    bodyBytes = FrameHeader.LENGTH;
    missing = length;
    return true;
  }

  private boolean readBody(ByteBuffer input) {
    byte[] target = body;
    while (missing > 0 && input.hasRemaining()) {
      if (target == null || bodyBytes == target.length) {
        if (target != null) {
          fullPieces.add(target);
        }
        target = body = new byte[Math.min(missing, pieceLength)];
        bodyBytes = 0;
      }
      int count = Math.min(Math.min(missing, target.length - bodyBytes), input.remaining());
      input.get(target, bodyBytes, count);
      bodyBytes += count;
      missing -= count;
    }
    return missing == 0;
  }

  private Sv2Frame complete() {
    byte[] last = body;
    body = null;
    if (last == null) {
      throw new IllegalStateException("no frame in progress");
    }
    if (fullPieces.isEmpty()) {
      return Sv2Frame.adopt(last);
    }
    byte[] first = fullPieces.remove(0);
    fullPieces.add(last);
    Sv2Frame frame = Sv2Frame.adopt(first, fullPieces);
    fullPieces.clear();
    return frame;
  }
}
