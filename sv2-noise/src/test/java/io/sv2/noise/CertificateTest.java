package io.sv2.noise;

import static io.sv2.noise.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.sv2.noise.secp256k1.Secp256k1;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CertificateTest {
  private static final byte[] KEY = Peers.server().staticKey().publicKeyX();
  private static final Instant LAST = Instant.ofEpochSecond(0xffff_ffffL);

  @Test
  void theFieldsAreLittleEndianAndTheSignatureCoversTheHashOfThem() {
    byte[] bytes =
        sign(Instant.ofEpochSecond(0x01020304), Instant.ofEpochSecond(0x85060708L)).toByteArray();
    assertThat(bytes).hasSize(74);
    assertThat(hex(bytes))
        .startsWith(
            "0000" // version
                + "04030201" // valid_from
                + "08070685"); // not_valid_after
    byte[] hash = Sha256.hash(Arrays.copyOf(bytes, 10), KEY);
    byte[] signature = Arrays.copyOfRange(bytes, 10, 74);
    byte[] authority = Peers.AUTHORITY.publicKey().toByteArray();
    assertThat(Secp256k1.standard().verify(authority, hash, signature)).isTrue();
  }

  @Test
  void aCertificateSurvivesItsBytes() {
    Certificate certificate = sign(Peers.NOW, Peers.NOW.plusSeconds(60));
    Certificate read = Certificate.parse(certificate.toByteArray());
    assertThat(read).isEqualTo(certificate).hasSameHashCodeAs(certificate);
    assertThat(read.version()).isZero();
    assertThat(read.validFrom()).isEqualTo(Peers.NOW);
    assertThat(read.notValidAfter()).isEqualTo(Peers.NOW.plusSeconds(60));
    assertThat(Certificate.parse(hex("ffff" + "ff".repeat(72))).version()).isEqualTo(65_535);
    assertThat(Certificate.parse(hex("ff".repeat(74))).notValidAfter()).isEqualTo(LAST);
    assertThatIllegalArgumentException().isThrownBy(() -> Certificate.parse(new byte[73]));
  }

  @Test
  void anExpiryBeyondTheFieldBecomesTheLastTimeInsteadOfWrapping() {
    assertThat(sign(Peers.NOW, LAST.plusSeconds(1)).notValidAfter()).isEqualTo(LAST);
    assertThat(sign(Peers.NOW, Instant.MAX).notValidAfter()).isEqualTo(LAST);
  }

  @Test
  void timesThatCannotBeAreRefused() {
    Instant now = Peers.NOW;
    assertThatIllegalArgumentException().isThrownBy(() -> sign(now, now.minusSeconds(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> sign(Instant.ofEpochSecond(-1), now));
    assertThatIllegalArgumentException().isThrownBy(() -> sign(LAST.plusSeconds(1), Instant.MAX));
  }

  @Test
  void theIssuerSignsOnceForManyHandshakes() {
    CertificateIssuer issuer = new CertificateIssuer(Peers.server());
    Certificate first = issuer.current();
    assertThat(issuer.current()).isSameAs(first);
    assertThat(first.validFrom()).isEqualTo(Peers.NOW.minus(CertificateIssuer.BACKDATED));
    assertThat(first.notValidAfter()).isEqualTo(Peers.NOW.plus(Duration.ofHours(1)));
  }

  @Test
  void manyThreadsGetOneCertificate() {
    CertificateIssuer issuer = new CertificateIssuer(Peers.server());
    Set<Certificate> issued = Collections.newSetFromMap(new IdentityHashMap<>());
    issued.addAll(IntStream.range(0, 100).parallel().mapToObj(i -> issuer.current()).toList());
    assertThat(issued).hasSize(1);
  }

  @Test
  void theIssuerRenewsAfterHalfOfTheValidity() {
    SettableClock clock = new SettableClock();
    CertificateIssuer issuer = new CertificateIssuer(Peers.server().withClock(clock));
    Certificate first = issuer.current();
    clock.now = Peers.NOW.plus(Duration.ofMinutes(30)).minusNanos(1);
    assertThat(issuer.current()).isSameAs(first);
    clock.now = Peers.NOW.plus(Duration.ofMinutes(30));
    Certificate second = issuer.current();
    assertThat(second.notValidAfter()).isEqualTo(clock.now.plus(Duration.ofHours(1)));
    assertThat(issuer.current()).isSameAs(second);
  }

  @Test
  void theIssuerRenewsWhenTheClockGoesBack() {
    SettableClock clock = new SettableClock();
    CertificateIssuer issuer = new CertificateIssuer(Peers.server().withClock(clock));
    issuer.current();
    clock.now = Peers.NOW.minus(Duration.ofDays(1));
    assertThat(issuer.current().notValidAfter()).isEqualTo(clock.now.plus(Duration.ofHours(1)));
  }

  @Test
  void aVeryLongValidityEndsWithTheField() {
    NoiseResponderConfig config = Peers.server().withCertificateValidity(Duration.ofDays(36_525));
    assertThat(new CertificateIssuer(config).current().notValidAfter()).isEqualTo(LAST);
  }

  @Test
  void aRunningServerOutlivesItsAuthoritysKeyUntilARenewalIsDue() {
    SettableClock clock = new SettableClock();
    AuthoritySecretKey authority = AuthoritySecretKey.generate(FixedRandom.seeded(1));
    CertificateIssuer issuer =
        new CertificateIssuer(NoiseResponderConfig.of(authority).withClock(clock));
    Certificate first = issuer.current();
    authority.destroy();
    assertThat(issuer.current()).isSameAs(first);
    clock.now = Peers.NOW.plus(Duration.ofHours(1));
    assertThatIllegalStateException().isThrownBy(issuer::current);
  }

  @Test
  void validitiesOutOfRangeAreRefused() {
    NoiseResponderConfig config = Peers.server();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config.withCertificateValidity(Duration.ofMillis(999)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config.withCertificateValidity(Duration.ofDays(36_526)));
  }

  private static Certificate sign(Instant from, Instant until) {
    return Certificate.sign(Peers.AUTHORITY, KEY, from, until, FixedRandom.seeded(1));
  }

  private static final class SettableClock extends Clock {
    Instant now = Peers.NOW;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
