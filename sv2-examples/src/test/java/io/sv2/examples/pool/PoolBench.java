package io.sv2.examples.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.common.SetupConnection;
import io.sv2.codec.mining.CloseChannel;
import io.sv2.codec.mining.OpenExtendedMiningChannel;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.mining.SetCustomMiningJob;
import io.sv2.codec.mining.SubmitSharesExtended;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.mining.UpdateChannel;
import io.sv2.codec.template.SubmitSolution;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import io.sv2.examples.TestClock;
import io.sv2.reactive.RequestToSv2Client;
import io.sv2.reactive.ResponseFromSv2Server;
import io.sv2.reactive.Sv2Client;
import io.sv2.reactive.mining.ChannelConfig;
import io.sv2.reactive.mining.ServerChannelsConfig;
import io.sv2.reactive.mining.TargetPolicy;
import io.sv2.reactive.mining.Vardiff;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** A pool's handler with no network around it: calls it and reads what it answers. */
final class PoolBench {
  /** 255 hashes a share at one share a second: 2^248 - 1 is the highest hash. */
  static final float HASH_RATE = 255;

  static final BigInteger SHARE_TARGET = BigInteger.ONE.shiftLeft(248).subtract(BigInteger.ONE);

  final TestClock clock = new TestClock();
  final List<String> heard = new ArrayList<>();
  final PoolMiningHandler handler;
  private final Map<Sv2Client, Miner> miners = new LinkedHashMap<>();

  PoolBench() {
    this(config(3));
  }

  PoolBench(PoolConfig config) {
    handler = new PoolMiningHandler(config, new Hearing(), clock);
  }

  boolean listenerFails;

  private final class Hearing implements PoolListener {
    @Override
    public void shareAccepted(Sv2Client client, String userIdentity, double difficulty) {
      if (listenerFails) {
        throw new IllegalStateException("on purpose");
      }
      heard.add("accepted " + userIdentity);
    }

    @Override
    public void shareRejected(Sv2Client client, String userIdentity, String errorCode) {
      heard.add("rejected " + userIdentity + " " + errorCode);
    }

    @Override
    public void blockFound(Sv2Client client, String userIdentity, U256 hash) {
      heard.add("block " + hash);
    }
  }

  static PoolConfig config(int shareBatchSize) {
    return PoolConfig.payingTo(PoolTemplates.PAYOUT)
        .withChannels(
            channels(10).withChannel(ChannelConfig.DEFAULT.withShareBatchSize(shareBatchSize)));
  }

  /** Targets are what clients declare. */
  private static ServerChannelsConfig channels(int max) {
    return ServerChannelsConfig.of(new TargetPolicy(60, 15))
        .withVardiff(Vardiff.Factory.asDeclared())
        .withMaxChannels(max);
  }

  /** The channels that there may be in all, and of one connection; the bytes to roll. */
  static PoolConfig limited(int all, int perConnection, int rollable) {
    return new PoolConfig(
        PoolTemplates.PAYOUT,
        "tag",
        0x0a0b,
        rollable,
        all,
        100,
        2,
        8,
        Duration.ofMinutes(10),
        channels(perConnection));
  }

  /** One connection, and what its miner knows. */
  final class Miner {
    final Sv2Client client;
    final MinerView view = new MinerView();
    final List<SubmitSolution> solutions = new ArrayList<>();

    Miner(Sv2Client client) {
      this.client = client;
    }

    List<Sv2Message> open() {
      return says(new OpenStandardMiningChannel(1, Str0255.of("user.worker"), HASH_RATE, U256.MAX));
    }

    List<Sv2Message> openExtended() {
      return says(
          new OpenExtendedMiningChannel(2, Str0255.of("user.proxy"), HASH_RATE, U256.MAX, 4));
    }

    MinedChannel channel() {
      assertThat(view.channels).isNotEmpty();
      return List.copyOf(view.channels.values()).get(view.channels.size() - 1);
    }

    /** The pool's answer to a message, read as the miner reads it. */
    List<Sv2Message> says(Sv2Message message) {
      return carryOut(answer(client, message).block());
    }

    List<Sv2Message> carryOut(ResponseFromSv2Server response) {
      List<Sv2Message> sent = new ArrayList<>();
      if (response instanceof ResponseFromSv2Server.Send send) {
        assertThat(send.clientId()).isEqualTo(client.id());
        sent.addAll(send.messages());
        sent.forEach(view::accept);
      } else if (response instanceof ResponseFromSv2Server.InOrder several) {
        several.responses().forEach(one -> sent.addAll(carryOut(one)));
      } else if (response instanceof ResponseFromSv2Server.AskSibling ask) {
        var request = (RequestToSv2Client.SendMessage) ask.request();
        assertThat(request.protocol()).isEqualTo(Protocol.TEMPLATE_DISTRIBUTION);
        solutions.add((SubmitSolution) request.message());
      } else {
        assertThat(response).isEqualTo(ResponseFromSv2Server.nothing());
      }
      return sent;
    }
  }

  Miner connect(long flags) {
    Str0255 none = Str0255.of("");
    Sv2Client client =
        new Sv2Client(
            miners.size() + 1L,
            "test",
            Protocol.MINING,
            new SetupConnection(0, 2, 2, flags, none, 0, none, none, none, none));
    Miner miner = new Miner(client);
    miners.put(client, miner);
    assertThat(handler.clientAdded(client).block()).isEqualTo(ResponseFromSv2Server.nothing());
    return miner;
  }

  private Mono<ResponseFromSv2Server> answer(Sv2Client client, Sv2Message message) {
    if (message instanceof OpenStandardMiningChannel m) {
      return handler.handleOpenStandardMiningChannel(client, m);
    } else if (message instanceof OpenExtendedMiningChannel m) {
      return handler.handleOpenExtendedMiningChannel(client, m);
    } else if (message instanceof UpdateChannel m) {
      return handler.handleUpdateChannel(client, m);
    } else if (message instanceof CloseChannel m) {
      return handler.handleCloseChannel(client, m);
    } else if (message instanceof SetCustomMiningJob m) {
      return handler.handleSetCustomMiningJob(client, m);
    } else if (message instanceof SubmitSharesStandard m) {
      return handler.handleSubmitSharesStandard(client, m);
    }
    return handler.handleSubmitSharesExtended(client, (SubmitSharesExtended) message);
  }

  /** A message of the template provider, and what each connected miner gets for it. */
  Map<Miner, List<Sv2Message>> template(Sv2Message message) {
    Function<Sv2Client, ResponseFromSv2Server> broadcast = learn(message);
    Map<Miner, List<Sv2Message>> sent = new LinkedHashMap<>();
    miners.forEach((client, miner) -> sent.put(miner, miner.carryOut(broadcast.apply(client))));
    return sent;
  }

  /** The same, but the broadcast is left to be done: connections' threads take their time. */
  Function<Sv2Client, ResponseFromSv2Server> learn(Sv2Message message) {
    ResponseFromSv2Server response = handler.handleSiblingMessage(message).block();
    return response instanceof ResponseFromSv2Server.ForEachClient each
        ? each.response()
        : client -> response;
  }

  /** Future template and its tip at once. */
  void work(long templateId, U256 prevHash, long nBits) {
    template(PoolTemplates.newTemplate(templateId, true));
    template(PoolTemplates.newTip(templateId, prevHash, nBits));
  }

  static CloseChannel close(long id) {
    return new CloseChannel(id, Str0255.of("done"));
  }

  static OpenStandardMiningChannel openStandard(BigInteger maxTarget) {
    return new OpenStandardMiningChannel(
        1, Str0255.of("user.worker"), HASH_RATE, U256.of(maxTarget));
  }
}
