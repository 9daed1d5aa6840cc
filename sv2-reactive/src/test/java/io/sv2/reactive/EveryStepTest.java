package io.sv2.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.common.SetupConnectionSuccess;
import io.sv2.codec.extension.RequestExtensions;
import io.sv2.codec.extension.RequestExtensionsSuccess;
import io.sv2.codec.mining.CloseChannel;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.mining.OpenStandardMiningChannelSuccess;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.mining.SubmitSharesSuccess;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import io.sv2.reactive.handler.NullSv2JobDeclarationClientHandler;
import io.sv2.reactive.handler.NullSv2JobDeclarationServerHandler;
import io.sv2.reactive.handler.NullSv2MiningClientHandler;
import io.sv2.reactive.handler.NullSv2TemplateDistributionServerHandler;
import io.sv2.reactive.handler.Sv2MiningServerHandler;
import io.sv2.reactive.test.ConnectionPair;
import io.sv2.reactive.test.Faults;
import io.sv2.reactive.test.ScriptedPeer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** An exchange that ends at each of its steps, in each way: nothing is left of it. */
class EveryStepTest {
  private static final ExtensionsConfig EXTENSIONS = ExtensionsConfig.of(Set.of(2), Set.of());

  private static final List<Sv2Message> CLIENT_SAYS =
      List.of(
          ScriptedPeer.setupConnection(0, 2, 2, 0),
          new RequestExtensions(1, List.of(2)),
          new OpenStandardMiningChannel(1, Str0255.of("user"), 1e12f, U256.MAX),
          new SubmitSharesStandard(1, 1, 1, 0, 0, 0),
          new SubmitSharesStandard(1, 2, 1, 0, 0, 0),
          new CloseChannel(1, Str0255.EMPTY));

  private static final List<Sv2Message> SERVER_SAYS =
      List.of(
          new SetupConnectionSuccess(2, 0),
          new RequestExtensionsSuccess(1, List.of(2)),
          TemplateClient.message(1),
          TemplateClient.message(2));

  enum End {
    PEER_CLOSES,
    PEER_LEAVES_UNREAD,
    SERVICE_ENDS,
    SERVICE_DRAINS,
    PEER_FALLS_SILENT
  }

  /** How a server drains, over its sockets, is in {@link ServerDrainTest}. */
  private static final Set<End> SERVER_ENDS = EnumSet.complementOf(EnumSet.of(End.SERVICE_DRAINS));

  private final CountingTimer timer = new CountingTimer();
  private final List<Sinks.One<ResponseFromSv2Server>> unanswered = new ArrayList<>();

  private final class Handler implements Sv2MiningServerHandler {
    private final boolean answers;
    int clients;

    Handler(boolean answers) {
      this.answers = answers;
    }

    private Mono<ResponseFromSv2Server> answer(Sv2Client client, Sv2Message message) {
      if (answers) {
        return Mono.just(ResponseFromSv2Server.send(client, message));
      }
      Sinks.One<ResponseFromSv2Server> never = Sinks.one();
      unanswered.add(never);
      return never.asMono();
    }

    @Override
    public Mono<ResponseFromSv2Server> clientAdded(Sv2Client client) {
      clients++;
      return Mono.just(ResponseFromSv2Server.nothing());
    }

    @Override
    public void clientRemoved(Sv2Client client, CloseReason reason) {
      clients--;
    }

    @Override
    public Mono<ResponseFromSv2Server> handleOpenStandardMiningChannel(
        Sv2Client client, OpenStandardMiningChannel message) {
      return answer(client, new OpenStandardMiningChannelSuccess(1, 1, U256.MAX, B032.EMPTY, 0));
    }

    @Override
    public Mono<ResponseFromSv2Server> handleSubmitSharesStandard(
        Sv2Client client, SubmitSharesStandard message) {
      return answer(client, new SubmitSharesSuccess(1, message.sequenceNumber(), 1, 1));
    }
  }

  private Sv2ServerService<?, ?, ?> server(Handler handler) {
    return Sv2ServerService.newService(
        Sv2ServerServiceConfig.of(
                "test",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                null,
                ProtocolSupport.mining(0, 0))
            .withExtensions(EXTENSIONS)
            .withTimer(timer),
        handler,
        NullSv2JobDeclarationServerHandler.INSTANCE,
        NullSv2TemplateDistributionServerHandler.INSTANCE);
  }

  static Stream<Arguments> serverSteps() {
    return Stream.of(false, true)
        .flatMap(
            noise ->
                Stream.of(false, true)
                    .flatMap(
                        answers ->
                            IntStream.rangeClosed(0, CLIENT_SAYS.size())
                                .boxed()
                                .flatMap(
                                    step ->
                                        SERVER_ENDS.stream()
                                            .map(end -> Arguments.of(step, end, answers, noise)))));
  }

  @ParameterizedTest(name = "step {0}, {1}, handler answers: {2}, noise: {3}")
  @MethodSource("serverSteps")
  void nothingIsLeftAtAServer(int step, End end, boolean answers, boolean noise) {
    Handler handler = new Handler(answers);
    Sv2ServerService<?, ?, ?> service = server(handler);
    Disposable serving = service.startServing();
    ConnectionPair.Ends ends =
        (noise ? ConnectionPair.noise() : ConnectionPair.plain()).withTimer(timer).connect();
    service.accept(ends.server());
    ScriptedPeer peer = ScriptedPeer.of(ends.client(), Duration.ZERO, Long.MAX_VALUE);
    CLIENT_SAYS.subList(0, step).forEach(peer::sends);
    switch (end) {
      case PEER_CLOSES -> peer.closes();
      case PEER_LEAVES_UNREAD -> peer.leaves();
      case SERVICE_ENDS -> serving.dispose();
      case PEER_FALLS_SILENT, SERVICE_DRAINS -> {}
    }
    timer.time.advanceTimeBy(Duration.ofHours(1));
    assertThat(service.connections()).isZero();
    assertThat(service.admission().connections()).isZero();
    assertThat(handler.clients).isZero();
    assertThat(peer.isClosed()).isTrue();
    assertThat(unanswered).allMatch(sink -> sink.currentSubscriberCount() == 0);
    serving.dispose();
    timer.time.advanceTimeBy(Duration.ofHours(1));
    assertThat(timer.pending()).as("deadlines").isZero();
  }

  static Stream<Arguments> serverBytes() {
    return IntStream.iterate(0, at -> at < 420, at -> at + 7)
        .boxed()
        .flatMap(at -> Stream.of(Arguments.of(at, false), Arguments.of(at, true)));
  }

  @ParameterizedTest(name = "byte {0}, noise: {1}")
  @MethodSource("serverBytes")
  void nothingIsLeftWhenTheConnectionBreaksAtAnyByte(int at, boolean noise) {
    Handler handler = new Handler(true);
    Sv2ServerService<?, ?, ?> service = server(handler);
    Disposable serving = service.startServing();
    ConnectionPair.Ends ends =
        (noise ? ConnectionPair.noise() : ConnectionPair.plain())
            .withTimer(timer)
            .toServer(Faults.none().closeAt(at))
            .connect();
    service.accept(ends.server());
    ScriptedPeer peer = ScriptedPeer.of(ends.client(), Duration.ZERO, Long.MAX_VALUE);
    CLIENT_SAYS.forEach(peer::sends);
    timer.time.advanceTimeBy(Duration.ofHours(1));
    assertThat(service.connections()).isZero();
    assertThat(handler.clients).isZero();
    serving.dispose();
    timer.time.advanceTimeBy(Duration.ofSeconds(2));
    assertThat(timer.pending()).as("deadlines").isZero();
  }

  static Stream<Arguments> clientSteps() {
    return IntStream.rangeClosed(0, SERVER_SAYS.size())
        .boxed()
        .flatMap(step -> Stream.of(End.values()).map(end -> Arguments.of(step, end)));
  }

  @ParameterizedTest(name = "step {0}, {1}")
  @MethodSource("clientSteps")
  void nothingIsLeftAtAClient(int step, End end) {
    List<ScriptedPeer> servers = new ArrayList<>();
    TemplateClient handler = new TemplateClient();
    Sv2ClientService<?, ?, ?> service =
        Sv2ClientService.newService(
            Sv2ClientServiceConfig.of(
                    "test",
                    UpstreamConfig.of(
                        Protocol.TEMPLATE_DISTRIBUTION,
                        InetSocketAddress.createUnresolved("one", 1),
                        null,
                        0))
                .withExtensions(EXTENSIONS)
                .withTimer(timer),
            NullSv2MiningClientHandler.INSTANCE,
            NullSv2JobDeclarationClientHandler.INSTANCE,
            handler);
    Sv2ClientService.Running running =
        service
            .startWith(
                (address, noise) ->
                    Mono.fromSupplier(
                        () -> {
                          ConnectionPair.Ends ends =
                              ConnectionPair.plain().withTimer(timer).connect();
                          servers.add(
                              ScriptedPeer.of(ends.server(), Duration.ZERO, Long.MAX_VALUE));
                          return ends.client();
                        }))
            .block();
    ScriptedPeer server = servers.get(0);
    SERVER_SAYS.subList(0, step).forEach(server::sends);
    switch (end) {
      case PEER_CLOSES -> server.closes();
      case PEER_LEAVES_UNREAD -> server.leaves();
      case SERVICE_ENDS -> running.dispose();
      case SERVICE_DRAINS -> running.drain(Duration.ofSeconds(5)).subscribe();
      case PEER_FALLS_SILENT -> timer.time.advanceTimeBy(Duration.ofDays(2));
    }
    timer.time.advanceTimeBy(Duration.ofSeconds(2));
    assertThat(server.isClosed()).isTrue();
    running.dispose();
    timer.time.advanceTimeBy(Duration.ofSeconds(2));
    int before = servers.size();
    timer.time.advanceTimeBy(Duration.ofDays(3));
    assertThat(servers).hasSize(before).allMatch(ScriptedPeer::isClosed);
    assertThat(handler.disconnected).hasSameSizeAs(handler.connected);
    assertThat(timer.pending()).as("deadlines").isZero();
  }
}
