package io.sv2.reactive.mining;

import io.sv2.codec.Sv2Message;
import io.sv2.codec.mining.OpenMiningChannelError;
import io.sv2.codec.mining.SetCustomMiningJob;
import io.sv2.codec.mining.SetCustomMiningJobError;
import io.sv2.codec.mining.SubmitSharesError;
import io.sv2.codec.mining.UpdateChannel;
import io.sv2.codec.mining.UpdateChannelError;
import io.sv2.codec.type.Str0255;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How clients are told what cannot be (sections 5.3.6, 5.3.8, 5.3.14 and 5.3.20). */
final class ChannelErrors {
  private ChannelErrors() {}

  static List<Sv2Message> notOpened(long requestId, String code) {
    return List.of(new OpenMiningChannelError(requestId, Str0255.of(code)));
  }

  static List<Sv2Message> notUpdated(UpdateChannel m, String code) {
    return List.of(new UpdateChannelError(m.channelId(), Str0255.of(code)));
  }

  static List<Sv2Message> notSet(SetCustomMiningJob m, String code) {
    return List.of(new SetCustomMiningJobError(m.channelId(), m.requestId(), Str0255.of(code)));
  }

  static Submission notAccepted(
      long channelId, @Nullable ServerChannel channel, Share share, ShareResult.Rejected why) {
    return new Submission(
        why,
        channel,
        List.of(
            new SubmitSharesError(channelId, share.sequenceNumber(), Str0255.of(why.errorCode()))));
  }
}
