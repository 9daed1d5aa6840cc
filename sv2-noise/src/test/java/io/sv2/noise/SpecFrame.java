package io.sv2.noise;

import static io.sv2.noise.Vectors.hex;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A frame of a transcript, sealed by section 4.6. */
final class SpecFrame {
  private static final int HEADER = 6;
  private static final int CHUNK = 65_519;
  private static final int LARGEST_IN_FULL = 1_000;
  private static final String FILL = "byte i is i mod 251";

  /** SetupConnection for mining, version 2, of a miner with short texts. */
  private static final String SETUP =
      "000000370000"
          + "000200020001000000"
          + "0c706f6f6c2e6578616d706c65ce85"
          + "0f72656163746f722d7374726174756d"
          + "00"
          + "05302e312e30"
          + "076d696e65722d31";

  /** SetupConnection.Success: version 2, no flags. */
  private static final String SETUP_SUCCESS = "000001060000" + "020000000000";

  private final boolean byInitiator;
  private final long nonce;
  private final byte[] plain;
  private final byte[] sealed;

  private SpecFrame(boolean byInitiator, long nonce, byte[] plain, byte[] sealed) {
    this.byInitiator = byInitiator;
    this.nonce = nonce;
    this.plain = plain;
    this.sealed = sealed;
  }

  boolean byInitiator() {
    return byInitiator;
  }

  /** Header and payload. */
  byte[] plain() {
    return plain.clone();
  }

  /** The sealed header, then the sealed chunks. */
  byte[] sealed() {
    return sealed.clone();
  }

  /** What both sides send, by turns; the borders of a chunk are in the middle. */
  static List<SpecFrame> exchange(byte[] initiatorKey, byte[] responderKey) {
    List<SpecFrame> frames = new ArrayList<>();
    long[] nonces = new long[2];
    List<byte[]> fromInitiator =
        List.of(hex(SETUP), filled(0), filled(CHUNK), filled(CHUNK + 1), filled(1));
    List<byte[]> fromResponder =
        List.of(hex(SETUP_SUCCESS), filled(0), filled(CHUNK), filled(CHUNK + 1), filled(1));
    for (int i = 0; i < fromInitiator.size(); i++) {
      frames.add(seal(true, initiatorKey, nonces, fromInitiator.get(i)));
      frames.add(seal(false, responderKey, nonces, fromResponder.get(i)));
    }
    return frames;
  }

  /** Of an extension for experiments, 0x4b0f, so that no payload is wrong. */
  private static byte[] filled(int payloadLength) {
    ByteBuffer frame = ByteBuffer.allocate(HEADER + payloadLength).order(ByteOrder.LITTLE_ENDIAN);
    frame.putShort((short) 0x4b0f).put((byte) 5);
    frame.putShort((short) payloadLength).put((byte) (payloadLength >> 16));
    for (int i = 0; i < payloadLength; i++) {
      frame.put((byte) (i % 251));
    }
    return frame.array();
  }

  /** The header alone, then each chunk: none of an empty payload. */
  private static SpecFrame seal(boolean byInitiator, byte[] key, long[] nonces, byte[] plain) {
    int side = byInitiator ? 0 : 1;
    long first = nonces[side];
    byte[] sealed = new byte[0];
    int from = 0;
    for (int to = HEADER; from < plain.length; to = Math.min(plain.length, from + CHUNK)) {
      byte[] record = Arrays.copyOfRange(plain, from, to);
      sealed =
          SpecCrypto.join(sealed, SpecCrypto.encrypt(key, nonces[side]++, new byte[0], record));
      from = to;
    }
    return new SpecFrame(byInitiator, first, plain, sealed);
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("direction", byInitiator ? "initiator_to_responder" : "responder_to_initiator");
    json.put("nonce_of_header", nonce);
    if (plain.length <= LARGEST_IN_FULL) {
      json.put("frame", hex(plain));
      json.put("sealed_length", sealed.length);
      json.put("sealed", hex(sealed));
    } else {
      json.put("frame_header", hex(Arrays.copyOf(plain, HEADER)));
      json.put("payload_length", plain.length - HEADER);
      json.put("payload_fill", FILL);
      json.put("frame_sha256", hex(SpecCrypto.hash(plain)));
      json.put("sealed_length", sealed.length);
      json.put("sealed_sha256", hex(SpecCrypto.hash(sealed)));
    }
    return json;
  }
}
