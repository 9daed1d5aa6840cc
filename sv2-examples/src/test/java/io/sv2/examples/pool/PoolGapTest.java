package io.sv2.examples.pool;

import static io.sv2.examples.pool.PoolTemplates.HARD;
import static io.sv2.examples.pool.PoolTemplates.hash;
import static io.sv2.examples.pool.PoolTemplates.newTemplate;
import static io.sv2.examples.pool.PoolTemplates.newTip;
import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.mining.NewExtendedMiningJob;
import io.sv2.codec.mining.OpenExtendedMiningChannel;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.mining.SetNewPrevHash;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import io.sv2.examples.TestClock;
import io.sv2.reactive.ProtocolSupport;
import io.sv2.reactive.RequestToSv2Server;
import io.sv2.reactive.Sv2ServerService;
import io.sv2.reactive.Sv2ServerServiceConfig;
import io.sv2.reactive.handler.NullSv2JobDeclarationServerHandler;
import io.sv2.reactive.handler.NullSv2TemplateDistributionServerHandler;
import io.sv2.reactive.test.ConnectionPair;
import io.sv2.reactive.test.ScriptedPeer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Miners that connect before the first template, and all through the gap between a future template
 * and its tip: each gets its channel and work on what there is, and no other notices.
 */
class PoolGapTest {
  private final List<Miner> miners = new ArrayList<>();
  private boolean noise;
  private final Sv2ServerService<?, ?, ?> service =
      Sv2ServerService.newService(
          Sv2ServerServiceConfig.of(
              "pool",
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
              null,
              ProtocolSupport.mining(0, 0)),
          new PoolMiningHandler(PoolBench.config(3), new Silent(), new TestClock()),
          NullSv2JobDeclarationServerHandler.INSTANCE,
          NullSv2TemplateDistributionServerHandler.INSTANCE);

  private static final class Silent implements PoolListener {}

  private final class Miner {
    final MinerView view = new MinerView();
    final List<Sv2Message> heard = new ArrayList<>();
    final ScriptedPeer peer;

    Miner(boolean extended) {
      ConnectionPair.Ends ends =
          (noise ? ConnectionPair.noise() : ConnectionPair.plain()).connect();
      service.accept(ends.server());
      peer =
          ScriptedPeer.of(ends.client(), Duration.ZERO, Long.MAX_VALUE).setsUp(Protocol.MINING, 0);
      Str0255 user = Str0255.of("user");
      peer.sends(
          extended
              ? new OpenExtendedMiningChannel(0, user, 255, U256.MAX, 4)
              : new OpenStandardMiningChannel(0, user, 255, U256.MAX));
      hears();
      assertThat(view.channels).hasSize(1);
    }

    List<Sv2Message> hears() {
      List<Sv2Message> more = peer.hearsAll();
      more.forEach(view::accept);
      heard.addAll(more);
      return more;
    }

    void works(int template, U256 prevHash) {
      view.channels
          .values()
          .forEach(channel -> PoolTemplates.assertWorking(channel, template, prevHash));
    }
  }

  private void connect() {
    for (int i = 0; i < 10; i++) {
      int before = miners.size();
      List<Integer> heard = miners.stream().map(miner -> miner.heard.size()).toList();
      miners.add(new Miner(i % 2 == 0));
      miners.subList(0, before).forEach(Miner::hears);
      assertThat(miners.subList(0, before).stream().map(miner -> miner.heard.size()))
          .as("what the others hear of a newcomer")
          .isEqualTo(heard);
    }
  }

  private void template(Sv2Message message) {
    service
        .apply(new RequestToSv2Server.SiblingMessage(Protocol.TEMPLATE_DISTRIBUTION, message))
        .block();
    miners.forEach(Miner::hears);
  }

  private void allWorkOn(int template, int prevHash) {
    assertThat(miners).allSatisfy(miner -> miner.works(template, hash(prevHash)));
  }

  @ParameterizedTest(name = "encrypted: {0}")
  @ValueSource(booleans = {false, true})
  void everyoneWorksOnWhatThereIsAndNoOtherNotices(boolean encrypted) {
    noise = encrypted;
    connect();
    template(newTemplate(1, true));
    connect();
    template(newTip(1, hash(7), HARD));
    allWorkOn(1, 7);
    connect();
    allWorkOn(1, 7);
    template(newTemplate(2, true));
    connect();
    allWorkOn(1, 7);
    template(newTemplate(3, true));
    connect();
    template(newTip(3, hash(8), HARD));
    allWorkOn(3, 8);
    template(newTip(99, hash(9), HARD)); // of a template that nobody has
    connect();
    allWorkOn(3, 8);
    assertThat(miners).hasSize(60).noneMatch(miner -> miner.peer.isClosed());
    IntStream.range(0, 10)
        .mapToObj(miners::get)
        .forEach(
            first -> {
              assertThat(first.heard).filteredOn(SetNewPrevHash.class::isInstance).hasSize(2);
              assertThat(first.heard).filteredOn(NewExtendedMiningJob.class::isInstance).hasSize(3);
            });
  }
}
