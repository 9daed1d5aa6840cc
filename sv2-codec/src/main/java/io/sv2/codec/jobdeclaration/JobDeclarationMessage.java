package io.sv2.codec.jobdeclaration;

import io.sv2.codec.MessageType;
import io.sv2.codec.Sv2Message;

/** Messages of the Job Declaration Protocol (chapter 6). */
public sealed interface JobDeclarationMessage extends Sv2Message
    permits AllocateMiningJobToken,
        AllocateMiningJobTokenSuccess,
        DeclareMiningJob,
        DeclareMiningJobError,
        DeclareMiningJobSuccess,
        ProvideMissingTransactions,
        ProvideMissingTransactionsSuccess,
        PushSolution {
  @Override
  MessageType type();
}
