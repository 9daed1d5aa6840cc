package io.sv2.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sv2.codec.Messages.Fill;
import io.sv2.codec.common.Reconnect;
import io.sv2.codec.extension.Tlv;
import io.sv2.codec.extension.WorkerIdentity;
import io.sv2.codec.json.Sv2Json;
import io.sv2.codec.mining.CloseChannel;
import io.sv2.codec.mining.NewMiningJob;
import io.sv2.codec.mining.SubmitSharesExtended;
import io.sv2.codec.mining.SubmitSharesSuccess;
import io.sv2.codec.mining.UpdateChannel;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static final Sv2Json JSON = Sv2Json.standard();
  private static final String ONE = "0".repeat(63) + "1";
  private static final SubmitSharesExtended SHARE =
      new SubmitSharesExtended(1, 2, 3, 4, 5, 0x20000000L, B032.of(new byte[] {7, (byte) 0xab}));
  private static final String SHARE_LINE =
      "{\"message\":\"SubmitSharesExtended\",\"channel_id\":1,\"sequence_number\":2,\"job_id\":3,"
          + "\"nonce\":4,\"ntime\":5,\"version\":536870912,\"extranonce\":\"07ab\"}";

  @ParameterizedTest
  @EnumSource(MessageType.class)
  void everyMessageIsOneLineAndReadsBack(MessageType type) {
    Messages messages = new Messages(21);
    List<Sv2Message> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      all.add(messages.of(type.record(), Fill.RANDOM));
    }
    all.add(messages.of(type.record(), Fill.EMPTY));
    all.add(messages.of(type.record(), Fill.FULL));
    for (Sv2Message message : all) {
      String line = JSON.write(message);
      assertThat(line).doesNotContain("\n").startsWith("{\"message\":\"" + type.uniqueName());
      assertThat(JSON.read(line)).isEqualTo(message);
      assertThat(JSON.readFrame(line)).isEqualTo(Sv2Codec.encode(message));
    }
  }

  @ParameterizedTest
  @EnumSource(MessageType.class)
  void fieldsHaveTheNamesThatErrorsGiveThem(MessageType type) {
    Sv2Message message = new Messages(22).of(type.record(), Fill.EMPTY);
    Map<String, Integer> offsets = new LinkedHashMap<>();
    RecordTable.read(type, Sv2Codec.encode(message), offsets);
    List<String> keys = new ArrayList<>();
    Matcher key = Pattern.compile("[{,]\"(\\w+)\":").matcher(JSON.write(message));
    while (key.find()) {
      keys.add(key.group(1));
    }
    assertThat(keys.subList(1, keys.size())).containsExactlyElementsOf(offsets.keySet());
  }

  @Test
  void aLineIsWhatThePackageSays() {
    assertThat(JSON.write(SHARE)).isEqualTo(SHARE_LINE);
    assertThat(JSON.write(new NewMiningJob(1, 2, OptionalLong.empty(), 4, U256.ofHex(ONE))))
        .isEqualTo(
            "{\"message\":\"NewMiningJob\",\"channel_id\":1,\"job_id\":2,\"min_ntime\":null,"
                + "\"version\":4,\"merkle_root\":\""
                + ONE
                + "\"}");
    assertThat(JSON.write(new UpdateChannel(1, 0x1p20f, U256.ofHex(ONE))))
        .contains("\"nominal_hash_rate\":1048576.0");
  }

  @Test
  void twoMessagesOfOneNameAreToldApart() {
    assertThat(MessageType.SET_NEW_PREV_HASH.uniqueName()).isEqualTo("Mining.SetNewPrevHash");
    assertThat(MessageType.TEMPLATE_SET_NEW_PREV_HASH.uniqueName())
        .isEqualTo("TemplateDistribution.SetNewPrevHash");
    assertThatThrownBy(() -> JSON.read("{\"message\":\"SetNewPrevHash\"}"))
        .isInstanceOf(InvalidJsonException.class)
        .hasMessageContaining("Mining.SetNewPrevHash or TemplateDistribution.SetNewPrevHash");
  }

  @Test
  void numbersKeepEveryBit() {
    SubmitSharesSuccess u64 = new SubmitSharesSuccess(0xffff_ffffL, 0, 0, -1L);
    assertThat(JSON.write(u64)).contains("18446744073709551615").contains("4294967295");
    assertThat(JSON.read(JSON.write(u64))).isEqualTo(u64);
    Random random = new Random(4);
    for (int i = 0; i < 20_000; i++) {
      float rate = Float.intBitsToFloat(random.nextInt(0x7f80_0000));
      UpdateChannel update = new UpdateChannel(1, rate, U256.ZERO);
      assertThat(JSON.read(JSON.write(update))).isEqualTo(update);
    }
  }

  @Test
  void textThatIsNoUtf8IsHexAndTextThatIsMayHoldAnything() {
    Str0255 latin1 = Str0255.of(new byte[] {'a', (byte) 0xe9}, 0, 2);
    assertThat(JSON.write(new Reconnect(latin1, 1))).contains("\"new_host\":{\"hex\":\"61e9\"}");
    byte[] worst = new byte[255];
    Arrays.fill(worst, (byte) 0xff);
    for (Str0255 host :
        List.of(latin1, Str0255.of(worst, 0, 255), Str0255.of("\u0000\"\\\n\u2028\ud83d\ude00"))) {
      Reconnect message = new Reconnect(host, 1);
      assertThat(JSON.write(message)).doesNotContain("\n");
      assertThat(JSON.read(JSON.write(message))).isEqualTo(message);
    }
  }

  @Test
  void orderOfFieldsAndBlanksDoNotMatter() {
    String line =
        " { \"extranonce\": \"07AB\", \"version\":536870912, \"ntime\":5 , \"nonce\":4,"
            + "\"job_id\":3, \"sequence_number\":2,\n \"channel_id\":1,"
            + "\"message\":\"SubmitSharesExtended\" } ";
    assertThat(JSON.read(line)).isEqualTo(SHARE);
  }

  @Test
  void tlvsFollowTheFields() {
    List<Tlv> tlvs = List.of(WorkerIdentity.of("w1"), new Tlv(0x4001, 9, B064K.EMPTY));
    String line = JSON.write(SHARE, tlvs);
    assertThat(line)
        .endsWith(
            ",\"tlvs\":[{\"extension_type\":2,\"field_type\":1,\"value\":\"7731\"},"
                + "{\"extension_type\":16385,\"field_type\":9,\"value\":\"\"}]}");
    Sv2Frame frame = Sv2Codec.encode(SHARE, tlvs);
    assertThat(JSON.readFrame(line)).isEqualTo(frame);
    assertThat(JSON.write(frame, Set.of(2, 0x4001))).isEqualTo(line);
    assertThat(JSON.write(frame, Set.of())).isEqualTo(SHARE_LINE);
  }

  @Test
  void aFrameOfSomethingUnknownIsItsBytes() {
    Sv2Frame frame = Sv2Frame.of(0xcb0f, 3, new byte[] {1, 0, 0, 0, 9});
    String line = JSON.write(frame, Set.of());
    assertThat(line).isEqualTo("{\"frame\":\"0fcb030500000100000009\"}");
    assertThat(JSON.readFrame(line)).isEqualTo(frame);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "1",
        "null",
        "{}",
        "nothing",
        "{\"message\":1}",
        "{\"message\":null}",
        "{\"message\":\"NoSuchMessage\"}",
        "{\"message\":\"SetTarget\"} {}",
        "{\"message\":\"SetTarget\",\"message\":\"SetTarget\"}",
        "{\"message\":\"SetTarget\",\"channel_id\":1}",
        "[[[[[[[[[[[[[[[[[[[[",
        "{\"frame\":\"00\"}",
        "{\"frame\":\"0fcb030500000100000009ff\"}",
        "{\"frame\":\"zz\"}",
        "{\"frame\":\"0080030000\u0131\"}",
        "{\"frame\":\"0080 03000000\"}",
        "{\"frame\":[]}",
        "{\"frame\":\"008003000000\"}"
      })
  void whatIsNoMessageIsATypedError(String line) {
    assertThat(catchThrowable(() -> JSON.readFrame(line))).isInstanceOf(InvalidJsonException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "\"channel_id\":1 | \"channel_id\":4294967296 | 0 to 4294967295, not 4294967296",
        "\"channel_id\":1 | \"channel_id\":-1 | 0 to 2^64 - 1 is expected here",
        "\"channel_id\":1 | \"channel_id\":1.0 | an integer is expected here",
        "\"channel_id\":1 | \"channel_id\":\"1\" | an integer is expected here",
        "\"channel_id\":1 | \"channel_id\":null | an integer is expected here",
        "\"extranonce\":\"07ab\" | \"extranonce\":\"07a\" | not even",
        "\"extranonce\":\"07ab\" | \"extranonce\":12 | a string of hex digits is expected here",
      })
  void aWrongValueIsNamedWithItsPlaceAndTheRule(String right, String wrong, String rule) {
    String line = SHARE_LINE.replace(right, wrong);
    assertThatThrownBy(() -> JSON.read(line))
        .isInstanceOfSatisfying(
            InvalidJsonException.class,
            e -> {
              String field = right.substring(1, right.indexOf("\":"));
              assertThat(e.messageName()).isEqualTo("SubmitSharesExtended");
              assertThat(e.field()).isEqualTo(field);
              assertThat(e.offset()).isEqualTo(line.indexOf(field) + field.length() + 2);
              assertThat(e.rule()).containsIgnoringCase(rule);
            });
  }

  @Test
  void unknownAndMissingFieldsAreNamed() {
    assertThatThrownBy(() -> JSON.read(SHARE_LINE.replace("\"nonce\"", "\"nonse\"")))
        .isInstanceOf(InvalidJsonException.class)
        .hasMessageContaining("there is no field \"nonse\"");
    assertThatThrownBy(() -> JSON.read(SHARE_LINE.replace("\"nonce\":4,", "")))
        .hasMessage("SubmitSharesExtended.nonce: is missing");
    assertThatThrownBy(
            () ->
                JSON.read(
                    "{\"message\":\"CloseChannel\",\"channel_id\":1,\"reason_code\":\"\\n\"}"))
        .isInstanceOf(InvalidJsonException.class)
        .hasMessage(
            "CloseChannel.reason_code at character 55: no control characters, not \"\\u000a\"");
  }

  @Test
  void aDamagedLineIsAMessageOrATypedError() {
    Random random = new Random(6);
    List<String> lines = new ArrayList<>();
    Messages messages = new Messages(23);
    Messages.classes().forEach(c -> lines.add(JSON.write(messages.of(c, Fill.RANDOM))));
    for (int i = 0; i < 30_000; i++) {
      StringBuilder line = new StringBuilder(lines.get(random.nextInt(lines.size())));
      for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
        int at = random.nextInt(line.length());
        switch (random.nextInt(3)) {
          case 0 -> line.deleteCharAt(at);
          case 1 -> line.insert(at, (char) (' ' + random.nextInt(95)));
          default ->
              line.setCharAt(at, "{}[]\",:0123456789eE.-ntf\\u\u0000".charAt(random.nextInt(27)));
        }
      }
      Throwable error = catchThrowable(() -> JSON.readFrame(line.toString()));
      if (error != null) {
        assertThat(error).as("%s", line).isInstanceOf(Sv2CodecException.class);
      }
    }
  }

  /** Public, as the records of vendors have to be. */
  public record Beep(long channelId, Mood mood) implements VendorMessage, ChannelMessage {
    /** What JSON has no form for. */
    public enum Mood {
      /** The only one. */
      HAPPY
    }

    static final VendorMessageType<Beep> TYPE =
        VendorMessageType.of(Beep.class, "Beep", 0x4001, 1, Direction.BOTH, Beep::read);

    static Beep read(PayloadReader reader) {
      return new Beep(reader.u32("channel_id"), Mood.HAPPY);
    }

    @Override
    public VendorMessageType<Beep> type() {
      return TYPE;
    }

    @Override
    public int payloadLength() {
      return 4;
    }

    @Override
    public void write(PayloadWriter writer) {
      writer.u32(channelId);
    }
  }

  @Test
  void aVendorsMessageIsShown() {
    Sv2Json json = Sv2Json.of(MessageRegistry.standard().with(VendorMessageTest.FanSpeed.TYPE));
    Sv2Message fan = new VendorMessageTest.FanSpeed(7, 55);
    assertThat(json.write(fan))
        .isEqualTo("{\"message\":\"FanSpeed\",\"channel_id\":7,\"percent\":55}");
    assertThat(json.read(json.write(fan))).isEqualTo(fan);
    assertThat(json.write(Sv2Codec.encode(fan), Set.of())).isEqualTo(json.write(fan));
    assertThatThrownBy(
            () -> json.read("{\"message\":\"FanSpeed\",\"channel_id\":7,\"percent\":101}"))
        .isInstanceOf(InvalidJsonException.class)
        .hasMessage("FanSpeed.percent at character 47: 0 to 100, not 101");
    assertThatThrownBy(() -> JSON.write(fan))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("FanSpeed (extension 0x4b0f, 0x03) is not registered");
  }

  @Test
  void aVendorsMessageThatJsonHasNoFormForIsRefusedAtOnce() {
    MessageRegistry registry = MessageRegistry.standard().with(Beep.TYPE);
    assertThatThrownBy(() -> Sv2Json.of(registry))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mood: JSON has no form for");
  }

  @Test
  void namesLongerThanAnyFieldsAreNotEvenLookedUp() {
    assertThatThrownBy(() -> JSON.read("{\"" + "n".repeat(64) + "\":0,\"message\":\"SetTarget\"}"))
        .isInstanceOf(InvalidJsonException.class)
        .hasMessageContaining("there is no field");
    assertThatThrownBy(() -> JSON.read("{\"" + "n".repeat(65) + "\":0,\"message\":\"SetTarget\"}"))
        .isInstanceOf(InvalidJsonException.class)
        .hasMessageContaining("64")
        .hasMessageNotContaining("there is no field");
  }

  @Test
  void aLineHoldsNoMoreThanAMessageCan() {
    String ids = "1,".repeat(0x10000);
    assertThatThrownBy(
            () ->
                JSON.read(
                    "{\"message\":\"SetGroupChannel\",\"group_channel_id\":1,\"channel_ids\":["
                        + ids
                        + "1]}"))
        .isInstanceOf(InvalidJsonException.class)
        .hasMessageContaining("SetGroupChannel.channel_ids")
        .hasMessageContaining("at most 65535 elements");
    StringBuilder keys = new StringBuilder("{\"message\":\"SetTarget\"");
    for (int key = 0; key < 100; key++) {
      keys.append(",\"k").append(key).append("\":0");
    }
    assertThatThrownBy(() -> JSON.read(keys + "}")).hasMessageContaining("at most 64 keys");
    String tlv = "{\"extension_type\":2,\"field_type\":1,\"value\":\"\"}";
    String tlvs = ",\"tlvs\":[" + (tlv + ",").repeat(256) + tlv + "]}";
    assertThatThrownBy(() -> JSON.readFrame(SHARE_LINE.replace("}", tlvs)))
        .hasMessageContaining("at most 256 TLVs");
  }

  @Test
  void whatAnErrorShowsOfALineIsShortAndHarmless() {
    for (String line :
        List.of(
            "{\"a\\n\\u001b\":1,\"a\\n\\u001b\":1}",
            "{\"message\":\"" + "n\\n".repeat(100_000) + "\"}",
            "{\"message\":\"SetTarget\",\"channel_id\":1,\"maximum_target\":\""
                + "\\n".repeat(64)
                + "\"}")) {
      assertThatThrownBy(() -> JSON.read(line))
          .isInstanceOf(InvalidJsonException.class)
          .message()
          .hasSizeLessThan(2_000)
          .doesNotContain("\n")
          .doesNotContain("\u001b");
    }
  }

  @Test
  void halvesOfCharactersAndLooseTlvsAreRefused() {
    for (String line :
        List.of(
            "{\"message\":\"Reconnect\",\"new_host\":\"a\\ud800b\",\"new_port\":1}",
            SHARE_LINE.replace(
                "}", ",\"tlvs\":[{\"extension_type\":2.9,\"field_type\":1,\"value\":\"\"}]}"),
            SHARE_LINE.replace(
                "}", ",\"tlvs\":[{\"extension_type\":2,\"field_type\":1,\"value\":12}]}"),
            "{\"frame\":\"014009000000\",\"message\":\"SetTarget\"}")) {
      assertThat(catchThrowable(() -> JSON.readFrame(line)))
          .as(line)
          .isInstanceOf(InvalidJsonException.class);
    }
  }

  @Test
  void aReasonIsPrintedSoThatALogStaysWhole() {
    String line = JSON.write(new CloseChannel(1, Str0255.of("a\"b")));
    assertThat(line)
        .isEqualTo("{\"message\":\"CloseChannel\",\"channel_id\":1,\"reason_code\":\"a\\\"b\"}");
  }
}
