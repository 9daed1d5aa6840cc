package io.sv2.reactive.mining;

import io.sv2.codec.Sv2Message;
import io.sv2.codec.mining.NewExtendedMiningJob;
import io.sv2.codec.mining.NewMiningJob;
import io.sv2.codec.mining.SetNewPrevHash;
import java.util.OptionalLong;

/** How jobs and tips are told to clients (sections 5.3.15 to 5.3.17). */
final class JobMessages {
  private JobMessages() {}

  /** Of a job of a channel by itself; without {@code minNtime} a future one. */
  static Sv2Message job(ServerChannel channel, Job job, OptionalLong minNtime) {
    return channel.isExtended()
        ? extended(channel.id(), job.id(), minNtime, job.template())
        : new NewMiningJob(
            channel.id(), job.id(), minNtime, job.template().version(), job.merkleRoot());
  }

  static NewExtendedMiningJob extended(
      long channelId, long jobId, OptionalLong minNtime, WorkTemplate template) {
    return new NewExtendedMiningJob(
        channelId,
        jobId,
        minNtime,
        template.version(),
        template.versionRollingAllowed(),
        template.merklePath(),
        template.coinbasePrefix(),
        template.coinbaseSuffix());
  }

  static SetNewPrevHash tip(long channelId, long jobId, Tip tip, long minNtime) {
    return new SetNewPrevHash(channelId, jobId, tip.prevHash(), minNtime, tip.nBits());
  }
}
