package io.sv2.codec.mining;

import io.sv2.codec.MessageType;
import io.sv2.codec.Sv2Message;

/** Messages of the Mining Protocol (section 5.3). */
public sealed interface MiningMessage extends Sv2Message
    permits CloseChannel,
        NewExtendedMiningJob,
        NewMiningJob,
        OpenExtendedMiningChannel,
        OpenExtendedMiningChannelSuccess,
        OpenMiningChannelError,
        OpenStandardMiningChannel,
        OpenStandardMiningChannelSuccess,
        SetCustomMiningJob,
        SetCustomMiningJobError,
        SetCustomMiningJobSuccess,
        SetExtranoncePrefix,
        SetGroupChannel,
        SetNewPrevHash,
        SetTarget,
        SubmitSharesError,
        SubmitSharesExtended,
        SubmitSharesStandard,
        SubmitSharesSuccess,
        UpdateChannel,
        UpdateChannelError {
  @Override
  MessageType type();
}
