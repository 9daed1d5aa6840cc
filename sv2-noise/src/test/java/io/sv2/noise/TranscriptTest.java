package io.sv2.noise;

import static io.sv2.noise.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.noise.secp256k1.Secp256k1;
import org.junit.jupiter.api.Test;

/**
 * One handshake with fixed keys, byte for byte, computed from the texts of the specification,
 * BIP324, BIP340 and RFC 8439 by a second implementation that shares no code with this one.
 *
 * <p>The certificate is that of the authority 9auqWEzQDVyd2oe1JVGFLMLHZtCo2FFqZwtKA5gd9xbuEu7PH72,
 * from 2026-11-24T11:50:00Z to 13:00:00Z, signed with auxiliary randomness of 32 zeros.
 */
class TranscriptTest {
  private static final String INITIATOR_EPHEMERAL_SECRET = "11".repeat(32);
  private static final String RESPONDER_EPHEMERAL_SECRET = "22".repeat(32);
  private static final String RESPONDER_STATIC_SECRET = "33".repeat(32);
  private static final String INITIATOR_EPHEMERAL =
      "fe96336ad1813ec1f60c52c7caef7805003f21bc75a8f339498de66dce991a04"
          + "ba73e833129b15f36d00b1402ed672e66f502e76d8544a12f6107f0c552794f8";
  private static final String RESPONDER_EPHEMERAL =
      "64d1c0d36b75486a5b140d573e3d3448e73ef6c6bb62efa7d24a8fee31b504bc"
          + "88f3b52784f96edac6cc14b027e639a5ab40c90719a5b5838a4df980205def1e";
  private static final String RESPONDER_STATIC =
      "922fca415fa0dd72ee90c32df90b945423bda9be8b30a3f466ebf54e863734e7"
          + "834547f23ae6c7159fde2a188af25d5b3a0fa4082694a4b58f7627b205f53468";
  private static final String CERTIFICATE =
      "0000e879056b508a056bf8d12225ae9ed7d862c1276e07226ac910cc9b34b7f8"
          + "7559919b28d380ad036b7c1c3699b47f8292c8697c2257aa5c05d95fbe6b938e"
          + "0ee200c422ab5d76281e";
  private static final String ACT_2 =
      "64d1c0d36b75486a5b140d573e3d3448e73ef6c6bb62efa7d24a8fee31b504bc"
          + "88f3b52784f96edac6cc14b027e639a5ab40c90719a5b5838a4df980205def1e"
          + "ca8eeb12865a477466c7d5dac7d22456afa5d32dd164258185956c7bd39fab09"
          + "8f8182e764f870ce7a6be99494df8e3db3b9c8d867d35c6af89f151075fc8c0c"
          + "ac99fb869c60b4aca051fda418d9c647691f450484ea25ddce53978b4345b291"
          + "be36bcf930de25f36843e52337125121c40d8f3e54dc53f725202d4902292d96"
          + "fdb1641abaa2fb9ba8990220cdb91372a0451d85165e1e5a25e18daba3042a69"
          + "2422141195d4aa73c1f6";
  private static final String HANDSHAKE_HASH =
      "5d88f29088cbb83c42d7441ec538ab4323110254878e842950a68132b9fc4955";
  private static final String FROM_INITIATOR_1 =
      "9c7841a6795ef17528eb420e50e85ce00e1720e4d3681dc6fb8a11d46fd43c83" + "33c59ebdbd3c4975ae";
  private static final String FROM_INITIATOR_2 =
      "13333fc809e9d7bb18fa6cdc6a76d7d77b454a5ff99bf3deaf7408c127b5e43e" + "b6f9c81c057b5d6612";
  private static final String FROM_RESPONDER_1 =
      "f1f1d1061170d523b424eebcbf407ac0e890c2b36dab6a9590803d3aac266885" + "2d658e1343f97a6e6e";
  private static final String FROM_RESPONDER_2 =
      "df4b4424dfacfa2f67301d2ef88b798865bfad1da90a66e7ddd9e279d0f5afa7" + "6adfc2219b4e5083ec";

  /** Extension 0, message type 0x1c, three bytes of payload. */
  private static final String FRAME = "0000" + "1c" + "030000" + "aabbcc";

  private final NoiseInitiator initiator =
      new NoiseInitiator(Peers.client(), pair(INITIATOR_EPHEMERAL_SECRET, INITIATOR_EPHEMERAL));
  private final CertificateIssuer issuer =
      new CertificateIssuer(
          Peers.server()
              .withStaticKey(new StaticKeyPair(pair(RESPONDER_STATIC_SECRET, RESPONDER_STATIC)))
              .withRandom(FixedRandom.repeating("00".repeat(32))));
  private final NoiseResponder responder =
      new NoiseResponder(issuer, pair(RESPONDER_EPHEMERAL_SECRET, RESPONDER_EPHEMERAL));

  @Test
  void theSecretsBelongToTheEncodedKeys() {
    assertEncodes(INITIATOR_EPHEMERAL_SECRET, INITIATOR_EPHEMERAL);
    assertEncodes(RESPONDER_EPHEMERAL_SECRET, RESPONDER_EPHEMERAL);
    assertEncodes(RESPONDER_STATIC_SECRET, RESPONDER_STATIC);
  }

  @Test
  void theCertificateIsTheRecordedOne() {
    assertThat(hex(issuer.current().toByteArray())).isEqualTo(CERTIFICATE);
  }

  @Test
  void theActsAndTheFirstFramesAreTheRecordedOnes() {
    byte[] act1 = initiator.act1();
    assertThat(hex(act1)).isEqualTo(INITIATOR_EPHEMERAL);
    byte[] act2 = responder.respond(act1);
    assertThat(hex(act2)).isEqualTo(ACT_2);
    NoiseSession client = initiator.act2(act2);
    NoiseSession server = responder.session();
    assertThat(hex(client.handshakeHash())).isEqualTo(HANDSHAKE_HASH);
    assertThat(hex(server.handshakeHash())).isEqualTo(HANDSHAKE_HASH);
    assertThat(hex(client.seal(hex(FRAME)))).isEqualTo(FROM_INITIATOR_1);
    assertThat(hex(client.seal(hex(FRAME)))).isEqualTo(FROM_INITIATOR_2);
    assertThat(hex(server.seal(hex(FRAME)))).isEqualTo(FROM_RESPONDER_1);
    assertThat(hex(server.seal(hex(FRAME)))).isEqualTo(FROM_RESPONDER_2);
  }

  private static KeyPair pair(String secret, String ellSwift) {
    return new KeyPair(hex(secret), hex(ellSwift));
  }

  private static void assertEncodes(String secret, String ellSwift) {
    assertThat(Secp256k1.standard().ellSwiftDecode(hex(ellSwift)))
        .isEqualTo(Secp256k1.standard().publicKeyX(hex(secret)));
  }
}
