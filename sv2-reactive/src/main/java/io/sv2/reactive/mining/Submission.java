package io.sv2.reactive.mining;

import io.sv2.codec.Sv2Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a share, and what its client is told.
 *
 * @param result of the check
 * @param channel of the share; null when there is no such
 * @param messages for the client: an error at once, an acknowledgement when it is due, another
 *     target; none most of the time
 */
public record Submission(
    ShareResult result, @Nullable ServerChannel channel, List<Sv2Message> messages) {}
