package io.sv2.reactive;

import io.sv2.codec.ErrorCodes;
import io.sv2.codec.Protocol;
import io.sv2.codec.SetupFlags;
import io.sv2.codec.common.SetupConnection;
import io.sv2.codec.common.SetupConnectionError;
import io.sv2.codec.common.SetupConnectionSuccess;
import io.sv2.codec.type.Str0255;
import java.util.List;

/** What a server answers to SetupConnection (section 3.6). */
final class ServerSetup {
  private ServerSetup() {}

  sealed interface Answer {
    /** The connection is accepted, for this subprotocol. */
    record Accepted(ProtocolSupport support, SetupConnectionSuccess message) implements Answer {}

    /** It is not; it closes once the message is sent. */
    record Refused(SetupConnectionError message, String detail) implements Answer {}
  }

  static Answer answer(SetupConnection setup, List<ProtocolSupport> supported) {
    Protocol protocol = Protocol.ofCode(setup.protocol()).orElse(null);
    for (ProtocolSupport support : supported) {
      if (support.protocol() == protocol) {
        return answer(setup, support);
      }
    }
    return refused(0, ErrorCodes.UNSUPPORTED_PROTOCOL, "subprotocol " + setup.protocol());
  }

  private static Answer answer(SetupConnection setup, ProtocolSupport support) {
    long unsupported = setup.flags() & ~support.supportedFlags();
    int version = Math.min(setup.maxVersion(), support.maxVersion());
    if (version < Math.max(setup.minVersion(), support.minVersion())) {
      return refused(
          unsupported, // in each error: a client may ask for all to learn what there is
          ErrorCodes.PROTOCOL_VERSION_MISMATCH,
          "versions " + setup.minVersion() + " to " + setup.maxVersion());
    }
    if (support.protocol() == Protocol.MINING
        && (support.answeredFlags() & SetupFlags.REQUIRES_FIXED_VERSION) != 0) {
      // Never answered to who has to roll (section 5.3.1).
      unsupported |= setup.flags() & SetupFlags.REQUIRES_VERSION_ROLLING;
    }
    if (unsupported != 0) {
      return refused(unsupported, ErrorCodes.UNSUPPORTED_FEATURE_FLAGS, flags(unsupported));
    }
    long missing = support.requiredFlags() & ~setup.flags();
    if (missing != 0) {
      return refused(
          0,
          support.protocol() == Protocol.JOB_DECLARATION
              ? ErrorCodes.MISSING_DECLARE_TX_DATA_FLAG
              : ErrorCodes.UNSUPPORTED_FEATURE_FLAGS,
          "missing " + flags(missing));
    }
    return new Answer.Accepted(
        support, new SetupConnectionSuccess(version, support.answeredFlags()));
  }

  private static String flags(long flags) {
    return "flags 0x" + Long.toHexString(flags);
  }

  private static Answer refused(long flags, String code, String detail) {
    return new Answer.Refused(
        new SetupConnectionError(flags, Str0255.of(code)), code + " (" + detail + ")");
  }
}
