package io.sv2.codec;

import java.util.Optional;
import java.util.function.Function;

/**
 * Defines a message of a vendor's extension; a {@link MessageRegistry} makes it known.
 *
 * @param <M> the record that holds it
 */
public final class VendorMessageType<M extends VendorMessage> implements MessageKind {
  private final Class<M> record;
  private final String specName;
  private final int extension;
  private final int code;
  private final Direction direction;
  private final Function<PayloadReader, M> reader;

  private VendorMessageType(
      Class<M> record,
      String specName,
      int extension,
      int code,
      Direction direction,
      Function<PayloadReader, M> reader) {
    this.record = record;
    this.specName = specName;
    this.extension = extension;
    this.code = code;
    this.direction = direction;
    this.reader = reader;
  }

  /**
   * A message of extension {@code extension}. Its frames have the {@code channel_msg} bit set when
   * its record is a {@link ChannelMessage}, whose first field then has to be {@code channel_id}.
   *
   * @param record the record that holds it
   * @param specName its name in the extension's specification, unlike any in this one
   * @param extension 1 to 32,767; 0x4000 and above are for experiments (section 3.4); not 0, since
   *     core messages are extended by TLVs only, nor 0x0001
   * @param code U8 of the header
   * @param direction who may send it
   * @param reader reads the record's fields in order
   * @throws InvalidValueException when a value is out of range
   * @throws IllegalArgumentException when {@code record} is no record
   */
  public static <M extends VendorMessage> VendorMessageType<M> of(
      Class<M> record,
      String specName,
      int extension,
      int code,
      Direction direction,
      Function<PayloadReader, M> reader) {
    if (!record.isRecord()) {
      throw new IllegalArgumentException(record.getName() + " is not a record");
    }
    FieldRules.range(specName, "extension_type", extension, 1, 0x7fff);
    FieldRules.u8(specName, "msg_type", code);
    if (extension == MessageType.REQUEST_EXTENSIONS.extension()) {
      throw new InvalidValueException(
          specName,
          "extension_type",
          "one that the specification does not define, not " + extension);
    }
    return new VendorMessageType<>(record, specName, extension, code, direction, reader);
  }

  @Override
  public String specName() {
    return specName;
  }

  @Override
  public String uniqueName() {
    return specName;
  }

  /** Empty. */
  @Override
  public Optional<Protocol> protocol() {
    return Optional.empty();
  }

  @Override
  public int extension() {
    return extension;
  }

  @Override
  public int code() {
    return code;
  }

  @Override
  public boolean isChannelMessage() {
    return ChannelMessage.class.isAssignableFrom(record);
  }

  @Override
  public Direction direction() {
    return direction;
  }

  @Override
  public Class<M> record() {
    return record;
  }

  /** Whatever the vendor's code throws at bytes from a peer is an answer to these bytes. */
  M read(PayloadReader payload) {
    M message;
    try {
      message = reader.apply(payload);
    } catch (Sv2CodecException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new InvalidValueException(specName, "its reader failed: " + e, e);
    }
    if (!record.isInstance(message)) {
      throw new InvalidValueException(specName, null, -1, "its reader made no " + record.getName());
    }
    return message;
  }

  /** Refuses a frame that is not what receivers take it for. */
  void check(Sv2Message message, Sv2Frame frame) {
    if (!record.isInstance(message)) {
      throw new InvalidValueException(specName, null, -1, "is no " + record.getName());
    }
    if (message instanceof ChannelMessage channel && frame.channelId() != channel.channelId()) {
      throw new InvalidValueException(
          specName, "channel_id", 0, "comes first in a message of a channel");
    }
  }

  /** Name, extension and code. */
  @Override
  public String toString() {
    return String.format("%s (extension 0x%04x, 0x%02x)", specName, extension, code);
  }
}
