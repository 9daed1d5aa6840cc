package io.sv2.reactive.mining;

import io.sv2.codec.mining.SubmitSharesSuccess;
import io.sv2.codec.type.U256;

/**
 * Accepted shares that wait for their acknowledgement, counted as section 5.3.13 draws it: counters
 * start anew with each batch, and each share adds the difficulty it was accepted at. The field is
 * whole, and a CPU's shares are worth less than 1: what rounding down takes is added to the next.
 */
public final class ShareBatch {
  private final int size;
  private long lastSequenceNumber;
  private int count;
  private double difficulty;
  private double carried; // of earlier batches, below 1

  ShareBatch(int size) {
    this.size = size;
  }

  void add(long sequenceNumber, U256 target) {
    lastSequenceNumber = sequenceNumber;
    count++;
    difficulty += Target.difficulty(target);
  }

  /** Whether as many shares wait as one acknowledgement stands for. */
  public boolean isFull() {
    return count >= size;
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
