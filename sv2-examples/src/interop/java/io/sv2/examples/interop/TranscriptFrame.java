package io.sv2.examples.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A frame of a published transcript with all its bytes, as hex digits. The file has large ones as a
 * rule and hashes; what follows from the rule and the transcript's keys must have these hashes.
 *
 * @param from who sends it: {@code initiator} or {@code responder}
 * @param frame header and payload
 * @param sealed the records
 */
record TranscriptFrame(String from, String frame, String sealed) {
  private static final HexFormat HEX = HexFormat.of();
  private static final int HEADER = 6;
  private static final int CHUNK = 65_519;

  static List<TranscriptFrame> all(JsonNode transcript) throws GeneralSecurityException {
    List<TranscriptFrame> frames = new ArrayList<>();
    for (JsonNode frame : transcript.path("frames")) {
      frames.add(of(frame, transcript.path("final")));
    }
    return frames;
  }

  private static TranscriptFrame of(JsonNode json, JsonNode keys) throws GeneralSecurityException {
    String direction = json.path("direction").textValue();
    String from = direction.substring(0, direction.indexOf("_to_"));
    byte[] key = HEX.parseHex(keys.path(direction + "_key").textValue());
    byte[] plain = plain(json);
    byte[] sealed = seal(key, json.path("nonce_of_header").longValue(), plain);
    assertThat(sealed).hasSize(json.path("sealed_length").intValue());
    assertPublished(json, "frame", plain);
    assertPublished(json, "sealed", sealed);
    return new TranscriptFrame(from, HEX.formatHex(plain), HEX.formatHex(sealed));
  }

  private static byte[] plain(JsonNode json) {
    if (json.has("frame")) {
      return HEX.parseHex(json.path("frame").textValue());
    }
    assertThat(json.path("payload_fill").textValue()).isEqualTo("byte i is i mod 251");
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes(HEX.parseHex(json.path("frame_header").textValue()));
    for (int i = 0; i < json.path("payload_length").intValue(); i++) {
      frame.write(i % 251);
    }
    return frame.toByteArray();
  }

  private static byte[] seal(byte[] key, long firstNonce, byte[] plain)
      throws GeneralSecurityException {
    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    long nonce = firstNonce;
    int length = HEADER;
    for (int at = 0; at < plain.length; at += length) {
      length = at == 0 ? HEADER : Math.min(CHUNK, plain.length - at);
      sealed.writeBytes(encrypt(key, nonce, plain, at, length));
      nonce++;
    }
    return sealed.toByteArray();
  }

  private static byte[] encrypt(byte[] key, long nonce, byte[] bytes, int offset, int length)
      throws GeneralSecurityException {
    byte[] iv = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putLong(4, nonce).array();
    Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "ChaCha20"), new IvParameterSpec(iv));
    return cipher.doFinal(bytes, offset, length);
  }

  private static void assertPublished(JsonNode json, String name, byte[] bytes)
      throws GeneralSecurityException {
    if (json.has(name)) {
      assertThat(HEX.formatHex(bytes)).isEqualTo(json.path(name).textValue());
    } else {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      assertThat(HEX.formatHex(hash)).isEqualTo(json.path(name + "_sha256").textValue());
    }
  }
}
