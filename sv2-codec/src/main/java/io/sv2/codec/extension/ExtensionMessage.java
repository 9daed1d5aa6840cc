package io.sv2.codec.extension;

import io.sv2.codec.Sv2Message;
import io.sv2.codec.VendorMessage;

/** Messages of extensions: those that the specification defines, and vendors' own. */
public sealed interface ExtensionMessage extends Sv2Message
    permits RequestExtensions, RequestExtensionsError, RequestExtensionsSuccess, VendorMessage {}
