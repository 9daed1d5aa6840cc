package io.sv2.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sv2.codec.extension.Tlv;
import io.sv2.codec.mining.SetTarget;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.U256;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
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
}
