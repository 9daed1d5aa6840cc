package io.sv2.codec;

import static io.sv2.codec.MessageType.ALLOCATE_MINING_JOB_TOKEN;
import static io.sv2.codec.MessageType.ALLOCATE_MINING_JOB_TOKEN_SUCCESS;
import static io.sv2.codec.MessageType.CHANNEL_ENDPOINT_CHANGED;
import static io.sv2.codec.MessageType.CLOSE_CHANNEL;
import static io.sv2.codec.MessageType.COINBASE_OUTPUT_CONSTRAINTS;
import static io.sv2.codec.MessageType.DECLARE_MINING_JOB;
import static io.sv2.codec.MessageType.DECLARE_MINING_JOB_ERROR;
import static io.sv2.codec.MessageType.DECLARE_MINING_JOB_SUCCESS;
import static io.sv2.codec.MessageType.NEW_EXTENDED_MINING_JOB;
import static io.sv2.codec.MessageType.NEW_MINING_JOB;
import static io.sv2.codec.MessageType.NEW_TEMPLATE;
import static io.sv2.codec.MessageType.OPEN_EXTENDED_MINING_CHANNEL;
import static io.sv2.codec.MessageType.OPEN_EXTENDED_MINING_CHANNEL_SUCCESS;
import static io.sv2.codec.MessageType.OPEN_MINING_CHANNEL_ERROR;
import static io.sv2.codec.MessageType.OPEN_STANDARD_MINING_CHANNEL;
import static io.sv2.codec.MessageType.OPEN_STANDARD_MINING_CHANNEL_SUCCESS;
import static io.sv2.codec.MessageType.PROVIDE_MISSING_TRANSACTIONS;
import static io.sv2.codec.MessageType.PROVIDE_MISSING_TRANSACTIONS_SUCCESS;
import static io.sv2.codec.MessageType.PUSH_SOLUTION;
import static io.sv2.codec.MessageType.RECONNECT;
import static io.sv2.codec.MessageType.REQUEST_EXTENSIONS;
import static io.sv2.codec.MessageType.REQUEST_EXTENSIONS_ERROR;
import static io.sv2.codec.MessageType.REQUEST_EXTENSIONS_SUCCESS;
import static io.sv2.codec.MessageType.REQUEST_TRANSACTION_DATA;
import static io.sv2.codec.MessageType.REQUEST_TRANSACTION_DATA_ERROR;
import static io.sv2.codec.MessageType.REQUEST_TRANSACTION_DATA_SUCCESS;
import static io.sv2.codec.MessageType.SETUP_CONNECTION;
import static io.sv2.codec.MessageType.SETUP_CONNECTION_ERROR;
import static io.sv2.codec.MessageType.SETUP_CONNECTION_SUCCESS;
import static io.sv2.codec.MessageType.SET_CUSTOM_MINING_JOB;
import static io.sv2.codec.MessageType.SET_CUSTOM_MINING_JOB_ERROR;
import static io.sv2.codec.MessageType.SET_CUSTOM_MINING_JOB_SUCCESS;
import static io.sv2.codec.MessageType.SET_EXTRANONCE_PREFIX;
import static io.sv2.codec.MessageType.SET_GROUP_CHANNEL;
import static io.sv2.codec.MessageType.SET_NEW_PREV_HASH;
import static io.sv2.codec.MessageType.SET_TARGET;
import static io.sv2.codec.MessageType.SUBMIT_SHARES_ERROR;
import static io.sv2.codec.MessageType.SUBMIT_SHARES_EXTENDED;
import static io.sv2.codec.MessageType.SUBMIT_SHARES_STANDARD;
import static io.sv2.codec.MessageType.SUBMIT_SHARES_SUCCESS;
import static io.sv2.codec.MessageType.SUBMIT_SOLUTION;
import static io.sv2.codec.MessageType.TEMPLATE_SET_NEW_PREV_HASH;
import static io.sv2.codec.MessageType.UPDATE_CHANNEL;
import static io.sv2.codec.MessageType.UPDATE_CHANNEL_ERROR;
import static java.util.Objects.requireNonNull;

import io.sv2.codec.common.ChannelEndpointChanged;
import io.sv2.codec.common.Reconnect;
import io.sv2.codec.common.SetupConnection;
import io.sv2.codec.common.SetupConnectionError;
import io.sv2.codec.common.SetupConnectionSuccess;
import io.sv2.codec.extension.RequestExtensions;
import io.sv2.codec.extension.RequestExtensionsError;
import io.sv2.codec.extension.RequestExtensionsSuccess;
import io.sv2.codec.extension.Tlv;
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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From a type to its record's own {@code read} and {@code write}.
 *
 * <p>A function for each, which makes its reader or writer itself: so each is compiled for one
 * record, where the compiler can see that reader and writer go nowhere and need not exist. Decoding
 * then allocates the message, encoding the frame, and neither anything else.
 */
final class RecordTable {
  private static final Map<MessageType, Read> READ = new EnumMap<>(MessageType.class);
  private static final Map<MessageType, Write> WRITE = new EnumMap<>(MessageType.class);

  static {
    add(
        SETUP_CONNECTION,
        (t, f, o) -> SetupConnection.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (SetupConnection) m, x));
    add(
        SETUP_CONNECTION_SUCCESS,
        (t, f, o) -> SetupConnectionSuccess.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (SetupConnectionSuccess) m, x));
    add(
        SETUP_CONNECTION_ERROR,
        (t, f, o) -> SetupConnectionError.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (SetupConnectionError) m, x));
    add(
        CHANNEL_ENDPOINT_CHANGED,
        (t, f, o) -> ChannelEndpointChanged.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (ChannelEndpointChanged) m, x));
    add(
        RECONNECT,
        (t, f, o) -> Reconnect.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (Reconnect) m, x));
    add(
        OPEN_STANDARD_MINING_CHANNEL,
        (t, f, o) -> OpenStandardMiningChannel.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (OpenStandardMiningChannel) m, x));
    add(
        OPEN_STANDARD_MINING_CHANNEL_SUCCESS,
        (t, f, o) -> OpenStandardMiningChannelSuccess.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (OpenStandardMiningChannelSuccess) m, x));
    add(
        OPEN_MINING_CHANNEL_ERROR,
        (t, f, o) -> OpenMiningChannelError.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (OpenMiningChannelError) m, x));
    add(
        OPEN_EXTENDED_MINING_CHANNEL,
        (t, f, o) -> OpenExtendedMiningChannel.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (OpenExtendedMiningChannel) m, x));
    add(
        OPEN_EXTENDED_MINING_CHANNEL_SUCCESS,
        (t, f, o) -> OpenExtendedMiningChannelSuccess.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (OpenExtendedMiningChannelSuccess) m, x));
    add(
        NEW_MINING_JOB,
        (t, f, o) -> NewMiningJob.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (NewMiningJob) m, x));
    add(
        UPDATE_CHANNEL,
        (t, f, o) -> UpdateChannel.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (UpdateChannel) m, x));
    add(
        UPDATE_CHANNEL_ERROR,
        (t, f, o) -> UpdateChannelError.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (UpdateChannelError) m, x));
    add(
        CLOSE_CHANNEL,
        (t, f, o) -> CloseChannel.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (CloseChannel) m, x));
    add(
        SET_EXTRANONCE_PREFIX,
        (t, f, o) -> SetExtranoncePrefix.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (SetExtranoncePrefix) m, x));
    add(
        SUBMIT_SHARES_STANDARD,
        (t, f, o) -> SubmitSharesStandard.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (SubmitSharesStandard) m, x));
    add(
        SUBMIT_SHARES_EXTENDED,
        (t, f, o) -> SubmitSharesExtended.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (SubmitSharesExtended) m, x));
    add(
        SUBMIT_SHARES_SUCCESS,
        (t, f, o) -> SubmitSharesSuccess.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (SubmitSharesSuccess) m, x));
    add(
        SUBMIT_SHARES_ERROR,
        (t, f, o) -> SubmitSharesError.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (SubmitSharesError) m, x));
    add(
        NEW_EXTENDED_MINING_JOB,
        (t, f, o) -> NewExtendedMiningJob.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (NewExtendedMiningJob) m, x));
    add(
        SET_NEW_PREV_HASH,
        (t, f, o) -> SetNewPrevHash.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (SetNewPrevHash) m, x));
    add(
        SET_TARGET,
        (t, f, o) -> SetTarget.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (SetTarget) m, x));
    add(
        SET_CUSTOM_MINING_JOB,
        (t, f, o) -> SetCustomMiningJob.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (SetCustomMiningJob) m, x));
    add(
        SET_CUSTOM_MINING_JOB_SUCCESS,
        (t, f, o) -> SetCustomMiningJobSuccess.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (SetCustomMiningJobSuccess) m, x));
    add(
        SET_CUSTOM_MINING_JOB_ERROR,
        (t, f, o) -> SetCustomMiningJobError.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (SetCustomMiningJobError) m, x));
    add(
        SET_GROUP_CHANNEL,
        (t, f, o) -> SetGroupChannel.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (SetGroupChannel) m, x));
    add(
        ALLOCATE_MINING_JOB_TOKEN,
        (t, f, o) -> AllocateMiningJobToken.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (AllocateMiningJobToken) m, x));
    add(
        ALLOCATE_MINING_JOB_TOKEN_SUCCESS,
        (t, f, o) -> AllocateMiningJobTokenSuccess.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (AllocateMiningJobTokenSuccess) m, x));
    add(
        PROVIDE_MISSING_TRANSACTIONS,
        (t, f, o) -> ProvideMissingTransactions.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (ProvideMissingTransactions) m, x));
    add(
        PROVIDE_MISSING_TRANSACTIONS_SUCCESS,
        (t, f, o) -> ProvideMissingTransactionsSuccess.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (ProvideMissingTransactionsSuccess) m, x));
    add(
        DECLARE_MINING_JOB,
        (t, f, o) -> DeclareMiningJob.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (DeclareMiningJob) m, x));
    add(
        DECLARE_MINING_JOB_SUCCESS,
        (t, f, o) -> DeclareMiningJobSuccess.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (DeclareMiningJobSuccess) m, x));
    add(
        DECLARE_MINING_JOB_ERROR,
        (t, f, o) -> DeclareMiningJobError.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (DeclareMiningJobError) m, x));
    add(
        PUSH_SOLUTION,
        (t, f, o) -> PushSolution.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (PushSolution) m, x));
    add(
        COINBASE_OUTPUT_CONSTRAINTS,
        (t, f, o) -> CoinbaseOutputConstraints.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (CoinbaseOutputConstraints) m, x));
    add(
        NEW_TEMPLATE,
        (t, f, o) -> NewTemplate.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (NewTemplate) m, x));
    add(
        TEMPLATE_SET_NEW_PREV_HASH,
        (t, f, o) -> io.sv2.codec.template.SetNewPrevHash.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (io.sv2.codec.template.SetNewPrevHash) m, x));
    add(
        REQUEST_TRANSACTION_DATA,
        (t, f, o) -> RequestTransactionData.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (RequestTransactionData) m, x));
    add(
        REQUEST_TRANSACTION_DATA_SUCCESS,
        (t, f, o) -> RequestTransactionDataSuccess.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (RequestTransactionDataSuccess) m, x));
    add(
        REQUEST_TRANSACTION_DATA_ERROR,
        (t, f, o) -> RequestTransactionDataError.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (RequestTransactionDataError) m, x));
    add(
        SUBMIT_SOLUTION,
        (t, f, o) -> SubmitSolution.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (SubmitSolution) m, x));
    add(
        REQUEST_EXTENSIONS,
        (t, f, o) -> RequestExtensions.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (RequestExtensions) m, x));
    add(
        REQUEST_EXTENSIONS_SUCCESS,
        (t, f, o) -> RequestExtensionsSuccess.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (RequestExtensionsSuccess) m, x));
    add(
        REQUEST_EXTENSIONS_ERROR,
        (t, f, o) -> RequestExtensionsError.read(reader(t, f, o)),
        (t, m, x) -> frame(t, (RequestExtensionsError) m, x));
  }

  private interface Read {
    Sv2Message read(MessageType type, Sv2Frame frame, @Nullable Map<String, Integer> offsets);
  }

  private interface Write {
    Sv2Frame write(MessageType type, Sv2Message message, List<Tlv> tlvs);
  }

  private RecordTable() {}

  private static void add(MessageType type, Read read, Write write) {
    READ.put(type, read);
    WRITE.put(type, write);
  }

  private static PayloadReader reader(
      MessageType type, Sv2Frame frame, @Nullable Map<String, Integer> offsets) {
    return frame.reader(type.specName(), offsets);
  }

  private static Sv2Frame frame(MessageType type, Sv2Message message, List<Tlv> tlvs) {
    return Sv2Codec.frame(type, message, tlvs);
  }

  /**
   * Reads the record; notes in {@code offsets}, where given, at which payload byte fields begin.
   */
  static Sv2Message read(MessageType type, Sv2Frame frame, @Nullable Map<String, Integer> offsets) {
    return requireNonNull(READ.get(type)).read(type, frame, offsets);
  }

  static Sv2Frame write(MessageType type, Sv2Message message, List<Tlv> tlvs) {
    return requireNonNull(WRITE.get(type)).write(type, message, tlvs);
  }
}
