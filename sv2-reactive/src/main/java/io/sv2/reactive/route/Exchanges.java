package io.sv2.reactive.route;

import io.sv2.codec.Sv2Message;
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
import io.sv2.codec.mining.OpenExtendedMiningChannel;
import io.sv2.codec.mining.OpenExtendedMiningChannelSuccess;
import io.sv2.codec.mining.OpenMiningChannelError;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.mining.OpenStandardMiningChannelSuccess;
import io.sv2.codec.mining.SetCustomMiningJob;
import io.sv2.codec.mining.SetCustomMiningJobError;
import io.sv2.codec.mining.SetCustomMiningJobSuccess;
import io.sv2.codec.template.RequestTransactionData;
import io.sv2.codec.template.RequestTransactionDataError;
import io.sv2.codec.template.RequestTransactionDataSuccess;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which messages ask, which answer, and by what the two find each other. */
final class Exchanges {
  private Exchanges() {}

  /** What is asked about; an id is unique among the requests of one family. */
  enum Family {
    OPEN_STANDARD,
    OPEN_EXTENDED,
    CUSTOM_JOB,
    TOKEN,
    DECLARATION,
    MISSING_TRANSACTIONS,
    TRANSACTIONS,
    EXTENSIONS
  }

  /** By what an answer is found. */
  record Key(Family family, long id) {}

  /** The key of a request; null for a message that is none. */
  static @Nullable Key ofRequest(Sv2Message message) {
    if (message instanceof OpenStandardMiningChannel open) {
      return new Key(Family.OPEN_STANDARD, open.requestId());
    } else if (message instanceof OpenExtendedMiningChannel open) {
      return new Key(Family.OPEN_EXTENDED, open.requestId());
    } else if (message instanceof SetCustomMiningJob job) {
      return customJob(job.channelId(), job.requestId());
    } else if (message instanceof ProvideMissingTransactions transactions) {
      return new Key(Family.MISSING_TRANSACTIONS, transactions.requestId());
    } else if (message instanceof AllocateMiningJobToken token) {
      return new Key(Family.TOKEN, token.requestId());
    } else if (message instanceof DeclareMiningJob job) {
      return new Key(Family.DECLARATION, job.requestId());
    } else if (message instanceof RequestTransactionData data) {
      return new Key(Family.TRANSACTIONS, data.templateId());
    } else if (message instanceof RequestExtensions extensions) {
      return new Key(Family.EXTENSIONS, extensions.requestId());
    }
    return null;
  }

  /** Both ids are U32: a job of one channel is not that of another. */
  private static Key customJob(long channelId, long requestId) {
    return new Key(Family.CUSTOM_JOB, channelId << Integer.SIZE | requestId);
  }

  /** The keys that an answer may have; none for a message that is no answer. */
  static List<Key> ofAnswer(Sv2Message message) {
    if (message instanceof OpenMiningChannelError answer) {
      return List.of(
          new Key(Family.OPEN_STANDARD, answer.requestId()),
          new Key(Family.OPEN_EXTENDED, answer.requestId()));
    }
    Key key = keyOfAnswer(message);
    return key == null ? List.of() : List.of(key);
  }

  private static @Nullable Key keyOfAnswer(Sv2Message message) {
    if (message instanceof OpenStandardMiningChannelSuccess answer) {
      return new Key(Family.OPEN_STANDARD, answer.requestId());
    } else if (message instanceof OpenExtendedMiningChannelSuccess answer) {
      return new Key(Family.OPEN_EXTENDED, answer.requestId());
    } else if (message instanceof SetCustomMiningJobSuccess answer) {
      return customJob(answer.channelId(), answer.requestId());
    } else if (message instanceof SetCustomMiningJobError answer) {
      return customJob(answer.channelId(), answer.requestId());
    } else if (message instanceof ProvideMissingTransactionsSuccess answer) {
      return new Key(Family.MISSING_TRANSACTIONS, answer.requestId());
    } else if (message instanceof AllocateMiningJobTokenSuccess answer) {
      return new Key(Family.TOKEN, answer.requestId());
    } else if (message instanceof DeclareMiningJobSuccess answer) {
      return new Key(Family.DECLARATION, answer.requestId());
    } else if (message instanceof DeclareMiningJobError answer) {
      return new Key(Family.DECLARATION, answer.requestId());
    } else if (message instanceof RequestTransactionDataSuccess answer) {
      return new Key(Family.TRANSACTIONS, answer.templateId());
    } else if (message instanceof RequestTransactionDataError answer) {
      return new Key(Family.TRANSACTIONS, answer.templateId());
    } else if (message instanceof RequestExtensionsSuccess answer) {
      return new Key(Family.EXTENSIONS, answer.requestId());
    } else if (message instanceof RequestExtensionsError answer) {
      return new Key(Family.EXTENSIONS, answer.requestId());
    }
    return null;
  }
}
