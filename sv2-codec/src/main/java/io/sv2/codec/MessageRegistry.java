package io.sv2.codec;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The messages that are known: those of the specification and what users add for extensions of
 * their own. Immutable.
 *
 * <p>A registered message is one that can be read and written; whether it may be used on a
 * connection is for extension 0x0001 to negotiate.
 */
public final class MessageRegistry {
  private static final MessageRegistry STANDARD = new MessageRegistry(Map.of(), standardNames());

  private final Map<Integer, VendorMessageType<?>> vendor; // by extension and code
  private final Map<String, MessageKind> names;

  private MessageRegistry(
      Map<Integer, VendorMessageType<?>> vendor, Map<String, MessageKind> names) {
    this.vendor = Map.copyOf(vendor);
    this.names = Map.copyOf(names);
  }

  private static Map<String, MessageKind> standardNames() {
    Map<String, MessageKind> names = new HashMap<>();
    for (MessageType type : MessageType.values()) {
      names.put(type.uniqueName(), type);
      names.putIfAbsent(type.specName(), type); // taken, though ambiguous for two of them
    }
    return names;
  }

  /** The messages of chapter 8 and of extension 0x0001. */
  public static MessageRegistry standard() {
    return STANDARD;
  }

  /**
   * These and the given ones.
   *
   * @throws IllegalArgumentException when one has the codes or the name of another
   */
  public MessageRegistry with(VendorMessageType<?>... types) {
    Map<Integer, VendorMessageType<?>> more = new HashMap<>(vendor);
    Map<String, MessageKind> moreNames = new HashMap<>(names);
    for (VendorMessageType<?> type : types) {
      MessageKind before = more.putIfAbsent(key(type.extension(), type.code()), type);
      if (before == null) {
        before = moreNames.putIfAbsent(type.uniqueName(), type);
      }
      if (before != null) {
        throw new IllegalArgumentException(type + " collides with " + before);
      }
    }
    return new MessageRegistry(more, moreNames);
  }

  private static int key(int extension, int code) {
    return extension << 8 | code;
  }

  /**
   * What {@code frame}'s header names; the {@code channel_msg} bit is ignored in the look-up
   * (section 3.2.1).
   *
   * @throws UnknownTypeException when that is not known
   */
  public MessageKind kindOf(Sv2Frame frame) {
    if (!vendor.isEmpty()) {
      int extension = frame.extensionType() & ~FrameHeader.CHANNEL_MESSAGE_BIT;
      VendorMessageType<?> type = vendor.get(key(extension, frame.messageType()));
      if (type != null) {
        return type;
      }
    }
    return MessageType.of(frame);
  }

  /** The message with this {@link MessageKind#uniqueName()}; empty when there is none. */
  public Optional<MessageKind> named(String uniqueName) {
    return Optional.ofNullable(names.get(uniqueName))
        .filter(kind -> kind.uniqueName().equals(uniqueName));
  }

  /** What users have added. */
  public Collection<VendorMessageType<?>> vendorTypes() {
    return vendor.values();
  }
}
