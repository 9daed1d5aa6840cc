package io.sv2.reactive;

import java.util.AbstractQueue;

/**
 * A queue that refuses what is more than its bound. One producer at a time, which holds the sink's
 * lock, and one consumer.
 */
abstract class BoundedQueue<T> extends AbstractQueue<T> {
  /** Whether {@code element} may be offered now; may drop what it makes worthless. */
  abstract boolean hasRoomFor(T element);

  /** How much of the bound is used, 0 to 1 and above. */
  abstract double load();
}
