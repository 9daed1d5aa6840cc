package io.sv2.reactive.mining;

import io.sv2.codec.type.B032;
import io.sv2.codec.type.U256;
import org.jspecify.annotations.Nullable;

/**
 * A job as one channel knows it: with the target and the extranonce prefix that were in force when
 * it was made, or, for a future job, when it was activated.
 *
 * @param id of the job, unique on the connection
 * @param template what it is made of
 * @param tip what it builds on; null for a future job
 * @param target highest hash that counts as a share; null for a future job
 * @param extranoncePrefix of the channel
 * @param minNtime lowest header time, Unix seconds
 * @param activeSince when it became active, milliseconds of the server's clock
 */
public record Job(
    long id,
    WorkTemplate template,
    @Nullable Tip tip,
    @Nullable U256 target,
    B032 extranoncePrefix,
    long minNtime,
    long activeSince) {
  static Job future(long id, WorkTemplate template, B032 extranoncePrefix) {
    return new Job(id, template, null, null, extranoncePrefix, 0, 0);
  }

  Job activated(Tip tip, U256 target, long minNtime, long now) {
    return new Job(id, template, tip, target, extranoncePrefix, minNtime, now);
  }
}
