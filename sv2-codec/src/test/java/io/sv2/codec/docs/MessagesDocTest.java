package io.sv2.codec.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.ChannelMessage;
import io.sv2.codec.Direction;
import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageRegistry;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import io.sv2.codec.Sv2Codec;
import io.sv2.codec.Sv2Frame;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.VendorMessage;
import io.sv2.codec.VendorMessageType;
import io.sv2.codec.extension.Tlv;
import io.sv2.codec.extension.WorkerIdentity;
import io.sv2.codec.json.Sv2Json;
import io.sv2.codec.mining.SubmitSharesExtended;
import io.sv2.codec.type.B032;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The samples of docs/messages.md. */
class MessagesDocTest {
  // tag::vendor-message[]
  /** A message of extension 0x4b0f: how fast a device's fans turn. */
  public record FanSpeed(long channelId, int percent) implements VendorMessage, ChannelMessage {
    public static final VendorMessageType<FanSpeed> TYPE =
        VendorMessageType.of(
            FanSpeed.class, "FanSpeed", 0x4b0f, 0x03, Direction.CLIENT_TO_SERVER, FanSpeed::read);

    public FanSpeed {
      FieldRules.u32("FanSpeed", "channel_id", channelId);
      FieldRules.u8("FanSpeed", "percent", percent);
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

  // end::vendor-message[]

  @Test
  void aVendorsMessageIsReadThroughTheRegistry() {
    // tag::vendor-registry[]
    MessageRegistry registry = MessageRegistry.standard().with(FanSpeed.TYPE);

    Sv2Frame frame = Sv2Codec.encode(new FanSpeed(7, 55));
    Sv2Message message = Sv2Codec.decode(frame, registry);
    String line = Sv2Json.of(registry).write(message);
    // end::vendor-registry[]
    assertThat(message).isEqualTo(new FanSpeed(7, 55));
    assertThat(line).isEqualTo("{\"message\":\"FanSpeed\",\"channel_id\":7,\"percent\":55}");
  }

  @Test
  void aShareCarriesTheNameOfItsWorker() {
    B032 extranonce = B032.of(new byte[] {1, 2, 3, 4});
    // tag::tlv[]
    Sv2Message share = new SubmitSharesExtended(1, 2, 3, 4, 5, 0x20000000L, extranonce);
    Sv2Frame frame = Sv2Codec.encode(share, List.of(WorkerIdentity.of("rack7.s21")));

    Set<Integer> negotiated = Set.of(WorkerIdentity.EXTENSION);
    List<Tlv> tlvs = Sv2Codec.tlvs(frame, negotiated);
    String worker = WorkerIdentity.in(tlvs).orElse("unknown");
    // end::tlv[]
    assertThat(worker).isEqualTo("rack7.s21");
    assertThat(Sv2Codec.decode(frame)).isEqualTo(share);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vendor-message", "vendor-registry", "tlv"})
  void theDocumentShowsWhatRunsHere(String tag) throws IOException {
    List<String> lines =
        Files.readAllLines(Path.of("src/test/java/io/sv2/codec/docs/MessagesDocTest.java"));
    int begin = indexOf(lines, "tag::" + tag + "[]");
    List<String> region = lines.subList(begin + 1, indexOf(lines, "end::" + tag + "[]"));
    String sample = String.join("\n", region).stripTrailing().stripIndent();
    assertThat(Files.readString(Path.of("..", "docs", "messages.md")))
        .contains("```java\n" + sample + "\n```");
  }

  private static int indexOf(List<String> lines, String marker) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).strip().equals("// " + marker)) {
        return i;
      }
    }
    throw new AssertionError(marker + " is missing");
  }
}
