package io.sv2.examples.probe;

import io.sv2.codec.Protocol;
import io.sv2.noise.AuthorityPublicKey;
import io.sv2.noise.Certificate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Something that a probe has found out, told as soon as it is known. */
public sealed interface Finding {
  /** The name has these addresses. */
  record Resolved(List<InetAddress> addresses, Duration took) implements Finding {
    /** Keeps a copy of the addresses. */
    public Resolved {
      addresses = List.copyOf(addresses);
    }
  }

  /** There is a TCP connection with this one of them. */
  record Connected(InetSocketAddress address, Duration took) implements Finding {}

  /**
   * The handshake is done.
   *
   * @param took all of it
   * @param computing what this side has computed of that; the rest it has waited
   */
  record Handshaken(Duration took, Duration computing) implements Finding {
    /** For the server's answer: its way, and what the server has computed. */
    public Duration waiting() {
      return took.minus(computing);
    }
  }

  /**
   * The certificate that the server has shown, whether or not it was accepted.
   *
   * @param serverKeyX x-coordinate of the server's static key, hex
   * @param signature who has signed it
   * @param signer the pinned or known authority that has
   * @param at what the local clock showed
   */
  record CertificateShown(
      Certificate certificate,
      String serverKeyX,
      Signature signature,
      Optional<AuthorityPublicKey> signer,
      Instant at)
      implements Finding {
    /** How long it is valid from now on; negative when it has expired. */
    public Duration remaining() {
      return Duration.between(at, certificate.notValidAfter());
    }
  }

  /** Who has signed a certificate. */
  enum Signature {
    /** The pinned authority. */
    PINNED,
    /** Not the pinned one, if any, but one that is known. */
    KNOWN,
    /** Nobody who is pinned or known. */
    UNKNOWN,
    /** Nobody is pinned or known, so nothing can be said. */
    NOT_CHECKED
  }

  /**
   * The connection is set up.
   *
   * @param asked flags that were asked for
   * @param answer of the server
   */
  record SetUp(Protocol protocol, long asked, SetupResult.Accepted answer, Duration took)
      implements Finding {}

  /** What the server says to a subprotocol. */
  record ProtocolAnswered(Protocol protocol, SetupResult answer) implements Finding {}

  /** What the server says to this protocol version alone. */
  record VersionAnswered(Protocol protocol, int version, SetupResult answer) implements Finding {}

  /** What the server says when all flags of a subprotocol are asked for. */
  record FlagsAnswered(Protocol protocol, long asked, SetupResult answer) implements Finding {}
}
