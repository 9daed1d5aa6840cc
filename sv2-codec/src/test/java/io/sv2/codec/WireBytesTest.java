package io.sv2.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sv2.codec.Messages.Fill;
import io.sv2.codec.common.SetupConnection;
import io.sv2.codec.common.SetupConnectionError;
import io.sv2.codec.extension.RequestExtensions;
import io.sv2.codec.extension.RequestExtensionsError;
import io.sv2.codec.extension.RequestExtensionsSuccess;
import io.sv2.codec.jobdeclaration.DeclareMiningJob;
import io.sv2.codec.jobdeclaration.DeclareMiningJobError;
import io.sv2.codec.jobdeclaration.ProvideMissingTransactions;
import io.sv2.codec.jobdeclaration.ProvideMissingTransactionsSuccess;
import io.sv2.codec.jobdeclaration.PushSolution;
import io.sv2.codec.mining.CloseChannel;
import io.sv2.codec.mining.NewMiningJob;
import io.sv2.codec.mining.OpenMiningChannelError;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.mining.SetCustomMiningJobError;
import io.sv2.codec.mining.SubmitSharesError;
import io.sv2.codec.mining.SubmitSharesExtended;
import io.sv2.codec.mining.UpdateChannelError;
import io.sv2.codec.template.RequestTransactionDataError;
import io.sv2.codec.template.SetNewPrevHash;
import io.sv2.codec.type.B016M;
import io.sv2.codec.type.B0255;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exact bytes, spelled out from the tables of the specification. */
class WireBytesTest {
  private static final String ONE_TO_32 =
      "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20";

  private static void assertBytes(Sv2Message message, String... parts) {
    String hex = String.join("", parts);
    Sv2Frame frame = Sv2Codec.encode(message);
    assertThat(HexFormat.of().formatHex(frame.toByteArray())).isEqualTo(hex);
    assertThat(Sv2Codec.decode(frame)).isEqualTo(message);
  }

  private static Sv2Message decode(String headerAndPayload) {
    byte[] bytes = HexFormat.of().parseHex(headerAndPayload);
    return Sv2Codec.decode(Sv2Frame.adopt(bytes));
  }

  @Test
  void setupConnection() {
    assertBytes(
        new SetupConnection(
            2,
            2,
            3,
            0x80000001L,
            Str0255.of("ab"),
            0x1234,
            Str0255.of("c"),
            Str0255.EMPTY,
            Str0255.of("d"),
            Str0255.EMPTY),
        "0000" + "00" + "140000", // core, SetupConnection, 20 bytes
        "02", // protocol
        "0200", // min_version
        "0300", // max_version
        "01000080", // flags
        "026162", // endpoint_host
        "3412", // endpoint_port
        "0163", // vendor
        "00", // hardware_version
        "0164", // firmware
        "00" // device_id
        );
  }

  @Test
  void declareMiningJob() {
    assertBytes(
        new DeclareMiningJob(
            0x01020304,
            B0255.of(new byte[] {(byte) 0xaa}),
            0x20000000L,
            B064K.of(new byte[] {1, 2}),
            B064K.of(new byte[] {3}),
            List.of(U256.ofWire(HexFormat.of().parseHex(ONE_TO_32)), U256.ZERO),
            B064K.of(new byte[0])),
        "0000" + "57" + "550000",
        "04030201", // request_id
        "01aa", // mining_job_token
        "00000020", // version
        "02000102", // coinbase_tx_prefix
        "010003", // coinbase_tx_suffix
        "0200" + ONE_TO_32 + "00".repeat(32), // wtxid_list
        "0000" // excess_data
        );
  }

  @Test
  void missingTransactionsAreAskedForByPositionAndGivenWhole() {
    assertBytes(
        new ProvideMissingTransactions(7, List.of(0, 0xfffe)),
        "0000" + "55" + "0a0000",
        "07000000" + "0200" + "0000" + "feff");
    assertBytes(
        new ProvideMissingTransactionsSuccess(
            7, List.of(B016M.of(new byte[] {9}), B016M.of(new byte[0]))),
        "0000" + "56" + "0d0000",
        "07000000" + "0200" + "01000009" + "000000");
  }

  @Test
  void pushSolutionHasItsFieldsInAnOrderOfItsOwn() {
    assertBytes(
        new PushSolution(
            B032.of(new byte[] {5, 6}),
            U256.ofWire(HexFormat.of().parseHex(ONE_TO_32)),
            1,
            2,
            0x1d00ffffL,
            0x20000000L),
        "0000" + "60" + "330000",
        "020506", // extranonce
        ONE_TO_32, // prev_hash
        "01000000" + "02000000" + "ffff001d" + "00000020"); // nonce, ntime, nbits, version
  }

  @Test
  void extensionsAreNegotiatedUnderAnExtensionTypeOfTheirOwn() {
    assertBytes(
        new RequestExtensions(0x1234, List.of(2, 0x4321)),
        "0100" + "00" + "080000",
        "3412" + "0200" + "0200" + "2143");
    assertBytes(
        new RequestExtensionsError(1, List.of(2), List.of()),
        "0100" + "02" + "080000",
        "0100" + "01000200" + "0000");
  }

  @Test
  void sameCodeUnderAnotherExtensionIsAnotherMessage() {
    assertThat(decode("0100" + "01" + "040000" + "0100" + "0000"))
        .isEqualTo(new RequestExtensionsSuccess(1, List.of()));
    assertThatThrownBy(() -> decode("0200" + "01" + "040000" + "0100" + "0000"))
        .isInstanceOf(UnknownTypeException.class);
    assertThatThrownBy(() -> decode("0100" + "03" + "040000" + "0100" + "0000"))
        .isInstanceOf(UnknownTypeException.class);
  }

  @Test
  void channelMessagesCarryTheChannelBitAndTheirChannelFirst() {
    assertBytes(
        new SubmitSharesExtended(1, 2, 3, 0xfffffffeL, 5, 0x20000000L, B032.of(new byte[] {7, 8})),
        "0080" + "1b" + "1b0000",
        "01000000" + "02000000" + "03000000" + "feffffff" + "05000000" + "00000020",
        "020708");
  }

  @Test
  void anOptionIsASequenceOfNoneOrOne() {
    U256 root = U256.ofWire(HexFormat.of().parseHex(ONE_TO_32));
    assertBytes(
        new NewMiningJob(1, 2, OptionalLong.empty(), 4, root),
        "0080" + "15" + "2d0000" + "01000000" + "02000000" + "00" + "04000000" + ONE_TO_32);
    assertBytes(
        new NewMiningJob(1, 2, OptionalLong.of(3), 4, root),
        "0080" + "15" + "310000",
        "01000000" + "02000000" + "0103000000" + "04000000" + ONE_TO_32);
    assertThatThrownBy(
            () ->
                decode(
                    "0080"
                        + "15"
                        + "310000"
                        + "01000000"
                        + "02000000"
                        + "0203000000"
                        + "04000000"
                        + ONE_TO_32))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("NewMiningJob.min_ntime at payload byte 8")
        .hasMessageContaining("0 or 1 element, not 2");
  }

  @Test
  void u64UsesItsWholeRangeAndU256IsLittleEndian() {
    U256 one = U256.ofHex("0".repeat(63) + "1");
    assertBytes(
        new SetNewPrevHash(-1L, one, 1, 2, U256.MAX),
        "0000" + "72" + "500000" + "ffffffffffffffff" + "01" + "00".repeat(31),
        "01000000" + "02000000" + "ff".repeat(32));
  }

  @Test
  void onlyTheLowestBitOfABoolCounts() {
    String tail =
        "00".repeat(4 + 4) + "00" + "00".repeat(4 + 8 + 4) + "0000" + "00".repeat(4) + "00";
    assertThat(decode("0000" + "71" + "290000" + "00".repeat(8) + "fe" + tail))
        .hasFieldOrPropertyWithValue("futureTemplate", false);
    assertThat(decode("0000" + "71" + "290000" + "00".repeat(8) + "ff" + tail))
        .hasFieldOrPropertyWithValue("futureTemplate", true);
  }

  @Test
  void theChannelBitIsIgnoredInTheLookUp() {
    assertThat(decode("0000" + "21" + "240000" + "01000000" + "00".repeat(32)).type())
        .isEqualTo(MessageType.SET_TARGET);
  }

  @Test
  void hashRatesThatAreNoRatesAreRefusedOnBothWays() {
    for (float rate : new float[] {Float.NaN, Float.POSITIVE_INFINITY, -1f}) {
      assertThatThrownBy(() -> new OpenStandardMiningChannel(1, Str0255.EMPTY, rate, U256.MAX))
          .isInstanceOf(InvalidValueException.class)
          .hasMessageContaining("OpenStandardMiningChannel.nominal_hash_rate");
    }
    assertThatThrownBy(
            () ->
                decode("0000" + "10" + "290000" + "01000000" + "00" + "0000c07f" + "00".repeat(32)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("nominal_hash_rate at payload byte 5");
  }

  @Test
  void codesWithControlCharactersAreRefusedAndNotEchoed() {
    assertThatThrownBy(() -> new CloseChannel(1, Str0255.of("bye\n\u001b[2J")))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("CloseChannel.reason_code")
        .message()
        .doesNotContain("\n")
        .doesNotContain("\u001b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\n", "\u0000", "\u001f", "a\u007fb", "\u0080", "\u009f", "a\u0085"})
  void noCodeHoldsAControlCharacter(String code) {
    Str0255 bad = Str0255.of(code);
    assertThat(
            List.<ThrowingCallable>of(
                () -> new SetupConnectionError(0, bad),
                () -> new OpenMiningChannelError(1, bad),
                () -> new UpdateChannelError(1, bad),
                () -> new CloseChannel(1, bad),
                () -> new SubmitSharesError(1, 1, bad),
                () -> new SetCustomMiningJobError(1, 1, bad),
                () -> new DeclareMiningJobError(1, bad, B064K.EMPTY),
                () -> new RequestTransactionDataError(1, bad)))
        .allSatisfy(
            built ->
                assertThatThrownBy(built)
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("no control characters"));
    byte[] utf8 = code.getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(
            () ->
                decode(
                    "0000"
                        + "12"
                        + String.format("%02x0000", 5 + utf8.length)
                        + "01000000"
                        + String.format("%02x", utf8.length)
                        + HexFormat.of().formatHex(utf8)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("OpenMiningChannel.Error.error_code at payload byte 4");
  }

  @Test
  void codesMayHoldAnythingElse() {
    String code = "printable ~ \u00a0 \u00e9 \u20ac";
    assertThat(new CloseChannel(1, Str0255.of(code)).reasonCode().text()).isEqualTo(code);
  }

  @ParameterizedTest
  @EnumSource(MessageType.class)
  void theHeaderNamesTheExtensionThatDefinesTheMessage(MessageType type) {
    byte[] header = Sv2Codec.encode(new Messages(3).of(type.record(), Fill.RANDOM)).toByteArray();
    boolean negotiation = type.specName().startsWith("RequestExtensions");
    assertThat(header[0]).isEqualTo((byte) (negotiation ? 1 : 0));
    assertThat(header[1]).isEqualTo((byte) (type.isChannelMessage() ? 0x80 : 0));
    assertThat(header[2]).isEqualTo((byte) type.code());
  }

  @Test
  void aPrefixThatIsTooLongForItsTypeIsNamedWithItsField() {
    assertThatThrownBy(() -> decode("0080" + "19" + "260000" + "01000000" + "21" + "00".repeat(33)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage(
            "SetExtranoncePrefix.extranonce_prefix at payload byte 4: B0_32 holds 0 to 32 bytes,"
                + " not 33");
  }

  @Test
  void integersOutsideTheirRangeAreRefused() {
    assertThatThrownBy(() -> new CloseChannel(1L << 32, Str0255.EMPTY))
        .hasMessage("CloseChannel.channel_id: 0 to 4294967295, not 4294967296");
    assertThatThrownBy(() -> new CloseChannel(-1, Str0255.EMPTY))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void aSequenceThatCannotFitIsRefusedBeforeItIsAllocated() {
    // SetGroupChannel that announces 65,535 channels and holds none
    assertThatThrownBy(() -> decode("0000" + "25" + "060000" + "01000000" + "ffff"))
        .isInstanceOf(TruncatedException.class)
        .hasMessage(
            "SetGroupChannel.channel_ids at payload byte 6: 262140 more bytes are needed, 0 are"
                + " left");
  }

  @Test
  void unknownTypesAndExtensionsAreNamed() {
    assertThatThrownBy(() -> decode("0000" + "1e" + "000000"))
        .isInstanceOf(UnknownTypeException.class)
        .hasMessageContaining("no message 0x1e is known in extension 0x0000");
    assertThatThrownBy(() -> decode("0140" + "01" + "000000"))
        .isInstanceOf(UnknownTypeException.class)
        .hasMessageContaining("extension 0x4001");
  }
}
