package io.sv2.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sv2.noise.NoiseHandshakeException.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAuthenticationTest {
  private static final long NOW = Peers.NOW.getEpochSecond();
  private static final long MAX_U32 = 0xffff_ffffL;

  @Test
  void aServerOfAnotherAuthorityIsRefused() {
    AuthorityPublicKey other = AuthoritySecretKey.generate(FixedRandom.seeded(1)).publicKey();
    NoiseInitiatorConfig client = NoiseInitiatorConfig.pinned(other).withClock(Peers.at(Peers.NOW));
    NoiseHandshakeException e = failure(() -> Peers.connect(client, Peers.server()));
    assertThat(e.reason()).isEqualTo(Reason.WRONG_AUTHORITY);
    assertThat(e).hasMessageContaining(other.toString());
  }

  @Test
  void whoRefusesAServerCanStillTellItsKeyAndWhoSignedForIt() {
    AuthorityPublicKey other = AuthoritySecretKey.generate(FixedRandom.seeded(1)).publicKey();
    NoiseInitiator initiator =
        new NoiseInitiator(NoiseInitiatorConfig.pinned(other).withClock(Peers.at(Peers.NOW)));
    assertThatIllegalStateException().isThrownBy(initiator::serverStaticKeyX);
    NoiseResponder responder = new NoiseResponder(new CertificateIssuer(Peers.server()));
    byte[] act2 = responder.respond(initiator.act1());
    assertThat(failure(() -> initiator.act2(act2)).reason()).isEqualTo(Reason.WRONG_AUTHORITY);
    byte[] key = initiator.serverStaticKeyX();
    assertThat(key).isEqualTo(Peers.server().staticKey().publicKeyX());
    Certificate certificate = initiator.serverCertificate();
    assertThat(certificate.isSignedBy(Peers.AUTHORITY.publicKey(), key)).isTrue();
    assertThat(certificate.isSignedBy(other, key)).isFalse();
    key[0] ^= 1;
    assertThat(certificate.isSignedBy(Peers.AUTHORITY.publicKey(), key)).isFalse();
    assertThat(initiator.serverStaticKeyX()).isNotEqualTo(key);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> certificate.isSignedBy(other, new byte[31]));
  }

  @Test
  void aCertificateOfAnotherServerIsRefused() {
    NoiseInitiator initiator = new NoiseInitiator(Peers.client());
    StaticKeyPair thief = StaticKeyPair.generate(FixedRandom.seeded(66));
    Certificate stolen = new CertificateIssuer(Peers.server()).current();
    byte[] act2 = Peers.act2(initiator.act1(), thief, stolen);
    assertThat(failure(() -> initiator.act2(act2)).reason()).isEqualTo(Reason.WRONG_AUTHORITY);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5, 6, 9, 10, 41, 42, 73})
  void everyFieldOfTheCertificateIsSigned(int position) {
    Certificate real =
        Certificate.sign(
            Peers.AUTHORITY,
            Peers.server().staticKey().publicKeyX(),
            Peers.NOW.minusSeconds(1_000_000),
            Peers.NOW.plusSeconds(1_000_000_000),
            FixedRandom.seeded(1));
    byte[] bytes = real.toByteArray();
    bytes[position] ^= 1;
    NoiseInitiatorConfig client =
        Peers.client().withCertificateVersions(Set.of(0, 1, 256)); // so that bytes 0 and 1 pass
    NoiseInitiator initiator = new NoiseInitiator(client);
    byte[] act2 =
        Peers.act2(initiator.act1(), Peers.server().staticKey(), Certificate.parse(bytes));
    assertThat(failure(() -> initiator.act2(act2)).reason()).isEqualTo(Reason.WRONG_AUTHORITY);
  }

  @Test
  void withoutAuthenticationAnyAuthorityWill() {
    NoiseInitiatorConfig client =
        NoiseInitiatorConfig.unauthenticated().withClock(Peers.at(Peers.NOW));
    NoiseResponderConfig server =
        NoiseResponderConfig.of(AuthoritySecretKey.generate(FixedRandom.seeded(1)))
            .withClock(Peers.at(Peers.NOW));
    assertThat(client.authority()).isEmpty();
    assertThatCode(() -> Peers.connect(client, server)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "-100, 100, ",
    "0, 0, ",
    "10, 100, ",
    "-100, -10, ",
    "11, 100, CERTIFICATE_NOT_YET_VALID",
    "-100, -11, CERTIFICATE_EXPIRED",
    "100, -100, CERTIFICATE_NOT_YET_VALID",
  })
  void theTimesCountWithinTheSkewWithAndWithoutAPin(long from, long until, Reason reason) {
    NoiseInitiatorConfig open =
        NoiseInitiatorConfig.unauthenticated().withClock(Peers.at(Peers.NOW));
    for (NoiseInitiatorConfig client : new NoiseInitiatorConfig[] {Peers.client(), open}) {
      NoiseHandshakeException e = failure(() -> Peers.connect(client, 0, NOW + from, NOW + until));
      assertThat(e == null ? null : e.reason()).isEqualTo(reason);
    }
  }

  @Test
  void anExpiredCertificateSaysByHowMuchAndAgainstWhichClock() {
    assertThat(failure(() -> Peers.connect(Peers.client(), 0, NOW - 3_600, NOW - 75)))
        .hasMessage(
            "the server's certificate has expired: not_valid_after 2026-11-24T11:58:45Z is 75 s"
                + " behind the local clock 2026-11-24T12:00:00Z (10 s are tolerated); compare the"
                + " clocks of both machines");
  }

  @Test
  void aCertificateOfTheFutureSaysByHowMuchAndAgainstWhichClock() {
    assertThat(failure(() -> Peers.connect(Peers.client(), 0, NOW + 30, NOW + 3_600)))
        .hasMessage(
            "the server's certificate is not yet valid: valid_from 2026-11-24T12:00:30Z is 30 s"
                + " ahead of the local clock 2026-11-24T12:00:00Z (10 s are tolerated); compare the"
                + " clocks of both machines");
  }

  @Test
  void fractionsOfASecondCount() {
    NoiseInitiatorConfig client = Peers.clientOff(Duration.ofMillis(1));
    assertThat(failure(() -> Peers.connect(client, 0, NOW - 100, NOW - 10)))
        .hasMessageContaining("is 11 s behind");
  }

  @Test
  void theSkewCanBeSet() {
    NoiseInitiatorConfig strict = Peers.client().withClockSkew(Duration.ZERO);
    assertThat(failure(() -> Peers.connect(strict, 0, NOW + 1, NOW + 2))).isNotNull();
    NoiseInitiatorConfig lax = Peers.client().withClockSkew(Duration.ofHours(1));
    assertThatCode(() -> Peers.connect(lax, 0, NOW + 3_600, NOW + 7_200))
        .doesNotThrowAnyException();
  }

  @Test
  void aCertificateUntilTheEndOfTimeIsValid() {
    assertThatCode(() -> Peers.connect(Peers.client(), 0, 0, MAX_U32)).doesNotThrowAnyException();
    assertThat(failure(() -> Peers.connect(Peers.client(), 0, MAX_U32, MAX_U32)).reason())
        .isEqualTo(Reason.CERTIFICATE_NOT_YET_VALID);
    assertThat(failure(() -> Peers.connect(Peers.client(), 0, 0, 0)).reason())
        .isEqualTo(Reason.CERTIFICATE_EXPIRED);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void versionsOfBothKnownServersAreAccepted(int version) {
    assertThatCode(() -> Peers.connect(Peers.client(), version, NOW, NOW))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 256, 65_535})
  void otherVersionsAreRefusedByName(int version) {
    NoiseHandshakeException e = failure(() -> Peers.connect(Peers.client(), version, NOW, NOW));
    assertThat(e.reason()).isEqualTo(Reason.CERTIFICATE_VERSION);
    assertThat(e)
        .hasMessage("the server's certificate has version " + version + ", accepted are [0, 1]");
  }

  @Test
  void theAcceptedVersionsCanBeSet() {
    NoiseInitiatorConfig only7 = Peers.client().withCertificateVersions(Set.of(7));
    assertThatCode(() -> Peers.connect(only7, 7, NOW, NOW)).doesNotThrowAnyException();
    assertThat(failure(() -> Peers.connect(only7, 0, NOW, NOW)).reason())
        .isEqualTo(Reason.CERTIFICATE_VERSION);
  }

  @Test
  void theCertificateCanBeLookedAtAlsoWhenItIsRefused() {
    NoiseInitiator initiator = new NoiseInitiator(Peers.clientOff(Duration.ofDays(1)));
    Certificate shown = new CertificateIssuer(Peers.server()).current();
    byte[] act2 = Peers.act2(initiator.act1(), Peers.server().staticKey(), shown);
    assertThatIllegalStateException().isThrownBy(initiator::serverCertificate);
    assertThat(failure(() -> initiator.act2(act2)).reason()).isEqualTo(Reason.CERTIFICATE_EXPIRED);
    assertThat(initiator.serverCertificate()).isEqualTo(shown).isNotSameAs(shown);
  }

  @Test
  void configsOutOfRangeAreRefused() {
    NoiseInitiatorConfig config = Peers.client();
    assertThat(config.authority()).isEqualTo(Optional.of(Peers.AUTHORITY.publicKey()));
    assertThat(config.clockSkew()).isEqualTo(Duration.ofSeconds(10));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config.withClockSkew(Duration.ofSeconds(-1)));
    assertThatIllegalArgumentException().isThrownBy(() -> config.withClockSkew(Duration.ofDays(2)));
    assertThatIllegalArgumentException().isThrownBy(() -> config.withCertificateVersions(Set.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config.withCertificateVersions(Set.of(65_536)));
  }

  private static NoiseHandshakeException failure(Runnable handshake) {
    return catchThrowableOfType(NoiseHandshakeException.class, handshake::run);
  }
}
