package io.sv2.examples.bitcoin;

import java.time.Duration;

/**
 * Limits and pace of a {@link NodeBlockSource}. All durations are above zero.
 *
 * @param requestTimeout for one call that is answered at once
 * @param longPollTimeout for a call that the node answers when something changed
 * @param pollInterval between checks of the tip, also while a long poll is open
 * @param refreshInterval between templates fetched for better fees; at least pollInterval
 * @param feeInterval least time between two templates for the same tip
 * @param minFeeDelta a template for the same tip brings more than this, in satoshis, at least 0
 * @param maxResponseBytes longest answer taken from the node, 1 KiB to 256 MiB
 * @param minBackoff wait before the first retry, jittered by half
 * @param maxBackoff longest wait before a retry; at least minBackoff
 * @param maxRetries failures in a row after which {@code templates()} gives up, at least 0
 * @param submitRetries further attempts for a block while the node cannot be reached, at least 0
 */
public record NodeConfig(
    Duration requestTimeout,
    Duration longPollTimeout,
    Duration pollInterval,
    Duration refreshInterval,
    Duration feeInterval,
    long minFeeDelta,
    int maxResponseBytes,
    Duration minBackoff,
    Duration maxBackoff,
    long maxRetries,
    long submitRetries) {

  /** Throws {@link IllegalArgumentException} for a value out of its range. */
  public NodeConfig {
    positive("requestTimeout", requestTimeout);
    positive("longPollTimeout", longPollTimeout);
    positive("pollInterval", pollInterval);
    positive("feeInterval", feeInterval);
    positive("minBackoff", minBackoff);
    require(refreshInterval.compareTo(pollInterval) >= 0, "refreshInterval is below pollInterval");
    require(maxBackoff.compareTo(minBackoff) >= 0, "maxBackoff is below minBackoff");
    require(minFeeDelta >= 0, "minFeeDelta is negative");
    require(
        maxResponseBytes >= 1 << 10 && maxResponseBytes <= 256 << 20,
        "maxResponseBytes is not 1 KiB to 256 MiB");
    require(maxRetries >= 0 && submitRetries >= 0, "a number of retries is negative");
  }

  /**
   * Follows a node through a day of absence.
   *
   * @return the defaults
   */
  public static NodeConfig defaults() {
    return new NodeConfig(
        Duration.ofSeconds(30),
        Duration.ofMinutes(5),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        Duration.ofSeconds(5),
        1000,
        64 << 20,
        Duration.ofMillis(500),
        Duration.ofSeconds(30),
        2880,
        12);
  }

  private static void positive(String field, Duration value) {
    require(!value.isNegative() && !value.isZero(), field + " is not above zero");
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new IllegalArgumentException(problem);
    }
  }
}
