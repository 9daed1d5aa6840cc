package io.sv2.reactive.mining;

import io.sv2.codec.mining.SubmitSharesSuccess;
import java.time.Duration;

/**
 * Accepted shares that wait for their acknowledgement, counted as section 5.3.13 draws it: counters
 * start anew with each batch, and each share adds the difficulty it was accepted at. The field is
 * whole, and a CPU's shares are worth less than 1: what rounding down takes is added to the next.
 */
public final class ShareBatch {
  private final int size;
  private final long maxDelay;
  private long lastSequenceNumber;
  private int count;
  private long since; // the first of them
  private double difficulty;
  private double carried; // of earlier batches, below 1

  ShareBatch(int size, Duration maxDelay) {
    this.size = size;
    this.maxDelay = maxDelay.toMillis();
  }

  void add(long sequenceNumber, double worth, long now) {
    if (count == 0) {
      since = now;
    }
    lastSequenceNumber = sequenceNumber;
    count++;
    difficulty += worth;
  }

  /** Whether as many shares wait as one acknowledgement stands for. */
  public boolean isFull() {
    return count >= size;
  }

  /** Whether it is full, or its first share has waited long enough. */
  public boolean isDue(long now) {
    return isFull() || (count > 0 && (now - since >= maxDelay || now < since));
  }

  /** Whether none wait. */
  public boolean isEmpty() {
    return count == 0;
  }

  /** The acknowledgement of what waits; a new batch begins. */
  public SubmitSharesSuccess acknowledge(long channelId) {
    double sum = difficulty + carried;
    long whole = (long) sum;
    SubmitSharesSuccess success =
        new SubmitSharesSuccess(channelId, lastSequenceNumber, count, whole);
    carried = sum - Math.floor(sum);
    count = 0;
    difficulty = 0;
    return success;
  }
}
