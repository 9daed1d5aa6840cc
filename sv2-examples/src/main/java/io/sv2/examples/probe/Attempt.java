package io.sv2.examples.probe;

import io.sv2.examples.probe.Finding.CertificateShown;
import io.sv2.examples.probe.Finding.Connected;
import io.sv2.examples.probe.Finding.Handshaken;
import io.sv2.examples.probe.Finding.Signature;
import io.sv2.noise.AuthorityPublicKey;
import io.sv2.noise.Certificate;
import io.sv2.noise.NoiseInitiator;
import io.sv2.noise.NoiseInitiatorConfig;
import io.sv2.noise.secp256k1.Secp256k1;
import io.sv2.reactive.Sv2Connection;
import io.sv2.reactive.transport.Sv2Transport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One try to connect to an address, with what it has shown even if it failed. */
final class Attempt {
  private final ProbeConfig config;
  private final InetSocketAddress address;
  private final @Nullable NoiseInitiatorConfig noise;
  private final TimedCurve curve = new TimedCurve(Secp256k1.standard());
  private volatile @Nullable NoiseInitiator initiator;
  private volatile long started;
  private volatile long connected;
  private volatile boolean isConnected;

  Attempt(ProbeConfig config, InetSocketAddress address, @Nullable NoiseInitiatorConfig noise) {
    this.config = config;
    this.address = address;
    this.noise = noise == null ? null : noise.withCurve(curve);
  }

  /**
   * Connects, and tells of each step and of the certificate.
   *
   * @throws ProbeFailure when it fails; see {@link #isConnected} and {@link #hasCertificate}
   */
  Sv2Connection open(Sv2Transport transport, Consumer<Finding> findings) {
    started = System.nanoTime();
    try {
      Sv2Connection connection =
          transport.connect(address, noise == null ? null : () -> initiator(noise)).block();
      long done = System.nanoTime();
      if (connection == null) {
        throw new IllegalStateException("no connection and no error");
      } else if (noise == null) {
        markConnected();
      }
      tellConnected(findings);
      if (noise != null) {
        findings.accept(new Handshaken(Duration.ofNanos(done - connected), curve.computed()));
      }
      tellCertificate(findings);
      return connection;
    } catch (RuntimeException e) {
      if (!isConnected && Failures.isAfterConnecting(e)) {
        markConnected(); // the server has closed before there was an initiator
      }
      tellConnected(findings);
      tellCertificate(findings);
      throw new ProbeFailure(
          isConnected ? Failures.handshaking(e) : Failures.connecting(address, config, e));
    }
  }

  /** Asked for by the transport once there is a TCP connection. */
  private NoiseInitiator initiator(NoiseInitiatorConfig config) {
    markConnected();
    NoiseInitiator created = new NoiseInitiator(config);
    initiator = created;
    return created;
  }

  private void markConnected() {
    connected = System.nanoTime();
    isConnected = true;
  }

  boolean isConnected() {
    return isConnected;
  }

  /** Whether the server has answered with Noise, trusted or not. */
  boolean hasCertificate() {
    return certificate() != null;
  }

  private @Nullable Certificate certificate() {
    NoiseInitiator used = initiator;
    try {
      return used == null ? null : used.serverCertificate();
    } catch (IllegalStateException e) {
      return null; // it did not get that far
    }
  }

  private void tellConnected(Consumer<Finding> findings) {
    if (isConnected) {
      findings.accept(new Connected(address, Duration.ofNanos(connected - started)));
    }
  }

  private void tellCertificate(Consumer<Finding> findings) {
    Certificate certificate = certificate();
    NoiseInitiator used = initiator;
    if (certificate == null || used == null) {
      return;
    }
    byte[] key = used.serverStaticKeyX();
    AuthorityPublicKey pinned = config.authority().orElse(null);
    boolean isPinned = pinned != null && certificate.isSignedBy(pinned, key);
    Optional<AuthorityPublicKey> signer =
        isPinned
            ? config.authority()
            : config.known().stream().filter(a -> certificate.isSignedBy(a, key)).findFirst();
    boolean nobody = pinned == null && config.known().isEmpty();
    findings.accept(
        new CertificateShown(
            certificate,
            HexFormat.of().formatHex(key),
            isPinned
                ? Signature.PINNED
                : signer.isPresent()
                    ? Signature.KNOWN
                    : nobody ? Signature.NOT_CHECKED : Signature.UNKNOWN,
            signer,
            config.clock().instant()));
  }
}
