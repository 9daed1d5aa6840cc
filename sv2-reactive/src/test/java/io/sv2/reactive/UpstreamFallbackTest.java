package io.sv2.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.Protocol;
import io.sv2.codec.common.Reconnect;
import io.sv2.codec.common.SetupConnection;
import io.sv2.codec.common.SetupConnectionError;
import io.sv2.codec.common.SetupConnectionSuccess;
import io.sv2.codec.extension.RequestExtensions;
import io.sv2.codec.extension.RequestExtensionsError;
import io.sv2.codec.extension.RequestExtensionsSuccess;
import io.sv2.codec.template.CoinbaseOutputConstraints;
import io.sv2.codec.type.Str0255;
import io.sv2.noise.AuthoritySecretKey;
import io.sv2.noise.NoiseInitiatorConfig;
import io.sv2.reactive.CloseReason.Kind;
import io.sv2.reactive.UpstreamStatus.Phase;
import io.sv2.reactive.handler.NullSv2JobDeclarationClientHandler;
import io.sv2.reactive.handler.NullSv2MiningClientHandler;
import io.sv2.reactive.test.ConnectionPair;
import io.sv2.reactive.test.ScriptedPeer;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A client and its upstreams, on virtual time: which one it is with, and why. */
class UpstreamFallbackTest {
  private static final Duration STABLE = Duration.ofSeconds(10);
  private static final Duration RETURN = Duration.ofMinutes(5);
  private static final InetSocketAddress ONE = InetSocketAddress.createUnresolved("one", 1);
  private static final InetSocketAddress TWO = InetSocketAddress.createUnresolved("two", 2);

  private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
  private final TemplateClient handler = new TemplateClient();
  private final Set<String> down = new HashSet<>();
  private final List<String> attempts = new ArrayList<>();
  private final Deque<ScriptedPeer> servers = new ArrayDeque<>();
  private Sv2ClientService<?, ?, ?> service;
  private Sv2ClientService.Running running;

  @AfterEach
  void stop() {
    running.dispose();
    assertThat(service.status(Protocol.TEMPLATE_DISTRIBUTION).orElseThrow().phase())
        .isEqualTo(Phase.STOPPED);
  }

  private void start(UpstreamConfig upstream, ExtensionsConfig extensions, Duration returnAfter) {
    service =
        Sv2ClientService.newService(
            Sv2ClientServiceConfig.of("client", upstream)
                .withTimer(time)
                .withExtensions(extensions)
                .withReconnect(
                    ReconnectConfig.DEFAULT
                        .withBackoff(Duration.ofMillis(200), Duration.ofSeconds(30), 0)
                        .withFallback(3, STABLE, returnAfter)),
            NullSv2MiningClientHandler.INSTANCE,
            NullSv2JobDeclarationClientHandler.INSTANCE,
            handler);
    running = service.startWith(this::connect).block();
  }

  private void start(Duration returnAfter) {
    start(upstream(null).withFallback(TWO, null), ExtensionsConfig.NONE, returnAfter);
  }

  private static UpstreamConfig upstream(NoiseInitiatorConfig noise) {
    return UpstreamConfig.of(Protocol.TEMPLATE_DISTRIBUTION, ONE, noise, 0);
  }

  private Mono<Sv2Connection> connect(InetSocketAddress address, NoiseInitiatorConfig noise) {
    return Mono.defer(
        () -> {
          String host = address.getHostString() + ":" + address.getPort();
          attempts.add(host);
          if (down.contains(address.getHostString())) {
            return Mono.error(new IllegalStateException(host + " is down"));
          }
          ConnectionPair.Ends ends = ConnectionPair.plain().withTimer(time).connect();
          servers.add(ScriptedPeer.of(ends.server(), Duration.ZERO, Long.MAX_VALUE));
          return Mono.just(ends.client());
        });
  }

  /** The server of the last connection, which accepts. */
  private ScriptedPeer accepts() {
    ScriptedPeer server = servers.removeLast();
    server.expects(SetupConnection.class).sends(new SetupConnectionSuccess(2, 0));
    return server;
  }

  private UpstreamStatus status() {
    return service.status(Protocol.TEMPLATE_DISTRIBUTION).orElseThrow();
  }

  private void passes(Duration duration) {
    time.advanceTimeBy(duration);
  }

  @Test
  void nextUpstreamIsTriedWhenTheFirstFailsAndASuccessThereIsNoFailure() {
    down.add("one");
    start(null);
    passes(Duration.ofSeconds(1));
    assertThat(attempts).containsExactly("one:1", "one:1", "one:1", "two:2");
    ScriptedPeer server = accepts();
    assertThat(status().phase()).isEqualTo(Phase.CONNECTED);
    assertThat(status().server()).isEqualTo(1);
    assertThat(handler.upstreams).extracting(Sv2Upstream::index).containsExactly(1);
    passes(Duration.ofHours(2));
    assertThat(attempts).hasSize(4);
    server.closes();
    assertThat(handler.disconnected)
        .extracting(CloseReason::kind)
        .containsExactly(Kind.PEER_CLOSED);
    passes(Duration.ofMillis(200));
    assertThat(attempts).endsWith("two:2").hasSize(5);
  }

  @Test
  void whoRefusesTheSetupIsLeftAtOnce() {
    start(null);
    servers
        .removeLast()
        .expects(SetupConnection.class)
        .sends(new SetupConnectionError(0, Str0255.of("unsupported-protocol")));
    passes(Duration.ofMillis(1));
    assertThat(attempts).containsExactly("one:1", "two:2");
    assertThat(status().lastEnd().kind()).isEqualTo(Kind.SETUP_REFUSED);
  }

  @Test
  void preferredIsTriedBesideTheFallbackAndTakesOverOnlyWhenItIsSetUp() {
    down.add("one");
    start(RETURN);
    passes(Duration.ofSeconds(1));
    ScriptedPeer fallback = accepts();
    passes(RETURN);
    assertThat(attempts).endsWith("one:1").hasSize(5);
    assertThat(fallback.isClosed()).isFalse();

    down.clear();
    passes(RETURN);
    ScriptedPeer preferred = servers.removeLast();
    assertThat(fallback.isClosed()).isFalse();
    assertThat(service.isConnected(Protocol.TEMPLATE_DISTRIBUTION)).isTrue();
    preferred.expects(SetupConnection.class).sends(new SetupConnectionSuccess(2, 0));
    fallback.expectsClose(Kind.PEER_CLOSED);
    assertThat(status().server()).isZero();
    assertThat(handler.upstreams).extracting(Sv2Upstream::index).containsExactly(1, 0);
    assertThat(handler.disconnected).hasSize(1);
  }

  @Test
  void reconnectLeadsElsewhereOnlyWhereAnAuthorityCanBeChecked() {
    start(upstream(null), ExtensionsConfig.NONE, null);
    accepts().sends(new Reconnect(Str0255.of("elsewhere"), 9));
    passes(Duration.ofSeconds(1));
    assertThat(attempts).containsExactly("one:1", "one:1");
  }

  @Test
  void reconnectIsFollowedTowardsTheSameAuthorityAndBackWhenNobodyIsThere() {
    NoiseInitiatorConfig pinned =
        NoiseInitiatorConfig.pinned(AuthoritySecretKey.generate(new SecureRandom()).publicKey());
    start(upstream(pinned), ExtensionsConfig.NONE, null);
    down.add("elsewhere");
    accepts().sends(new Reconnect(Str0255.of("elsewhere"), 0));
    passes(Duration.ofSeconds(1));
    assertThat(attempts).containsExactly("one:1", "elsewhere:1", "one:1");
  }

  @Test
  void serverThatFallsSilentIsLeft() {
    start(upstream(null), ExtensionsConfig.NONE, null);
    ScriptedPeer server = accepts();
    passes(Duration.ofHours(23));
    server.sends(TemplateClient.message(1));
    passes(Duration.ofHours(23));
    assertThat(server.isClosed()).isFalse();
    passes(Duration.ofHours(2));
    assertThat(handler.disconnected).extracting(CloseReason::kind).containsExactly(Kind.INACTIVE);
  }

  @Test
  void constraintsComeBeforeAnythingElse() {
    CoinbaseOutputConstraints room = new CoinbaseOutputConstraints(100, 4);
    start(upstream(null).withConstraints(room), ExtensionsConfig.NONE, null);
    accepts().expects(room).expectsNothing();
  }

  @Test
  void drainingHandlesWhatHasComeAndThenEnds() {
    start(upstream(null), ExtensionsConfig.NONE, null);
    ScriptedPeer server = accepts().sends(TemplateClient.message(1));
    var drained = running.drain(Duration.ofSeconds(5)).toFuture();
    assertThat(drained).isCompleted();
    assertThat(handler.messages).containsExactly(TemplateClient.message(1));
    server.expectsClose(Kind.PEER_CLOSED);
    passes(Duration.ofHours(1));
    assertThat(attempts).hasSize(1);
  }

  @Test
  void drainingEndsAPauseAndAnAttempt() {
    down.add("one");
    start(null);
    assertThat(running.drain(Duration.ofHours(1)).toFuture()).isCompleted();
    assertThat(running.isDisposed()).isTrue();
    passes(Duration.ofHours(2));
    assertThat(attempts).hasSize(1);
  }

  @Test
  void whileOneIsDrainedNoOtherIsConnected() {
    Sinks.One<ResponseFromSv2Client> slow = Sinks.one();
    handler.answer = message -> slow.asMono();
    down.add("one");
    start(RETURN);
    passes(Duration.ofSeconds(1));
    ScriptedPeer fallback = accepts();
    down.clear();
    passes(RETURN.minusSeconds(2));
    fallback.sends(TemplateClient.message(1));
    int before = attempts.size();
    var drained = running.drain(Duration.ofHours(1)).toFuture();
    passes(Duration.ofSeconds(10));
    assertThat(drained).isNotDone();
    slow.tryEmitValue(ResponseFromSv2Client.nothing());
    assertThat(drained).isCompleted();
    fallback.expectsClose(Kind.PEER_CLOSED);
    passes(Duration.ofHours(2));
    assertThat(attempts).hasSize(before);
  }

  @Test
  void handlerThatThrowsAnErrorIsConnectedAgain() {
    handler.whenDisconnected =
        reason -> {
          throw new AssertionError("on purpose");
        };
    start(null);
    accepts().closes();
    passes(Duration.ofSeconds(1));
    assertThat(attempts).hasSize(2);
  }

  @Test
  void reconnectIsNoFailureAndLeadsToNoOtherUpstream() {
    start(null);
    for (int i = 1; i <= 3; i++) {
      accepts().sends(new Reconnect(Str0255.EMPTY, 0));
      passes(Duration.ofSeconds(1));
      assertThat(status().failures()).isZero();
      assertThat(attempts).hasSize(i + 1).containsOnly("one:1");
    }
    accepts().sends(new Reconnect(Str0255.EMPTY, 0)); // it never serves
    passes(Duration.ofSeconds(1));
    assertThat(attempts).endsWith("two:2");
  }

  /** The server's own closing may be noticed before what it said is handled. */
  @Test
  void reconnectThatTheServerClosesAfterIsNoFailure() {
    Sinks.One<ResponseFromSv2Client> slow = Sinks.one();
    handler.answer = message -> slow.asMono();
    start(null);
    accepts().sends(TemplateClient.message(1)).sends(new Reconnect(Str0255.EMPTY, 0)).closes();
    slow.tryEmitValue(ResponseFromSv2Client.nothing());
    passes(Duration.ofSeconds(1));
    assertThat(attempts).hasSize(2);
    assertThat(status().failures()).isZero();
    assertThat(handler.disconnected).extracting(CloseReason::kind).containsExactly(Kind.RECONNECT);
  }

  @Test
  void reconnectOfAFallbackThatLastedIsFollowedThere() {
    NoiseInitiatorConfig pinned =
        NoiseInitiatorConfig.pinned(AuthoritySecretKey.generate(new SecureRandom()).publicKey());
    down.add("one");
    start(upstream(null).withFallback(TWO, pinned), ExtensionsConfig.NONE, RETURN);
    passes(Duration.ofSeconds(1));
    ScriptedPeer fallback = accepts();
    passes(STABLE.plusSeconds(1));
    fallback.sends(new Reconnect(Str0255.of("elsewhere"), 0));
    passes(Duration.ofSeconds(1));
    assertThat(attempts).endsWith("two:2", "elsewhere:2");
  }

  // ---- extensions

  @Test
  void reconnectBeforeExtensionsAreAgreedOnIsFollowed() {
    NoiseInitiatorConfig pinned =
        NoiseInitiatorConfig.pinned(AuthoritySecretKey.generate(new SecureRandom()).publicKey());
    start(upstream(pinned), ASKS, null);
    accepts().expects(RequestExtensions.class).sends(new Reconnect(Str0255.of("there"), 0));
    passes(Duration.ofMillis(300));
    assertThat(attempts).containsExactly("one:1", "there:1");
    accepts().expects(RequestExtensions.class).sends(new Reconnect(Str0255.of("and-there"), 0));
    passes(Duration.ofMillis(600));
    assertThat(attempts).containsExactly("one:1", "there:1", "and-there:1");
    assertThat(status().failures()).isZero();
  }

  @Test
  void endpointThatSaysNothingIsDoneWithoutUnlessSomethingIsRequired() {
    ScriptedPeer server = agreedAndChanged(ASKS);
    passes(Duration.ofSeconds(5));
    assertThat(server.isClosed()).isFalse();
    server.sends(TemplateClient.message(1));
    assertThat(handler.messages).hasSize(1);
  }

  @Test
  void endpointThatSaysNothingIsLeftWhereSomethingIsRequired() {
    ScriptedPeer server = agreedAndChanged(ExtensionsConfig.of(Set.of(2), Set.of(2)));
    passes(Duration.ofSeconds(5));
    server.expectsClose(Kind.PEER_CLOSED);
    assertThat(handler.disconnected)
        .extracting(CloseReason::kind)
        .containsExactly(Kind.EXTENSION_REQUIRED);
  }

  @Test
  void answerThatWaitedForTheHandlerIsNoSilence() {
    Sinks.One<ResponseFromSv2Client> slow = Sinks.one();
    ScriptedPeer server = agreedAndChanged(ExtensionsConfig.of(Set.of(2), Set.of(2)));
    handler.answer = message -> slow.asMono();
    server.sends(TemplateClient.message(1));
    server.sends(new RequestExtensionsSuccess(2, List.of(2)));
    passes(Duration.ofSeconds(5));
    assertThat(server.isClosed()).isFalse();
    slow.tryEmitValue(ResponseFromSv2Client.nothing());
    passes(Duration.ofSeconds(5));
    assertThat(server.isClosed()).isFalse();
    assertThat(handler.extensions).containsExactly(Set.of(), Set.of(2));
  }

  private ScriptedPeer agreedAndChanged(ExtensionsConfig extensions) {
    start(upstream(null), extensions, null);
    ScriptedPeer server = accepts();
    RequestExtensions asked = server.hears(RequestExtensions.class);
    server.sends(new RequestExtensionsSuccess(asked.requestId(), List.of(2)));
    server.sends(new io.sv2.codec.common.ChannelEndpointChanged(1));
    return server.expects(RequestExtensions.class);
  }

  private static final ExtensionsConfig ASKS = ExtensionsConfig.of(Set.of(2, 5), Set.of());

  @Test
  void extensionsAreAgreedOnBeforeTheHandlerHears() {
    start(upstream(null), ASKS, null);
    ScriptedPeer server = accepts();
    RequestExtensions asked = server.hears(RequestExtensions.class);
    assertThat(asked.requestedExtensions()).containsExactly(2, 5);
    assertThat(handler.upstreams).isEmpty();
    assertThat(service.isConnected(Protocol.TEMPLATE_DISTRIBUTION)).isFalse();
    server.sends(new RequestExtensionsSuccess(asked.requestId(), List.of(5, 77)));
    assertThat(handler.upstreams)
        .singleElement()
        .satisfies(upstream -> assertThat(upstream.extensions()).containsExactly(5));
  }

  @Test
  void clientGoesOnWithoutWhatAServerDoesNotSupport() {
    start(upstream(null), ASKS, null);
    ScriptedPeer server = accepts();
    RequestExtensions asked = server.hears(RequestExtensions.class);
    server.sends(new RequestExtensionsError(asked.requestId(), List.of(2, 5), List.of()));
    assertThat(handler.upstreams).extracting(Sv2Upstream::extensions).containsExactly(Set.of());
  }

  @Test
  void serverThatLacksWhatIsRequiredIsLeftForTheNext() {
    start(upstream(null).withFallback(TWO, null), ExtensionsConfig.of(Set.of(2), Set.of(2)), null);
    ScriptedPeer server = accepts();
    RequestExtensions asked = server.hears(RequestExtensions.class);
    server.sends(new RequestExtensionsError(asked.requestId(), List.of(2), List.of()));
    passes(Duration.ofMillis(1));
    assertThat(attempts).containsExactly("one:1", "two:2");
    assertThat(handler.upstreams).isEmpty();
  }

  @Test
  void serverThatSaysNothingIsAskedOnceMoreAndThenDoneWithout() {
    start(upstream(null), ASKS, null);
    accepts().expects(RequestExtensions.class);
    passes(Duration.ofMillis(500));
    assertThat(attempts).hasSize(2);
    accepts().expects(RequestExtensions.class);
    passes(Duration.ofMillis(500));
    assertThat(attempts).hasSize(3);
    accepts().expectsNothing();
    assertThat(handler.upstreams).hasSize(1);
    assertThat(status().failures()).isZero();
  }

  @Test
  void otherMessagesBeforeTheAnswerAreAProtocolError() {
    start(upstream(null), ASKS, null);
    ScriptedPeer server = accepts();
    server.expects(RequestExtensions.class).sends(TemplateClient.message(1));
    server.expectsClose(Kind.PEER_CLOSED);
    assertThat(status().lastEnd().kind()).isEqualTo(Kind.PROTOCOL_ERROR);
  }

  @Test
  void changedEndpointMakesAllBeForgottenAndAskedAgain() {
    start(upstream(null), ASKS, null);
    ScriptedPeer server = accepts();
    RequestExtensions asked = server.hears(RequestExtensions.class);
    server.sends(new RequestExtensionsSuccess(asked.requestId(), List.of(2)));
    server.sends(new io.sv2.codec.common.ChannelEndpointChanged(1));
    assertThat(handler.extensions).containsExactly(Set.of());
    RequestExtensions again = server.hears(RequestExtensions.class);
    server.sends(new RequestExtensionsSuccess(asked.requestId(), List.of(5))); // an old answer
    server.sends(new RequestExtensionsSuccess(again.requestId(), List.of(5)));
    assertThat(handler.extensions).containsExactly(Set.of(), Set.of(5));
  }
}
