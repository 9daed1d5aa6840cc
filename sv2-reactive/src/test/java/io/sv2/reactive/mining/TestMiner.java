package io.sv2.reactive.mining;

import io.sv2.codec.Sv2Message;
import io.sv2.codec.mining.CloseChannel;
import io.sv2.codec.mining.NewExtendedMiningJob;
import io.sv2.codec.mining.NewMiningJob;
import io.sv2.codec.mining.OpenExtendedMiningChannelSuccess;
import io.sv2.codec.mining.OpenStandardMiningChannelSuccess;
import io.sv2.codec.mining.SetExtranoncePrefix;
import io.sv2.codec.mining.SetGroupChannel;
import io.sv2.codec.mining.SetNewPrevHash;
import io.sv2.codec.mining.SetTarget;
import io.sv2.codec.mining.SubmitSharesSuccess;
import java.util.List;

/** The other end of a pool's connection, which knows nothing but what it is told. */
final class TestMiner {
  final ClientChannels channels = new ClientChannels(100);
  private final ChannelConfig config;

  TestMiner(ChannelConfig config) {
    this.config = config;
  }

  void hears(List<Sv2Message> messages, long now) {
    messages.forEach(message -> hears(message, now));
  }

  private void hears(Sv2Message message, long now) {
    if (message instanceof OpenStandardMiningChannelSuccess m) {
      add(ClientChannel.of(m, true, config));
    } else if (message instanceof OpenExtendedMiningChannelSuccess m) {
      add(ClientChannel.of(m, true, config));
    } else if (message instanceof NewMiningJob m) {
      channels.channel(m.channelId()).job(m, now);
    } else if (message instanceof NewExtendedMiningJob m) {
      channels.addressedBy(m.channelId()).forEach(channel -> channel.job(m, now));
    } else if (message instanceof SetNewPrevHash m) {
      for (ClientChannel channel : channels.addressedBy(m.channelId())) {
        if (channel.tip(m, now).isEmpty()) {
          throw new AssertionError("a tip of an unknown job: " + m);
        }
      }
    } else if (message instanceof SetTarget m) {
      channels.setTarget(m);
    } else if (message instanceof SetExtranoncePrefix m) {
      channels.channel(m.channelId()).setExtranoncePrefix(m.extranoncePrefix());
    } else if (message instanceof SetGroupChannel m) {
      channels.setGroup(m);
    } else if (message instanceof SubmitSharesSuccess m) {
      channels.channel(m.channelId()).accepted(m);
    } else if (message instanceof CloseChannel m) {
      channels.close(m);
    } else {
      throw new AssertionError("not expected: " + message);
    }
  }

  private void add(ClientChannel channel) {
    if (!channels.add(channel)) {
      throw new AssertionError("an id that is taken: " + channel.id());
    }
  }
}
