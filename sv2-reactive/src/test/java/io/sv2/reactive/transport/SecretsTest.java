package io.sv2.reactive.transport;

import static io.sv2.reactive.transport.Loopback.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sv2.noise.AuthoritySecretKey;
import io.sv2.noise.CertificateIssuer;
import io.sv2.noise.KeyFormatException;
import io.sv2.noise.NoiseInitiator;
import io.sv2.noise.NoiseInitiatorConfig;
import io.sv2.noise.NoiseResponder;
import io.sv2.noise.NoiseResponderConfig;
import io.sv2.noise.NoiseSession;
import io.sv2.noise.StaticKeyPair;
import io.sv2.reactive.AdmissionConfig;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.CloseReason.Kind;
import io.sv2.reactive.ConnectionConfig;
import io.sv2.reactive.ProtocolSupport;
import io.sv2.reactive.Sv2Connection;
import io.sv2.reactive.Sv2ServerServiceConfig;
import io.sv2.reactive.support.Secrets;
import io.sv2.reactive.support.WholeLog;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * No secret of a handshake, from the authority's to the session's keys, and no part of one, stands
 * in anything that anybody logs at any level, in an exception, or in an object's text.
 */
class SecretsTest {
  private static final byte[] AUTHORITY_SECRET = bytes(0x41);
  private static final byte[] STATIC_SECRET = bytes(0x53);
  private static final AuthoritySecretKey AUTHORITY =
      AuthoritySecretKey.parse(Secrets.base58(AUTHORITY_SECRET));

  /** For who says nothing. */
  private static final ConnectionConfig SHORT =
      ConnectionConfig.DEFAULT.withTimeouts(Duration.ofMillis(300), SOON, SOON);

  private final Secrets secrets = new Secrets();
  private final StaticKeyPair staticKey =
      StaticKeyPair.parse(Secrets.base58(STATIC_SECRET), new SecureRandom());
  private final NoiseResponderConfig serverNoise =
      NoiseResponderConfig.of(AUTHORITY).withStaticKey(staticKey).withCurve(secrets.curve(true));
  private final NoiseInitiatorConfig clientNoise =
      NoiseInitiatorConfig.pinned(AUTHORITY.publicKey()).withCurve(secrets.curve(false));
  private final CertificateIssuer issuer = new CertificateIssuer(serverNoise);
  private final WholeLog log = new WholeLog();
  private final EchoServer server =
      new EchoServer(
          ConnectionConfig.DEFAULT, AdmissionConfig.DEFAULT, () -> new NoiseResponder(issuer));
  private final EchoServer hasty =
      new EchoServer(SHORT, AdmissionConfig.DEFAULT, () -> new NoiseResponder(issuer));
  private final Sv2Transport clients = new Sv2Transport(ConnectionConfig.DEFAULT);
  private final Sv2Transport hastyClients = new Sv2Transport(SHORT);

  private static byte[] bytes(int first) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (first + 7 * i);
    }
    return bytes;
  }

  SecretsTest() {
    secrets.add(AUTHORITY_SECRET);
    secrets.add(STATIC_SECRET);
  }

  @AfterEach
  void stop() {
    server.close();
    hasty.close();
    clients.dispose();
    hastyClients.dispose();
    log.close();
  }

  private void nothingIsSaid() {
    assertThat(log.texts()).isNotEmpty().allSatisfy(this::tellsNothing);
  }

  private void tellsNothing(Object what) {
    String text = String.valueOf(what);
    assertThat(secrets.foundIn(text)).as("secrets in %s", text).isNull();
  }

  private void tellsNothing(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      tellsNothing((Object) t);
      for (Throwable suppressed : t.getSuppressed()) {
        tellsNothing(suppressed);
      }
    }
  }

  private void handshakeFails(NoiseInitiatorConfig noise) {
    Sv2ConnectException e =
        catchThrowableOfType(
            Sv2ConnectException.class,
            () -> clients.connect(server.address(), () -> new NoiseInitiator(noise)).block(SOON));
    tellsNothing(e);
  }

  @Test
  void handshakeAndFrames() {
    Sv2Connection connection =
        clients.connect(server.address(), () -> new NoiseInitiator(clientNoise)).block(SOON);
    EchoServer.isAnswered(connection, 1);
    tellsNothing(connection);
    connection.close(CloseReason.local("done"));
    assertThat(server.ended().kind()).isEqualTo(Kind.PEER_CLOSED);
    // authority, static; ephemerals; four shared; two of two keys mixed, and two of the session
    assertThat(secrets.all().stream().map(Arrays::hashCode).distinct().count())
        .isGreaterThanOrEqualTo(2 + 2 + 2 + 4 + 2);
    nothingIsSaid();
  }

  @Test
  void failuresThatTheClientSees() {
    AuthoritySecretKey other = AuthoritySecretKey.generate(new SecureRandom());
    handshakeFails(NoiseInitiatorConfig.pinned(other.publicKey()).withCurve(secrets.curve(false)));
    assertThat(server.ended().kind()).isEqualTo(Kind.PEER_CLOSED);
    handshakeFails(clientNoise.withClock(Clock.offset(Clock.systemUTC(), Duration.ofDays(1))));
    assertThat(server.ended().kind()).isEqualTo(Kind.PEER_CLOSED);
    try (RawServer garbled = new RawServer(s -> s.says(RawPeer.garbage(234)))) {
      tellsNothing(
          catchThrowableOfType(
              Sv2ConnectException.class,
              () ->
                  clients
                      .connect(garbled.address(), () -> new NoiseInitiator(clientNoise))
                      .block(SOON)));
    }
    try (RawServer silent = new RawServer(s -> {})) {
      tellsNothing(
          catchThrowableOfType(
              Sv2ConnectException.class,
              () ->
                  hastyClients
                      .connect(silent.address(), () -> new NoiseInitiator(clientNoise))
                      .block(SOON)));
    }
    nothingIsSaid();
  }

  @Test
  void failuresThatTheServerSees() {
    RawPeer blind = server.rawClient().says(RawPeer.garbage(64));
    blind.hears(NoiseInitiator.ACT_2_LENGTH);
    blind.says(RawPeer.garbage(22)).hearsTheEnd();
    blind.close();
    tellsNothing(server.ended());
    RawPeer silent = hasty.rawClient();
    tellsNothing(hasty.failedHandshake());
    silent.close();
    server.rawClient().says(RawPeer.garbage(10)).resets();
    tellsNothing(server.failedHandshake());
    server.rawClient().says("GET / HTTP/1.1\r\nHost: a\r\n".getBytes(StandardCharsets.US_ASCII));
    tellsNothing(server.failedHandshake());
    staticKey.destroy();
    handshakeFails(clientNoise); // the server cannot
    assertThat(server.failedHandshake().detail()).contains("destroyed");
    nothingIsSaid();
  }

  @Test
  void textsOfObjectsThatHoldSecrets() {
    NoiseInitiator initiator = new NoiseInitiator(clientNoise);
    NoiseResponder responder = new NoiseResponder(issuer);
    NoiseSession session = initiator.act2(responder.respond(initiator.act1()));
    Sv2ServerServiceConfig config =
        Sv2ServerServiceConfig.of(
            "pool", server.address(), serverNoise, ProtocolSupport.mining(0, 0));
    for (Object holder :
        List.of(
            AUTHORITY,
            staticKey,
            serverNoise,
            clientNoise,
            issuer,
            issuer.current(),
            initiator,
            responder,
            session,
            responder.session(),
            new NoiseFrames(session, 10),
            config)) {
      tellsNothing(holder);
    }
    assertThat(config.toString()).contains("StaticKeyPair[x="); // its text is there, and harmless
  }

  /** Of a secret that was copied badly nothing may be shown but where it is wrong. */
  @Test
  void textsThatAreNoSecretAnyMore() {
    String text = Secrets.base58(AUTHORITY_SECRET);
    String middle = text.substring(10, 20);
    for (String bad :
        List.of(
            text + "1",
            text.substring(1),
            text.replace(text.charAt(30), 'l'),
            text.replace(text.charAt(30), '0'),
            text + text + text,
            Secrets.base58(Arrays.copyOf(AUTHORITY_SECRET, 31)),
            Secrets.base58(Arrays.copyOf(AUTHORITY_SECRET, 34)))) {
      KeyFormatException ofAuthority =
          catchThrowableOfType(KeyFormatException.class, () -> AuthoritySecretKey.parse(bad));
      KeyFormatException ofServer =
          catchThrowableOfType(
              KeyFormatException.class, () -> StaticKeyPair.parse(bad, new SecureRandom()));
      for (KeyFormatException e : List.of(ofAuthority, ofServer)) {
        tellsNothing(e);
        assertThat(e.getMessage()).doesNotContain(middle).doesNotContain(bad.substring(10, 20));
      }
    }
  }

  /** Or the tests above would mean nothing. */
  @Test
  void secretThatIsLoggedIsFound() {
    NoiseInitiator initiator = new NoiseInitiator(clientNoise);
    initiator.act2(new NoiseResponder(issuer).respond(initiator.act1()));
    Logger careless = LoggerFactory.getLogger("careless");
    List<Function<byte[], String>> forms =
        List.of(
            HexFormat.of()::formatHex,
            HexFormat.of().withUpperCase()::formatHex,
            Arrays::toString,
            Secrets::base58,
            Base64.getEncoder()::encodeToString);
    for (byte[] secret : secrets.all()) {
      for (Function<byte[], String> form : forms) {
        String text = "<" + form.apply(secret) + ">";
        log.texts().clear();
        careless.trace(text);
        careless.trace("with {}", text);
        careless.warn("failed", new IllegalStateException(new IllegalArgumentException(text)));
        assertThat(log.texts())
            .filteredOn(line -> line.startsWith("careless"))
            .hasSize(3)
            .allMatch(line -> secrets.foundIn(line) != null);
      }
    }
    assertThat(secrets.foundIn(AUTHORITY.publicKey().toString())).isNull();
  }
}
