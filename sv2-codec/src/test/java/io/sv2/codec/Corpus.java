package io.sv2.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Inputs of the fuzz targets, and what they share. */
final class Corpus {
  /** Where a byte may come back another: only its lowest bit means anything. */
  private static final Set<MessageType> WITH_A_BOOL =
      Set.of(MessageType.NEW_TEMPLATE, MessageType.NEW_EXTENDED_MINING_JOB);

  private Corpus() {}

  /** The seeds, and the lines of {@code regressions/TARGET.hex}: what a fuzzer once found. */
  static Stream<byte[]> inputs(String target, Stream<byte[]> seeds) {
    try (InputStream found = Corpus.class.getResourceAsStream("regressions/" + target + ".hex");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(found, StandardCharsets.US_ASCII))) {
      List<byte[]> regressions =
          lines
              .lines()
              .filter(line -> !line.startsWith("#"))
              .map(HexFormat.of()::parseHex)
              .toList();
      return Stream.concat(seeds, regressions.stream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] prefixed(int first, byte[] rest) {
    return concat(new byte[] {(byte) first}, rest);
  }

  static byte[] concat(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(Stream.of(parts).mapToInt(part -> part.length).sum());
    Stream.of(parts).forEach(all::put);
    return all.array();
  }

  static byte[] payload(Sv2Frame frame) {
    return Arrays.copyOfRange(frame.toByteArray(), 6, frame.length());
  }

  /** The same frame as if it were so large that it stays in pieces. */
  static Sv2Frame inPieces(Sv2Frame frame, int pieceLength) {
    FrameDecoder decoder = new FrameDecoder(FrameHeader.MAX_PAYLOAD_LENGTH, pieceLength);
    List<Sv2Frame> frames = new ArrayList<>();
    decoder.decode(ByteBuffer.wrap(frame.toByteArray()), frames::add);
    assertThat(frames).containsExactly(frame);
    return frames.get(0);
  }

  /** What is written again is what was read, but for what may stand behind it and in a BOOL. */
  static void assertSameBytes(MessageType type, Sv2Frame again, byte[] payload) {
    byte[] written = payload(again);
    assertThat(written.length).isLessThanOrEqualTo(payload.length);
    int bools = 0;
    for (int i = 0; i < written.length; i++) {
      if (written[i] != payload[i]) {
        assertThat(written[i]).as("byte %d", i).isEqualTo((byte) (payload[i] & 1));
        bools++;
      }
    }
    assertThat(bools).isLessThanOrEqualTo(WITH_A_BOOL.contains(type) ? 1 : 0);
  }
}
