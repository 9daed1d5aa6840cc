package io.sv2.examples.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The result of one benchmark.
 *
 * @param name suite, operation and case: {@code codec.decode.SubmitSharesExtended}
 * @param unit of the scores; smaller is better
 * @param score mean over all iterations
 * @param error half of the 99.9% confidence interval; null when too few iterations tell
 * @param bytesPerOp heap allocated by each operation
 * @param reference the reference implementation's time in the same run; null when not asked for
 * @param ratio ours divided by the reference's; null when there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Score(
    String name,
    String unit,
    double score,
    @Nullable Double error,
    double bytesPerOp,
    @Nullable Double reference,
    @Nullable Double ratio) {}
