package io.sv2.codec.template;

import io.sv2.codec.MessageType;
import io.sv2.codec.Sv2Message;

/** Messages of the Template Distribution Protocol (chapter 7). */
public sealed interface TemplateMessage extends Sv2Message
    permits CoinbaseOutputConstraints,
        NewTemplate,
        RequestTransactionData,
        RequestTransactionDataError,
        RequestTransactionDataSuccess,
        SetNewPrevHash,
        SubmitSolution {
  @Override
  MessageType type();
}
