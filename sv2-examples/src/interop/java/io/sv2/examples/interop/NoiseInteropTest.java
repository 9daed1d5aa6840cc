package io.sv2.examples.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sv2.codec.FrameHeader;
import io.sv2.codec.Sv2Frame;
import io.sv2.noise.AuthorityPublicKey;
import io.sv2.noise.AuthoritySecretKey;
import io.sv2.noise.CertificateIssuer;
import io.sv2.noise.NoiseInitiator;
import io.sv2.noise.NoiseInitiatorConfig;
import io.sv2.noise.NoiseResponder;
import io.sv2.noise.NoiseResponderConfig;
import io.sv2.reactive.Admission;
import io.sv2.reactive.AdmissionConfig;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.ConnectionConfig;
import io.sv2.reactive.Sv2Connection;
import io.sv2.reactive.transport.Sv2ConnectException;
import io.sv2.reactive.transport.Sv2Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.test.StepVerifier;

/** Our transport and the reference's, each in both roles; the reference sends every frame back. */
@Timeout(300)
class NoiseInteropTest {
  private static final int HANDSHAKES = 1_000;
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final AuthoritySecretKey AUTHORITY =
      AuthoritySecretKey.generate(new SecureRandom());

  /** Around the borders of a MAC and of a chunk. */
  private static final List<Integer> PAYLOADS =
      List.of(0, 1, 15, 16, 65_518, 65_519, 65_520, 131_038, 131_039, 1_000_000, 16_777_215);

  private final Sv2Transport transport = new Sv2Transport(ConnectionConfig.DEFAULT);

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    assertThat(Peer.program()).isExecutable();
  }

  @AfterEach
  void dispose() {
    transport.dispose();
  }

  /** Of no extension that anybody knows, so that nobody looks into it. */
  private static Sv2Frame frame(int payloadLength) {
    byte[] payload = new byte[payloadLength];
    new Random(payloadLength).nextBytes(payload);
    return Sv2Frame.of(0x4b0f, payloadLength & 0xff, payload);
  }

  /** Sends frames of these lengths one after the other, and gets each of them back. */
  private static Mono<Long> echoes(Sv2Connection connection, List<Integer> payloads) {
    connection.limitPayload(FrameHeader.MAX_PAYLOAD_LENGTH);
    connection.outbound().tryEmitNext(frame(payloads.get(0))).orThrow();
    return connection
        .inbound()
        .take(payloads.size())
        .index(
            (index, echo) -> {
              int i = (int) (long) index;
              assertThat(echo.equals(frame(payloads.get(i)))).as("frame %d", i).isTrue();
              if (i + 1 < payloads.size()) {
                connection.outbound().tryEmitNext(frame(payloads.get(i + 1))).orThrow();
              }
              return echo;
            })
        .count()
        .doFinally(signal -> connection.close(CloseReason.local("the test is done")));
  }

  private static Mono<Long> end(Sv2Connection connection, Mono<Long> echoed) {
    return echoed.flatMap(count -> connection.onClose().thenReturn(count));
  }

  // ---- the reference responds

  private record Responding(ReferencePeer peer, InetSocketAddress address, String authority)
      implements AutoCloseable {
    static Responding start() throws IOException, InterruptedException {
      ReferencePeer peer = Peer.start("respond");
      JsonNode ready = peer.next();
      URI listening = URI.create("tcp://" + ready.path("listening").asText());
      return new Responding(
          peer,
          new InetSocketAddress(listening.getHost(), listening.getPort()),
          ready.path("authority").asText());
    }

    @Override
    public void close() {
      peer.close();
    }
  }

  private Mono<Sv2Connection> connect(Responding peer, AuthorityPublicKey authority) {
    NoiseInitiatorConfig config = NoiseInitiatorConfig.pinned(authority);
    return transport.connect(peer.address(), () -> new NoiseInitiator(config));
  }

  @Test
  void aThousandHandshakesWithTheReferenceAsResponder() throws IOException, InterruptedException {
    try (Responding peer = Responding.start()) {
      AuthorityPublicKey authority = AuthorityPublicKey.parse(peer.authority());
      Flux<Long> echoed =
          Flux.range(0, HANDSHAKES)
              .concatMap(i -> connect(peer, authority).flatMap(c -> echoes(c, List.of(20))));
      StepVerifier.create(echoed.count())
          .expectNext((long) HANDSHAKES)
          .expectComplete()
          .verify(Duration.ofMinutes(2));
    }
  }

  @Test
  void framesOfEverySizeComeBackFromTheReferenceAsResponder()
      throws IOException, InterruptedException {
    try (Responding peer = Responding.start()) {
      AuthorityPublicKey authority = AuthorityPublicKey.parse(peer.authority());
      StepVerifier.create(connect(peer, authority).flatMap(c -> echoes(c, PAYLOADS)))
          .expectNext((long) PAYLOADS.size())
          .expectComplete()
          .verify(SOON);
    }
  }

  @Test
  void theReferenceIsRefusedUnderAnotherAuthority() throws IOException, InterruptedException {
    try (Responding peer = Responding.start()) {
      StepVerifier.create(connect(peer, AUTHORITY.publicKey()))
          .expectError(Sv2ConnectException.class)
          .verify(SOON);
    }
  }

  // ---- the reference initiates

  private void initiate(int connections, List<Integer> payloads)
      throws IOException, InterruptedException {
    CertificateIssuer issuer = new CertificateIssuer(NoiseResponderConfig.of(AUTHORITY));
    Sinks.Many<Mono<Long>> accepted = Sinks.many().unicast().onBackpressureBuffer();
    DisposableServer server =
        transport
            .bind(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                () -> new NoiseResponder(issuer),
                new Admission(AdmissionConfig.ofConnections(connections)),
                (connection, ticket) ->
                    accepted.tryEmitNext(end(connection, echoes(connection, payloads))).orThrow())
            .block(SOON);
    InetSocketAddress address = (InetSocketAddress) server.address();
    try (ReferencePeer peer =
        Peer.start(
            "initiate",
            address.getAddress().getHostAddress() + ":" + address.getPort(),
            AUTHORITY.publicKey().toString(),
            String.valueOf(connections))) {
      StepVerifier.create(
              accepted.asFlux().take(connections).concatMap(echoed -> echoed).reduce(0L, Long::sum))
          .expectNext((long) connections * payloads.size())
          .expectComplete()
          .verify(Duration.ofMinutes(2));
      assertThat(peer.next().path("handshakes").asInt()).isEqualTo(connections);
    } finally {
      server.disposeNow(SOON);
    }
  }

  @Test
  void aThousandHandshakesWithTheReferenceAsInitiator() throws IOException, InterruptedException {
    initiate(HANDSHAKES, List.of(20));
  }

  @Test
  void framesOfEverySizeComeBackFromTheReferenceAsInitiator()
      throws IOException, InterruptedException {
    initiate(1, PAYLOADS);
  }
}
