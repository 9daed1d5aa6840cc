package io.sv2.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sv2.noise.NoiseHandshakeException.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What errors say beside their message, and that the message says what to do. */
class HandshakeErrorsTest {
  private static final AuthorityPublicKey OTHER =
      AuthoritySecretKey.generate(FixedRandom.seeded(1)).publicKey();
  private static final AuthorityPublicKey THIRD =
      AuthoritySecretKey.generate(FixedRandom.seeded(2)).publicKey();

  @Test
  void aWrongAuthorityNamesTheExpectedOne() {
    WrongAuthorityException e =
        failure(WrongAuthorityException.class, () -> connect(client(OTHER, Set.of())));
    assertThat(e.reason()).isEqualTo(Reason.WRONG_AUTHORITY);
    assertThat(e.expected()).isEqualTo(OTHER);
    assertThat(e.actual()).isEmpty();
    assertThat(e)
        .hasMessage(
            "the server's certificate is not signed by the expected authority "
                + OTHER
                + "; another server answers, or its authority key has changed");
  }

  @Test
  void aWrongAuthorityThatTheUserKnowsIsNamedToo() {
    AuthorityPublicKey actual = Peers.AUTHORITY.publicKey();
    WrongAuthorityException e =
        failure(WrongAuthorityException.class, () -> connect(client(OTHER, Set.of(THIRD, actual))));
    assertThat(e.actual()).hasValue(actual);
    assertThat(e).hasMessageContaining("but by " + actual + ", which is known");
  }

  @Test
  void knownAuthoritiesAreNotTrusted() {
    NoiseInitiatorConfig client = client(OTHER, Set.of(Peers.AUTHORITY.publicKey()));
    assertThat(failure(WrongAuthorityException.class, () -> connect(client))).isNotNull();
    failure(WrongAuthorityException.class, () -> connect(client(OTHER, Set.of(THIRD))));
  }

  @Test
  void timesCanBeLookedAt() {
    CertificateTimeException late =
        failure(
            CertificateTimeException.class, () -> connect(Peers.clientOff(Duration.ofHours(2))));
    assertThat(late.reason()).isEqualTo(Reason.CERTIFICATE_EXPIRED);
    assertThat(late.notValidAfter()).isEqualTo(Peers.NOW.plus(Duration.ofHours(1)));
    assertThat(late.validFrom()).isEqualTo(Peers.NOW.minus(CertificateIssuer.BACKDATED));
    assertThat(late.localTime()).isEqualTo(Peers.NOW.plus(Duration.ofHours(2)));
    assertThat(late.missedBy()).isEqualTo(Duration.ofHours(1));
    CertificateTimeException early =
        failure(
            CertificateTimeException.class,
            () -> connect(Peers.clientOff(Duration.ofMinutes(-11))));
    assertThat(early.reason()).isEqualTo(Reason.CERTIFICATE_NOT_YET_VALID);
    assertThat(early.missedBy()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void aServerThatGetsAnotherProtocolInsteadOfAct1SaysWhich() {
    byte[] line =
        text("{\"id\": 1, \"method\": \"mining.subscribe\", \"params\": [\"cgminer/4\"]}\n", 64);
    NotNoiseException e =
        failure(
            NotNoiseException.class,
            () -> new NoiseResponder(new CertificateIssuer(Peers.server())).respond(line));
    assertThat(e.reason()).isEqualTo(Reason.NOT_NOISE);
    assertThat(e.protocol()).isEqualTo(OtherProtocol.STRATUM_V1);
    assertThat(e)
        .hasMessage(
            "what came instead of handshake act 1 is not Noise, it looks like Stratum V1 (JSON);"
                + " the miner needs a translator, this port takes Stratum V2");
  }

  @Test
  void aClientThatGetsAnotherProtocolInsteadOfAct2SaysWhich() {
    NoiseInitiator initiator = new NoiseInitiator(Peers.client());
    initiator.act1();
    byte[] answer =
        text("HTTP/1.1 400 Bad Request\r\nServer: x\r\nContent-Length: 11\r\n\r\n", 234);
    NotNoiseException e = failure(NotNoiseException.class, () -> initiator.act2(answer));
    assertThat(e.protocol()).isEqualTo(OtherProtocol.HTTP);
    assertThat(e)
        .hasMessage(
            "what came instead of handshake act 2 is not Noise, it looks like HTTP; is that the"
                + " server's port for Stratum V2?");
  }

  @Test
  void actsThatDidNotComeSayHowMuchCame() {
    assertThat(new TruncatedActException(1, 12, 64))
        .hasMessage("the peer closed the connection after 12 of 64 bytes of handshake act 1")
        .returns(Reason.TRUNCATED_ACT, NoiseHandshakeException::reason)
        .returns(1, TruncatedActException::act)
        .returns(12, TruncatedActException::received);
    assertThat(new TruncatedActException(2, 0, 234))
        .hasMessageContaining("it may want no encryption, or be no Stratum V2 server");
    assertThat(new HandshakeTimeoutException(2, 7, 234, Duration.ofSeconds(10)))
        .hasMessage("the handshake was not done in PT10S: 7 of 234 bytes of act 2 came")
        .returns(Reason.TIMEOUT, NoiseHandshakeException::reason)
        .returns(2, HandshakeTimeoutException::act)
        .returns(7, HandshakeTimeoutException::received);
    assertThat(NoiseHandshakeException.tooLong(1, 64))
        .hasMessage("more than the 64 bytes of handshake act 1 came")
        .returns(Reason.WRONG_LENGTH, NoiseHandshakeException::reason);
  }

  private static byte[] text(String text, int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) ' ');
    byte[] begin = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(begin, 0, bytes, 0, Math.min(begin.length, length));
    return bytes;
  }

  private static NoiseInitiatorConfig client(
      AuthorityPublicKey pinned, Set<AuthorityPublicKey> known) {
    return NoiseInitiatorConfig.pinned(pinned)
        .withClock(Peers.at(Peers.NOW))
        .withKnownAuthorities(known);
  }

  private static void connect(NoiseInitiatorConfig client) {
    Peers.connect(client, Peers.server());
  }

  private static <E extends NoiseHandshakeException> E failure(Class<E> type, ThrowingCallable c) {
    return catchThrowableOfType(type, c);
  }
}
