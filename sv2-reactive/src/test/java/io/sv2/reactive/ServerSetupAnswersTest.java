package io.sv2.reactive;

import static io.sv2.reactive.TestPeer.setup;
import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.ErrorCodes;
import io.sv2.codec.SetupFlags;
import io.sv2.codec.common.SetupConnection;
import io.sv2.codec.common.SetupConnectionError;
import io.sv2.codec.common.SetupConnectionSuccess;
import io.sv2.codec.type.Str0255;
import io.sv2.reactive.ServerSetup.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What depends on flags; the rest is in {@link ServerSetupTest}. */
class ServerSetupAnswersTest {
  private static final long STANDARD = SetupFlags.REQUIRES_STANDARD_JOBS;
  private static final long ROLLING = SetupFlags.REQUIRES_VERSION_ROLLING;

  private static void refused(
      SetupConnection setup, ProtocolSupport support, long flags, String code) {
    Answer answer = ServerSetup.answer(setup, List.of(support));
    assertThat(answer).isInstanceOf(Answer.Refused.class);
    assertThat(((Answer.Refused) answer).message())
        .isEqualTo(new SetupConnectionError(flags, Str0255.of(code)));
  }

  /** So a client may ask for everything to learn what there is (section 3.6.3). */
  @Test
  void everyErrorNamesAllFlagsThatAreNotSupported() {
    ProtocolSupport support = ProtocolSupport.mining(STANDARD, 0);
    refused(
        setup(0, 3, 3, 0xffff_ffffL), support, 0xffff_fffeL, ErrorCodes.PROTOCOL_VERSION_MISMATCH);
    refused(
        setup(0, 2, 2, 0xffff_ffffL), support, 0xffff_fffeL, ErrorCodes.UNSUPPORTED_FEATURE_FLAGS);
  }

  @Test
  void serverOfFixedVersionsRefusesWhoHasToRollThem() {
    ProtocolSupport fixed =
        ProtocolSupport.mining(STANDARD | ROLLING, SetupFlags.REQUIRES_FIXED_VERSION);
    refused(setup(0, 2, 2, ROLLING), fixed, ROLLING, ErrorCodes.UNSUPPORTED_FEATURE_FLAGS);
    assertThat(ServerSetup.answer(setup(0, 2, 2, STANDARD), List.of(fixed)))
        .isEqualTo(
            new Answer.Accepted(
                fixed, new SetupConnectionSuccess(2, SetupFlags.REQUIRES_FIXED_VERSION)));
  }

  @Test
  void flagThatIsRequiredHasToBeAskedFor() {
    ProtocolSupport mining = ProtocolSupport.mining(ROLLING, 0).withRequiredFlags(ROLLING);
    refused(setup(0, 2, 2, 0), mining, 0, ErrorCodes.UNSUPPORTED_FEATURE_FLAGS);
    ProtocolSupport declaration =
        ProtocolSupport.jobDeclaration(true).withRequiredFlags(SetupFlags.DECLARE_TX_DATA);
    refused(setup(1, 2, 2, 0), declaration, 0, ErrorCodes.MISSING_DECLARE_TX_DATA_FLAG);
    assertThat(
            ServerSetup.answer(
                setup(1, 2, 2, SetupFlags.DECLARE_TX_DATA), List.of(mining, declaration)))
        .isInstanceOf(Answer.Accepted.class);
  }
}
