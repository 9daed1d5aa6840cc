package io.sv2.examples.pool;

import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.mining.CloseChannel;
import io.sv2.codec.mining.OpenExtendedMiningChannel;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.mining.SubmitSharesExtended;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.mining.UpdateChannel;
import io.sv2.codec.template.NewTemplate;
import io.sv2.codec.template.SetNewPrevHash;
import io.sv2.codec.template.SubmitSolution;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.RequestToSv2Client;
import io.sv2.reactive.ResponseFromSv2Server;
import io.sv2.reactive.Sv2Client;
import io.sv2.reactive.handler.Sv2MiningServerHandler;
import io.sv2.reactive.mining.Coinbase;
import io.sv2.reactive.mining.ExtranonceLayout;
import io.sv2.reactive.mining.ExtranonceSpace;
import io.sv2.reactive.mining.ServerChannel;
import io.sv2.reactive.mining.ServerChannels;
import io.sv2.reactive.mining.ShareResult;
import io.sv2.reactive.mining.Submission;
import io.sv2.reactive.mining.TxOutput;
import io.sv2.reactive.mining.UserAccounts;
import io.sv2.reactive.mining.Work;
import io.sv2.reactive.mining.WorkTemplate;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The mining side of a pool: opens channels, hands out work, checks shares, sends blocks to the
 * sibling template client.
 *
 * <p>What there is to work on is one immutable value; each connection catches up with it on its own
 * thread.
 */
public final class PoolMiningHandler implements Sv2MiningServerHandler {
  private static final Logger LOG = LoggerFactory.getLogger(PoolMiningHandler.class);

  private final PoolConfig config;
  private final PoolListener listener;
  private final Clock clock;
  private final ExtranonceSpace extranonces;
  private final Map<Long, ServerChannels> clients = new ConcurrentHashMap<>(); // of connections
  private final UserAccounts users;
  private final RecentSolutions solutions;
  private volatile Work work = Work.NONE; // written by one sibling message at a time

  /** A pool under {@code config}, which tells {@code listener} and takes the time from clock. */
  public PoolMiningHandler(PoolConfig config, PoolListener listener, Clock clock) {
    this.config = config;
    this.listener = listener;
    this.clock = clock;
    this.solutions = new RecentSolutions(config.maxRecentSolutions(), config.solutionsOfferedFor());
    this.extranonces =
        new ExtranonceSpace(
            ExtranonceLayout.ofPool(config.serverId(), config.extranonceSize()),
            config.maxChannels());
    this.users = new UserAccounts(config.maxUsers(), config.channels().channel().hashRateWindow());
  }

  @Override
  public Mono<ResponseFromSv2Server> clientAdded(Sv2Client client) {
    clients.put(
        client.id(),
        new ServerChannels(client.setup().flags(), config.channels(), extranonces, users));
    return Mono.just(ResponseFromSv2Server.nothing());
  }

  @Override
  public void clientRemoved(Sv2Client client, CloseReason reason) {
    ServerChannels removed = clients.remove(client.id());
    if (removed != null) {
      removed.closeAll();
    }
  }

  /** Blocks found a short while ago, for a template provider that may have missed them. */
  List<SubmitSolution> recentSolutions() {
    return solutions.at(clock.millis());
  }

  /** What users' shares have come to. */
  public UserAccounts users() {
    return users;
  }

  private ServerChannels channels(Sv2Client client) {
    ServerChannels channels = clients.get(client.id());
    if (channels == null) {
      throw new IllegalStateException(client + " was not added");
    }
    return channels;
  }

  // ---- work

  @Override
  public Mono<ResponseFromSv2Server> handleSiblingMessage(Sv2Message message) {
    Work before = work;
    if (message instanceof NewTemplate template) {
      work = before.with(template, workTemplate(template), config.maxFutureTemplates());
    } else if (message instanceof SetNewPrevHash prevHash) {
      work = before.with(prevHash, clock.millis());
      if (work.sequence() == before.sequence()) {
        LOG.warn("SetNewPrevHash names template {}, which is not known", prevHash.templateId());
        return Mono.just(ResponseFromSv2Server.nothing());
      } else if (work.hasNewTip(before)) {
        extranonces.tipChanged();
      }
      LOG.info("work on {}", prevHash.prevHash());
    } else {
      return Mono.just(ResponseFromSv2Server.nothing());
    }
    Work after = work;
    return Mono.just(
        new ResponseFromSv2Server.ForEachClient(
            client -> send(client, channels(client).update(after, clock.millis()))));
  }

  private WorkTemplate workTemplate(NewTemplate template) {
    TxOutput payout = new TxOutput(template.coinbaseTxValueRemaining(), config.payoutScript());
    return new WorkTemplate(
        template,
        Coinbase.of(
            template,
            List.of(payout),
            config.tag().getBytes(StandardCharsets.US_ASCII),
            extranonces.length()));
  }

  private static ResponseFromSv2Server send(Sv2Client client, List<Sv2Message> messages) {
    return messages.isEmpty()
        ? ResponseFromSv2Server.nothing()
        : new ResponseFromSv2Server.Send(client.id(), messages);
  }

  // ---- channels

  @Override
  public Mono<ResponseFromSv2Server> handleOpenStandardMiningChannel(
      Sv2Client client, OpenStandardMiningChannel m) {
    // One value throughout: a broadcast may be under way.
    return Mono.just(send(client, channels(client).open(m, work, clock.millis())));
  }

  @Override
  public Mono<ResponseFromSv2Server> handleOpenExtendedMiningChannel(
      Sv2Client client, OpenExtendedMiningChannel m) {
    return Mono.just(send(client, channels(client).open(m, work, clock.millis())));
  }

  @Override
  public Mono<ResponseFromSv2Server> handleUpdateChannel(Sv2Client client, UpdateChannel m) {
    return Mono.just(send(client, channels(client).update(m, clock.millis())));
  }

  @Override
  public Mono<ResponseFromSv2Server> handleCloseChannel(Sv2Client client, CloseChannel m) {
    channels(client).close(m);
    return Mono.just(ResponseFromSv2Server.nothing());
  }

  // ---- shares

  @Override
  public Mono<ResponseFromSv2Server> handleSubmitSharesStandard(
      Sv2Client client, SubmitSharesStandard m) {
    return Mono.just(answer(client, channels(client).submit(m, clock.millis())));
  }

  @Override
  public Mono<ResponseFromSv2Server> handleSubmitSharesExtended(
      Sv2Client client, SubmitSharesExtended m) {
    return Mono.just(answer(client, channels(client).submit(m, clock.millis())));
  }

  private ResponseFromSv2Server answer(Sv2Client client, Submission submission) {
    ServerChannel channel = submission.channel();
    String user = channel == null ? "" : channel.userIdentity();
    ShareResult result = submission.result();
    if (result instanceof ShareResult.Rejected rejected) {
      tell(() -> listener.shareRejected(client, user, rejected.errorCode()));
    } else if (result instanceof ShareResult.Valid valid) {
      tell(() -> listener.shareAccepted(client, user, valid.target().difficulty()));
    } else if (result instanceof ShareResult.Block block) {
      return block(client, user, block, submission.messages());
    }
    return send(client, submission.messages());
  }

  /** Whoever listens cannot cost a miner its share, nor the pool its block. */
  private static void tell(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException e) {
      LOG.error("the listener failed", e);
    }
  }

  private ResponseFromSv2Server block(
      Sv2Client client, String user, ShareResult.Block block, List<Sv2Message> messages) {
    LOG.info("block {} found by {}, \"{}\"", block.hash(), client, user);
    SubmitSolution solution = block.submitSolution();
    solutions.add(solution, clock.millis());
    tell(
        () -> {
          listener.shareAccepted(client, user, block.target().difficulty());
          listener.blockFound(client, user, block.hash());
        });
    return ResponseFromSv2Server.inOrder(
        send(client, messages),
        new ResponseFromSv2Server.AskSibling(
            new RequestToSv2Client.SendMessage(Protocol.TEMPLATE_DISTRIBUTION, solution)));
  }
}
