package io.sv2.reactive;

import io.sv2.codec.Sv2Message;
import io.sv2.codec.common.SetupConnectionError;
import io.sv2.codec.common.SetupConnectionSuccess;
import io.sv2.reactive.CloseReason.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a client makes of a message that comes before it is established (section 3.6). */
final class SetupAnswer {
  private SetupAnswer() {}

  /**
   * Why the connection cannot go on.
   *
   * @param accepted whether SetupConnection has been answered with Success already
   * @return null for the Success that was waited for
   */
  static @Nullable CloseReason refusal(Sv2Message message, boolean accepted) {
    if (message instanceof SetupConnectionError error) {
      String flags = error.flags() == 0 ? "" : ", flags 0x" + Long.toHexString(error.flags());
      return new CloseReason(Kind.SETUP_REFUSED, error.errorCode() + flags);
    } else if (accepted || !(message instanceof SetupConnectionSuccess success)) {
      String expected = accepted ? "RequestExtensions" : "SetupConnection";
      return new CloseReason(
          Kind.PROTOCOL_ERROR,
          "an answer to " + expected + " comes first, not " + message.type().specName());
    } else if (success.usedVersion() != ProtocolSupport.VERSION) {
      return new CloseReason(
          Kind.PROTOCOL_ERROR,
          "SetupConnection.Success chose version "
              + success.usedVersion()
              + ", which was not offered");
    }
    return null;
  }

  /** Why the connection ends when nothing has come in time. */
  static CloseReason late(boolean asked, Duration allowed) {
    return asked
        ? new CloseReason(Kind.EXTENSIONS_UNANSWERED, "no answer to RequestExtensions")
        : new CloseReason(Kind.SETUP_TIMEOUT, "no answer to SetupConnection in " + allowed);
  }
}
