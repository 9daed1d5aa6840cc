package io.sv2.reactive;

import static io.sv2.reactive.ClientFixture.SOON;
import static io.sv2.reactive.ClientFixture.soon;
import static io.sv2.reactive.TemplateClient.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sv2.codec.ErrorCodes;
import io.sv2.codec.Sv2Frame;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.common.SetupConnection;
import io.sv2.codec.common.SetupConnectionError;
import io.sv2.codec.common.SetupConnectionSuccess;
import io.sv2.codec.type.Str0255;
import io.sv2.reactive.CloseReason.Kind;
import io.sv2.reactive.ScriptedServer.Peer;
import io.sv2.reactive.transport.Sv2Transport;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

/** What ends a connection before it is set up; its handler never hears of it. */
class UpstreamSetupTest {
  private static final Duration BRIEFLY = Duration.ofMillis(100);

  private final ClientFixture client = new ClientFixture();
  private final TemplateClient handler = client.handler;
  private final Sv2Transport transport = new Sv2Transport(ConnectionConfig.DEFAULT);

  @AfterEach
  void close() {
    client.close();
    transport.dispose();
  }

  static Stream<Arguments> answers() {
    Stream<Arguments> versions =
        IntStream.of(0, 1, 3, 0xffff)
            .mapToObj(
                version ->
                    answer(
                        "version " + version,
                        SOON,
                        Kind.PROTOCOL_ERROR,
                        "version " + version,
                        new SetupConnectionSuccess(version, 0)));
    Stream<Arguments> refusals =
        Stream.of(
                ErrorCodes.UNSUPPORTED_PROTOCOL,
                ErrorCodes.PROTOCOL_VERSION_MISMATCH,
                ErrorCodes.MISSING_DECLARE_TX_DATA_FLAG,
                "not-known-to-anybody",
                "")
            .map(
                code -> answer("refused: " + code, SOON, Kind.SETUP_REFUSED, code, error(0, code)));
    return Stream.of(
            versions,
            refusals,
            Stream.of(
                answer(
                    "refused flags",
                    SOON,
                    Kind.SETUP_REFUSED,
                    "unsupported-feature-flags, flags 0x80000001",
                    error(0x8000_0001L, ErrorCodes.UNSUPPORTED_FEATURE_FLAGS)),
                answer("no answer", BRIEFLY, Kind.SETUP_TIMEOUT, BRIEFLY.toString()),
                answer("other", SOON, Kind.PROTOCOL_ERROR, "SetNewPrevHash", message(1)),
                says("short", Kind.PROTOCOL_ERROR, "SetupConnection.Success", frame(0x01, 5)),
                says("control characters", Kind.PROTOCOL_ERROR, "error_code", controlCharacter()),
                says("unknown type", Kind.PROTOCOL_ERROR, "0xff", frame(0xff, 0)),
                arguments("end", SOON, Kind.PEER_CLOSED, "", (Consumer<Peer>) Peer::close)))
        .flatMap(all -> all);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answers")
  void connectionThatIsNotSetUpEndsWithItsReason(
      String what, Duration setupTimeout, Kind kind, String detail, Consumer<Peer> answer)
      throws Exception {
    var config =
        ClientFixture.config(ClientFixture.upstream(client.server.address()), setupTimeout, SOON);
    CompletableFuture<CloseReason> ended = run(config);
    Peer peer = client.server.accept();
    peer.next(SetupConnection.class);
    answer.accept(peer);
    assertThat(ended.get(SOON.toSeconds(), TimeUnit.SECONDS))
        .satisfies(Sv2ClientServiceEndTest.is(kind, detail));
    assertThat(handler.connected).isEmpty();
    assertThat(handler.disconnected).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answers")
  void connectionThatIsNotSetUpIsMadeAnew(
      String what, Duration setupTimeout, Kind kind, String detail, Consumer<Peer> answer) {
    client.start(setupTimeout, SOON);
    Peer peer = client.server.accept();
    peer.next(SetupConnection.class);
    answer.accept(peer);
    client.server.accept().next(SetupConnection.class);
    assertThat(handler.connected).isEmpty();
    assertThat(handler.disconnected).isEmpty();
  }

  @Test
  void unknownExtensionBeforeTheAnswerIsIgnored() {
    client.start();
    Peer peer = client.server.accept();
    peer.next(SetupConnection.class);
    peer.send(Sv2Frame.of(1, 1, new byte[9]).toByteArray());
    peer.send(new SetupConnectionSuccess(2, 0));
    soon(() -> handler.connected.size() == 1);
  }

  private CompletableFuture<CloseReason> run(Sv2ClientServiceConfig config) {
    UpstreamConfig upstream = config.upstreams().get(0);
    return transport
        .connect(upstream.servers().get(0).address(), null)
        .flatMap(connection -> ClientFixture.session(connection, config, handler).establish())
        .<CloseReason>then(Mono.error(new AssertionError("it was set up")))
        .onErrorResume(UpstreamEndedException.class, ended -> Mono.just(ended.reason()))
        .toFuture();
  }

  private static SetupConnectionError error(long flags, String code) {
    return new SetupConnectionError(flags, Str0255.of(code));
  }

  private static byte[] controlCharacter() {
    return Sv2Frame.of(0, 0x02, new byte[] {0, 0, 0, 0, 1, '\n'}).toByteArray();
  }

  private static byte[] frame(int type, int payloadLength) {
    return Sv2Frame.of(0, type, new byte[payloadLength]).toByteArray();
  }

  private static Arguments answer(
      String what, Duration setupTimeout, Kind kind, String detail, Sv2Message... messages) {
    return arguments(
        what, setupTimeout, kind, detail, (Consumer<Peer>) peer -> peer.send(messages));
  }

  private static Arguments says(String what, Kind kind, String detail, byte[] bytes) {
    return arguments(what, SOON, kind, detail, (Consumer<Peer>) peer -> peer.send(bytes));
  }
}
