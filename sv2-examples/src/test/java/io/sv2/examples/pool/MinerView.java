package io.sv2.examples.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.Sv2Message;
import io.sv2.codec.mining.NewExtendedMiningJob;
import io.sv2.codec.mining.NewMiningJob;
import io.sv2.codec.mining.OpenExtendedMiningChannelSuccess;
import io.sv2.codec.mining.OpenStandardMiningChannelSuccess;
import io.sv2.codec.mining.SetNewPrevHash;
import io.sv2.codec.mining.SetTarget;
import io.sv2.codec.type.B064K;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a miner makes of a pool's messages by the letter of chapter 5; it refuses those that make no
 * sense where they stand.
 */
final class MinerView {
  final Map<Long, MinedChannel> channels = new LinkedHashMap<>();

  void accept(Sv2Message message) {
    if (message instanceof OpenStandardMiningChannelSuccess m) {
      open(
          new MinedChannel(
              m.channelId(),
              m.groupChannelId(),
              m.extranoncePrefix().toByteArray(),
              0,
              m.target().toBigInteger()));
    } else if (message instanceof OpenExtendedMiningChannelSuccess m) {
      open(
          new MinedChannel(
              m.channelId(),
              m.groupChannelId(),
              m.extranoncePrefix().toByteArray(),
              m.extranonceSize(),
              m.target().toBigInteger()));
    } else if (message instanceof NewMiningJob m) {
      MinedChannel channel = channels.get(m.channelId());
      assertThat(channel).as("standard channel of %s", m).isNotNull();
      assertThat(channel.rollable).as("standard channel of %s", m).isZero();
      B064K none = B064K.EMPTY;
      channel.add(
          new MinedChannel.Job(
              m.jobId(), m.minNtime(), m.version(), m.merkleRoot(), none, none, List.of()));
    } else if (message instanceof NewExtendedMiningJob m) {
      MinedChannel.Job job =
          new MinedChannel.Job(
              m.jobId(),
              m.minNtime(),
              m.version(),
              null,
              m.coinbaseTxPrefix(),
              m.coinbaseTxSuffix(),
              m.merklePath());
      addressed(m.channelId()).forEach(channel -> channel.add(job));
    } else if (message instanceof SetNewPrevHash m) {
      addressed(m.channelId()).forEach(channel -> channel.activate(m));
    } else if (message instanceof SetTarget m) {
      addressed(m.channelId())
          .forEach(channel -> channel.target = m.maximumTarget().toBigInteger());
    }
  }

  private void open(MinedChannel channel) {
    assertThat(channels).doesNotContainKeys(channel.id, channel.groupId);
    channels.put(channel.id, channel);
  }

  private List<MinedChannel> addressed(long id) {
    List<MinedChannel> addressed = new ArrayList<>();
    for (MinedChannel channel : channels.values()) {
      if (channel.id == id || channel.groupId == id) {
        addressed.add(channel);
      }
    }
    assertThat(addressed).as("channels of id %d", id).isNotEmpty();
    return addressed;
  }
}
