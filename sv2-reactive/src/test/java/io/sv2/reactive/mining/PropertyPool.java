package io.sv2.reactive.mining;

import static io.sv2.reactive.mining.TestWork.NTIME;
import static io.sv2.reactive.mining.TestWork.hex;

import io.sv2.codec.Sv2Message;
import io.sv2.codec.mining.CloseChannel;
import io.sv2.codec.mining.OpenExtendedMiningChannel;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.mining.SetCustomMiningJobSuccess;
import io.sv2.codec.mining.SetGroupChannel;
import io.sv2.codec.mining.SubmitSharesExtended;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.mining.UpdateChannel;
import io.sv2.codec.template.NewTemplate;
import io.sv2.codec.type.B0255;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Several connections of a proxy, or of a pool, on one space of extranonces with few indexes, for
 * {@link MiningPropertiesTest}. Custom jobs have the coinbase of the pool's own.
 */
final class PropertyPool {
  static final int ROLLED = 3;
  static final int HELD = 244; // indexes that somebody else has, of 256
  private static final int MAX_FUTURE = 5;
  private static final String[] UPSTREAM = {"aabbccdd", "11223344", "55667788"};
  private static final String OUTPUTS =
      "02"
          + ("00f2052a01000000" + "16" + "0014" + "aa".repeat(20))
          + ("0000000000000000" + "26" + "6a24aa21a9ed" + "bb".repeat(32));
  private static final byte[] BEFORE =
      hex("02000000" + "01" + "00".repeat(32) + "ffffffff" + "0c" + "03a08601");
  private static final byte[] AFTER = hex("feffffff" + OUTPUTS + "9f860100");

  final ExtranonceSpace space =
      new ExtranonceSpace(ExtranonceLayout.below(B032.ofHex(UPSTREAM[0]), ROLLED + 1, 1), 256);
  final UserAccounts users = new UserAccounts(10, Duration.ofMinutes(10));
  long now = TestWork.NOW;
  private final List<ServerChannels> connections = new ArrayList<>();
  private final U256 blockTarget;
  private Work work = Work.NONE;
  private long tips;
  private long templates;

  PropertyPool(long[] flags, ChannelConfig config, U256 blockTarget) {
    this.blockTarget = blockTarget;
    ServerChannelsConfig channels = TestPool.CONFIG.withChannel(config).withMaxChannels(4);
    for (long each : flags) {
      connections.add(new ServerChannels(each, channels, space, users));
    }
    for (int i = 0; i < HELD; i++) {
      space.allocate();
    }
  }

  // ---- work

  private static List<U256> path(int variant) {
    return Collections.nCopies(variant % 2, U256.ofHex("0" + variant + "23".repeat(31)));
  }

  private WorkTemplate made(int variant) {
    NewTemplate template =
        new NewTemplate(
            ++templates,
            true,
            TestWork.VERSION,
            2,
            B0255.of(hex("03a08601")),
            0xffff_fffeL,
            TestWork.VALUE,
            1,
            B064K.of(hex("0000000000000000" + "26" + "6a24aa21a9ed" + "bb".repeat(32))),
            99_999,
            path(variant));
    return new WorkTemplate(
        template,
        Coinbase.of(
            template,
            List.of(new TxOutput(TestWork.VALUE, TestWork.PAYOUT_SCRIPT)),
            new byte[0],
            8));
  }

  void template(int variant, boolean future) {
    WorkTemplate made = made(variant);
    work = future ? work.withFuture(made, MAX_FUTURE) : work.withCurrent(made);
  }

  /** A new one or the same again, with a template that waited for it or with another. */
  void tip(int variant, boolean again) {
    WorkTemplate template =
        work.future().values().stream().skip(variant).findFirst().orElseGet(() -> made(variant));
    tips += again && tips > 0 ? 0 : 1;
    Tip named = TestWork.tip(tips);
    Work before = work;
    work =
        before.withTip(new Tip(named.prevHash(), NTIME, named.nBits(), blockTarget), template, now);
    if (work.hasNewTip(before)) {
      space.tipChanged();
    }
  }

  List<Sv2Message> catchUp(int connection) {
    return connections.get(connection).update(work, now);
  }

  // ---- channels

  List<Sv2Message> open(int connection, boolean extended, float hashRate, U256 maxTarget) {
    ServerChannels channels = connections.get(connection);
    return extended
        ? channels.open(
            new OpenExtendedMiningChannel(1, TestPool.USER, hashRate, maxTarget, 1), work, now)
        : channels.open(
            new OpenStandardMiningChannel(1, TestPool.USER, hashRate, maxTarget), work, now);
  }

  List<Sv2Message> update(int connection, long id, float hashRate, U256 maxTarget) {
    return connections.get(connection).update(new UpdateChannel(id, hashRate, maxTarget), now);
  }

  void close(int connection, long id) {
    connections.get(connection).close(new CloseChannel(id, Str0255.EMPTY));
  }

  int seenShares(int connection) {
    return connections.get(connection).seenShares();
  }

  void closeAll(int connection) {
    connections.get(connection).closeAll();
  }

  int size(int connection) {
    return connections.get(connection).size();
  }

  long groupId(int connection) {
    return connections.get(connection).groupId();
  }

  SetGroupChannel regroup(int connection, List<Long> ids) {
    return connections.get(connection).regroup(ids);
  }

  List<Sv2Message> changePrefix(int connection, long id) {
    return connections
        .get(connection)
        .changePrefix(id)
        .<List<Sv2Message>>map(List::of)
        .orElse(List.of());
  }

  void changeUpstream(int which) {
    space.changeUpstream(B032.ofHex(UPSTREAM[which]));
  }

  List<Sv2Message> upstreamChanged(int connection) {
    return connections.get(connection).upstreamChanged();
  }

  /** Sets a custom job, and tells the model where it was accepted. */
  void custom(int connection, long id, int variant, int behind, MiningModel model) {
    if (work.tip() == null) {
      return;
    }
    TestCustomJob job = new TestCustomJob(id).on(work.tip());
    job.minNtime = work.minNtime(now) - behind;
    job.outputs = OUTPUTS;
    job.merklePath = path(variant);
    List<Sv2Message> told =
        connections
            .get(connection)
            .custom(job.message(), CustomJobRules.DEFAULT, TestCustomJob.agreed(), work, now);
    model.hears(told, now);
    if (told.get(told.size() - 1) instanceof SetCustomMiningJobSuccess m) {
      model.custom(job.message(), m.jobId(), BEFORE, AFTER, work.minNtime(now), now);
    }
  }

  // ---- shares

  Submission submit(int connection, long id, boolean extended, Share share) {
    return extended
        ? connections
            .get(connection)
            .submit(
                new SubmitSharesExtended(
                    id,
                    share.sequenceNumber(),
                    share.jobId(),
                    share.nonce(),
                    share.ntime(),
                    share.version(),
                    share.extranonce()),
                now)
        : connections
            .get(connection)
            .submit(
                new SubmitSharesStandard(
                    id,
                    share.sequenceNumber(),
                    share.jobId(),
                    share.nonce(),
                    share.ntime(),
                    share.version()),
                now);
  }
}
