package io.sv2.noise;

import static io.sv2.noise.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which first bytes are told to be of another protocol: all that such peers begin with, from a few
 * bytes on and in whatever pieces, and nothing that a handshake could begin with.
 */
class OtherProtocolTest {
  private static final double EVIDENCE = 60;

  /** What is beside the evidence of single bytes: two lengths of TLS have to fit each other. */
  private static final double FITTING_LENGTHS = 16;

  /** What a peer of that protocol begins with, and from how many bytes of it on it is known. */
  private static final class Sample {
    final OtherProtocol protocol;
    final int tellingBytes;
    final byte[] bytes;

    Sample(OtherProtocol protocol, int tellingBytes, byte[] bytes) {
      this.protocol = protocol;
      this.tellingBytes = tellingBytes;
      this.bytes = bytes;
    }

    @Override
    public String toString() {
      return protocol.name() + " " + hex(Arrays.copyOf(bytes, tellingBytes));
    }
  }

  private static Sample text(OtherProtocol protocol, int tellingBytes, String text) {
    return new Sample(protocol, tellingBytes, text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] setup(int protocol, int min, int max, int flags, int stringLength) {
    int payload = 16 + 5 * stringLength;
    ByteBuffer frame = ByteBuffer.allocate(6 + payload).order(ByteOrder.LITTLE_ENDIAN);
    frame.putShort((short) 0).put((byte) 0).putShort((short) payload).put((byte) 0);
    frame.put((byte) protocol).putShort((short) min).putShort((short) max).putInt(flags);
    for (int i = 0; i < 5; i++) {
      frame.put((byte) stringLength).put("p".repeat(stringLength).getBytes(StandardCharsets.UTF_8));
      if (i == 0) {
        frame.putShort((short) 3333);
      }
    }
    return frame.array();
  }

  private static byte[] setupSuccess(int version, int flags) {
    ByteBuffer frame = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    frame.putShort((short) 0).put((byte) 1).putShort((short) 6).put((byte) 0);
    return frame.putShort((short) version).putInt(flags).array();
  }

  private static byte[] clientHello(String version, String host) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, null, null);
      SSLEngine engine =
          host.isEmpty() ? context.createSSLEngine() : context.createSSLEngine(host, 443);
      engine.setUseClientMode(true);
      engine.setEnabledProtocols(version.split("\\+", -1));
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
      engine.setSSLParameters(parameters);
      ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
      engine.wrap(ByteBuffer.allocate(0), out);
      return Arrays.copyOf(out.array(), out.position());
    } catch (GeneralSecurityException | SSLException e) {
      throw new AssertionError(e);
    }
  }

  static Stream<Sample> samples() {
    List<Sample> all = new ArrayList<>();
    for (String version : List.of("TLSv1.2", "TLSv1.3", "TLSv1.3+TLSv1.2")) {
      for (String host : List.of("", "pool.example.com", "a".repeat(60) + ".example.com")) {
        all.add(new Sample(OtherProtocol.TLS, 11, clientHello(version, host)));
      }
    }
    for (String method : "GET POST HEAD PUT PATCH DELETE TRACE".split(" ", -1)) {
      all.add(text(OtherProtocol.HTTP, 20, method + " / HTTP/1.1\r\nHost: pool.example.com\r\n"));
      all.add(text(OtherProtocol.HTTP, 20, method + " /metrics HTTP/1.0\r\n\r\n"));
    }
    all.add(text(OtherProtocol.HTTP, 20, "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"));
    all.add(text(OtherProtocol.HTTP, 20, "CONNECT pool.example.com:3333 HTTP/1.1\r\n\r\n"));
    all.add(text(OtherProtocol.HTTP, 20, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\22\4\0\0"));
    all.add(text(OtherProtocol.HTTP, 20, "HTTP/1.1 400 Bad Request\r\n\r\n"));
    all.add(text(OtherProtocol.HTTP, 20, "HTTP/1.0 200 OK\r\nServer: ü\r\n\r\nüüü"));
    all.add(text(OtherProtocol.STRATUM_V1, 40, v1("mining.subscribe", "")));
    all.add(text(OtherProtocol.STRATUM_V1, 40, v1("mining.subscribe", "\"cgminer/4.12.1\"")));
    all.add(text(OtherProtocol.STRATUM_V1, 40, v1("mining.authorize", "\"工人\",\"x\"")));
    all.add(text(OtherProtocol.STRATUM_V1, 40, v1("mining.configure", "[\"version-rolling\"],{}")));
    all.add(
        text(
            OtherProtocol.STRATUM_V1,
            40,
            "{\"id\":null,\"result\":null,\"error\":[20,\"Error: 未知\",null]}\n"));
    for (int version : new int[] {0, 1, 2, 3, 15}) {
      for (int flags : new int[] {0, 1, 7, 0x00ff_ff00, -1}) {
        for (int protocol = 0; protocol <= 2; protocol++) {
          all.add(
              new Sample(
                  OtherProtocol.PLAIN_SV2, 11, setup(protocol, version, version, flags, 255)));
          all.add(new Sample(OtherProtocol.PLAIN_SV2, 11, setup(protocol, 2, version, flags, 0)));
        }
        all.add(new Sample(OtherProtocol.PLAIN_SV2, 8, setupSuccess(version, flags)));
      }
    }
    return all.stream();
  }

  private static String v1(String method, String params) {
    return "{\"id\":1,\"method\":\"" + method + "\",\"params\":[" + params + "]}\n";
  }

  /** The rest of the act has not come; what stands there must not matter. */
  private static byte[] begun(byte[] bytes, int length) {
    byte[] act = new byte[NoiseInitiator.ACT_2_LENGTH];
    Arrays.fill(act, (byte) -1);
    System.arraycopy(bytes, 0, act, 0, Math.min(length, bytes.length));
    return act;
  }

  @ParameterizedTest
  @MethodSource("samples")
  void recognizedFromItsTellingBytesOn(Sample sample) {
    int most = Math.min(sample.bytes.length, NoiseInitiator.ACT_2_LENGTH);
    for (int length = 0; length <= most; length++) {
      assertThat(OtherProtocol.recognize(begun(sample.bytes, length), length))
          .as("%d bytes", length)
          .isEqualTo(
              length < sample.tellingBytes ? Optional.empty() : Optional.of(sample.protocol));
      if (length >= sample.tellingBytes) {
        assertThat(OtherProtocol.recognizeEnded(begun(sample.bytes, length), length))
            .contains(sample.protocol);
      }
    }
    assertThat(most).isGreaterThanOrEqualTo(sample.tellingBytes);
  }

  /**
   * What random bytes are taken for the same by: each byte tells as many bits as it has values that
   * would not do.
   */
  @ParameterizedTest
  @MethodSource("samples")
  void nothingIsRecognizedByLessThan60Bits(Sample sample) {
    byte[] act = begun(sample.bytes, sample.tellingBytes);
    double bits = sample.protocol == OtherProtocol.TLS ? -FITTING_LENGTHS : 0;
    for (int i = 0; i < sample.tellingBytes; i++) {
      byte original = act[i];
      int good = 0;
      for (int value = 0; value < 256; value++) {
        act[i] = (byte) value;
        good += OtherProtocol.recognize(act, sample.tellingBytes).isPresent() ? 1 : 0;
      }
      act[i] = original;
      bits += 8 - Math.log(good) / Math.log(2);
    }
    assertThat(bits).isGreaterThanOrEqualTo(EVIDENCE);
  }

  @Test
  void randomBytesAreNotTakenForAnything() {
    Random random = new Random(1);
    byte[] act = new byte[NoiseInitiator.ACT_1_LENGTH];
    for (int i = 0; i < 1_000_000; i++) {
      random.nextBytes(act);
      if (OtherProtocol.recognize(act, act.length).isPresent()
          || OtherProtocol.recognizeEnded(act, act.length).isPresent()) {
        throw new AssertionError(hex(act));
      }
    }
  }

  @Test
  void noBeginningOfRandomBytesIsTakenForAnything() {
    Random random = new Random(2);
    byte[] act = new byte[NoiseInitiator.ACT_1_LENGTH];
    for (int i = 0; i < 10_000; i++) {
      random.nextBytes(act);
      for (int length = 0; length <= act.length; length++) {
        byte[] exact = Arrays.copyOf(act, length); // nothing behind it may be looked at
        assertThat(OtherProtocol.recognize(exact, length)).isEmpty();
        assertThat(OtherProtocol.recognizeEnded(exact, length)).isEmpty();
      }
    }
  }

  @Test
  void realActsAreNotTakenForAnything() {
    NoiseInitiatorConfig client = Peers.client();
    for (int i = 0; i < 1_000; i++) {
      byte[] act1 = new NoiseInitiator(client).act1();
      for (int length = 0; length <= act1.length; length++) {
        assertThat(OtherProtocol.recognize(act1, length)).isEmpty();
      }
    }
    CertificateIssuer issuer = new CertificateIssuer(Peers.server());
    for (int i = 0; i < 100; i++) {
      byte[] act2 = new NoiseResponder(issuer).respond(new NoiseInitiator(client).act1());
      for (int length = 0; length <= act2.length; length++) {
        assertThat(OtherProtocol.recognize(act2, length)).isEmpty();
      }
    }
  }

  /** Nearly another protocol: a handshake may begin like this. */
  @ParameterizedTest
  @CsvSource({
    "a channel's message, 000100 1b0000 00 0200 0200 00000000 00",
    "SetupConnection that is too long, 000000 0c0500 00 0200 0200 00000000 00",
    "SetupConnection that is too short, 000000 0f0000 00 0200 0200 00000000 00",
    "length of 16 MiB, 000000 1000ff 00 0200 0200 00000000 00",
    "length with a high bit, 000000 008000 00 0200 0200 00000000 00",
    "subprotocol 3, 000000 1b0000 03 0200 0200 00000000 00",
    "subprotocol 255, 000000 1b0000 ff 0200 0200 00000000 00",
    "version 16, 000000 1b0000 00 1000 0200 00000000 00",
    "SetupConnection.Success of 7 bytes, 000001 070000 0200 00000000 00000000",
    "TLS of a version 4, 160401 00c8 01 0000c4 0303 0000000000",
    "TLS of a version 3.255, 1603ff 00c8 01 0000c4 0303 0000000000",
    "TLS handshake that is no hello, 160301 00c8 0b 0000c4 0303 0000000000",
    "TLS hello that does not fit its record, 160301 00c8 01 0000c5 0303 0000000000",
    "TLS alert and more, 150303 0002 02 28 0000000000000000",
  })
  void whatIsOnlySimilarIsNot(String name, String bytes) {
    byte[] act = Arrays.copyOf(hex(bytes.replace(" ", "")), NoiseInitiator.ACT_1_LENGTH);
    for (int length = 0; length <= act.length; length++) {
      assertThat(OtherProtocol.recognize(act, length)).as(name).isEmpty();
      assertThat(OtherProtocol.recognizeEnded(act, length))
          .as(name)
          .isEqualTo(
              name.contains("alert") && length == 7
                  ? Optional.of(OtherProtocol.TLS)
                  : Optional.empty());
    }
  }

  /** An alert tells 45 bits: too few to refuse what may go on, enough once it does not. */
  @ParameterizedTest
  @ValueSource(strings = {"15030300020228", "1503010002022f", "15030300020100", "15030000020246"})
  void alertIsRecognizedOnceThePeerHasClosed(String alert) {
    assertThat(OtherProtocol.recognize(begun(hex(alert), 7), 7)).isEmpty();
    assertThat(OtherProtocol.recognizeEnded(begun(hex(alert), 7), 7)).contains(OtherProtocol.TLS);
    assertThat(OtherProtocol.recognizeEnded(begun(hex(alert), 6), 6)).isEmpty();
    assertThat(OtherProtocol.recognizeEnded(begun(hex(alert), 8), 8)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "STRATUM_V1, '{\"id\":1,\"result\":null,\"error\":\"no\"}'",
    "STRATUM_V1, '{\"id\":null}'",
    "HTTP, 'GET / HTTP/1.0    '",
    "HTTP, 'GET /fast'",
  })
  void shortTextIsRecognizedOnceThePeerHasClosed(OtherProtocol protocol, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    assertThat(OtherProtocol.recognize(begun(bytes, bytes.length), bytes.length)).isEmpty();
    assertThat(OtherProtocol.recognizeEnded(begun(bytes, bytes.length), bytes.length))
        .contains(protocol);
  }
}
