package io.sv2.reactive.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.MessageRegistry;
import io.sv2.codec.Sv2Codec;
import io.sv2.codec.Sv2CodecException;
import io.sv2.codec.Sv2Frame;
import io.sv2.codec.mining.SubmitSharesSuccess;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.ConnectionConfig;
import io.sv2.reactive.OutboundConfig;
import io.sv2.reactive.test.ConnectionPair;
import io.sv2.reactive.test.ScriptedPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

class Sv2StreamsTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Sv2Frame UNKNOWN = Sv2Frame.of(0x4b0f, 3, new byte[5]);

  private static SubmitSharesSuccess message(long channel, long number) {
    return new SubmitSharesSuccess(channel, number, 1, 1);
  }

  private static Sv2Frame frame(long channel, long number) {
    return Sv2Codec.encode(message(channel, number));
  }

  @Test
  void framesBecomeMessagesAndMessagesFrames() {
    StepVerifier.create(
            Flux.just(frame(1, 1), UNKNOWN, frame(1, 2)).transform(Sv2Streams.messages()))
        .expectNext(message(1, 1), message(1, 2))
        .verifyComplete();
    StepVerifier.create(
            Flux.just(frame(1, 1), UNKNOWN)
                .transform(Sv2Streams.decoded(MessageRegistry.standard()))
                .map(decoded -> decoded.message().isPresent()))
        .expectNext(true, false)
        .verifyComplete();
    StepVerifier.create(Flux.just(message(1, 1)).transform(Sv2Streams.frames()))
        .expectNext(frame(1, 1))
        .verifyComplete();
  }

  @Test
  void frameThatCannotBeReadIsATypedErrorAndNothingFollows() {
    StepVerifier.create(
            Flux.just(frame(1, 1), Sv2Frame.of(0x8000, 0x1c, new byte[4]), frame(1, 2))
                .transform(Sv2Streams.messages()))
        .expectNext(message(1, 1))
        .verifyError(Sv2CodecException.class);
  }

  @Test
  void messagesAreAskedForOneByOne() {
    TestPublisher<Sv2Frame> source = TestPublisher.create();
    StepVerifier.create(source.flux().transform(Sv2Streams.messages()), 1)
        .then(() -> source.assertMinRequested(1).assertMaxRequested(1))
        .then(() -> source.next(frame(1, 1)))
        .expectNext(message(1, 1))
        .thenCancel()
        .verify(SOON);
  }

  @Test
  void rewritingLeavesAllElseAsItIs() {
    StepVerifier.create(
            Flux.just(frame(1, 1), UNKNOWN)
                .transform(
                    Sv2Streams.rewrite(
                        SubmitSharesSuccess.class, m -> message(7, m.lastSequenceNumber()))))
        .expectNext(frame(7, 1), UNKNOWN)
        .verifyComplete();
  }

  @Test
  void framesAreSplitByChannel() {
    Map<OptionalLong, List<Sv2Frame>> groups = new LinkedHashMap<>();
    StepVerifier.create(
            Flux.just(frame(1, 1), frame(2, 1), UNKNOWN, frame(1, 2))
                .transform(Sv2Streams.byChannel(3, 8))
                .flatMap(
                    group ->
                        group.doOnNext(
                            frame ->
                                groups
                                    .computeIfAbsent(group.key(), k -> new ArrayList<>())
                                    .add(frame)),
                    3))
        .expectNextCount(4)
        .verifyComplete();
    assertThat(groups)
        .containsEntry(OptionalLong.of(1), List.of(frame(1, 1), frame(1, 2)))
        .containsEntry(OptionalLong.of(2), List.of(frame(2, 1)))
        .containsEntry(OptionalLong.empty(), List.of(UNKNOWN));
  }

  @Test
  void oneChannelTooManyIsATypedError() {
    StepVerifier.create(
            Flux.range(0, 100)
                .map(channel -> frame(channel, 1))
                .transform(Sv2Streams.byChannel(10, 8))
                .flatMap(group -> group, 100))
        .expectNextCount(10)
        .verifyError(TooManyChannelsException.class);
  }

  @Test
  void upstreamsAreMergedAndOneThatEndsEndsNoOther() {
    ConnectionPair.Ends one = ConnectionPair.plain().connect();
    ConnectionPair.Ends two = ConnectionPair.plain().connect();
    ScriptedPeer first = ScriptedPeer.of(one.server());
    ScriptedPeer second = ScriptedPeer.of(two.server());
    StepVerifier.create(Sv2Streams.merge(Map.of("one", one.client(), "two", two.client()), 4))
        .then(() -> first.sends(message(1, 1)))
        .expectNext(new FromPeer.Arrived("one", frame(1, 1)))
        .then(first::closes)
        .expectNext(new FromPeer.Ended("one", CloseReason.peerClosed()))
        .then(() -> second.sends(message(2, 2)))
        .expectNext(new FromPeer.Arrived("two", frame(2, 2)))
        .then(second::closes)
        .expectNext(new FromPeer.Ended("two", CloseReason.peerClosed()))
        .expectComplete()
        .verify(SOON);
  }

  @Test
  void whoForwardsToAPeerThatDoesNotReadTakesNoMore() {
    ConnectionPair.Ends ends =
        ConnectionPair.plain()
            .with(
                ConnectionConfig.DEFAULT.withOutbound(
                    new OutboundConfig(100, 1_000_000, OutboundConfig.Policy.IN_ORDER)))
            .connect();
    AtomicLong taken = new AtomicLong();
    var done =
        Flux.range(0, 10_000)
            .map(i -> frame(1, i))
            .doOnNext(frame -> taken.incrementAndGet())
            .as(Sv2Streams.forwardTo(ends.client()))
            .toFuture();
    assertThat(taken.get()).isLessThan(100);
    ScriptedPeer reader = ScriptedPeer.of(ends.server());
    assertThat(reader.hearsAll()).hasSize(10_000);
    assertThat(done).isCompleted();
  }

  @Test
  void whoForwardsToAPeerThatHasLeftIsDone() {
    ConnectionPair.Ends ends = ConnectionPair.plain().connect();
    TestPublisher<Sv2Frame> source = TestPublisher.create();
    var done = source.flux().as(Sv2Streams.forwardTo(ends.client())).toFuture();
    ends.server().close(CloseReason.local("leaves"));
    ends.client().inbound().subscribe();
    assertThat(done).isCompleted();
    source.assertCancelled();
  }
}
