package io.sv2.noise;

import static io.sv2.noise.Vectors.hex;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sv2.noise.TranscriptInputs.EncodedKey;
import io.sv2.noise.secp256k1.Secp256k1;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One handshake by the steps of chapter 4, written out once more, and as JSON all that it goes
 * through. Only the curve's operations are those of the code under test.
 */
final class SpecTranscript {
  private static final Secp256k1 CURVE = Secp256k1.bouncyCastle();
  private static final String PROTOCOL_NAME = "Noise_NX_Secp256k1+EllSwift_ChaChaPoly_SHA256";
  private static final byte[] EMPTY = new byte[0];

  private final TranscriptInputs in;
  private final ObjectNode json = JsonNodeFactory.instance.objectNode();
  private final List<SpecFrame> frames = new ArrayList<>();
  private final byte[] certificate;
  private byte[] ck;
  private byte[] h;
  private byte @Nullable [] k;
  private long n;

  SpecTranscript(TranscriptInputs in) {
    this.in = in;
    json.put("name", in.name()).put("description", in.description());
    if (in.reference() != null) {
      json.put("reference", in.reference());
    }
    json.put("protocol_name", PROTOCOL_NAME);
    writeInputs(json.putObject("inputs"));
    ck = SpecCrypto.hash(PROTOCOL_NAME.getBytes(StandardCharsets.US_ASCII));
    h = SpecCrypto.hash(ck);
    json.putObject("initial").put("ck", hex(ck)).put("h", hex(h));
    certificate = sign(json.putObject("certificate"));
    act1(json.putObject("act1"));
    act2(json.putObject("act2"));
    split(json.putObject("final"));
    ArrayNode list = json.putArray("frames");
    frames.forEach(frame -> list.add(frame.toJson()));
  }

  ObjectNode toJson() {
    return json;
  }

  List<SpecFrame> frames() {
    return frames;
  }

  private void writeInputs(ObjectNode inputs) {
    byte[] authorityX = CURVE.publicKeyX(hex(in.authoritySecret()));
    byte[] prefixed = SpecCrypto.join(new byte[] {1, 0}, authorityX); // section 4.7
    inputs.put("authority_secret", in.authoritySecret());
    inputs.put("authority_secret_base58", SpecCrypto.base58Check(hex(in.authoritySecret())));
    inputs.put("authority_public", hex(authorityX));
    inputs.put("authority_public_base58", SpecCrypto.base58Check(prefixed));
    write(inputs, "initiator_ephemeral", in.initiatorEphemeral());
    write(inputs, "responder_ephemeral", in.responderEphemeral());
    write(inputs, "responder_static", in.responderStatic());
    inputs.put(
        "responder_static_public_x", hex(CURVE.publicKeyX(in.responderStatic().secretBytes())));
    inputs.put("certificate_aux_rand", in.auxRand());
    ObjectNode terms = inputs.putObject("certificate");
    terms.put("version", in.certificateVersion());
    terms.put("valid_from", in.validFrom());
    terms.put("valid_from_utc", Instant.ofEpochSecond(in.validFrom()).toString());
    terms.put("not_valid_after", in.notValidAfter());
    terms.put("not_valid_after_utc", Instant.ofEpochSecond(in.notValidAfter()).toString());
  }

  private static void write(ObjectNode inputs, String name, EncodedKey key) {
    inputs.put(name + "_secret", key.secret());
    inputs.put(name + "_ellswift", key.ellSwift());
  }

  /** Section 4.5.3.1. */
  private byte[] sign(ObjectNode out) {
    byte[] terms =
        ByteBuffer.allocate(10)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) in.certificateVersion())
            .putInt((int) in.validFrom())
            .putInt((int) in.notValidAfter())
            .array();
    byte[] signed = SpecCrypto.join(terms, CURVE.publicKeyX(in.responderStatic().secretBytes()));
    byte[] m = SpecCrypto.hash(signed);
    byte[] signature =
        CURVE.sign(hex(in.authoritySecret()), m, FixedRandom.repeating(in.auxRand()));
    byte[] message = SpecCrypto.join(terms, signature);
    out.put("signed_data", hex(signed));
    out.put("signed_hash", hex(m));
    out.put("signature", hex(signature));
    out.put("signature_noise_message", hex(message));
    return message;
  }

  /** Section 4.5.1.1. */
  private void act1(ObjectNode out) {
    byte[] e = in.initiatorEphemeral().ellSwiftBytes();
    mixHash(e);
    byte[] afterE = h;
    byte[] payload = encryptAndHash(EMPTY);
    out.put("h_after_e", hex(afterE));
    out.put("h_after_empty", hex(h));
    out.put("message", hex(SpecCrypto.join(e, payload)));
  }

  /** Section 4.5.2.1. */
  private void act2(ObjectNode out) {
    ArrayNode steps = out.putArray("steps");
    byte[] e = in.responderEphemeral().ellSwiftBytes();
    mixHash(e);
    step(steps, "MixHash(e.public_key)").put("data", hex(e)).put("h", hex(h));
    mixKey(steps, "MixKey(ECDH(e.private_key, re.public_key))", in.responderEphemeral());
    byte[] s = encrypt(steps, "EncryptAndHash(s.public_key)", in.responderStatic().ellSwiftBytes());
    mixKey(steps, "MixKey(ECDH(s.private_key, re.public_key))", in.responderStatic());
    byte[] message = encrypt(steps, "EncryptAndHash(SIGNATURE_NOISE_MESSAGE)", certificate);
    out.put("message", hex(SpecCrypto.join(e, s, message)));
  }

  private void mixKey(ArrayNode steps, String name, EncodedKey responder) {
    EncodedKey initiator = in.initiatorEphemeral();
    byte[] from = initiator.ellSwiftBytes();
    byte[] to = responder.ellSwiftBytes();
    byte[] shared = CURVE.ecdh(responder.secretBytes(), to, from, false);
    if (!Arrays.equals(shared, CURVE.ecdh(initiator.secretBytes(), from, to, true))) {
      throw new IllegalStateException(in.name() + ": a secret is not that of its encoding");
    }
    byte[][] outputs = SpecCrypto.hkdf(ck, shared);
    ck = outputs[0];
    k = outputs[1];
    n = 0;
    step(steps, name)
        .put("shared_secret", hex(shared))
        .put("ck", hex(ck))
        .put("k", hex(outputs[1]));
  }

  private byte[] encrypt(ArrayNode steps, String name, byte[] plaintext) {
    ObjectNode step = step(steps, name).put("nonce", n).put("ad", hex(h));
    byte[] ciphertext = encryptAndHash(plaintext);
    step.put("plaintext", hex(plaintext)).put("ciphertext", hex(ciphertext)).put("h", hex(h));
    return ciphertext;
  }

  private static ObjectNode step(ArrayNode steps, String name) {
    return steps.addObject().put("step", name);
  }

  private void mixHash(byte[] data) {
    h = SpecCrypto.hash(h, data);
  }

  private byte[] encryptAndHash(byte[] plaintext) {
    byte[] ciphertext = k == null ? plaintext : SpecCrypto.encrypt(k, n++, h, plaintext);
    mixHash(ciphertext);
    return ciphertext;
  }

  /** Section 4.5.2.1, step 9, and all frames with the keys that it gives. */
  private void split(ObjectNode out) {
    byte[][] keys = SpecCrypto.hkdf(ck, EMPTY);
    out.put("ck", hex(ck));
    out.put("handshake_hash", hex(h));
    out.put("initiator_to_responder_key", hex(keys[0]));
    out.put("responder_to_initiator_key", hex(keys[1]));
    frames.addAll(SpecFrame.exchange(keys[0], keys[1]));
  }
}
