package io.sv2.codec.extension;

import io.sv2.codec.Sv2Message;

/** Messages of extensions that the specification defines. */
public sealed interface ExtensionMessage extends Sv2Message
    permits RequestExtensions, RequestExtensionsError, RequestExtensionsSuccess {}
