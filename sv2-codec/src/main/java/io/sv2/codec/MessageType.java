package io.sv2.codec;

import io.sv2.codec.common.ChannelEndpointChanged;
import io.sv2.codec.common.Reconnect;
import io.sv2.codec.common.SetupConnection;
import io.sv2.codec.common.SetupConnectionError;
import io.sv2.codec.common.SetupConnectionSuccess;
import io.sv2.codec.extension.RequestExtensions;
import io.sv2.codec.extension.RequestExtensionsError;
import io.sv2.codec.extension.RequestExtensionsSuccess;
import io.sv2.codec.jobdeclaration.AllocateMiningJobToken;
import io.sv2.codec.jobdeclaration.AllocateMiningJobTokenSuccess;
import io.sv2.codec.jobdeclaration.DeclareMiningJob;
import io.sv2.codec.jobdeclaration.DeclareMiningJobError;
import io.sv2.codec.jobdeclaration.DeclareMiningJobSuccess;
import io.sv2.codec.jobdeclaration.ProvideMissingTransactions;
import io.sv2.codec.jobdeclaration.ProvideMissingTransactionsSuccess;
import io.sv2.codec.jobdeclaration.PushSolution;
import io.sv2.codec.mining.CloseChannel;
import io.sv2.codec.mining.NewExtendedMiningJob;
import io.sv2.codec.mining.NewMiningJob;
import io.sv2.codec.mining.OpenExtendedMiningChannel;
import io.sv2.codec.mining.OpenExtendedMiningChannelSuccess;
import io.sv2.codec.mining.OpenMiningChannelError;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.mining.OpenStandardMiningChannelSuccess;
import io.sv2.codec.mining.SetCustomMiningJob;
import io.sv2.codec.mining.SetCustomMiningJobError;
import io.sv2.codec.mining.SetCustomMiningJobSuccess;
import io.sv2.codec.mining.SetExtranoncePrefix;
import io.sv2.codec.mining.SetGroupChannel;
import io.sv2.codec.mining.SetNewPrevHash;
import io.sv2.codec.mining.SetTarget;
import io.sv2.codec.mining.SubmitSharesError;
import io.sv2.codec.mining.SubmitSharesExtended;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.mining.SubmitSharesSuccess;
import io.sv2.codec.mining.UpdateChannel;
import io.sv2.codec.mining.UpdateChannelError;
import io.sv2.codec.template.CoinbaseOutputConstraints;
import io.sv2.codec.template.NewTemplate;
import io.sv2.codec.template.RequestTransactionData;
import io.sv2.codec.template.RequestTransactionDataError;
import io.sv2.codec.template.RequestTransactionDataSuccess;
import io.sv2.codec.template.SubmitSolution;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The messages of chapter 8 and of extension 0x0001: their codes, directions and {@code
 * channel_msg} bits.
 *
 * <p>Long because the specification's table is, a few lines a message and nothing else.
 */
public enum MessageType implements MessageKind {
  /** SetupConnection, section 3.6.1. */
  SETUP_CONNECTION(
      "SetupConnection", null, 0x00, false, Direction.CLIENT_TO_SERVER, SetupConnection.class),
  /** SetupConnection.Success, section 3.6.2. */
  SETUP_CONNECTION_SUCCESS(
      "SetupConnection.Success",
      null,
      0x01,
      false,
      Direction.SERVER_TO_CLIENT,
      SetupConnectionSuccess.class),
  /** SetupConnection.Error, section 3.6.3. */
  SETUP_CONNECTION_ERROR(
      "SetupConnection.Error",
      null,
      0x02,
      false,
      Direction.SERVER_TO_CLIENT,
      SetupConnectionError.class),
  /** ChannelEndpointChanged, section 3.6.4. */
  CHANNEL_ENDPOINT_CHANGED(
      "ChannelEndpointChanged",
      null,
      0x03,
      true,
      Direction.SERVER_TO_CLIENT,
      ChannelEndpointChanged.class),
  /** Reconnect, section 3.6.5. */
  RECONNECT("Reconnect", null, 0x04, false, Direction.SERVER_TO_CLIENT, Reconnect.class),
  /** OpenStandardMiningChannel, section 5.3.2. */
  OPEN_STANDARD_MINING_CHANNEL(
      "OpenStandardMiningChannel",
      Protocol.MINING,
      0x10,
      false,
      Direction.CLIENT_TO_SERVER,
      OpenStandardMiningChannel.class),
  /** OpenStandardMiningChannel.Success, section 5.3.3. */
  OPEN_STANDARD_MINING_CHANNEL_SUCCESS(
      "OpenStandardMiningChannel.Success",
      Protocol.MINING,
      0x11,
      false,
      Direction.SERVER_TO_CLIENT,
      OpenStandardMiningChannelSuccess.class),
  /** OpenMiningChannel.Error, section 5.3.6. */
  OPEN_MINING_CHANNEL_ERROR(
      "OpenMiningChannel.Error",
      Protocol.MINING,
      0x12,
      false,
      Direction.SERVER_TO_CLIENT,
      OpenMiningChannelError.class),
  /** OpenExtendedMiningChannel, section 5.3.4. */
  OPEN_EXTENDED_MINING_CHANNEL(
      "OpenExtendedMiningChannel",
      Protocol.MINING,
      0x13,
      false,
      Direction.CLIENT_TO_SERVER,
      OpenExtendedMiningChannel.class),
  /** OpenExtendedMiningChannel.Success, section 5.3.5. */
  OPEN_EXTENDED_MINING_CHANNEL_SUCCESS(
      "OpenExtendedMiningChannel.Success",
      Protocol.MINING,
      0x14,
      false,
      Direction.SERVER_TO_CLIENT,
      OpenExtendedMiningChannelSuccess.class),
  /** NewMiningJob, section 5.3.15. */
  NEW_MINING_JOB(
      "NewMiningJob", Protocol.MINING, 0x15, true, Direction.SERVER_TO_CLIENT, NewMiningJob.class),
  /** UpdateChannel, section 5.3.7. */
  UPDATE_CHANNEL(
      "UpdateChannel",
      Protocol.MINING,
      0x16,
      true,
      Direction.CLIENT_TO_SERVER,
      UpdateChannel.class),
  /** UpdateChannel.Error, section 5.3.8. */
  UPDATE_CHANNEL_ERROR(
      "UpdateChannel.Error",
      Protocol.MINING,
      0x17,
      true,
      Direction.SERVER_TO_CLIENT,
      UpdateChannelError.class),
  /** CloseChannel, section 5.3.9. */
  CLOSE_CHANNEL("CloseChannel", Protocol.MINING, 0x18, true, Direction.BOTH, CloseChannel.class),
  /** SetExtranoncePrefix, section 5.3.10. */
  SET_EXTRANONCE_PREFIX(
      "SetExtranoncePrefix",
      Protocol.MINING,
      0x19,
      true,
      Direction.SERVER_TO_CLIENT,
      SetExtranoncePrefix.class),
  /** SubmitSharesStandard, section 5.3.11. */
  SUBMIT_SHARES_STANDARD(
      "SubmitSharesStandard",
      Protocol.MINING,
      0x1a,
      true,
      Direction.CLIENT_TO_SERVER,
      SubmitSharesStandard.class),
  /** SubmitSharesExtended, section 5.3.12. */
  SUBMIT_SHARES_EXTENDED(
      "SubmitSharesExtended",
      Protocol.MINING,
      0x1b,
      true,
      Direction.CLIENT_TO_SERVER,
      SubmitSharesExtended.class),
  /** SubmitShares.Success, section 5.3.13. */
  SUBMIT_SHARES_SUCCESS(
      "SubmitShares.Success",
      Protocol.MINING,
      0x1c,
      true,
      Direction.SERVER_TO_CLIENT,
      SubmitSharesSuccess.class),
  /** SubmitShares.Error, section 5.3.14. */
  SUBMIT_SHARES_ERROR(
      "SubmitShares.Error",
      Protocol.MINING,
      0x1d,
      true,
      Direction.SERVER_TO_CLIENT,
      SubmitSharesError.class),
  /** NewExtendedMiningJob, section 5.3.16. */
  NEW_EXTENDED_MINING_JOB(
      "NewExtendedMiningJob",
      Protocol.MINING,
      0x1f,
      true,
      Direction.SERVER_TO_CLIENT,
      NewExtendedMiningJob.class),
  /** SetNewPrevHash, section 5.3.17. */
  SET_NEW_PREV_HASH(
      "SetNewPrevHash",
      Protocol.MINING,
      0x20,
      true,
      Direction.SERVER_TO_CLIENT,
      SetNewPrevHash.class),
  /** SetTarget, section 5.3.21. */
  SET_TARGET("SetTarget", Protocol.MINING, 0x21, true, Direction.SERVER_TO_CLIENT, SetTarget.class),
  /** SetCustomMiningJob, section 5.3.18. */
  SET_CUSTOM_MINING_JOB(
      "SetCustomMiningJob",
      Protocol.MINING,
      0x22,
      true,
      Direction.CLIENT_TO_SERVER,
      SetCustomMiningJob.class),
  /** SetCustomMiningJob.Success, section 5.3.19. */
  SET_CUSTOM_MINING_JOB_SUCCESS(
      "SetCustomMiningJob.Success",
      Protocol.MINING,
      0x23,
      true,
      Direction.SERVER_TO_CLIENT,
      SetCustomMiningJobSuccess.class),
  /** SetCustomMiningJob.Error, section 5.3.20. */
  SET_CUSTOM_MINING_JOB_ERROR(
      "SetCustomMiningJob.Error",
      Protocol.MINING,
      0x24,
      true,
      Direction.SERVER_TO_CLIENT,
      SetCustomMiningJobError.class),
  /** SetGroupChannel, section 5.3.22. */
  SET_GROUP_CHANNEL(
      "SetGroupChannel",
      Protocol.MINING,
      0x25,
      false,
      Direction.SERVER_TO_CLIENT,
      SetGroupChannel.class),
  /** AllocateMiningJobToken, section 6.4.2. */
  ALLOCATE_MINING_JOB_TOKEN(
      "AllocateMiningJobToken",
      Protocol.JOB_DECLARATION,
      0x50,
      false,
      Direction.CLIENT_TO_SERVER,
      AllocateMiningJobToken.class),
  /** AllocateMiningJobToken.Success, section 6.4.3. */
  ALLOCATE_MINING_JOB_TOKEN_SUCCESS(
      "AllocateMiningJobToken.Success",
      Protocol.JOB_DECLARATION,
      0x51,
      false,
      Direction.SERVER_TO_CLIENT,
      AllocateMiningJobTokenSuccess.class),
  /** ProvideMissingTransactions, section 6.4.7. */
  PROVIDE_MISSING_TRANSACTIONS(
      "ProvideMissingTransactions",
      Protocol.JOB_DECLARATION,
      0x55,
      false,
      Direction.SERVER_TO_CLIENT,
      ProvideMissingTransactions.class),
  /** ProvideMissingTransactions.Success, section 6.4.8. */
  PROVIDE_MISSING_TRANSACTIONS_SUCCESS(
      "ProvideMissingTransactions.Success",
      Protocol.JOB_DECLARATION,
      0x56,
      false,
      Direction.CLIENT_TO_SERVER,
      ProvideMissingTransactionsSuccess.class),
  /** DeclareMiningJob, section 6.4.4. */
  DECLARE_MINING_JOB(
      "DeclareMiningJob",
      Protocol.JOB_DECLARATION,
      0x57,
      false,
      Direction.CLIENT_TO_SERVER,
      DeclareMiningJob.class),
  /** DeclareMiningJob.Success, section 6.4.5. */
  DECLARE_MINING_JOB_SUCCESS(
      "DeclareMiningJob.Success",
      Protocol.JOB_DECLARATION,
      0x58,
      false,
      Direction.SERVER_TO_CLIENT,
      DeclareMiningJobSuccess.class),
  /** DeclareMiningJob.Error, section 6.4.6. */
  DECLARE_MINING_JOB_ERROR(
      "DeclareMiningJob.Error",
      Protocol.JOB_DECLARATION,
      0x59,
      false,
      Direction.SERVER_TO_CLIENT,
      DeclareMiningJobError.class),
  /** PushSolution, section 6.4.9. */
  PUSH_SOLUTION(
      "PushSolution",
      Protocol.JOB_DECLARATION,
      0x60,
      false,
      Direction.CLIENT_TO_SERVER,
      PushSolution.class),
  /** CoinbaseOutputConstraints, section 7.1. */
  COINBASE_OUTPUT_CONSTRAINTS(
      "CoinbaseOutputConstraints",
      Protocol.TEMPLATE_DISTRIBUTION,
      0x70,
      false,
      Direction.CLIENT_TO_SERVER,
      CoinbaseOutputConstraints.class),
  /** NewTemplate, section 7.2. */
  NEW_TEMPLATE(
      "NewTemplate",
      Protocol.TEMPLATE_DISTRIBUTION,
      0x71,
      false,
      Direction.SERVER_TO_CLIENT,
      NewTemplate.class),
  /** SetNewPrevHash, section 7.3. */
  TEMPLATE_SET_NEW_PREV_HASH(
      "SetNewPrevHash",
      Protocol.TEMPLATE_DISTRIBUTION,
      0x72,
      false,
      Direction.SERVER_TO_CLIENT,
      io.sv2.codec.template.SetNewPrevHash.class),
  /** RequestTransactionData, section 7.4. */
  REQUEST_TRANSACTION_DATA(
      "RequestTransactionData",
      Protocol.TEMPLATE_DISTRIBUTION,
      0x73,
      false,
      Direction.CLIENT_TO_SERVER,
      RequestTransactionData.class),
  /** RequestTransactionData.Success, section 7.5. */
  REQUEST_TRANSACTION_DATA_SUCCESS(
      "RequestTransactionData.Success",
      Protocol.TEMPLATE_DISTRIBUTION,
      0x74,
      false,
      Direction.SERVER_TO_CLIENT,
      RequestTransactionDataSuccess.class),
  /** RequestTransactionData.Error, section 7.6. */
  REQUEST_TRANSACTION_DATA_ERROR(
      "RequestTransactionData.Error",
      Protocol.TEMPLATE_DISTRIBUTION,
      0x75,
      false,
      Direction.SERVER_TO_CLIENT,
      RequestTransactionDataError.class),
  /** SubmitSolution, section 7.7. */
  SUBMIT_SOLUTION(
      "SubmitSolution",
      Protocol.TEMPLATE_DISTRIBUTION,
      0x76,
      false,
      Direction.CLIENT_TO_SERVER,
      SubmitSolution.class),
  /** RequestExtensions, extension 0x0001. */
  REQUEST_EXTENSIONS(
      "RequestExtensions", 0x0001, 0x00, Direction.CLIENT_TO_SERVER, RequestExtensions.class),
  /** RequestExtensions.Success, extension 0x0001. */
  REQUEST_EXTENSIONS_SUCCESS(
      "RequestExtensions.Success",
      0x0001,
      0x01,
      Direction.SERVER_TO_CLIENT,
      RequestExtensionsSuccess.class),
  /** RequestExtensions.Error, extension 0x0001. */
  REQUEST_EXTENSIONS_ERROR(
      "RequestExtensions.Error",
      0x0001,
      0x02,
      Direction.SERVER_TO_CLIENT,
      RequestExtensionsError.class);

  /** By extension and code; the extensions that the specification defines are few. */
  private static final @Nullable MessageType[][] BY_CODE = new @Nullable MessageType[2][256];

  static {
    for (MessageType type : values()) {
      BY_CODE[type.extension][type.code] = type;
    }
  }

  private final String specName;
  private final @Nullable Protocol protocol;
  private final int extension;
  private final int code;
  private final boolean channelMessage;
  private final Direction direction;

  private final Class<? extends Sv2Message> record;

  MessageType(
      String specName,
      @Nullable Protocol protocol,
      int code,
      boolean channelMessage,
      Direction direction,
      Class<? extends Sv2Message> record) {
    this.specName = specName;
    this.protocol = protocol;
    this.extension = 0;
    this.code = code;
    this.channelMessage = channelMessage;
    this.direction = direction;
    this.record = record;
  }

  MessageType(
      String specName,
      int extension,
      int code,
      Direction direction,
      Class<? extends Sv2Message> record) {
    this.specName = specName;
    this.protocol = null;
    this.extension = extension;
    this.code = code;
    this.channelMessage = false;
    this.direction = direction;
    this.record = record;
  }

  /**
   * The type that a frame's header names; the {@code channel_msg} bit is ignored in the look-up
   * (section 3.2.1).
   *
   * @throws UnknownTypeException when there is none
   */
  public static MessageType of(Sv2Frame frame) {
    int extension = frame.extensionType() & ~FrameHeader.CHANNEL_MESSAGE_BIT;
    MessageType type = extension < BY_CODE.length ? BY_CODE[extension][frame.messageType()] : null;
    if (type == null) {
      throw new UnknownTypeException(frame.header());
    }
    return type;
  }

  @Override
  public String specName() {
    return specName;
  }

  @Override
  public String uniqueName() {
    return switch (this) {
      case SET_NEW_PREV_HASH -> "Mining.SetNewPrevHash";
      case TEMPLATE_SET_NEW_PREV_HASH -> "TemplateDistribution.SetNewPrevHash";
      default -> specName;
    };
  }

  @Override
  public Optional<Protocol> protocol() {
    return Optional.ofNullable(protocol);
  }

  @Override
  public int extension() {
    return extension;
  }

  @Override
  public int code() {
    return code;
  }

  @Override
  public boolean isChannelMessage() {
    return channelMessage;
  }

  @Override
  public Direction direction() {
    return direction;
  }

  @Override
  public Class<? extends Sv2Message> record() {
    return record;
  }
}
