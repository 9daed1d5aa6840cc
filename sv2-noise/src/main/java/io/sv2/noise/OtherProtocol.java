package io.sv2.noise;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What people connect to a Noise port by mistake, told by its first bytes.
 *
 * <p>A handshake message is 64 bytes that look like noise, so any bytes could be one. Nothing is
 * {@linkplain #recognize recognized} by less than 60 bits: of all handshakes that anybody ever
 * makes, none is refused. What has been recognized stays so, whatever follows and in whatever
 * pieces it comes.
 */
public enum OtherProtocol {
  /** Stratum V2 without encryption: a whole frame header and the beginning of a setup message. */
  PLAIN_SV2("Stratum V2 without encryption"),
  /** Stratum V1: JSON. */
  STRATUM_V1("Stratum V1 (JSON)"),
  /** TLS: a ClientHello or ServerHello, or an alert after which the peer has closed. */
  TLS("TLS"),
  /** HTTP: a request or an answer. */
  HTTP("HTTP");

  private static final List<String> HTTP_STARTS =
      List.of(
          "GET /",
          "POST /",
          "HEAD /",
          "PUT /",
          "PATCH /",
          "DELETE /",
          "TRACE /",
          "OPTIONS ",
          "CONNECT ",
          "PRI * HT", // version 2
          "HTTP/1.");

  private static final int LONGEST_HTTP_START = 8;

  /** Each byte of text tells 1.38 bits: 39 of them, and a brace that tells 8, are 62. */
  private static final int TELLING_TEXT = 40;

  /** The same for the shorter texts of HTTP: 5 bytes that tell 8 each, and 15 of text, are 60.8. */
  private static final int TELLING_HTTP = 20;

  private static final int ALERT_LENGTH = 7;
  private static final int MIN_SETUP = 16; // an empty host, and empty names of the device
  private static final int MAX_SETUP = 1_291;
  private static final int MAX_VERSION = 15; // today there is 2

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
    if (length >= TELLING_TEXT && bytes[0] == '{' && isText(bytes, TELLING_TEXT)) {
      return Optional.of(STRATUM_V1);
    } else if (length >= TELLING_HTTP && isText(bytes, TELLING_HTTP) && startsAsHttp(bytes)) {
      return Optional.of(HTTP);
    } else if (isHello(bytes, length)) {
      return Optional.of(TLS);
    } else if (isSetup(bytes, length) || isSetupSuccess(bytes, length)) {
      return Optional.of(PLAIN_SV2);
    }
    return Optional.empty();
  }

  /**
   * What the {@code length} bytes were after which the peer has closed: as it cannot be a handshake
   * any more, less evidence does. An alert of TLS has 7 bytes, and they tell 45 bits; a short line
   * of text tells even less.
   *
   * @return empty where nothing is known about them
   */
  public static Optional<OtherProtocol> recognizeEnded(byte[] bytes, int length) {
    if (isAlert(bytes, length)) {
      return Optional.of(TLS);
    } else if (length > LONGEST_HTTP_START && isText(bytes, length)) {
      if (startsAsHttp(bytes)) {
        return Optional.of(HTTP);
      } else if (bytes[0] == '{') {
        return Optional.of(STRATUM_V1);
      }
    }
    return recognize(bytes, length);
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

  private static boolean startsAsHttp(byte[] bytes) {
    String start = new String(bytes, 0, LONGEST_HTTP_START, StandardCharsets.ISO_8859_1);
    return HTTP_STARTS.stream().anyMatch(start::startsWith);
  }

  /**
   * A record of version 3.x that holds one hello, whose length fits that of the record: 8, 8, 5.7,
   * 7, 8, 16 and 16 bits.
   */
  private static boolean isHello(byte[] bytes, int length) {
    if (length < 11 || bytes[0] != 0x16 || !isTlsVersion(bytes)) {
      return false;
    }
    boolean hello = bytes[5] == 1 || bytes[5] == 2;
    return hello && bytes[6] == 0 && u16(bytes, 7) + 4 == u16(bytes, 3) && u16(bytes, 9) == 0x0303;
  }

  /** A record of version 3.x with 2 bytes, a warning or what is fatal, and nothing behind it. */
  private static boolean isAlert(byte[] bytes, int length) {
    return length == ALERT_LENGTH
        && bytes[0] == 0x15
        && isTlsVersion(bytes)
        && u16(bytes, 3) == 2
        && (bytes[5] == 1 || bytes[5] == 2);
  }

  private static boolean isTlsVersion(byte[] bytes) {
    return bytes[1] == 3 && bytes[2] >= 0 && bytes[2] <= 4;
  }

  /**
   * A frame of no extension with SetupConnection (section 3.6.1), a subprotocol that there is, and
   * versions that there may be, whatever its flags: 16, 8, 13.7, 6.4, 12 and 12 bits.
   */
  private static boolean isSetup(byte[] bytes, int length) {
    return length >= 11
        && u16le(bytes, 0) == 0
        && bytes[2] == 0x00
        && u24le(bytes, 3) >= MIN_SETUP
        && u24le(bytes, 3) <= MAX_SETUP
        && (bytes[6] & 0xff) <= 2
        && u16le(bytes, 7) <= MAX_VERSION
        && u16le(bytes, 9) <= MAX_VERSION;
  }

  /** A frame of no extension with its answer (section 3.6.2): 16, 8, 24 and 12 bits. */
  private static boolean isSetupSuccess(byte[] bytes, int length) {
    return length >= 8
        && u16le(bytes, 0) == 0
        && bytes[2] == 0x01
        && u24le(bytes, 3) == 6
        && u16le(bytes, 6) <= MAX_VERSION;
  }

  private static int u16(byte[] bytes, int at) {
    return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
  }

  private static int u16le(byte[] bytes, int at) {
    return ((bytes[at + 1] & 0xff) << 8) | (bytes[at] & 0xff);
  }

  private static int u24le(byte[] bytes, int at) {
    return ((bytes[at + 2] & 0xff) << 16) | u16le(bytes, at);
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
