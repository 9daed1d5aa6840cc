package io.sv2.noise;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** Both ends of handshakes, with fixed keys and a fixed clock. */
final class Peers {
  static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  static final AuthoritySecretKey AUTHORITY =
      AuthoritySecretKey.parse("mkDLTBBRxdBv998612qipDYoTK3YUrqLe8uWw7gu3iXbSrn2n");

  record Sessions(NoiseSession client, NoiseSession server) {}

  private Peers() {}

  static Clock at(Instant instant) {
    return Clock.fixed(instant, ZoneOffset.UTC);
  }

  static NoiseResponderConfig server() {
    return NoiseResponderConfig.of(AUTHORITY)
        .withStaticKey(StaticKeyPair.generate(FixedRandom.seeded(2)))
        .withClock(at(NOW))
        .withRandom(FixedRandom.seeded(3));
  }

  static NoiseInitiatorConfig client() {
    return NoiseInitiatorConfig.pinned(AUTHORITY.publicKey())
        .withClock(at(NOW))
        .withRandom(FixedRandom.seeded(4));
  }

  static NoiseInitiatorConfig clientOff(Duration offset) {
    return client().withClock(at(NOW.plus(offset)));
  }

  static Sessions connect() {
    return connect(client(), server());
  }

  static Sessions connect(NoiseInitiatorConfig client, NoiseResponderConfig server) {
    NoiseInitiator initiator = new NoiseInitiator(client);
    NoiseResponder responder = new NoiseResponder(new CertificateIssuer(server));
    NoiseSession session = initiator.act2(responder.respond(initiator.act1()));
    return new Sessions(session, responder.session());
  }

  /** A handshake in which the server shows a certificate that the test has made. */
  static NoiseSession connect(NoiseInitiatorConfig client, int version, long from, long until) {
    NoiseInitiator initiator = new NoiseInitiator(client);
    StaticKeyPair staticKey = server().staticKey();
    Certificate certificate =
        Certificate.sign(
            AUTHORITY, staticKey.publicKeyX(), version, from, until, FixedRandom.seeded(5));
    return initiator.act2(act2(initiator.act1(), staticKey, certificate));
  }

  /** The server's side, written out once more from section 4.5.2.1. */
  static byte[] act2(byte[] act1, StaticKeyPair staticKey, Certificate certificate) {
    NoiseResponderConfig config = server();
    KeyPair ephemeral = KeyPair.generate(config.curve(), config.random());
    SymmetricState state = new SymmetricState(ChaCha20Poly1305.standard());
    state.mixHash(act1);
    state.mixHash(new byte[0]);
    state.mixHash(ephemeral.ellSwift());
    state.mixKey(ephemeral.ecdh(config.curve(), act1, false));
    String first = Vectors.hex(state.encryptAndHash(staticKey.ellSwift()));
    state.mixKey(staticKey.keyPair().ecdh(config.curve(), act1, false));
    String second = Vectors.hex(state.encryptAndHash(certificate.toByteArray()));
    return Vectors.hex(Vectors.hex(ephemeral.ellSwift()) + first + second);
  }
}
