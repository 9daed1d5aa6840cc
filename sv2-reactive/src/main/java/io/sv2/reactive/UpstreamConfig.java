package io.sv2.reactive;

import io.sv2.codec.FrameHeader;
import io.sv2.codec.Protocol;
import io.sv2.codec.common.SetupConnection;
import io.sv2.codec.type.Str0255;
import io.sv2.noise.NoiseInitiatorConfig;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A server that a client service connects to.
 *
 * @param protocol what is spoken with it
 * @param address where it is; may be unresolved, and is resolved for each attempt
 * @param noise how it is authenticated; null speaks unencrypted
 * @param flags features asked for (section 5.3.1 for mining)
 * @param vendor of this device or program (section 3.6.1)
 * @param hardwareVersion of this device or program
 * @param firmware of this device or program
 * @param deviceId empty unless telemetry is wanted
 * @param maxPayload largest payload accepted from it, bytes
 */
public record UpstreamConfig(
    Protocol protocol,
    InetSocketAddress address,
    @Nullable NoiseInitiatorConfig noise,
    long flags,
    String vendor,
    String hardwareVersion,
    String firmware,
    String deviceId,
    int maxPayload) {
  /**
   * Checks that SetupConnection can say it.
   *
   * @throws IllegalArgumentException when a value is out of its field's range
   */
  public UpstreamConfig {
    Limits.flags("flags", flags);
    Limits.text("address", address.getHostString());
    Limits.text("vendor", vendor);
    Limits.text("hardwareVersion", hardwareVersion);
    Limits.text("firmware", firmware);
    Limits.text("deviceId", deviceId);
    Limits.inRange("maxPayload", maxPayload, 0, FrameHeader.MAX_PAYLOAD_LENGTH);
  }

  /** Named after this library; payloads as large as the subprotocol needs. */
  public static UpstreamConfig of(
      Protocol protocol,
      InetSocketAddress address,
      @Nullable NoiseInitiatorConfig noise,
      long flags) {
    int maxPayload = protocol == Protocol.MINING ? 256 * 1024 : 16 * 1024 * 1024 - 1;
    return new UpstreamConfig(
        protocol, address, noise, flags, "reactor-stratum", "jvm", "", "", maxPayload);
  }

  SetupConnection setupConnection() {
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
