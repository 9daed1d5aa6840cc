package io.sv2.codec;

import io.sv2.codec.extension.ExtensionMessage;

/**
 * A message of an extension that is not the specification's, defined by a user (section 3.4).
 *
 * <p>To be implemented by a record whose components are in the order of its fields and whose {@code
 * write} writes them in that order; see {@link VendorMessageType}.
 */
public non-sealed interface VendorMessage extends ExtensionMessage {
  @Override
  VendorMessageType<?> type();
}
