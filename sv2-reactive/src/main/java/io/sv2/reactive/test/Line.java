package io.sv2.reactive.test;

import io.sv2.codec.FrameDecoder;
import io.sv2.codec.Sv2Frame;
import io.sv2.reactive.transport.NoiseFrames;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** One direction: frames become bytes, suffer what faults there are, and become frames again. */
final class Line {
  /** The connection broke, as it was told to. */
  static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Broken(long at) {
      super("the line broke at byte " + at, null, false, false);
    }
  }

  private interface Decoder {
    void decode(ByteBuffer bytes, Consumer<? super Sv2Frame> frames);
  }

  private final Function<Sv2Frame, byte[]> encoder;
  private final Decoder decoder;
  private final Consumer<Integer> limit;
  private final Faults faults;
  private long position;

  private Line(
      Function<Sv2Frame, byte[]> encoder,
      Decoder decoder,
      Consumer<Integer> limit,
      Faults faults,
      long position) {
    this.encoder = encoder;
    this.decoder = decoder;
    this.limit = limit;
    this.faults = faults;
    this.position = position;
  }

  static Line plain(int maxPayload, Faults faults) {
    FrameDecoder frames = new FrameDecoder(maxPayload);
    return new Line(Sv2Frame::toByteArray, frames::decode, frames::setMaxPayloadLength, faults, 0);
  }

  static Line sealed(NoiseFrames from, NoiseFrames to, Faults faults, long position) {
    return new Line(from::encode, to::decode, to::limitPayload, faults, position);
  }

  /** What arrives when {@code frame} is sent; throws what the receiver's decoder throws. */
  List<Sv2Frame> carry(Sv2Frame frame) {
    byte[] sent = encoder.apply(frame);
    byte[] arrived = faults.apply(sent, position);
    position += sent.length;
    List<Sv2Frame> frames = new ArrayList<>();
    for (int at = 0; at < arrived.length; at += faults.maxPiece()) {
      int length = Math.min(faults.maxPiece(), arrived.length - at);
      decoder.decode(ByteBuffer.wrap(arrived, at, length), frames::add);
      if (length < faults.maxPiece()) {
        break; // or the sum overflows
      }
    }
    if (position > faults.closeAt()) {
      throw new Broken(faults.closeAt());
    }
    return frames;
  }

  void limitPayload(int maxPayload) {
    limit.accept(maxPayload);
  }
}
