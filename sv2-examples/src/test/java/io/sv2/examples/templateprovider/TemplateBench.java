package io.sv2.examples.templateprovider;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.common.SetupConnection;
import io.sv2.codec.template.CoinbaseOutputConstraints;
import io.sv2.codec.template.RequestTransactionData;
import io.sv2.codec.template.SubmitSolution;
import io.sv2.codec.type.Str0255;
import io.sv2.examples.bitcoin.BlockSource;
import io.sv2.examples.bitcoin.BlockTemplate;
import io.sv2.examples.bitcoin.SimulatedChain;
import io.sv2.examples.bitcoin.SimulatedChainConfig;
import io.sv2.examples.bitcoin.SubmitResult;
import io.sv2.reactive.ResponseFromSv2Server;
import io.sv2.reactive.Sv2Client;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A template provider's handler with no network around it, on a chain in virtual time. */
final class TemplateBench implements AutoCloseable {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  final VirtualTimeScheduler time = VirtualTimeScheduler.create();
  final SimulatedChain chain =
      SimulatedChain.start(
          SimulatedChainConfig.defaults().withPace(64, Duration.ofSeconds(10)),
          new VirtualClock(),
          new Random(1),
          time);
  final List<SubmitResult> verdicts = new CopyOnWriteArrayList<>();
  final TemplateProviderHandler handler;

  TemplateBench() {
    this(TemplateProviderConfig.DEFAULT);
  }

  TemplateBench(TemplateProviderConfig config) {
    handler = new TemplateProviderHandler(chain, config, verdicts::add, new VirtualClock());
  }

  /** Another handler in front of {@code source}. */
  TemplateProviderHandler handlerOn(BlockSource source) {
    return new TemplateProviderHandler(
        source, TemplateProviderConfig.DEFAULT, verdicts::add, new VirtualClock());
  }

  private final class VirtualClock extends Clock {
    @Override
    public Instant instant() {
      return START.plusMillis(time.now(TimeUnit.MILLISECONDS));
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  Sv2Client connect(long id) {
    Sv2Client client = client(id);
    assertThat(handler.clientAdded(client).block()).isEqualTo(ResponseFromSv2Server.nothing());
    return client;
  }

  static Sv2Client client(long id) {
    Str0255 none = Str0255.EMPTY;
    return new Sv2Client(
        id,
        "test",
        Protocol.TEMPLATE_DISTRIBUTION,
        new SetupConnection(2, 2, 2, 0, none, 0, none, none, none, none));
  }

  /** What the chain offers now. */
  BlockTemplate current() {
    return now(chain.templates().next());
  }

  /** The chain's current template reaches the provider; what this client gets. */
  List<Sv2Message> offer(Sv2Client client) {
    return offer(List.of(client)).get(0);
  }

  List<List<Sv2Message>> offer(List<Sv2Client> clients) {
    var broadcast = (ResponseFromSv2Server.ForEachClient) handler.newTemplate(current());
    List<List<Sv2Message>> sent = new ArrayList<>();
    clients.forEach(client -> sent.add(sent(client, broadcast.response().apply(client))));
    return sent;
  }

  List<Sv2Message> constrain(Sv2Client client, int size) {
    return sent(
        client,
        now(
            handler.handleCoinbaseOutputConstraints(
                client, new CoinbaseOutputConstraints(size, 4))));
  }

  List<Sv2Message> request(Sv2Client client, long templateId) {
    return sent(
        client,
        now(handler.handleRequestTransactionData(client, new RequestTransactionData(templateId))));
  }

  void submit(Sv2Client client, SubmitSolution solution) {
    assertThat(now(handler.handleSubmitSolution(client, solution)))
        .isEqualTo(ResponseFromSv2Server.nothing());
  }

  <T> T now(Mono<T> mono) {
    CompletableFuture<T> future = mono.toFuture();
    time.advanceTime();
    return future.orTimeout(20, TimeUnit.SECONDS).join();
  }

  private static List<Sv2Message> sent(Sv2Client client, ResponseFromSv2Server response) {
    if (response instanceof ResponseFromSv2Server.Send send) {
      assertThat(send.clientId()).isEqualTo(client.id());
      return send.messages();
    }
    assertThat(response).isEqualTo(ResponseFromSv2Server.nothing());
    return List.of();
  }

  @Override
  public void close() {
    chain.close();
    time.dispose();
  }
}
