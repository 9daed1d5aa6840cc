package io.sv2.reactive.route;

import io.sv2.codec.Sv2Frame;
import io.sv2.codec.Sv2Message;
import java.util.Optional;

/**
 * A frame and what could be read of it.
 *
 * @param frame as it came, what extensions have appended included
 * @param message empty for a message of an extension that is not known
 */
public record DecodedFrame(Sv2Frame frame, Optional<Sv2Message> message) {}
