package io.sv2.examples.templateprovider;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.Sv2Codec;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.common.SetupConnection;
import io.sv2.codec.common.SetupConnectionSuccess;
import io.sv2.codec.template.CoinbaseOutputConstraints;
import io.sv2.codec.template.NewTemplate;
import io.sv2.codec.template.SetNewPrevHash;
import io.sv2.codec.type.Str0255;
import io.sv2.examples.bitcoin.BlockSource;
import io.sv2.examples.bitcoin.BlockTemplate;
import io.sv2.examples.bitcoin.ChainTip;
import io.sv2.examples.bitcoin.SubmitResult;
import io.sv2.reactive.ConnectionConfig;
import io.sv2.reactive.Sv2Connection;
import io.sv2.reactive.transport.Sv2Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class TemplateProviderTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  /** Fails once in a way that it does not itself recover from, as behind a broken proxy. */
  private record FlakySource(BlockTemplate template, AtomicInteger attempts)
      implements BlockSource {
    @Override
    public Flux<BlockTemplate> templates() {
      return Flux.defer(
          () ->
              attempts.incrementAndGet() == 1
                  ? Flux.error(new IllegalStateException("502 Bad Gateway"))
                  : Flux.just(template).concatWith(Flux.never()));
    }

    @Override
    public Mono<SubmitResult> submit(byte[] block) {
      return Mono.never();
    }

    @Override
    public Mono<ChainTip> tip() {
      return Mono.never();
    }

    @Override
    public void dispose() {}
  }

  @Test
  void asksForTemplatesAgainAfterAnyFailure() {
    try (TemplateBench bench = new TemplateBench()) {
      FlakySource source = new FlakySource(bench.current(), new AtomicInteger());
      TemplateProvider provider =
          TemplateProvider.start(
                  source,
                  TemplateProviderConfig.DEFAULT,
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                  null,
                  result -> {})
              .block(SOON);
      Sv2Transport transport = new Sv2Transport(ConnectionConfig.DEFAULT);
      Sv2Connection client = transport.connect(provider.address(), null).block(SOON);
      client.limitPayload(1 << 20);
      StepVerifier.create(client.inbound().map(Sv2Codec::decode))
          .then(() -> says(client, setup()))
          .expectNext(new SetupConnectionSuccess(2, 0))
          .then(() -> says(client, new CoinbaseOutputConstraints(100, 4)))
          .expectNextMatches(NewTemplate.class::isInstance)
          .expectNextMatches(SetNewPrevHash.class::isInstance)
          .thenCancel()
          .verify(SOON);
      assertThat(source.attempts()).hasValue(2);
      provider.dispose();
      transport.dispose();
    }
  }

  private static void says(Sv2Connection client, Sv2Message message) {
    client.outbound().tryEmitNext(Sv2Codec.encode(message)).orThrow();
  }

  private static SetupConnection setup() {
    Str0255 none = Str0255.EMPTY;
    return new SetupConnection(2, 2, 2, 0, none, 0, none, none, none, none);
  }
}
