package io.sv2.reactive.layer;

import static io.sv2.reactive.layer.TestRequests.share;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.sv2.codec.MessageType;
import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.extension.Tlv;
import io.sv2.codec.jobdeclaration.AllocateMiningJobToken;
import io.sv2.codec.mining.SubmitSharesError;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.Str0255;
import io.sv2.reactive.Incoming;
import io.sv2.reactive.RequestToSv2Client;
import io.sv2.reactive.RequestToSv2Server.IncomingMessage;
import io.sv2.reactive.Sv2Client;
import io.sv2.reactive.layer.LayerException.Kind;
import io.sv2.reactive.support.LogLines;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

class LoggedLayerTest {
  private static final String NUMBERS =
      "[channelId=1, sequenceNumber=2, jobId=3, nonce=4, ntime=5, version=6]";

  private final LogLines log = new LogLines(Level.DEBUG);

  @AfterEach
  void close() {
    log.close();
  }

  private void logged(Incoming request, Redaction redaction, Mono<String> answer) {
    Layers.<Incoming, String>logged(LoggerFactory.getLogger(LoggedLayerTest.class), redaction)
        .wrap(each -> answer)
        .apply(request)
        .onErrorComplete()
        .subscribe()
        .dispose();
  }

  private String line(Incoming request, Redaction redaction, Mono<String> answer) {
    logged(request, redaction, answer);
    assertThat(log.lines()).hasSize(1);
    return log.lines().get(0);
  }

  @Test
  void lineSaysWhoWhatHowLongAndHowItEnded() {
    assertThat(line(share(7), Redaction.DEFAULT, Mono.just("answer")))
        .startsWith("client 7 peer: SubmitSharesStandard " + NUMBERS + ", ")
        .matches(".* \\d+ us, answered");
  }

  @Test
  void serverThatIsTheSenderIsNamedByItsSubprotocol() {
    Incoming request = new RequestToSv2Client.IncomingMessage(Protocol.MINING, TestRequests.CLOSE);
    assertThat(line(request, Redaction.DEFAULT, Mono.empty()))
        .startsWith("upstream MINING: CloseChannel [channelId=1, reasonCode=4 bytes], ")
        .endsWith(" us, answered");
  }

  @Test
  void failuresTextStaysOutUnlessItIsALayers() {
    logged(share(), Redaction.DEFAULT, Mono.error(new IllegalStateException("user\nmarker")));
    logged(share(), Redaction.DEFAULT, Mono.error(new LayerException(Kind.SHED, "limit")));
    logged(share(), Redaction.DEFAULT, Mono.never());
    assertThat(log.lines().get(0)).endsWith("failed: java.lang.IllegalStateException");
    assertThat(log.lines().get(1)).endsWith("SHED: limit");
    assertThat(log.lines().get(2)).endsWith("cancelled");
  }

  @Test
  void nothingIsWrittenOrAskedUnlessDebugIsOn() {
    log.close();
    try (LogLines info = new LogLines()) {
      logged(
          share(),
          (kind, component, value) -> {
            throw new AssertionError("asked");
          },
          Mono.just("answer"));
      assertThat(info.lines()).isEmpty();
    }
  }

  static Stream<Sv2Message> messages() {
    return Stream.concat(
        Stream.of(MessageType.values()).map(type -> Marked.record(type.record())),
        Stream.of(Marked.record(VendorSecret.class)));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void textsBytesAndTlvsAreNowhereInTheLog(Sv2Message message) {
    Sv2Client client = new Sv2Client(1, "peer", Protocol.MINING, TestRequests.setup(Marked.TEXT));
    byte[] marker = Marked.MARKER.getBytes(StandardCharsets.UTF_8);
    List<Tlv> tlvs = List.of(new Tlv(2, 1, B064K.of(marker)));
    String line =
        line(
            new IncomingMessage(client, message, tlvs),
            Redaction.DEFAULT,
            Mono.error(new IllegalStateException(Marked.MARKER)));
    assertThat(line)
        .doesNotContain(Marked.MARKER, HexFormat.of().formatHex(marker), "" + Marked.SECRET_NUMBER)
        .contains("tlv 0x0002/1=" + marker.length + " bytes")
        .doesNotContainPattern("\\p{Cntrl}");
  }

  @Test
  void errorCodesOfTheSpecificationAreShown() {
    Sv2Message message = new SubmitSharesError(1, 2, Str0255.of("stale-share"));
    assertThat(line(TestRequests.of(1, Protocol.MINING, message), Redaction.DEFAULT, Mono.empty()))
        .contains("errorCode=stale-share");
  }

  @Test
  void whatAnotherRedactionShowsIsEscapedAndItsFailureHarmsNobody() {
    Redaction open =
        (kind, component, value) -> {
          if (value instanceof Str0255 text) {
            return text.text();
          }
          throw new IllegalStateException(component);
        };
    Sv2Message message = new AllocateMiningJobToken(Str0255.of("user\r\nforged\u001b[0m"), 1);
    assertThat(line(TestRequests.of(1, Protocol.MINING, message), open, Mono.just("answer")))
        .contains("[userIdentifier=user\\u000d\\u000aforged\\u001b[0m, requestId=hidden]")
        .endsWith("answered");
  }
}
