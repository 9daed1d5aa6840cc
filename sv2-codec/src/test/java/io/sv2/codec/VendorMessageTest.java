package io.sv2.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sv2.codec.extension.Tlv;
import io.sv2.codec.mining.SetTarget;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.U256;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What a user does who brings an extension of their own. */
class VendorMessageTest {
  private static final int EXTENSION = 0x4b0f;
  private static final MessageRegistry REGISTRY =
      MessageRegistry.standard().with(FanSpeed.TYPE, Blink.TYPE);

  /** For one channel: its frames are routed by proxies that know nothing of fans. */
  record FanSpeed(long channelId, int percent) implements VendorMessage, ChannelMessage {
    static final VendorMessageType<FanSpeed> TYPE =
        VendorMessageType.of(
            FanSpeed.class,
            "FanSpeed",
            EXTENSION,
            0x03,
            Direction.SERVER_TO_CLIENT,
            FanSpeed::read);

    FanSpeed {
      FieldRules.u32("FanSpeed", "channel_id", channelId);
      if (percent > 100) {
        throw new InvalidValueException("FanSpeed", "percent", "0 to 100, not " + percent);
      }
    }

    static FanSpeed read(PayloadReader reader) {
      return new FanSpeed(reader.u32("channel_id"), reader.u8("percent"));
    }

    @Override
    public VendorMessageType<FanSpeed> type() {
      return TYPE;
    }

    @Override
    public int payloadLength() {
      return 5;
    }

    @Override
    public void write(PayloadWriter writer) {
      writer.u32(channelId);
      writer.u8(percent);
    }
  }

  /** For whoever receives it. */
  record Blink(List<U256> pattern) implements VendorMessage {
    static final VendorMessageType<Blink> TYPE =
        VendorMessageType.of(Blink.class, "Blink", EXTENSION, 0x04, Direction.BOTH, Blink::read);

    static Blink read(PayloadReader reader) {
      return new Blink(reader.seq0255U256("pattern"));
    }

    @Override
    public VendorMessageType<Blink> type() {
      return TYPE;
    }

    @Override
    public int payloadLength() {
      return 1 + 32 * pattern.size();
    }

    @Override
    public void write(PayloadWriter writer) {
      writer.seq0255U256(pattern);
    }
  }

  private static Sv2Frame frame(String hex) {
    return Sv2Frame.adopt(HexFormat.of().parseHex(hex));
  }

  @Test
  void itsBytesCarryTheExtensionAndTheChannelBit() {
    assertThat(Sv2Codec.encode(new FanSpeed(7, 55)))
        .isEqualTo(frame("0fcb" + "03" + "050000" + "07000000" + "37"));
    assertThat(Sv2Codec.encode(new Blink(List.of())))
        .isEqualTo(frame("0f4b" + "04" + "010000" + "00"));
  }

  @Test
  void whatWasRegisteredIsRead() {
    Sv2Message fan = new FanSpeed(7, 55);
    Sv2Message blink = new Blink(List.of(U256.ZERO, U256.MAX));
    Sv2Message core = new SetTarget(1, U256.MAX);
    for (Sv2Message message : List.of(fan, blink, core)) {
      Sv2Frame frame = Sv2Codec.encode(message);
      assertThat(Sv2Codec.decode(frame, REGISTRY)).isEqualTo(message);
      assertThat(REGISTRY.kindOf(frame)).isSameAs(message.type());
      assertThat(REGISTRY.named(message.type().uniqueName())).contains(message.type());
    }
  }

  @Test
  void withoutTheRegistryItIsUnknownAndItsFrameStillPassesOn() {
    Sv2Frame frame = Sv2Codec.encode(new FanSpeed(7, 55));
    assertThatThrownBy(() -> Sv2Codec.decode(frame)).isInstanceOf(UnknownTypeException.class);
    assertThat(Sv2Codec.decode(frame.withChannelId(9), REGISTRY)).isEqualTo(new FanSpeed(9, 55));
  }

  @Test
  void itsErrorsNameMessageFieldOffsetAndRule() {
    assertThatThrownBy(
            () -> Sv2Codec.decode(frame("0fcb" + "03" + "050000" + "07000000" + "65"), REGISTRY))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("FanSpeed.percent at payload byte 4: 0 to 100, not 101");
    assertThatThrownBy(
            () -> Sv2Codec.decode(frame("0fcb" + "03" + "040000" + "07000000"), REGISTRY))
        .isInstanceOf(TruncatedException.class)
        .hasMessage("FanSpeed.percent at payload byte 4: 1 more bytes are needed, 0 are left");
  }

  @Test
  void otherExtensionsMayExtendItByTlvs() {
    Tlv tlv = new Tlv(0x4001, 1, B064K.of(new byte[] {5}));
    Sv2Frame frame = Sv2Codec.encode(new FanSpeed(7, 55), List.of(tlv));
    assertThat(frame.extensionType()).isEqualTo(EXTENSION | 0x8000);
    assertThat(Sv2Codec.decode(frame, REGISTRY)).isEqualTo(new FanSpeed(7, 55));
    assertThat(Sv2Codec.tlvs(frame, Set.of(0x4001), REGISTRY)).containsExactly(tlv);
  }

  @Test
  void twoMessagesNeverShareCodesOrName() {
    assertThatThrownBy(() -> REGISTRY.with(Blink.TYPE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Blink (extension 0x4b0f, 0x04) collides with");
    VendorMessageType<Blink> sameName =
        VendorMessageType.of(Blink.class, "SetTarget", 0x4001, 1, Direction.BOTH, Blink::read);
    assertThatThrownBy(() -> REGISTRY.with(sameName))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("collides with SET_TARGET");
  }

  @Test
  void coreAndNegotiationCannotBeRedefined() {
    for (int extension : new int[] {0, 1, 0x8000}) {
      assertThatThrownBy(
              () ->
                  VendorMessageType.of(
                      Blink.class, "Blink", extension, 9, Direction.BOTH, Blink::read))
          .isInstanceOf(InvalidValueException.class)
          .hasMessageContaining("extension_type");
    }
    assertThatThrownBy(
            () ->
                VendorMessageType.of(
                    Blink.class, "Blink", 0x4001, 256, Direction.BOTH, Blink::read))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("msg_type");
  }

  /** What a vendor's code may get wrong; {@code behaviour} says what. */
  record Odd(long channelId, Runnable behaviour) implements VendorMessage, ChannelMessage {
    static VendorMessageType<Odd> type(Function<PayloadReader, Odd> reader) {
      return VendorMessageType.of(Odd.class, "Odd", 0x4002, 1, Direction.BOTH, reader);
    }

    @Override
    public VendorMessageType<Odd> type() {
      return type(reader -> this);
    }

    @Override
    public int payloadLength() {
      return 8;
    }

    @Override
    public void write(PayloadWriter writer) {
      writer.u32(0);
      writer.u32(channelId);
      behaviour.run();
    }
  }

  @Test
  void whateverAVendorsReaderDoesIsAnAnswerToTheBytes() {
    Sv2Frame frame = frame("02c0" + "01" + "040000" + "07000000");
    List<Function<PayloadReader, Odd>> readers =
        List.of(
            reader -> {
              throw new IllegalStateException("cannot");
            },
            reader -> new Odd(Integer.parseInt("x"), () -> {}),
            reader -> null);
    for (Function<PayloadReader, Odd> reader : readers) {
      MessageRegistry registry = MessageRegistry.standard().with(Odd.type(reader));
      assertThatThrownBy(() -> Sv2Codec.decode(frame, registry))
          .isInstanceOf(InvalidValueException.class)
          .hasMessageStartingWith("Odd: its reader");
      assertThatThrownBy(() -> Sv2Codec.tlvs(frame, Set.of(), registry))
          .isInstanceOf(InvalidValueException.class);
    }
  }

  @Test
  void aChannelMessageThatDoesNotBeginWithItsChannelIsRefused() {
    assertThatThrownBy(() -> Sv2Codec.encode(new Odd(7, () -> {})))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("Odd.channel_id");
    assertThat(Sv2Codec.encode(new Odd(0, () -> {})).channelId()).isZero();
  }

  @Test
  void aFrameIsOutOfReachOfTheWriterThatWroteIt() {
    List<PayloadWriter> kept = new ArrayList<>();
    Sv2Message keeper = new Keeper(kept);
    Sv2Frame frame = Sv2Codec.encode(keeper, List.of(new Tlv(0x4001, 1, B064K.of(new byte[4]))));
    byte[] before = frame.toByteArray();
    kept.get(0).u32(0xdeadbeefL);
    assertThat(frame.toByteArray()).isEqualTo(before);
  }

  /** Keeps what it was given to write with. */
  record Keeper(List<PayloadWriter> kept) implements VendorMessage {
    static final VendorMessageType<Keeper> TYPE =
        VendorMessageType.of(
            Keeper.class, "Keeper", 0x4002, 2, Direction.BOTH, reader -> new Keeper(List.of()));

    @Override
    public VendorMessageType<Keeper> type() {
      return TYPE;
    }

    @Override
    public int payloadLength() {
      return 0;
    }

    @Override
    public void write(PayloadWriter writer) {
      kept.add(writer);
    }
  }

  @Test
  void aCountIsNeverCutToItsLowBits() {
    assertThatThrownBy(() -> Sv2Codec.encode(new Blink(Collections.nCopies(300, U256.ZERO))))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("at most 255, not 300");
  }

  @Test
  void aNameOfTheSpecificationIsTakenAlsoWhereItIsAmbiguous() {
    VendorMessageType<Blink> type =
        VendorMessageType.of(Blink.class, "SetNewPrevHash", 0x4001, 1, Direction.BOTH, Blink::read);
    assertThatThrownBy(() -> MessageRegistry.standard().with(type))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(MessageRegistry.standard().named("SetNewPrevHash")).isEmpty();
  }
}
