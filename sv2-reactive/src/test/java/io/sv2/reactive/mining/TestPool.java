package io.sv2.reactive.mining;

import io.sv2.codec.Sv2Message;
import io.sv2.codec.mining.CloseChannel;
import io.sv2.codec.mining.NewExtendedMiningJob;
import io.sv2.codec.mining.NewMiningJob;
import io.sv2.codec.mining.OpenExtendedMiningChannel;
import io.sv2.codec.mining.OpenExtendedMiningChannelSuccess;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.mining.OpenStandardMiningChannelSuccess;
import io.sv2.codec.mining.SubmitSharesExtended;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** One connection of a pool whose targets take every hash, the work there is, and its clock. */
final class TestPool {
  static final int ROLLED = 3; // bytes, after two of server id and three of channel index
  static final String SERVER_ID = "0001";
  static final Str0255 USER = Str0255.of("someone");

  /** Difficulty as declared; so easy that what declares nothing gets every hash. */
  static final ServerChannelsConfig CONFIG =
      ServerChannelsConfig.of(new TargetPolicy(60, 1e-9)).withVardiff(Vardiff.Factory.asDeclared());

  final ExtranonceSpace space;
  final UserAccounts users = new UserAccounts(100, Duration.ofMinutes(10));
  final ServerChannels channels;
  int maxFuture = 8;
  Work work = Work.NONE;
  long now = TestWork.NOW;

  TestPool(long flags, ServerChannelsConfig config, ExtranonceSpace space) {
    this.space = space;
    this.channels = new ServerChannels(flags, config, space, users);
  }

  TestPool(long flags, ServerChannelsConfig config) {
    this(flags, config, space(1_000));
  }

  TestPool(long flags) {
    this(flags, CONFIG);
  }

  /** Whose first tip has come, with the template of the same number. */
  static TestPool working(long flags) {
    TestPool pool = new TestPool(flags);
    pool.tip(1, 1);
    return pool;
  }

  static ExtranonceSpace space(int maxChannels) {
    return new ExtranonceSpace(ExtranonceLayout.ofPool(1, ROLLED), maxChannels);
  }

  // ---- work

  List<Sv2Message> future(long templateId) {
    work = work.withFuture(TestWork.work(templateId), maxFuture);
    return channels.update(work, now);
  }

  List<Sv2Message> current(long templateId) {
    work = work.withCurrent(TestWork.work(templateId));
    return channels.update(work, now);
  }

  List<Sv2Message> tip(long number, long templateId) {
    return tip(TestWork.tip(number), templateId);
  }

  List<Sv2Message> tip(Tip tip, long templateId) {
    Work before = work;
    WorkTemplate named = before.future().get(templateId);
    work = before.withTip(tip, named == null ? TestWork.work(templateId) : named, now);
    if (work.hasNewTip(before)) {
      space.tipChanged();
    }
    return channels.update(work, now);
  }

  // ---- channels

  List<Sv2Message> openStandard(float hashRate, U256 maxTarget) {
    return channels.open(new OpenStandardMiningChannel(9, USER, hashRate, maxTarget), work, now);
  }

  List<Sv2Message> openExtended(float hashRate, U256 maxTarget, int minExtranonce) {
    return channels.open(
        new OpenExtendedMiningChannel(9, USER, hashRate, maxTarget, minExtranonce), work, now);
  }

  /** The new channel. */
  ServerChannel standard() {
    return opened(openStandard(0, U256.MAX));
  }

  /** The new channel. */
  ServerChannel extended() {
    return opened(openExtended(0, U256.MAX, 0));
  }

  private ServerChannel opened(List<Sv2Message> answer) {
    for (Sv2Message message : answer) {
      if (message instanceof OpenStandardMiningChannelSuccess m) {
        return channels.channel(m.channelId());
      } else if (message instanceof OpenExtendedMiningChannelSuccess m) {
        return channels.channel(m.channelId());
      }
    }
    throw new AssertionError("not opened: " + answer);
  }

  void close(long id) {
    channels.close(new CloseChannel(id, Str0255.EMPTY));
  }

  // ---- shares

  /** Of a standard channel or, with zeros for what it rolls, of an extended one. */
  Submission submit(ServerChannel channel, long jobId, long nonce) {
    return channel.isExtended()
        ? channels.submit(
            new SubmitSharesExtended(
                channel.id(),
                1,
                jobId,
                nonce,
                TestWork.NTIME,
                TestWork.VERSION,
                B032.of(new byte[channel.extranonceSize()])),
            now)
        : channels.submit(
            new SubmitSharesStandard(
                channel.id(), 1, jobId, nonce, TestWork.NTIME, TestWork.VERSION),
            now);
  }

  ShareResult result(ServerChannel channel, long jobId, long nonce) {
    return submit(channel, jobId, nonce).result();
  }

  // ---- what is expected

  /** An extended job of {@link TestWork}, to a channel or a group. */
  static NewExtendedMiningJob job(long channelId, long jobId, OptionalLong minNtime) {
    return new NewExtendedMiningJob(
        channelId,
        jobId,
        minNtime,
        TestWork.VERSION,
        true,
        TestWork.MERKLE_PATH,
        TestWork.work(1).coinbasePrefix(),
        TestWork.work(1).coinbaseSuffix());
  }

  static NewExtendedMiningJob futureJob(long channelId, long jobId) {
    return job(channelId, jobId, OptionalLong.empty());
  }

  /** A standard job of {@link TestWork} for the channel with this prefix. */
  static NewMiningJob standardJob(
      long channelId, long jobId, OptionalLong minNtime, B032 extranoncePrefix) {
    return new NewMiningJob(
        channelId,
        jobId,
        minNtime,
        TestWork.VERSION,
        TestWork.merkleRoot(extranoncePrefix.toHex()));
  }
}
