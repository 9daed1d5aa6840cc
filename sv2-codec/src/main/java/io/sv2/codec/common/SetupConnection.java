package io.sv2.codec.common;

import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import io.sv2.codec.type.Str0255;

/**
 * The first message on a connection: what the client wants to speak and what it can do.
 * SetupConnection, section 3.6.1.
 *
 * @param protocol U8: subprotocol code, see {@link io.sv2.codec.Protocol}; unknown ones are for the
 *     server to refuse
 * @param minVersion U16: lowest protocol version the client speaks
 * @param maxVersion U16: highest protocol version the client speaks
 * @param flags U32: optional features, per subprotocol
 * @param endpointHost host name or address the client connects to
 * @param endpointPort U16: port the client connects to
 * @param vendor manufacturer or developer
 * @param hardwareVersion hardware or software package
 * @param firmware firmware version
 * @param deviceId unique device identifier; empty unless telemetry is wanted
 */
public record SetupConnection(
    int protocol,
    int minVersion,
    int maxVersion,
    long flags,
    Str0255 endpointHost,
    int endpointPort,
    Str0255 vendor,
    Str0255 hardwareVersion,
    Str0255 firmware,
    Str0255 deviceId)
    implements CommonMessage {
  private static final String NAME = "SetupConnection";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public SetupConnection {
    FieldRules.u8(NAME, "protocol", protocol);
    FieldRules.u16(NAME, "min_version", minVersion);
    FieldRules.u16(NAME, "max_version", maxVersion);
    FieldRules.u32(NAME, "flags", flags);
    FieldRules.u16(NAME, "endpoint_port", endpointPort);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static SetupConnection read(PayloadReader reader) {
    return new SetupConnection(
        reader.u8("protocol"),
        reader.u16("min_version"),
        reader.u16("max_version"),
        reader.u32("flags"),
        reader.str0255("endpoint_host"),
        reader.u16("endpoint_port"),
        reader.str0255("vendor"),
        reader.str0255("hardware_version"),
        reader.str0255("firmware"),
        reader.str0255("device_id"));
  }

  @Override
  public MessageType type() {
    return MessageType.SETUP_CONNECTION;
  }

  @Override
  public int payloadLength() {
    return 16
        + endpointHost.length()
        + vendor.length()
        + hardwareVersion.length()
        + firmware.length()
        + deviceId.length();
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u8(protocol);
    writer.u16(minVersion);
    writer.u16(maxVersion);
    writer.u32(flags);
    writer.prefixed8(endpointHost);
    writer.u16(endpointPort);
    writer.prefixed8(vendor);
    writer.prefixed8(hardwareVersion);
    writer.prefixed8(firmware);
    writer.prefixed8(deviceId);
  }
}
