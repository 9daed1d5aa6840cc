package io.sv2.reactive;

import io.sv2.codec.FrameHeader;
import io.sv2.codec.Protocol;
import io.sv2.codec.common.SetupConnection;
import io.sv2.codec.template.CoinbaseOutputConstraints;
import io.sv2.codec.type.Str0255;
import io.sv2.noise.NoiseInitiatorConfig;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The servers that a client service connects to for one subprotocol, and what it tells them.
 *
 * @param protocol what is spoken with them
 * @param servers in the order of preference; one at a time is connected
 * @param flags features asked for (section 5.3.1 for mining)
 * @param vendor of this device or program and its version, not empty (section 3.6.1)
 * @param hardwareVersion of this device or program
 * @param firmware of this device or program
 * @param deviceId empty unless telemetry is wanted
 * @param maxPayload largest payload accepted from it, bytes
 * @param inactivityTimeout of silence, after which a server is taken for gone
 * @param constraints sent to a template provider before anything else (section 7.1); null leaves
 *     that to the handler
 */
public record UpstreamConfig(
    Protocol protocol,
    List<UpstreamServer> servers,
    long flags,
    String vendor,
    String hardwareVersion,
    String firmware,
    String deviceId,
    int maxPayload,
    Duration inactivityTimeout,
    @Nullable CoinbaseOutputConstraints constraints) {
  private static final String VENDOR =
      "reactor-stratum "
          + Optional.ofNullable(UpstreamConfig.class.getPackage().getImplementationVersion())
              .orElse("development");

  /**
   * Checks that there is a server and that SetupConnection can say the rest.
   *
   * @throws IllegalArgumentException when a value is out of its field's range
   */
  public UpstreamConfig {
    servers = List.copyOf(servers);
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("servers: one at least");
    }
    Limits.flags("flags", flags);
    Limits.text("vendor", vendor);
    if (vendor.isBlank()) {
      throw new IllegalArgumentException("vendor: not empty");
    }
    Limits.text("hardwareVersion", hardwareVersion);
    Limits.text("firmware", firmware);
    Limits.text("deviceId", deviceId);
    Limits.inRange("maxPayload", maxPayload, 0, FrameHeader.MAX_PAYLOAD_LENGTH);
    Limits.positive("inactivityTimeout", inactivityTimeout);
    if (constraints != null && protocol != Protocol.TEMPLATE_DISTRIBUTION) {
      throw new IllegalArgumentException(
          "constraints: for TEMPLATE_DISTRIBUTION only, not " + protocol);
    }
  }

  /**
   * Named after this library; payloads as large as the subprotocol needs; half an hour of silence
   * from a mining server, a day from others, which may have nothing to say between two blocks.
   */
  public static UpstreamConfig of(
      Protocol protocol,
      InetSocketAddress address,
      @Nullable NoiseInitiatorConfig noise,
      long flags) {
    boolean mining = protocol == Protocol.MINING;
    return new UpstreamConfig(
        protocol,
        List.of(new UpstreamServer(address, noise)),
        flags,
        VENDOR,
        "jvm",
        "",
        "",
        mining ? 256 * 1024 : FrameHeader.MAX_PAYLOAD_LENGTH,
        mining ? Duration.ofMinutes(30) : Duration.ofDays(1),
        null);
  }

  /** A copy with one more server, to be tried when those before it fail. */
  public UpstreamConfig withFallback(
      InetSocketAddress address, @Nullable NoiseInitiatorConfig noise) {
    List<UpstreamServer> more = new ArrayList<>(servers);
    more.add(new UpstreamServer(address, noise));
    return new UpstreamConfig(
        protocol,
        more,
        flags,
        vendor,
        hardwareVersion,
        firmware,
        deviceId,
        maxPayload,
        inactivityTimeout,
        constraints);
  }

  /** A copy that asks a template provider for this room in the coinbase, on each connection. */
  public UpstreamConfig withConstraints(CoinbaseOutputConstraints room) {
    return new UpstreamConfig(
        protocol,
        servers,
        flags,
        vendor,
        hardwareVersion,
        firmware,
        deviceId,
        maxPayload,
        inactivityTimeout,
        room);
  }

  SetupConnection setupConnection(InetSocketAddress address) {
    return new SetupConnection(
        protocol.code(),
        ProtocolSupport.VERSION,
        ProtocolSupport.VERSION,
        flags,
        Str0255.of(address.getHostString()),
        address.getPort(),
        Str0255.of(vendor),
        Str0255.of(hardwareVersion),
        Str0255.of(firmware),
        Str0255.of(deviceId));
  }
}
