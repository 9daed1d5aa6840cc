package io.sv2.noise;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What people connect to a Noise port by mistake, told by its first bytes.
 *
 * <p>A handshake message is 64 bytes that look like noise, so any bytes could be one. Nothing is
 * recognized by less than 60 bits: of all handshakes that anybody ever makes, none is refused.
 */
public enum OtherProtocol {
  /** Stratum V2 without encryption: a whole frame header and the beginning of a setup message. */
  PLAIN_SV2("Stratum V2 without encryption"),
  /** Stratum V1: JSON. */
  STRATUM_V1("Stratum V1 (JSON)"),
  /** TLS: a ClientHello, ServerHello or alert. */
  TLS("TLS"),
  /** HTTP: a request or an answer. */
  HTTP("HTTP");

  private static final List<String> HTTP_STARTS =
      List.of("GET /", "POST /", "HEAD /", "PUT /", "OPTIONS ", "CONNECT ", "DELETE /", "HTTP/1.");

  /** Each byte of text tells 1.4 bits: 40 of them, and a brace that tells 8, are 64. */
  private static final int TELLING_TEXT = 40;

  /** The same for the shorter texts of HTTP, whose first word alone tells 40 bits. */
  private static final int TELLING_HTTP = 20;

  private final String name;

  OtherProtocol(String name) {
    this.name = name;
  }

  /**
   * What the first {@code length} of these bytes are.
   *
   * @return empty where they may well be Noise, or are too few to tell
   */
  public static Optional<OtherProtocol> recognize(byte[] bytes, int length) {
    if (length >= TELLING_TEXT && bytes[0] == '{' && isText(bytes, length)) {
      return Optional.of(STRATUM_V1);
    } else if (isHttp(bytes, length)) {
      return Optional.of(HTTP);
    } else if (isTls(bytes, length)) {
      return Optional.of(TLS);
    } else if (isSetup(bytes, length)) {
      return Optional.of(PLAIN_SV2);
    }
    return Optional.empty();
  }

  private static boolean isText(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      int c = bytes[i];
      boolean space = c == '\n' || c == '\r' || c == '\t';
      if ((c < ' ' && !space) || c == 0x7f) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHttp(byte[] bytes, int length) {
    if (length < TELLING_HTTP || !isText(bytes, length)) {
      return false;
    }
    String start = new String(bytes, 0, 8, StandardCharsets.ISO_8859_1);
    return HTTP_STARTS.stream().anyMatch(start::startsWith);
  }

  /** A record of version 3.x that holds one hello, whose length fits that of the record. */
  private static boolean isTls(byte[] bytes, int length) {
    if (length >= 7 && bytes[0] == 0x15 && bytes[1] == 3 && bytes[2] <= 4 && bytes[2] >= 0) {
      // an alert: 2 bytes, warning or fatal, and it comes alone
      return u16(bytes, 3) == 2 && (bytes[5] == 1 || bytes[5] == 2) && length == 7;
    }
    if (length < 11 || bytes[0] != 0x16 || bytes[1] != 3 || bytes[2] < 0 || bytes[2] > 4) {
      return false;
    }
    boolean hello = bytes[5] == 1 || bytes[5] == 2;
    return hello && bytes[6] == 0 && u16(bytes, 7) + 4 == u16(bytes, 3) && u16(bytes, 9) == 0x0303;
  }

  /**
   * A frame with SetupConnection or its answer, which are the first on a wire (section 3.6): of no
   * extension, not long, and with versions or flags as they occur.
   */
  private static boolean isSetup(byte[] bytes, int length) {
    if (length < 12 || bytes[0] != 0 || bytes[1] != 0 || bytes[5] != 0 || bytes[4] > 3) {
      return false;
    }
    int payload = u16le(bytes, 3);
    return switch (bytes[2]) {
      case 0x00 -> // protocol, min_version, max_version, three bytes of flags that nobody uses
          length >= 15
              && payload >= 16
              && (bytes[6] & 0xff) <= 2
              && u16le(bytes, 7) == 2
              && u16le(bytes, 9) < 16
              && bytes[12] == 0
              && bytes[13] == 0;
      case 0x01 -> payload == 6 && u16le(bytes, 6) == 2 && bytes[10] == 0 && bytes[11] == 0;
      default -> false;
    };
  }

  private static int u16(byte[] bytes, int at) {
    return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
  }

  private static int u16le(byte[] bytes, int at) {
    return ((bytes[at + 1] & 0xff) << 8) | (bytes[at] & 0xff);
  }

  /** What whoever runs the side that got it can do. */
  String advice(int act) {
    if (act == 1) {
      return switch (this) {
        case PLAIN_SV2 -> "the client has to encrypt, or this server to serve without encryption";
        case STRATUM_V1 -> "the miner needs a translator, this port takes Stratum V2";
        case TLS, HTTP -> "this port takes Stratum V2 over Noise, nothing else";
      };
    }
    return switch (this) {
      case PLAIN_SV2 -> "the server has to encrypt, or this client to connect without encryption";
      case STRATUM_V1, TLS, HTTP -> "is that the server's port for Stratum V2?";
    };
  }

  /** For a person. */
  @Override
  public String toString() {
    return name;
  }
}
