package io.sv2.examples.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sv2.codec.Protocol;
import io.sv2.codec.SetupFlags;
import io.sv2.examples.TestClock;
import io.sv2.examples.probe.Diagnosis.Step;
import io.sv2.examples.probe.Finding.CertificateShown;
import io.sv2.examples.probe.Finding.Connected;
import io.sv2.examples.probe.Finding.FlagsAnswered;
import io.sv2.examples.probe.Finding.Handshaken;
import io.sv2.examples.probe.Finding.ProtocolAnswered;
import io.sv2.examples.probe.Finding.Resolved;
import io.sv2.examples.probe.Finding.SetUp;
import io.sv2.examples.probe.Finding.Signature;
import io.sv2.examples.probe.Finding.VersionAnswered;
import io.sv2.examples.probe.SetupResult.Accepted;
import io.sv2.examples.probe.SetupResult.Refused;
import io.sv2.noise.AuthorityPublicKey;
import io.sv2.noise.AuthoritySecretKey;
import io.sv2.noise.NoiseResponderConfig;
import io.sv2.reactive.ProtocolSupport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against servers on the loopback interface, right and wrong ones. */
@Timeout(60)
class ProbeTest {
  private static final AuthoritySecretKey AUTHORITY =
      AuthoritySecretKey.generate(new SecureRandom());
  private static final AuthorityPublicKey KEY = AUTHORITY.publicKey();
  private static final AuthorityPublicKey OTHER =
      AuthoritySecretKey.generate(new SecureRandom()).publicKey();
  private static final Duration SHORT = Duration.ofMillis(300);

  private final NoiseResponderConfig identity = NoiseResponderConfig.of(AUTHORITY);
  private final List<Finding> findings = new ArrayList<>();

  private static ProbeConfig config(ProbedServer server) {
    return ProbeConfig.of("127.0.0.1", server.port()).withTimeout(Duration.ofSeconds(20));
  }

  private static ProbeConfig pinned(
      ProbedServer server, AuthorityPublicKey authority, AuthorityPublicKey... known) {
    return config(server).withAuthorities(Optional.of(authority), Set.of(known));
  }

  private Diagnosis failure(ProbeConfig config) {
    return Probe.run(config, findings::add).orElseThrow();
  }

  private <F extends Finding> F found(Class<F> type) {
    return findings.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
  }

  @Test
  void whatAMiningServerIsLikeIsToldStepByStep() {
    try (ProbedServer server =
        ProbedServer.mining(
            identity,
            SetupFlags.REQUIRES_STANDARD_JOBS | SetupFlags.REQUIRES_VERSION_ROLLING,
            SetupFlags.REQUIRES_EXTENDED_CHANNELS)) {
      assertThat(Probe.run(pinned(server, KEY), findings::add)).isEmpty();
    }
    assertThat(findings)
        .extracting(Object::getClass)
        .isEqualTo(
            List.of(
                Resolved.class,
                Connected.class,
                Handshaken.class,
                CertificateShown.class,
                SetUp.class,
                ProtocolAnswered.class,
                ProtocolAnswered.class,
                VersionAnswered.class,
                FlagsAnswered.class));
    assertThat(found(Resolved.class).addresses()).singleElement().hasToString("/127.0.0.1");
    Handshaken handshake = found(Handshaken.class);
    assertThat(handshake.computing()).isPositive().isLessThan(handshake.took());
    assertThat(handshake.waiting()).isPositive();
    assertThat(found(SetUp.class).answer())
        .isEqualTo(new Accepted(2, SetupFlags.REQUIRES_EXTENDED_CHANNELS));
    assertThat(findings)
        .contains(
            new ProtocolAnswered(Protocol.JOB_DECLARATION, new Refused(0, "unsupported-protocol")),
            new ProtocolAnswered(
                Protocol.TEMPLATE_DISTRIBUTION, new Refused(0, "unsupported-protocol")),
            new VersionAnswered(Protocol.MINING, 3, new Refused(0, "protocol-version-mismatch")),
            new FlagsAnswered(
                Protocol.MINING,
                7,
                new Refused(SetupFlags.REQUIRES_WORK_SELECTION, "unsupported-feature-flags")));
  }

  @Test
  void theCertificateIsShownAsItIs() {
    TestClock clock = new TestClock();
    NoiseResponderConfig server = identity.withClock(clock);
    try (ProbedServer probed = ProbedServer.mining(server, 0, 0)) {
      assertThat(Probe.run(pinned(probed, KEY).withClock(clock), findings::add)).isEmpty();
    }
    CertificateShown shown = found(CertificateShown.class);
    assertThat(shown.certificate().version()).isZero();
    assertThat(shown.remaining()).isEqualTo(Duration.ofHours(1));
    assertThat(shown.signature()).isEqualTo(Signature.PINNED);
    assertThat(shown.signer()).contains(KEY);
    assertThat(shown.serverKeyX())
        .isEqualTo(HexFormat.of().formatHex(server.staticKey().publicKeyX()));
  }

  @Test
  void withoutAPinTheSignatureIsCheckedAgainstTheKnownAuthoritiesIfThereAreAny() {
    try (ProbedServer server = ProbedServer.mining(identity, 0, 0)) {
      for (Set<AuthorityPublicKey> known :
          List.<Set<AuthorityPublicKey>>of(Set.of(KEY, OTHER), Set.of(OTHER), Set.of())) {
        findings.clear();
        ProbeConfig config = config(server).withAuthorities(Optional.empty(), known);
        assertThat(Probe.run(config, findings::add)).isEmpty();
        assertThat(found(CertificateShown.class).signature())
            .isEqualTo(
                known.contains(KEY)
                    ? Signature.KNOWN
                    : known.isEmpty() ? Signature.NOT_CHECKED : Signature.UNKNOWN);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theWrongAuthorityIsNamedWhereItIsKnownAndTheCertificateShownAllTheSame(boolean known) {
    Diagnosis failure;
    try (ProbedServer server = ProbedServer.mining(identity, 0, 0)) {
      failure = failure(known ? pinned(server, OTHER, KEY) : pinned(server, OTHER));
    }
    assertThat(failure.step()).isEqualTo(Step.HANDSHAKE);
    assertThat(failure.reason()).isEqualTo("WRONG_AUTHORITY");
    assertThat(failure.details())
        .containsEntry("expected", OTHER.toString())
        .containsEntry("actual", known ? KEY.toString() : null);
    assertThat(failure.hint()).isEmpty();
    CertificateShown shown = found(CertificateShown.class);
    assertThat(shown.signature()).isEqualTo(known ? Signature.KNOWN : Signature.UNKNOWN);
    assertThat(shown.signer()).isEqualTo(known ? Optional.of(KEY) : Optional.empty());
  }

  @Test
  void anExpiredCertificateIsMeasuredAgainstTheLocalClock() {
    TestClock then = new TestClock();
    TestClock now = new TestClock();
    now.advance(Duration.ofHours(1).plusSeconds(90));
    Diagnosis failure;
    try (ProbedServer server = ProbedServer.mining(identity.withClock(then), 0, 0)) {
      failure = failure(pinned(server, KEY).withClock(now));
    }
    assertThat(failure.reason()).isEqualTo("CERTIFICATE_EXPIRED");
    assertThat(failure.details())
        .containsEntry("missedBySeconds", 90.0)
        .containsEntry("localTime", "2026-03-01T13:01:30Z")
        .containsEntry("validFrom", "2026-03-01T11:50:00Z")
        .containsEntry("notValidAfter", "2026-03-01T13:00:00Z");
    assertThat(found(CertificateShown.class).remaining()).isEqualTo(Duration.ofSeconds(-90));
    assertThat(found(CertificateShown.class).signature()).isEqualTo(Signature.PINNED);
  }

  @Test
  void allSubprotocolsAreFound() {
    ProtocolSupport declaration =
        ProtocolSupport.jobDeclaration(true).withRequiredFlags(SetupFlags.DECLARE_TX_DATA);
    try (ProbedServer server = ProbedServer.ofAll(identity, declaration)) {
      assertThat(Probe.run(config(server), findings::add)).isEmpty();
      assertThat(findings)
          .contains(
              new ProtocolAnswered(
                  Protocol.JOB_DECLARATION, new Refused(0, "missing-declare-tx-data-flag")),
              new ProtocolAnswered(Protocol.TEMPLATE_DISTRIBUTION, new Accepted(2, 0)));
      findings.clear();
      ProbeConfig declaring = config(server).withProtocol(Protocol.JOB_DECLARATION);
      assertThat(Probe.run(declaring, findings::add)).isEmpty();
    }
    assertThat(found(SetUp.class).asked()).isEqualTo(SetupFlags.DECLARE_TX_DATA);
    assertThat(found(FlagsAnswered.class).answer()).isInstanceOf(Accepted.class);
    assertThat(found(ProtocolAnswered.class).protocol()).isEqualTo(Protocol.MINING);
  }

  @Test
  void templateDistributionHasNoFlagsToAskFor() {
    try (ProbedServer server =
        ProbedServer.ofAll(identity, ProtocolSupport.jobDeclaration(false))) {
      ProbeConfig config = config(server).withProtocol(Protocol.TEMPLATE_DISTRIBUTION);
      assertThat(Probe.run(config, findings::add)).isEmpty();
    }
    assertThat(findings).noneMatch(FlagsAnswered.class::isInstance);
  }

  @Test
  void aSubprotocolThatThereIsNotIsRefusedWithItsCodeAndTheOthersAreAsked() {
    Diagnosis failure;
    try (ProbedServer server = ProbedServer.mining(identity, 0, 0)) {
      failure = failure(config(server).withProtocol(Protocol.TEMPLATE_DISTRIBUTION));
    }
    assertThat(failure.step()).isEqualTo(Step.SETUP);
    assertThat(failure.reason()).isEqualTo("SETUP_REFUSED");
    assertThat(failure.details()).containsEntry("errorCode", "unsupported-protocol");
    assertThat(failure.hint()).contains("it speaks mining: use --protocol");
    assertThat(findings)
        .contains(new ProtocolAnswered(Protocol.MINING, new Accepted(2, 0)))
        .noneMatch(SetUp.class::isInstance);
  }

  @Test
  void anUnencryptedServerIsProbedAndHasNoCertificate() {
    try (ProbedServer server = ProbedServer.mining(null, 7, 0)) {
      assertThat(Probe.run(config(server).withPlain(true), findings::add)).isEmpty();
    }
    assertThat(findings)
        .noneMatch(CertificateShown.class::isInstance)
        .noneMatch(Handshaken.class::isInstance)
        .contains(new FlagsAnswered(Protocol.MINING, 7, new Accepted(2, 0)));
  }

  @Test
  void anUnencryptedServerAskedForNoiseIsRecognized() {
    Diagnosis failure;
    try (ProbedServer server = ProbedServer.mining(null, 0, 0)) {
      failure = failure(config(server));
    }
    assertThat(failure.step()).isEqualTo(Step.HANDSHAKE);
    assertThat(failure.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("--plain"));
  }

  @Test
  void aServerThatEncryptsAskedWithoutIsRecognized() {
    Diagnosis failure;
    try (ProbedServer server = ProbedServer.mining(identity, 0, 0)) {
      failure = failure(config(server).withPlain(true));
    }
    assertThat(failure.step()).isEqualTo(Step.SETUP);
    assertThat(failure.hint())
        .hasValueSatisfying(hint -> assertThat(hint).contains("leave --plain out"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"id\":null,\"result\":null,\"error\":[20,\"parse error\",null]} | STRATUM_V1",
        "HTTP/1.1 400 Bad Request: Content-Length: 0 | HTTP"
      })
  void anotherProtocolIsNamed(String answer, String protocol) {
    Diagnosis failure;
    try (ProbedServer server = ProbedServer.thatSays(answer)) {
      failure = failure(config(server));
    }
    assertThat(failure.reason()).isEqualTo("NOT_NOISE");
    assertThat(failure.details()).containsEntry("protocol", protocol);
    assertThat(failure.hint()).isEmpty();
  }

  @Test
  void aServerThatSaysNothingIsNotWaitedForLongerThanTheTimeout() {
    Diagnosis failure;
    long start = System.nanoTime();
    try (ProbedServer server = ProbedServer.silent()) {
      failure = failure(config(server).withTimeout(SHORT));
      assertThat(failure(config(server).withTimeout(SHORT).withPlain(true)))
          .extracting(Diagnosis::step, Diagnosis::reason)
          .containsExactly(Step.SETUP, "TIMEOUT");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    assertThat(failure.step()).isEqualTo(Step.HANDSHAKE);
    assertThat(failure.reason()).isEqualTo("TIMEOUT");
    assertThat(failure.details()).containsEntry("act", 2).containsEntry("receivedBytes", 0);
    assertThat(failure.hint()).isEmpty();
  }

  @Test
  void aServerThatClosesIsNoServerOfEitherKind() {
    try (ProbedServer server = ProbedServer.thatCloses()) {
      Diagnosis encrypted = failure(config(server));
      assertThat(encrypted.step()).isEqualTo(Step.HANDSHAKE);
      assertThat(encrypted.reason()).isIn("TRUNCATED_ACT", "CONNECTION_RESET");
      assertThat(encrypted.hint()).isEmpty();
      Diagnosis plain = failure(config(server).withPlain(true));
      assertThat(plain.step()).isEqualTo(Step.SETUP);
      assertThat(plain.hint()).isEmpty();
    }
  }

  @Test
  void aPortThatNobodyListensAtIsToldApartFromANameThatThereIsNot() throws IOException {
    int port;
    try (Socket reserved = new Socket()) { // nobody else gets the port, and nobody listens
      reserved.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      port = reserved.getLocalPort();
      Diagnosis refused = failure(ProbeConfig.of("127.0.0.1", port));
      assertThat(refused.step()).isEqualTo(Step.CONNECT);
      assertThat(refused.reason()).isEqualTo("CONNECTION_REFUSED");
      assertThat(findings).singleElement().isInstanceOf(Resolved.class);
    }

    // Longer than a label may be: no resolver has to be asked for it.
    Diagnosis unknown = failure(ProbeConfig.of("a".repeat(64) + ".invalid", port));
    assertThat(unknown.step()).isEqualTo(Step.RESOLVE);
    assertThat(unknown.reason()).isEqualTo("UNKNOWN_HOST");
  }

  @Test
  void flagsAreCalledByTheirNames() {
    assertThat(SetupNames.asked(Protocol.MINING, 0b1011))
        .containsExactly("REQUIRES_STANDARD_JOBS", "REQUIRES_WORK_SELECTION", "bit 3");
    assertThat(SetupNames.asked(Protocol.JOB_DECLARATION, 1)).containsExactly("DECLARE_TX_DATA");
    assertThat(SetupNames.asked(Protocol.TEMPLATE_DISTRIBUTION, 1L << 31))
        .containsExactly("bit 31");
    assertThat(SetupNames.answered(Protocol.MINING, 3))
        .containsExactly("REQUIRES_FIXED_VERSION", "REQUIRES_EXTENDED_CHANNELS");
  }

  @Test
  void portsAndTimeoutsOutOfRangeAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> ProbeConfig.of("h", 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProbeConfig.of("h", 1).withTimeout(Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProbeConfig.of("h", 1).withTimeout(Duration.ofHours(2)));
  }
}
